# The engine of the browser and of Node: engine.js (an ES module) and engine.wasm in build/wasm/bin. Its Node branch would
# need `require`, which modules lack; given the bytes (`wasmBinary`), the plain one runs in Node too.
if(NOT TARGET flashkit_session OR NOT TARGET flashkit_sync)
  return()
endif()
file(GLOB engine_sources CONFIGURE_DEPENDS ${ROOM_FOLDER}/*.cpp)
add_executable(engine ${engine_sources})
target_link_libraries(engine PRIVATE ${ROOM_LINKS})
set(engine_functions _malloc _free _fk_create _fk_destroy _fk_input _fk_dispatch _fk_drain _fk_output _fk_display_list
  _fk_glyph_outline _fk_svg)
list(JOIN engine_functions "," engine_functions)
target_link_options(engine PRIVATE
  -Oz -sMODULARIZE=1 -sEXPORT_ES6=1 -sENVIRONMENT=web,worker -sALLOW_MEMORY_GROWTH=1 -sTOTAL_STACK=1048576
  -sINITIAL_MEMORY=33554432 -sFILESYSTEM=0 -sDISABLE_EXCEPTION_CATCHING=1 -sEXPORTED_FUNCTIONS=${engine_functions}
  -sEXPORTED_RUNTIME_METHODS=HEAPU8 -sUSE_ES6_IMPORT_META=1 --no-entry)
if(FLASHKIT_TESTS)
  add_test(NAME engine_test COMMAND node --no-experimental-fetch ${ROOM_FOLDER}/engine_test.mjs $<TARGET_FILE_DIR:engine>)
endif()
