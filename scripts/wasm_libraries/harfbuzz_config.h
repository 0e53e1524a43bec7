/* What HarfBuzz leaves out when it is built for WebAssembly (set over HB_LEAN). Nothing that changes how the fonts we lay
   out are shaped may go: every script's shaper, `kern` tables, fallback marks and CFF outlines stay, so that native and
   WebAssembly agree. Apple's own tables (morx, kerx, ...) go: only fonts of Apple's systems have them, and no face of the
   catalogue does. Without variations set, a variable font is its default instance either way. */
#undef HB_NO_CFF
#undef HB_NO_DRAW
#undef HB_NO_LANGUAGE_LONG
#undef HB_NO_LANGUAGE_PRIVATE_SUBTAG
#undef HB_NO_LAYOUT_FEATURE_PARAMS
#undef HB_NO_LAYOUT_RARELY_USED
#undef HB_NO_OT_SHAPE_FRACTIONS
#define HB_NO_AAT
