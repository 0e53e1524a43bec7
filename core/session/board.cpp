#include "session/board.h"

#include <algorithm>
#include <cmath>

namespace flashkit::session {

namespace {

double side(const document::Document& document, const document::Node& page, Field key) {
  const document::Value* own = page.find(key);
  const double value = own != nullptr && own->is_number() ? own->as_number(0) : document.root().number(key);
  return std::isfinite(value) && value >= 1 ? value : 1;
}

}  // namespace

PageSize page_size(const document::Document& document, const document::Node& page) {
  return {side(document, page, Field::Width), side(document, page, Field::Height)};
}

std::vector<BoardPage> lay_out_board(const document::Document& document) {
  std::vector<BoardPage> out;
  double y = 0;
  for (const base::NodeId id : document.live_children({})) {
    const document::Node* page = document.find(id);
    if (page->kind != document::Kind::Page) continue;
    const PageSize size = page_size(document, *page);
    out.push_back({id, -size.width / 2, y, size.width, size.height});
    y += size.height + k_page_gap_px;
  }
  return out;
}

}  // namespace flashkit::session
