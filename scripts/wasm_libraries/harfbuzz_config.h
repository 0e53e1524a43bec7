/* What HarfBuzz leaves out when it is built for WebAssembly (set over HB_LEAN). Nothing that changes how the fonts we lay
   out are shaped may go: `kern` tables, fallback marks and Apple's tables stay, so that native and WebAssembly agree. */
#undef HB_NO_CFF
#undef HB_NO_DRAW
#undef HB_NO_LANGUAGE_LONG
#undef HB_NO_LANGUAGE_PRIVATE_SUBTAG
#undef HB_NO_LAYOUT_FEATURE_PARAMS
#undef HB_NO_LAYOUT_RARELY_USED
#undef HB_NO_OT_SHAPE_FRACTIONS
