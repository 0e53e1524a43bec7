# Programs that print JSON lines; scripts/bench.sh runs them beside the peers.
if(FLASHKIT_BENCH)
  find_package(OpenSSL REQUIRED)
  add_executable(core_bench ${ROOM_FOLDER}/core_bench.cpp ${ROOM_FOLDER}/collaboration.cpp)
  target_link_libraries(core_bench PRIVATE flashkit_flags ${ROOM_LINKS})
  set(cli ${CMAKE_SOURCE_DIR}/cli)
  add_executable(device_bench ${ROOM_FOLDER}/device_bench.cpp ${cli}/sync_device.cpp ${cli}/sync_net.cpp)
  target_link_libraries(device_bench PRIVATE flashkit_flags ${ROOM_LINKS} OpenSSL::SSL)
endif()
