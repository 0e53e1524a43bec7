# Asio's coroutines need Boost only as headers; zlib and zstd are for HTTP and checkpoints.
target_link_libraries(${ROOM_TARGET} PUBLIC z zstd)
# The tests run the program itself.
file(GLOB_RECURSE server_tests CONFIGURE_DEPENDS ${ROOM_FOLDER}/*_test.cpp)
if(FLASHKIT_TESTS AND server_tests)
  cmake_language(DEFER CALL add_dependencies flashkit_server_test flashkit)
endif()
flashkit_socket_sources(${ROOM_FOLDER}/net.cpp ${ROOM_FOLDER}/net_http.cpp ${ROOM_FOLDER}/net_live.cpp)
