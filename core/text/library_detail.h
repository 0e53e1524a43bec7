#pragma once
// HarfBuzz objects of a loaded face. The font's scale is its units per em, so that all shaping is in whole font units.
#include <hb-ot.h>
#include <hb.h>

#include "text/fonts.h"

namespace flashkit::text {

struct FaceHandle {
  hb_face_t* face = nullptr;
  hb_font_t* font = nullptr;

  FaceHandle() = default;
  FaceHandle(const FaceHandle&) = delete;
  FaceHandle& operator=(const FaceHandle&) = delete;
  ~FaceHandle() {
    hb_font_destroy(font);
    hb_face_destroy(face);
  }
};

}  // namespace flashkit::text
