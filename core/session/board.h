#pragma once
// Where pages lie: below each other, centred on x = 0, 80 board pixels apart.
#include <cstdint>
#include <optional>
#include <vector>

#include "base/id.h"
#include "document/document.h"
#include "session/generated/local.pb.h"

namespace flashkit::session {

inline constexpr double k_page_gap_px = 80;

// `Key` is a command here.
using Field = document::Key;

struct BoardPage {
  base::NodeId page;
  double x = 0;  // board
  double y = 0;
  double width = 0;
  double height = 0;
};

struct PageSize {
  double width = 0;
  double height = 0;
};

// The page's own size, or the design's where the page says `auto`; at least 1 px.
PageSize page_size(const document::Document& document, const document::Node& page);
std::vector<BoardPage> lay_out_board(const document::Document& document);

}  // namespace flashkit::session
