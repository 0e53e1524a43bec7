file(GLOB sources CONFIGURE_DEPENDS ${ROOM_FOLDER}/*.cpp)
add_executable(flashkit ${sources})
target_link_libraries(flashkit PRIVATE flashkit_flags ${ROOM_LINKS})
if(FLASHKIT_TESTS)
  find_program(FLASHKIT_NODE node)
  set(shared "$ENV{FLASHKIT_SHARED}")
  if(NOT shared)
    set(shared ${CMAKE_SOURCE_DIR}/../shared)
  endif()
  set(environment "FLASHKIT_PROGRAM=$<TARGET_FILE:flashkit>")
  if(FLASHKIT_SANITIZE)
    list(APPEND environment "FLASHKIT_NO_MEMORY_LIMIT=1")  # sanitizers need the whole address space
  endif()
  if(FLASHKIT_NODE)
    add_test(NAME cli_test COMMAND ${FLASHKIT_NODE} --test ${ROOM_FOLDER}/cli.test.mjs)
    set_tests_properties(cli_test PROPERTIES ENVIRONMENT "${environment}" TIMEOUT 900)
    add_test(NAME cli_corpus_test COMMAND ${FLASHKIT_NODE} --test ${ROOM_FOLDER}/corpus.test.mjs)
    set_tests_properties(cli_corpus_test PROPERTIES
      ENVIRONMENT "FLASHKIT_PROGRAM=$<TARGET_FILE:flashkit>;FLASHKIT_SHARED=${shared}" TIMEOUT 1800 LABELS slow)  # two files fail with sanitizers on: not in make test yet
    add_test(NAME polotno_validation COMMAND ${FLASHKIT_NODE} ${CMAKE_SOURCE_DIR}/tools/validate_polotno.mjs
      $<TARGET_FILE:flashkit> ${shared}/data/polotno-designs)
    set_tests_properties(polotno_validation PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 900)
  endif()
endif()
