# The simulator over the shipping sync and operations, and one more program for every planted bug: it takes the one source
# file that holds the bug, compiled with its switch, in place of the library's.
if(NOT FLASHKIT_TESTS)
  return()
endif()
set(simulator ${CMAKE_SOURCE_DIR}/tests/simulator)
add_library(flashkit_simulator_world STATIC EXCLUDE_FROM_ALL ${simulator}/world.cpp ${simulator}/server.cpp ${simulator}/device.cpp
  ${simulator}/checks.cpp ${simulator}/faulty_disk.cpp
  ${CMAKE_SOURCE_DIR}/adapters/replica_sqlite/replica_sqlite.cpp)
set_target_properties(flashkit_simulator_world PROPERTIES UNITY_BUILD OFF)  # a planted bug takes the place of one object
target_link_libraries(flashkit_simulator_world PUBLIC flashkit_flags flashkit_sync flashkit_gtest sqlite3)

add_library(flashkit_simulator_main OBJECT EXCLUDE_FROM_ALL ${simulator}/main.cpp)
target_link_libraries(flashkit_simulator_main PUBLIC flashkit_simulator_world)
add_executable(flashkit_simulator EXCLUDE_FROM_ALL $<TARGET_OBJECTS:flashkit_simulator_main>)
target_link_libraries(flashkit_simulator PRIVATE flashkit_simulator_world)
add_test(NAME flashkit_simulator COMMAND flashkit_simulator --seeds 2000)
set_tests_properties(flashkit_simulator PROPERTIES TIMEOUT 1800 LABELS slow)
add_dependencies(slow_tests flashkit_simulator)

function(flashkit_add_mutant name source seeds)
  string(TOLOWER ${name} lower)
  set(target flashkit_simulator_mutant_${lower})
  add_executable(${target} EXCLUDE_FROM_ALL $<TARGET_OBJECTS:flashkit_simulator_main> ${CMAKE_SOURCE_DIR}/${source})
  target_compile_definitions(${target} PRIVATE FLASHKIT_MUTANT_${name})
  target_link_libraries(${target} PRIVATE flashkit_simulator_world)
  add_test(NAME ${target} COMMAND ${target} --expect-violation --seeds ${seeds})
  set_tests_properties(${target} PROPERTIES TIMEOUT 600 LABELS slow)
  add_dependencies(slow_tests ${target})
endfunction()

flashkit_add_mutant(DROPPED_WHEN_SENT core/sync/replica_server.cpp 200)
flashkit_add_mutant(NO_CONTIGUITY core/sync/replica_server.cpp 200)
flashkit_add_mutant(CURSOR_APART core/sync/replica_server.cpp 500)
flashkit_add_mutant(STORED_BEFORE_DURABLE core/sync/replica_tabs.cpp 500)
flashkit_add_mutant(ACKNOWLEDGE_BEFORE_APPEND core/sync/sequencer.cpp 100)
flashkit_add_mutant(NO_DEDUPLICATION core/sync/sequencer.cpp 100)
flashkit_add_mutant(LOST_ANSWER_IS_SUCCESS core/sync/sequencer.cpp 200)
flashkit_add_mutant(CHECKPOINT_WITHOUT_CLIENTS core/sync/checkpoint.cpp 200)
flashkit_add_mutant(NO_REBASE core/sync/view.cpp 100)
flashkit_add_mutant(HALF_APPLIED core/operations/apply.cpp 200)
flashkit_add_mutant(COMPACTED_TOO_FAR core/sync/replica_care.cpp 1000)
flashkit_add_mutant(UNSYNCED_AT_OPEN adapters/replica_sqlite/replica_sqlite.cpp 1000)
