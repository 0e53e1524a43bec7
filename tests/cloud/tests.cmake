# The contracts of the ports on stand-ins for Amazon's services; scripts/cloud.sh starts them and runs this.
if(NOT FLASHKIT_TESTS)
  return()
endif()
file(GLOB cloud_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/cloud/*_test.cpp)
flashkit_compile_alone(${cloud_sources})
add_executable(flashkit_cloud_test EXCLUDE_FROM_ALL ${cloud_sources})
target_link_libraries(flashkit_cloud_test PRIVATE flashkit_matrix_parts flashkit_server flashkit_adapters flashkit_gtest)
# Some tests run the program itself.
add_dependencies(flashkit_cloud_test flashkit flashkit_matrix)
# How all.sh runs them, side by side; here for where the stand-ins cannot be had.
add_test(NAME flashkit_cloud_test COMMAND flashkit_cloud_test --gtest_filter=-KillStorage.*)
add_test(NAME flashkit_cloud_test_kills COMMAND flashkit_cloud_test --gtest_filter=KillStorage.*)
set_tests_properties(flashkit_cloud_test flashkit_cloud_test_kills PROPERTIES TIMEOUT 900 LABELS slow)
