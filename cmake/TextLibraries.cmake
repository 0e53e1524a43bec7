# HarfBuzz and FriBidi as the target flashkit_text_libraries: Debian's own natively, built from Debian's source packages
# for WebAssembly (scripts/wasm_libraries.sh keeps them outside the build tree, so only the first configure is slow).
add_library(flashkit_text_libraries INTERFACE)
if(EMSCRIPTEN)
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/scripts/wasm_libraries.sh
    OUTPUT_VARIABLE FLASHKIT_WASM_LIBRARIES OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/scripts/wasm_libraries.sh)
  target_include_directories(flashkit_text_libraries SYSTEM INTERFACE
    ${FLASHKIT_WASM_LIBRARIES}/include/harfbuzz ${FLASHKIT_WASM_LIBRARIES}/include/fribidi)
  target_link_libraries(flashkit_text_libraries INTERFACE
    ${FLASHKIT_WASM_LIBRARIES}/lib/libharfbuzz.a ${FLASHKIT_WASM_LIBRARIES}/lib/libfribidi.a)
else()
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(HARFBUZZ REQUIRED IMPORTED_TARGET harfbuzz)
  pkg_check_modules(FRIBIDI REQUIRED IMPORTED_TARGET fribidi)
  target_include_directories(flashkit_text_libraries SYSTEM INTERFACE ${HARFBUZZ_INCLUDE_DIRS} ${FRIBIDI_INCLUDE_DIRS})
  target_link_libraries(flashkit_text_libraries INTERFACE PkgConfig::HARFBUZZ PkgConfig::FRIBIDI)
endif()
