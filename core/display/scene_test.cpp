#include "display/scene.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/sha256.h"
#include "display/bounds.h"
#include "display/design_for_test.h"

namespace flashkit::display {
namespace {

using base::NodeId;
using geometry::Rect;

std::string hex_of(std::span<const std::uint32_t> words) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(words.data());
  return base::to_hex(base::sha256({bytes, words.size() * 4}));
}

// One random edit; the nodes that a session would name.
std::vector<NodeId> edit(Design& design, Dice& dice, std::vector<NodeId>& nodes, Overrides& overrides) {
  const NodeId node = nodes[dice.below(nodes.size())];
  document::Placement placement = design.document.find(node)->placement;
  switch (dice.below(10)) {
    case 0: {
      const bool removed = design.document.find(node)->removed;
      design.document.set_removed(node, !removed);
      return {node};
    }
    case 1:
      design.set(node, Key::AlwaysOnTop, dice.below(2) == 0 ? "true" : "false");
      return {node};
    case 2:
      design.set(node, Key::Visible, dice.below(3) == 0 ? "false" : "true");
      return {node};
    case 3:
      placement.order = "a" + std::to_string(dice.below(1000));
      design.document.place(node, placement);
      return {node};
    case 4: {
      // Into another group or out onto the page, unless that would make a ring.
      const NodeId parent = dice.below(2) == 0 ? design.page : nodes[dice.below(nodes.size())];
      const auto kind = design.document.find(parent)->kind;
      if ((kind == document::Kind::Group || kind == document::Kind::Page) &&
          !design.document.is_ancestor(node, parent)) {
        placement.parent = parent;
        design.document.place(node, placement);
      }
      return {node};
    }
    case 5: {
      const NodeId fresh = design.add("figure", R"({"x":5,"y":5,"fill":"green","strokeWidth":2})");
      nodes.push_back(fresh);
      return {fresh};
    }
    case 6:
      if (overrides.contains(node)) {
        overrides.erase(node);
      } else {
        placement.x += 11;
        overrides[node] = {.placement = placement, .properties = {{Key::Opacity, document::Value::number(0.25)}}};
      }
      return {node};
    case 7:
      design.set(design.page, Key::Background, dice.below(2) == 0 ? "\"red\"" : "\"a.png\"");
      return {design.page};
    default:
      placement.x = dice.between(-20, 500);
      placement.rotation = dice.between(0, 360);
      design.document.place(node, placement);
      return {node};
  }
}

struct PaintedRow {
  std::string_view node;
  Rect bounds;
  std::string content;
};
std::vector<PaintedRow> painted_rows(const DisplayListView& view) {
  std::vector<PaintedRow> out;
  for (std::size_t i = 0; i < view.row_count(); ++i) {
    const auto row = view.row(i);
    if (row.first_order == row.end_order) continue;  // paints nothing
    out.push_back({view.string(row.node_string), Rect{row.left, row.top, row.right, row.bottom},
                   dump_orders(view, row.first_order, row.end_order)});
  }
  return out;
}

// Where two lists may look different: rows that came, went or changed, and where two swapped their order.
std::vector<Rect> differences(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after) {
  const auto old_rows = painted_rows(DisplayListView::open(before).value());
  const auto new_rows = painted_rows(DisplayListView::open(after).value());
  std::vector<Rect> out;
  const auto place_in = [](const std::vector<PaintedRow>& rows, const PaintedRow& row) {
    return std::find_if(rows.begin(), rows.end(), [&](const PaintedRow& other) { return other.node == row.node; }) -
           rows.begin();
  };
  const auto old_count = static_cast<std::ptrdiff_t>(old_rows.size());
  for (std::size_t i = 0; i < new_rows.size(); ++i) {
    const auto was = place_in(old_rows, new_rows[i]);
    if (was == old_count || old_rows[static_cast<std::size_t>(was)].content != new_rows[i].content)
      out.push_back(new_rows[i].bounds);
    for (std::size_t k = 0; k < i; ++k) {
      const auto other = place_in(old_rows, new_rows[k]);
      if (was < old_count && other < old_count && other > was)
        out.push_back(intersection(new_rows[i].bounds, new_rows[k].bounds));
    }
  }
  for (const PaintedRow& row : old_rows) {
    const auto now = static_cast<std::size_t>(place_in(new_rows, row));
    if (now == new_rows.size() || new_rows[now].content != row.content) out.push_back(row.bounds);
  }
  return out;
}

// The list's own bounds are rounded to 32 bits, hence the millipixel.
bool inside_any(const Damage& damage, const Rect& rect) {
  return damage.everything || rect.empty() || std::any_of(damage.rects.begin(), damage.rects.end(), [&](const Rect& r) {
           return r.expanded(1e-3).contains(rect);
         });
}

// What is kept up to date step by step is what is built from nothing, and damage covers all that differs.
TEST(Scene, StepsGiveTheSameWordsAsABuildFromNothing) {
  const ImageTable images = {{"a.png", {.size_px = {30, 20}}}};
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Dice dice(seed);
    Design design;
    fill_with_elements(design, dice, 25, 400);
    std::vector<NodeId> nodes;
    for (const NodeId node : design.document.in_tree_order()) {
      if (!node.is_root() && node != design.page) nodes.push_back(node);
    }
    Overrides overrides;
    const Inputs inputs{.images = &images, .overrides = &overrides};
    PageScene scene(design.page);
    scene.update(design.document, inputs, {.everything = true});
    for (int step = 0; step < 30; ++step) {
      const std::vector<std::uint32_t> before(scene.words().begin(), scene.words().end());
      SceneChange change;
      for (auto edits = 1 + dice.below(3); edits > 0; --edits) {
        const auto changed = edit(design, dice, nodes, overrides);
        change.nodes.insert(change.nodes.end(), changed.begin(), changed.end());
      }
      const Damage damage = scene.update(design.document, inputs, change);
      PageScene fresh(design.page);
      fresh.update(design.document, inputs, {.everything = true});
      const auto words = scene.words();
      ASSERT_TRUE(std::equal(words.begin(), words.end(), fresh.words().begin(), fresh.words().end()))
          << "seed " << seed << " step " << step;
      ASSERT_TRUE(DisplayListView::open(words).ok());
      const Damage compared = damage_between(before, words);
      for (const Rect& rect : differences(before, words)) {
        ASSERT_TRUE(inside_any(damage, rect)) << "seed " << seed << " step " << step;
        ASSERT_TRUE(inside_any(compared, rect)) << "seed " << seed << " step " << step;
      }
      ASSERT_EQ(scene.report().placeholders, fresh.report().placeholders);
      ASSERT_EQ(scene.top_level_in({0, 0, 100, 100}), fresh.top_level_in({0, 0, 100, 100}));
      for (const NodeId node : nodes) ASSERT_EQ(scene.path_to(node), fresh.path_to(node));
    }
  }
}

