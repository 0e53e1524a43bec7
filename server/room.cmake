# Asio's coroutines need Boost only as headers; zlib and zstd are for HTTP and checkpoints.
target_link_libraries(${ROOM_TARGET} PUBLIC z zstd)
add_executable(flashkit_serve ${ROOM_FOLDER}/serve_main.cc)
target_link_libraries(flashkit_serve PRIVATE ${ROOM_TARGET})
# The tests run the server as a process of its own.
file(GLOB_RECURSE server_tests CONFIGURE_DEPENDS ${ROOM_FOLDER}/*_test.cpp)
if(FLASHKIT_TESTS AND server_tests)
  cmake_language(DEFER CALL add_dependencies flashkit_server_test flashkit_serve)
endif()
