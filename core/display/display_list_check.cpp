// DisplayListView::open: everything a painter relies on is looked at once, here.
#include "base/utf8.h"
#include "display/display_list.h"

namespace flashkit::display {
namespace {

using base::Errc;
using base::Error;
using Words = std::span<const std::uint32_t>;

// Reads the payload of one order and remembers whether anything was wrong.
class PayloadCheck {
 public:
  PayloadCheck(Words payload, std::uint32_t strings) : left_(payload), strings_(strings) {}
  bool whole() const { return good_ && left_.empty(); }

  std::uint32_t word() {
    if (left_.empty()) {
      good_ = false;
      return 0;
    }
    const std::uint32_t out = left_[0];
    left_ = left_.subspan(1);
    return out;
  }
  void reals(std::size_t count) {
    for (std::size_t i = 0; i < count && good_; ++i) {
      if ((word() & 0x7F80'0000u) == 0x7F80'0000u) good_ = false;  // infinite or no number
    }
  }
  void up_to(std::uint32_t most) {
    if (word() > most) good_ = false;
  }
  void text() {
    if (word() >= strings_) good_ = false;
  }
  // A count of things of at least `each` words: refused before anything is looped over.
  std::uint32_t count(std::size_t each) {
    const std::uint32_t out = word();
    if (out > left_.size() / each) good_ = false;
    return good_ ? out : 0;
  }
  void paint() {
    const std::uint32_t kind = word();
    if (kind == 0) {
      word();
    } else if (kind == 1) {
      reals(4);
      const std::uint32_t stops = count(2);
      if (stops == 0) good_ = false;
      for (std::uint32_t i = 0; i < stops && good_; ++i) {
        reals(1);
        word();
      }
    } else {
      good_ = false;
    }
  }
  void path() {
    const std::uint32_t size = count(1);
    if (!good_) return;
    const std::size_t end = left_.size() - size;
    bool drawing = false;
    while (good_ && left_.size() > end) {
      static constexpr std::size_t k_numbers[] = {2, 2, 6, 0, 4};
      const std::uint32_t verb = word();
      if (verb > 4 || (verb >= 1 && verb <= 3 && !drawing) || left_.size() - end < k_numbers[verb]) {
        good_ = false;
        return;
      }
      drawing = verb == 0 || verb == 1 || verb == 2;
      reals(k_numbers[verb]);
    }
  }
  void glyphs(std::uint32_t text_bytes) {
    const std::uint32_t count_of_glyphs = count(4);
    for (std::uint32_t i = 0; i < count_of_glyphs && good_; ++i) {
      word();
      reals(2);
      if (word() > text_bytes) good_ = false;
    }
  }
  bool good() const { return good_; }

 private:
  Words left_;
  std::uint32_t strings_;
  bool good_ = true;
};

struct Nesting {
  std::vector<OrderKind> open;
  bool step(OrderKind kind) {
    if (kind == OrderKind::Save || kind == OrderKind::LayerBegin) {
      open.push_back(kind);
      return open.size() <= 4096;
    }
    if (kind != OrderKind::Restore && kind != OrderKind::LayerEnd) return true;
    const OrderKind begin = kind == OrderKind::Restore ? OrderKind::Save : OrderKind::LayerBegin;
    if (open.empty() || open.back() != begin) return false;
    open.pop_back();
    return true;
  }
};

bool order_is_whole(OrderKind kind, Words payload, const DisplayListView& view) {
  PayloadCheck check(payload, view.string_count());
  switch (kind) {
    case OrderKind::Save:
    case OrderKind::Restore:
    case OrderKind::LayerEnd:
      break;
    case OrderKind::Transform:
      check.reals(6);
      break;
    case OrderKind::Clip:
      check.path();
      break;
    case OrderKind::LayerBegin:
      check.reals(5);
      break;
    case OrderKind::Fill:
      check.paint();
      check.up_to(1);
      check.path();
      break;
    case OrderKind::Stroke:
      check.paint();
      check.reals(1);
      check.up_to(2);
      check.up_to(2);
      check.reals(1);
      check.reals(check.count(1));
      check.path();
      break;
    case OrderKind::Glyphs: {
      check.text();
      check.reals(1);
      check.paint();
      const std::uint32_t text = check.word();
      if (text >= view.string_count()) return false;
      check.glyphs(static_cast<std::uint32_t>(view.string(text).size()));
      break;
    }
    case OrderKind::Image:
      check.text();
      check.up_to(1);
      check.text();
      check.reals(8);
      check.up_to(3);
      break;
    case OrderKind::Placeholder:
      check.reals(4);
      check.text();
      break;
  }
  return check.whole();
}

// The orders of one row.
bool row_is_whole(Words orders, const DisplayListView& view) {
  Nesting nesting;
  while (!orders.empty()) {
    const std::uint32_t kind = orders[0] & 255;
    const std::size_t length = orders[0] >> 8;
    if (length == 0 || length > orders.size()) return false;
    if (kind < static_cast<std::uint32_t>(OrderKind::Save) || kind > static_cast<std::uint32_t>(OrderKind::Placeholder))
      return false;
    const auto order = static_cast<OrderKind>(kind);
    if (!nesting.step(order) || !order_is_whole(order, orders.subspan(1, length - 1), view)) return false;
    orders = orders.subspan(length);
  }
  return nesting.open.empty();
}

bool sections_are_inside(Words words) {
  const auto of = [&](HeaderWord word) { return std::uint64_t{words[static_cast<std::size_t>(word)]}; };
  const std::uint64_t total = words.size();
  if (of(HeaderWord::TotalWords) != total) return false;
  if (of(HeaderWord::RowsAt) < k_header_words ||
      of(HeaderWord::RowsAt) + of(HeaderWord::RowCount) * k_row_words > of(HeaderWord::OrdersAt))
    return false;
  if (of(HeaderWord::OrdersAt) + of(HeaderWord::OrdersWords) > of(HeaderWord::StringsAt)) return false;
  const std::uint64_t strings_at = of(HeaderWord::StringsAt);
  if (strings_at >= total) return false;
  const std::uint64_t count = words[static_cast<std::size_t>(strings_at)];
  const std::uint64_t bytes = of(HeaderWord::StringsBytes);
  return count >= 1 && strings_at + 1 + count * 2 + (bytes + 3) / 4 <= total;
}

bool strings_are_inside(Words words, const DisplayListView& view) {
  const std::size_t table = words[static_cast<std::size_t>(HeaderWord::StringsAt)] + std::size_t{1};
  const std::uint64_t bytes = words[static_cast<std::size_t>(HeaderWord::StringsBytes)];
  for (std::uint32_t i = 0; i < view.string_count(); ++i) {
    const std::uint64_t offset = words[table + std::size_t{i} * 2];
    const std::uint64_t length = words[table + std::size_t{i} * 2 + 1];
    if (offset + length > bytes || (i == 0 && length != 0)) return false;
    if (!base::is_utf8(view.string(i))) return false;
  }
  return true;
}

bool is_finite(std::uint32_t word) { return (word & 0x7F80'0000u) != 0x7F80'0000u; }

}  // namespace

base::Result<DisplayListView> DisplayListView::open(std::span<const std::uint32_t> words) {
  DisplayListView view;
  view.words_ = words;
  if (words.size() < k_header_words || view.header(HeaderWord::Magic) != k_magic)
    return Error{Errc::Malformed, "no display list", 0};
  if (view.header(HeaderWord::Version) != k_version)
    return Error{Errc::Unsupported, "a display list of another version", 4};
  if (!sections_are_inside(words)) return Error{Errc::Malformed, "a section of the display list lies outside", 0};
  if (!is_finite(view.header(HeaderWord::PageWidth)) || !is_finite(view.header(HeaderWord::PageHeight)))
    return Error{Errc::Malformed, "the page's size is no number", 12};
  if (!strings_are_inside(words, view)) return Error{Errc::Malformed, "a string of the display list is broken", 0};
  std::size_t reached = 0;
  for (std::size_t i = 0; i < view.row_count(); ++i) {
    const auto row_words = words.subspan(view.header(HeaderWord::RowsAt) + i * k_row_words, k_row_words);
    const auto row = view.row(i);
    for (std::size_t edge = 0; edge < 4; ++edge) {
      if (!is_finite(row_words[edge])) return Error{Errc::Malformed, "the bounds of a row are no numbers", i};
    }
    // Rows follow each other without a gap, so that each order belongs to one row.
    if (row.first_order != reached || row.end_order < row.first_order || row.end_order > view.orders().size() ||
        row.node_string >= view.string_count())
      return Error{Errc::Malformed, "a row of the display list lies outside", i};
    reached = row.end_order;
    if (!row_is_whole(view.orders().subspan(row.first_order, row.end_order - row.first_order), view))
      return Error{Errc::Malformed, "an order of the display list is broken", i};
  }
  if (reached != view.orders().size()) return Error{Errc::Malformed, "orders that belong to no row", reached};
  return view;
}

}  // namespace flashkit::display
