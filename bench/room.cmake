# `core_bench` prints JSON lines; scripts/bench.sh runs it beside the peers.
if(FLASHKIT_BENCH)
  add_executable(core_bench ${ROOM_FOLDER}/core_bench.cpp)
  target_link_libraries(core_bench PRIVATE flashkit_flags ${ROOM_LINKS})
endif()
