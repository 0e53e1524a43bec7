# Real processes under every kind of fault: devices (the replica, database and network of `flashkit sync`) and a server.
if(NOT FLASHKIT_TESTS)
  return()
endif()
set(matrix ${CMAKE_SOURCE_DIR}/tests/matrix)
add_library(flashkit_matrix_parts STATIC EXCLUDE_FROM_ALL ${matrix}/cell.cpp ${matrix}/child.cpp ${matrix}/diary.cpp
  ${matrix}/namespaces.cpp ${matrix}/relay.cpp ${matrix}/truth.cpp)
target_link_libraries(flashkit_matrix_parts PUBLIC flashkit_server flashkit_adapters flashkit_gtest)
flashkit_socket_sources(${CMAKE_SOURCE_DIR}/cli/sync_net.cpp)
add_executable(flashkit_matrix EXCLUDE_FROM_ALL ${matrix}/main.cpp ${matrix}/device.cpp ${CMAKE_SOURCE_DIR}/cli/sync_device.cpp
  ${CMAKE_SOURCE_DIR}/cli/sync_net.cpp)
target_link_libraries(flashkit_matrix PRIVATE flashkit_matrix_parts OpenSSL::SSL)
add_dependencies(flashkit_matrix flashkit)
flashkit_add_test(flashkit_matrix_test "flashkit_matrix_parts" ${matrix}/matrix_test.cpp)
add_dependencies(flashkit_matrix_test flashkit_matrix)