TEST(Scene, WhatDidNotChangeLeavesNoDamage) {
  Design design;
  const NodeId figure = design.add("figure", R"({"x":10,"y":10})");
  PageScene scene(design.page);
  EXPECT_TRUE(scene.update(design.document, {}, {}).everything);
  EXPECT_TRUE(scene.update(design.document, {}, {.nodes = {figure}}).none());
  design.set(figure, Key::Name, "\"a name is not drawn\"");
  EXPECT_TRUE(scene.update(design.document, {}, {.nodes = {figure}}).none());
  design.move(figure, 200, 10);
  const Damage damage = scene.update(design.document, {}, {.nodes = {figure}});
  EXPECT_EQ(damage.rects, (std::vector<Rect>{{10, 10, 110, 110}, {200, 10, 300, 110}}));
  design.set(design.page, Key::Width, "500");
  EXPECT_TRUE(scene.update(design.document, {}, {.nodes = {design.page}}).everything);
}

TEST(Scene, WhatTheHostLiftsIsNoDamageUntilItIsPutDown) {
  Design design;
  const NodeId held = design.add("figure", R"({"x":10,"y":10})");
  const NodeId other = design.add("figure", R"({"x":10,"y":400})");
  PageScene scene(design.page);
  scene.update(design.document, {}, {});
  design.move(held, 200, 10);
  EXPECT_EQ(scene.update(design.document, {}, {.nodes = {held}, .lifted = {held}}).rects.size(), 2u)
      << "it still stands where it was";
  design.move(held, 300, 10);
  design.move(other, 20, 400);
  EXPECT_EQ(scene.update(design.document, {}, {.nodes = {held, other}, .lifted = {held}}).rects,
            (std::vector<Rect>{{10, 400, 110, 500}, {20, 400, 120, 500}}));
  design.move(held, 310, 10);
  EXPECT_EQ(scene.update(design.document, {}, {.nodes = {held}}).rects.size(), 2u);
  PageScene fresh(design.page);
  fresh.update(design.document, {}, {});
  EXPECT_TRUE(std::equal(scene.words().begin(), scene.words().end(), fresh.words().begin(), fresh.words().end()));
}

TEST(Scene, WishesAreToldOnceAndImagesAreKnownByTheirSource) {
  Design design;
  const NodeId image = design.add("image", R"({"src":"a.png"})");
  PageScene scene(design.page);
  scene.update(design.document, {}, {});
  EXPECT_EQ(scene.take_wishes().images, (std::vector<ImageNote>{{"a.png", false, false}}));
  EXPECT_TRUE(scene.take_wishes().images.empty());
  EXPECT_TRUE(scene.uses_image("a.png"));
  design.set(image, Key::Src, "\"b.png\"");
  scene.update(design.document, {}, {.nodes = {image}});
  EXPECT_FALSE(scene.uses_image("a.png")) << "its text is still in the pool";
  EXPECT_TRUE(scene.uses_image("b.png"));
  EXPECT_FALSE(scene.uses_image(""));
}

