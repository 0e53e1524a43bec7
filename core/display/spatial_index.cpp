#include "display/spatial_index.h"

#include <algorithm>

#include "base/assert.h"

namespace flashkit::display {
namespace {

using geometry::Rect;

// The 16 bits of x and of y, interleaved.
std::uint32_t spread(std::uint32_t bits) {
  bits = (bits | bits << 8) & 0x00FF'00FFu;
  bits = (bits | bits << 4) & 0x0F0F'0F0Fu;
  bits = (bits | bits << 2) & 0x3333'3333u;
  return (bits | bits << 1) & 0x5555'5555u;
}

std::uint32_t grid(double value, double from, double extent) {
  const double cell = extent > 0 ? (value - from) / extent * 65535 : 0;
  return cell > 0 ? (cell < 65535 ? static_cast<std::uint32_t>(cell) : 65535u) : 0u;
}

}  // namespace

void SpatialIndex::build(std::span<const Rect> items) {
  if (items.data() != items_.data()) items_.assign(items.begin(), items.end());
  Rect all;
  for (const Rect& item : items_) {
    if (!item.empty()) all.add(item.center());
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> keyed;
  keyed.reserve(items_.size());
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    const geometry::Point center = items_[i].empty() ? geometry::Point{} : items_[i].center();
    keyed.emplace_back(
        spread(grid(center.x, all.left, all.width())) | spread(grid(center.y, all.top, all.height())) << 1, i);
  }
  std::sort(keyed.begin(), keyed.end());
  order_.resize(items_.size());
  slot_.resize(items_.size());
  for (std::uint32_t place = 0; place < keyed.size(); ++place) {
    order_[place] = keyed[place].second;
    slot_[keyed[place].second] = place;
  }
  leaves_ = 1;
  while (leaves_ * k_leaf_items < items_.size()) leaves_ *= 2;
  nodes_.assign(leaves_ * 2, Rect{});
  for (std::size_t leaf = 0; leaf * k_leaf_items < items_.size(); ++leaf) nodes_[leaves_ + leaf] = leaf_bounds(leaf);
  for (std::size_t n = leaves_; n-- > 1;) {
    nodes_[n] = nodes_[2 * n];
    nodes_[n].add(nodes_[2 * n + 1]);
  }
  moved_ = 0;
}

Rect SpatialIndex::leaf_bounds(std::size_t leaf) const {
  Rect out;
  const std::size_t end = std::min(order_.size(), (leaf + 1) * k_leaf_items);
  for (std::size_t place = leaf * k_leaf_items; place < end; ++place) out.add(items_[order_[place]]);
  return out;
}

void SpatialIndex::update(std::uint32_t item, const Rect& rect) {
  FLASHKIT_ASSERT(item < items_.size());
  items_[item] = rect;
  if (++moved_ > items_.size() + 64) {
    build(items_);
    return;
  }
  const std::size_t leaf = slot_[item] / k_leaf_items;
  nodes_[leaves_ + leaf] = leaf_bounds(leaf);
  for (std::size_t n = (leaves_ + leaf) / 2; n >= 1; n /= 2) {
    nodes_[n] = nodes_[2 * n];
    nodes_[n].add(nodes_[2 * n + 1]);
  }
}

void SpatialIndex::query(const Rect& rect, std::vector<std::uint32_t>& out) const {
  if (items_.empty() || rect.empty()) return;
  std::size_t open[64];
  std::size_t count = 0;
  open[count++] = 1;
  while (count > 0) {
    const std::size_t n = open[--count];
    if (!nodes_[n].intersects(rect)) continue;
    if (n < leaves_) {
      open[count++] = 2 * n + 1;
      open[count++] = 2 * n;
      continue;
    }
    const std::size_t first = (n - leaves_) * k_leaf_items;
    const std::size_t end = std::min(order_.size(), first + k_leaf_items);
    for (std::size_t place = first; place < end; ++place) {
      if (items_[order_[place]].intersects(rect)) out.push_back(order_[place]);
    }
  }
}

}  // namespace flashkit::display
