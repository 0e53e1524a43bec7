file(GLOB sync_tests CONFIGURE_DEPENDS ${ROOM_FOLDER}/*_test.cpp)
flashkit_compile_alone(${sync_tests})
