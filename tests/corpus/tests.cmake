if(FLASHKIT_TESTS AND TARGET flashkit_interchange AND TARGET flashkit_display)
  flashkit_add_test(flashkit_corpus_test "flashkit_interchange;flashkit_display"
    ${ROOM_FOLDER}/corpus/placeholders_test.cpp)
endif()
