find_package(PkgConfig REQUIRED)
pkg_check_modules(FLASHKIT_PAINTING REQUIRED IMPORTED_TARGET
  cairo cairo-pdf cairo-svg cairo-ft freetype2 librsvg-2.0 vips libturbojpeg libwoff2dec zlib)
target_link_libraries(${ROOM_TARGET} PUBLIC PkgConfig::FLASHKIT_PAINTING)
if(FLASHKIT_TESTS)
  # An independent layout and rasteriser to compare pictures of text with, and what packs fonts; only the test knows them.
  pkg_check_modules(FLASHKIT_PANGO REQUIRED IMPORTED_TARGET pangocairo fontconfig libwoff2enc)
  cmake_language(EVAL CODE
    "cmake_language(DEFER CALL target_link_libraries ${ROOM_TARGET}_test PRIVATE PkgConfig::FLASHKIT_PANGO)")
endif()
