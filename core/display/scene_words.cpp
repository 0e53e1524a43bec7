// How the words of a scene's display list are put together from its elements, or written over the old ones.
#include <string_view>
#include <utility>

#include "display/display_list_detail.h"
#include "display/scene_detail.h"

namespace flashkit::display {

using geometry::Rect;

namespace {

constexpr std::uint32_t k_unnumbered = 0xFFFF'FFFFu;

Rect painted_bounds_of(const Drawing& drawing) {
  return drawing.views.empty() ? Rect{0, 0, 0, 0} : drawing.views[0].painted_bounds;
}

std::uint32_t flags_of(const Drawing& drawing) {
  return !drawing.views.empty() && drawing.views[0].prompt ? k_row_prompt : 0;
}

void append_row(std::vector<DisplayListWriter::Row>& rows, const Rect& bounds, const Drawing& drawing,
                std::uint32_t node_string) {
  const std::uint32_t first = rows.empty() ? 0 : rows.back().end_order;
  rows.push_back({.left = bounds.left,
                  .top = bounds.top,
                  .right = bounds.right,
                  .bottom = bounds.bottom,
                  .first_order = first,
                  .end_order = first + static_cast<std::uint32_t>(drawing.orders.words.size()),
                  .node_string = node_string,
                  .flags = flags_of(drawing)});
}

}  // namespace

// Writes an element's new words over its old ones. Its strings stand: their numbers in the list are kept.
void PageScene::State::patch(std::uint32_t index_of_entry) {
  const Drawing& drawing = entries[index_of_entry]->drawing;
  std::uint32_t* const row = words.data() + k_header_words + (std::size_t{index_of_entry} + 1) * k_row_words;
  const Rect bounds = painted_bounds_of(drawing);
  row[static_cast<std::size_t>(RowWord::Left)] = word_of(bounds.left);
  row[static_cast<std::size_t>(RowWord::Top)] = word_of(bounds.top);
  row[static_cast<std::size_t>(RowWord::Right)] = word_of(bounds.right);
  row[static_cast<std::size_t>(RowWord::Bottom)] = word_of(bounds.bottom);
  row[static_cast<std::size_t>(RowWord::Flags)] = flags_of(drawing);
  std::uint32_t* const to = words.data() + words[static_cast<std::size_t>(HeaderWord::OrdersAt)] +
                            row[static_cast<std::size_t>(RowWord::FirstOrder)];
  const Orders& orders = drawing.orders;
  auto next_string = orders.string_at.begin();
  for (std::size_t i = 0; i < orders.words.size(); ++i) {
    if (next_string != orders.string_at.end() && *next_string == i) {
      ++next_string;
    } else {
      to[i] = orders.words[i];
    }
  }
}

// Strings get their numbers by first use, so that the words depend on the page alone and not on how it came to be.
void PageScene::State::assemble() {
  std::vector<std::uint32_t> numbers(strings.size(), k_unnumbered);
  std::vector<std::string_view> used{std::string_view()};
  numbers[0] = 0;
  std::size_t used_bytes = 0;
  const auto number_of_text = [&](std::uint32_t text) {
    if (numbers[text] == k_unnumbered) {
      numbers[text] = static_cast<std::uint32_t>(used.size());
      used.push_back(strings.text(text));
      used_bytes += used.back().size();
    }
    return numbers[text];
  };
  std::vector<DisplayListWriter::Row> rows;
  rows.reserve(entries.size() + 1);
  std::size_t orders_words = 0;
  const auto add = [&](const Entry& entry, const Rect& bounds) {
    const std::uint32_t node_string = number_of_text(entry.node_text);
    const Orders& orders = entry.drawing.orders;
    for (const std::uint32_t at : orders.string_at) number_of_text(orders.words[at]);
    append_row(rows, bounds, entry.drawing, node_string);
    orders_words += orders.words.size();
  };
  add(background, Rect::of(0, 0, size.width, size.height));
  for (const auto& entry : entries) {
    add(*entry, painted_bounds_of(entry->drawing));
  }
  words = begin_list(size.width, size.height, rows, orders_words, used_bytes, used.size());
  const auto copy = [&](const Orders& orders) {
    const std::size_t start = words.size();
    words.insert(words.end(), orders.words.begin(), orders.words.end());
    for (const std::uint32_t at : orders.string_at) words[start + at] = numbers[orders.words[at]];
  };
  copy(background.drawing.orders);
  for (const auto& entry : entries) copy(entry->drawing.orders);
  end_list(words, used);
  if (strings.size() > 4 * used.size() + 4096 || strings.bytes() > 4 * used_bytes + (8u << 20)) compact_strings();
}

// Drops strings that nothing uses any more: long editing of one page would gather them for ever.
void PageScene::State::compact_strings() {
  StringPool fresh;
  const auto move = [&](Entry& entry) {
    entry.node_text = fresh.number(strings.text(entry.node_text));
    Orders& orders = entry.drawing.orders;
    for (const std::uint32_t at : orders.string_at) orders.words[at] = fresh.number(strings.text(orders.words[at]));
    for (ImageUse& use : entry.drawing.images) use.source = fresh.number(strings.text(use.source));
  };
  move(background);
  for (const auto& entry : entries) move(*entry);
  strings = std::move(fresh);
}

}  // namespace flashkit::display
