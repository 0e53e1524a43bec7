if(FLASHKIT_TESTS AND TARGET flashkit_interchange AND TARGET flashkit_display)
  flashkit_add_test(flashkit_corpus_test "flashkit_interchange;flashkit_display"
    ${ROOM_FOLDER}/corpus/placeholders_test.cpp)
endif()
# What earlier builds wrote down, read by this one; and the program that writes it down (scripts/record.sh).
if(FLASHKIT_TESTS)
  set(corpus ${CMAKE_SOURCE_DIR}/tests/corpus)
  flashkit_add_test(flashkit_recorded_test "flashkit_server;flashkit_adapters" ${corpus}/recorded_test.cpp
    ${corpus}/recordings.cpp)
  add_executable(flashkit_record EXCLUDE_FROM_ALL ${corpus}/record.cpp ${corpus}/recordings.cpp)
  target_link_libraries(flashkit_record PRIVATE flashkit_server flashkit_adapters flashkit_gtest)
  add_dependencies(flashkit_recorded_test flashkit)
  add_dependencies(flashkit_record flashkit)
endif()
