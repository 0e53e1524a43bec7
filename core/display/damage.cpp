#include "display/damage.h"

#include <algorithm>
#include <map>

#include "display/display_list.h"

namespace flashkit::display {
namespace {

using geometry::Rect;

double area(const Rect& rect) { return rect.width() * rect.height(); }
double cost_of_joining(const Rect& a, const Rect& b) {
  Rect both = a;
  both.add(b);
  return area(both) - area(a) - area(b);
}

// The cheapest pair of the list becomes one.
void join_cheapest(std::vector<Rect>& rects) {
  std::size_t first = 0;
  std::size_t second = 1;
  double least = cost_of_joining(rects[0], rects[1]);
  for (std::size_t i = 0; i < rects.size(); ++i) {
    for (std::size_t k = i + 1; k < rects.size(); ++k) {
      const double cost = cost_of_joining(rects[i], rects[k]);
      if (cost < least) {
        least = cost;
        first = i;
        second = k;
      }
    }
  }
  rects[first].add(rects[second]);
  rects.erase(rects.begin() + static_cast<std::ptrdiff_t>(second));
}

}  // namespace

void Damage::add(const Rect& rect) {
  if (everything || rect.empty()) return;
  for (const Rect& known : rects) {
    if (known.contains(rect)) return;
  }
  rects.erase(std::remove_if(rects.begin(), rects.end(), [&](const Rect& known) { return rect.contains(known); }),
              rects.end());
  rects.push_back(rect);
  if (rects.size() > k_max_damage_rects) join_cheapest(rects);
}

void Damage::add(const Damage& other) {
  if (other.everything) {
    everything = true;
    rects.clear();
  }
  for (const Rect& rect : other.rects) add(rect);
}

namespace {

// A row as it can be compared between lists: its strings are looked up, since their numbers differ.
struct ComparedRow {
  Rect bounds;
  std::string content;
};

std::vector<std::pair<std::string_view, ComparedRow>> rows_of(const DisplayListView& view) {
  std::vector<std::pair<std::string_view, ComparedRow>> out;
  for (std::size_t i = 0; i < view.row_count(); ++i) {
    const auto row = view.row(i);
    out.push_back(
        {view.string(row.node_string),
         {Rect{row.left, row.top, row.right, row.bottom}, dump_orders(view, row.first_order, row.end_order)}});
  }
  return out;
}

}  // namespace

Damage damage_between(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after) {
  Damage out;
  const auto old_list = DisplayListView::open(before);
  const auto new_list = DisplayListView::open(after);
  if (!old_list.ok() || !new_list.ok() || old_list.value().page_width_px() != new_list.value().page_width_px() ||
      old_list.value().page_height_px() != new_list.value().page_height_px()) {
    out.everything = true;
    return out;
  }
  const auto old_rows = rows_of(old_list.value());
  const auto new_rows = rows_of(new_list.value());
  std::map<std::string_view, std::size_t> old_place;
  for (std::size_t i = 0; i < old_rows.size(); ++i) old_place.emplace(old_rows[i].first, i);
  std::vector<bool> kept(old_rows.size(), false);
  std::size_t reached = 0;
  for (const auto& [node, row] : new_rows) {
    const auto found = old_place.find(node);
    // A row that lies below one that it lay above counts as changed.
    const bool in_order = found != old_place.end() && found->second >= reached;
    if (in_order) {
      reached = found->second + 1;
      kept[found->second] = true;
      if (old_rows[found->second].second.content == row.content) continue;
      out.add(old_rows[found->second].second.bounds);
    }
    out.add(row.bounds);
  }
  for (std::size_t i = 0; i < old_rows.size(); ++i) {
    if (!kept[i]) out.add(old_rows[i].second.bounds);
  }
  if (!new_rows.empty() && !old_rows.empty() && new_rows[0].second.content != old_rows[0].second.content) {
    out.everything = true;
    out.rects.clear();
  }
  return out;
}

}  // namespace flashkit::display