TEST(Scene, ImagesAreDrawnWhenTheirSizesCome) {
  Design design;
  design.add("image", R"({"src":"a.png"})");
  design.set(design.page, Key::Background, "\"b.png\"");
  PageScene scene(design.page);
  ImageTable images;
  const Inputs inputs{.images = &images};
  scene.update(design.document, inputs, {});
  EXPECT_EQ(scene.report().placeholders.size(), 2u);
  EXPECT_EQ(scene.placeholder_count(), 0u);
  EXPECT_EQ(scene.report().images, (std::vector<ImageNote>{{"b.png", false, false}, {"a.png", false, false}}));
  images["a.png"] = {.size_px = {5, 5}};
  EXPECT_EQ(scene.update(design.document, inputs, {.images = {"a.png"}}).rects.size(), 1u);
  images["b.png"] = {.size_px = {5, 5}};
  EXPECT_TRUE(scene.update(design.document, inputs, {.images = {"b.png"}}).everything);
  EXPECT_TRUE(scene.report().placeholders.empty());
}

TEST(Scene, LongEditingDoesNotGatherStringsForEver) {
  Design design;
  const NodeId image = design.add("image", R"({"stretchEnabled":true})");
  PageScene scene(design.page);
  scene.update(design.document, {}, {});
  for (int i = 0; i < 6000; ++i) {
    design.set(image, Key::Src, "\"" + std::to_string(i) + ".png\"");
    scene.update(design.document, {}, {.nodes = {image}});
  }
  const auto fresh = design.build();
  EXPECT_TRUE(std::equal(scene.words().begin(), scene.words().end(), fresh.words.begin(), fresh.words.end()));
}

TEST(Scene, OverridesStandInWhileAGestureIsUnderWay) {
  Design design;
  const NodeId figure = design.add("figure", R"({"x":10,"y":10,"fill":"red"})");
  document::Placement moved = design.document.find(figure)->placement;
  moved.x = 50;
  moved.parent = figure;  // not looked at
  const Overrides overrides{{figure, {.placement = moved, .properties = {{Key::Fill, document::Value()}}}}};
  const std::string drawn = orders_of(design.build({.overrides = &overrides}));
  EXPECT_NE(drawn.find("transform 1 0 0 1 50 10"), std::string::npos);
  EXPECT_NE(drawn.find("#00a1ffff"), std::string::npos);
  EXPECT_EQ(element_box(design.document, figure, {.overrides = &overrides})->origin.x, 50);
  EXPECT_EQ(element_box(design.document, figure, {})->origin.x, 10);
}

TEST(Bounds, OfElementsAndGroups) {
  Design design;
  const NodeId group = design.add("group", "{}");
  const NodeId inner = design.add(group, "figure", R"({"x":10,"y":20,"width":30,"height":40,"rotation":90})");
  const NodeId line = design.add(group, "line", R"({"x":100,"y":100,"width":50,"height":4,"startHead":"bar"})");
  const NodeId empty = design.add("group", "{}");
  PageScene scene(design.page);
  scene.update(design.document, {}, {});
  EXPECT_EQ(element_box(design.document, inner, {})->bounds(), (Rect{-30, 20, 10, 50}));
  EXPECT_EQ(element_box(design.document, group, {})->bounds(), (Rect{-30, 20, 150, 104}));
  EXPECT_EQ(scene.find(group)->box.bounds(), (Rect{-30, 20, 150, 104}));
  EXPECT_FALSE(element_box(design.document, empty, {}).has_value());
  EXPECT_FALSE(element_box(design.document, design.page, {}).has_value());
  EXPECT_EQ(boxes_bounds(scene, std::vector{inner, line}), (Rect{-30, 20, 150, 104}));
  EXPECT_EQ(painted_bounds(scene, std::vector{line}), (Rect{98, 92, 150, 112}));
  EXPECT_EQ(page_bounds(scene), (Rect{0, 0, 1080, 1080}));
  EXPECT_EQ(scene.path_to(inner), (std::vector{group, inner}));
}

// The same bytes natively and in WebAssembly: both builds run this test.
TEST(Scene, TheSameBytesOnEveryPlatform) {
  Dice dice(2026);
  Design design;
  design.set(design.page, Key::Background, "\"linear-gradient(33deg, #123456 3%, hsl(77, 40%, 30%))\"");
  fill_with_elements(design, dice, 400, 1000);
  const ImageTable images = {{"a.png", {.size_px = {31, 17}}}};
  EXPECT_EQ(hex_of(design.build({.images = &images}).words),
            "bbedd8b41181d80cde3e8f5d37ec19c1721c3acc38055e2bbd580a75e6bf0921");
}

// Minutes, were each looked for among all others of its group.
TEST(PageScene, FindsEachOfManyInAGroupAtOnce) {
  Design design;
  const auto group = design.add("group", "{}");
  std::vector<base::NodeId> nodes;
  for (int i = 0; i < 60'000; ++i) nodes.push_back(design.add(group, "figure", "{}"));
  PageScene scene(design.page);
  scene.update(design.document, {}, {.everything = true});
  for (const base::NodeId node : nodes) ASSERT_EQ(scene.find(node)->node, node);
  EXPECT_EQ(scene.find(group)->node, group);
  EXPECT_EQ(scene.find(design.page), nullptr);
}

}  // namespace
}  // namespace flashkit::display
