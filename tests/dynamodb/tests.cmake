# The tests of how lost answers are settled have to find planted bugs: one program for each, which takes the source file that
# holds the bug, compiled with its switch, in place of the library's, and which must fail.
if(NOT FLASHKIT_TESTS)
  return()
endif()
add_library(flashkit_dynamodb_mutant_tests OBJECT EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/adapters/dynamodb/store_test.cpp
  ${CMAKE_SOURCE_DIR}/adapters/aws/loopback_test.cpp)
target_link_libraries(flashkit_dynamodb_mutant_tests PUBLIC flashkit_adapters flashkit_gtest)

function(flashkit_add_dynamodb_mutant name source)
  string(TOLOWER ${name} lower)
  set(target flashkit_dynamodb_mutant_${lower})
  add_executable(${target} EXCLUDE_FROM_ALL $<TARGET_OBJECTS:flashkit_dynamodb_mutant_tests>
    ${CMAKE_SOURCE_DIR}/adapters/dynamodb/${source})
  target_compile_definitions(${target} PRIVATE FLASHKIT_MUTANT_${name})
  target_link_libraries(${target} PRIVATE flashkit_adapters flashkit_gtest)
  # By the shell: a crash is a failure too, which WILL_FAIL would not take for one. What fails in there counts as one test
  # that passed (in two pieces, as ctest tells the command too).
  add_test(NAME ${target} COMMAND
    sh -c "! '$<TARGET_FILE:${target}>' --gtest_filter='StoreTest.*' >/dev/null 2>&1 && echo '[  PASSED''  ] 1 test: the planted bug is found'")
  set_tests_properties(${target} PROPERTIES TIMEOUT 120 LABELS slow)
  add_dependencies(slow_tests ${target})
endfunction()

flashkit_add_dynamodb_mutant(BLIND_REPEAT journal.cpp)          # a put whose answer was lost is made again, unseen
flashkit_add_dynamodb_mutant(LOST_IS_FAILED journal.cpp)        # or is said to have failed
flashkit_add_dynamodb_mutant(NEXT_SLOT_AFTER_500 journal.cpp)   # or goes to the next number
flashkit_add_dynamodb_mutant(TOKEN_NOT_COMPARED journal.cpp)    # whatever stands in the place is taken for ours
flashkit_add_dynamodb_mutant(STALE_HEAD_TRUSTED journal.cpp)    # nobody looks for the entry before
flashkit_add_dynamodb_mutant(HOLE_READ_OVER journal.cpp)        # a missing entry is passed over
flashkit_add_dynamodb_mutant(PLACE_USED_TWICE journal.cpp)      # a writer that slept believes what it saw before
flashkit_add_dynamodb_mutant(MARK_MAKES_ITEM journal.cpp)       # marking what is gone makes an item
flashkit_add_dynamodb_mutant(EVENTUAL_READ_BACK table.cpp)      # the place is read back from a copy that may be old
flashkit_add_dynamodb_mutant(POINTER_BACKWARDS records.cpp)     # a record is written again without its condition
