#include "display/hit.h"

#include <gtest/gtest.h>

#include <set>

#include "display/bounds.h"
#include "display/design_for_test.h"
#include "display/snap.h"
#include "display/spatial_index.h"

namespace flashkit::display {
namespace {

using base::NodeId;
using geometry::Point;
using geometry::Rect;

PageScene scene_of(const Design& design) {
  PageScene scene(design.page);
  scene.update(design.document, {}, {});
  return scene;
}
NodeId hit(const Design& design, Point at, const HitOptions& options = {}) {
  const auto path = hit_test(scene_of(design), at, options);
  return path.empty() ? NodeId{} : path.back();
}

TEST(Hit, TopmostFirstAndTurned) {
  Design design;
  const NodeId low = design.add("figure", R"({"x":0,"y":0})");
  const NodeId high = design.add("figure", R"({"x":100,"y":50,"rotation":90})");  // covers 0..100, 50..150
  EXPECT_EQ(hit(design, {50, 25}), low);
  EXPECT_EQ(hit(design, {50, 75}), high);
  EXPECT_EQ(hit(design, {150, 75}), NodeId{});
  const auto all = hit_test_all(scene_of(design), {50, 75});
  EXPECT_EQ(all, (std::vector<std::vector<NodeId>>{{high}, {low}}));
}

TEST(Hit, GivesThePathThroughGroups) {
  Design design;
  const NodeId outer = design.add("group", "{}");
  const NodeId inner = design.add(outer, "group", "{}");
  const NodeId leaf = design.add(inner, "figure", "{}");
  EXPECT_EQ(hit_test(scene_of(design), {50, 50}), (std::vector{outer, inner, leaf}));
}

TEST(Hit, PassesThroughWhatIsNotSelectableOrNotVisible) {
  Design design;
  const NodeId low = design.add("figure", "{}");
  const NodeId high = design.add("figure", R"({"selectable":false})");
  design.add("figure", R"({"visible":false})");
  const NodeId group = design.add("group", R"({"selectable":false})");
  const NodeId inside = design.add(group, "figure", "{}");
  EXPECT_EQ(hit(design, {50, 50}), low);
  EXPECT_EQ(hit(design, {50, 50}, {.unselectable = true}), inside);
  design.set(group, Key::Visible, "false");
  EXPECT_EQ(hit(design, {50, 50}, {.unselectable = true}), high);
}

TEST(Hit, OutlinesWithoutFillOnlyOnTheirStroke) {
  Design design;
  const NodeId ring = design.add("figure", R"({"subType":"circle","fill":"transparent","strokeWidth":10})");
  EXPECT_EQ(hit(design, {50, 50}), NodeId{});
  EXPECT_EQ(hit(design, {50, 5}), ring);
  EXPECT_EQ(hit(design, {50, 12}), NodeId{});
  EXPECT_EQ(hit(design, {2, 2}), NodeId{});
  EXPECT_EQ(hit(design, {50, -3}, {.tolerance_px = 4}), ring);
  design.set(ring, Key::Fill, "\"red\"");
  EXPECT_EQ(hit(design, {50, 50}), ring);
  EXPECT_EQ(hit(design, {2, 2}), NodeId{});
  design.set(ring, Key::Fill, "\"transparent\"");
  design.set(ring, Key::StrokeWidth, "0");
  EXPECT_EQ(hit(design, {50, 50}), ring) << "what paints nothing can still be found";
}

TEST(Hit, ThinLinesWithinTheTolerance) {
  Design design;
  const NodeId line = design.add("line", R"({"x":0,"y":100,"width":200,"height":1,"endHead":"circle"})");
  EXPECT_EQ(hit(design, {50, 100}), line);
  EXPECT_EQ(hit(design, {50, 103}), NodeId{});
  EXPECT_EQ(hit(design, {50, 103}, {.tolerance_px = 4}), line);
  EXPECT_EQ(hit(design, {198, 102}), line) << "the head counts";
}

// The index finds what looking at every element finds.
TEST(Hit, EqualsLookingAtEverything) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Dice dice(seed);
    Design design;
    fill_with_elements(design, dice, 150, 600);
    const PageScene scene = scene_of(design);
    int found = 0;
    for (int round = 0; round < 400; ++round) {
      const Point at{dice.between(-60, 700), dice.between(-60, 700)};
      const HitOptions options{.tolerance_px = dice.below(2) == 0 ? 0.0 : 5.0, .unselectable = dice.below(2) == 0};
      NodeId expected;
      for (std::size_t top = scene.top_level_count(); top-- > 0 && expected.is_root();) {
        const auto views = scene.views(top);
        for (std::size_t i = views.size(); i-- > 0 && expected.is_root();) {
          bool open = true;
          for (auto k = static_cast<std::int32_t>(i); k >= 0; k = views[static_cast<std::size_t>(k)].parent)
            open = open && (options.unselectable || views[static_cast<std::size_t>(k)].selectable);
          if (open && hits(views[i], at, options.tolerance_px)) expected = views[i].node;
        }
      }
      const auto path = hit_test(scene, at, options);
      ASSERT_EQ(path.empty() ? NodeId{} : path.back(), expected) << "seed " << seed << " round " << round;
      found += path.empty() ? 0 : 1;
    }
    EXPECT_GT(found, 100);
  }
}

TEST(Hit, EveryHitLiesInThePaintedBounds) {
  Dice dice(3);
  Design design;
  fill_with_elements(design, dice, 100, 400);
  const PageScene scene = scene_of(design);
  for (int round = 0; round < 2000; ++round) {
    const Point at{dice.between(-100, 600), dice.between(-100, 600)};
    for (const auto& path : hit_test_all(scene, at, {.unselectable = true})) {
      for (const NodeId node : path) ASSERT_TRUE(scene.find(node)->painted_bounds.expanded(1e-6).contains(at));
    }
  }
}

TEST(Marquee, TakesTopLevelElementsByTheirTurnedBoxes) {
  Design design;
  const NodeId turned = design.add("figure", R"({"x":100,"y":0,"rotation":45})");  // a diamond about (100, 70)
  const NodeId group = design.add("group", "{}");
  design.add(group, "figure", R"({"x":300,"y":0,"width":10,"height":10})");
  design.add(group, "figure", R"({"x":400,"y":0,"width":10,"height":10})");
  design.add("figure", R"({"x":300,"y":0,"selectable":false})");
  const PageScene scene = scene_of(design);
  EXPECT_EQ(marquee(scene, {20, 0, 45, 25}), (std::vector<NodeId>{})) << "in the bounds, but beside the diamond";
  EXPECT_EQ(marquee(scene, {20, 60, 45, 80}), (std::vector{turned}));
  EXPECT_EQ(marquee(scene, {305, 5, 306, 6}), (std::vector{group}));
  EXPECT_EQ(marquee(scene, {305, 5, 306, 6}, {.rule = MarqueeRule::Inside}), (std::vector<NodeId>{}));
  EXPECT_EQ(marquee(scene, {290, -5, 500, 50}, {.rule = MarqueeRule::Inside}), (std::vector{group}));
  EXPECT_EQ(marquee(scene, {-500, -500, 900, 900}).size(), 2u);
  EXPECT_EQ(marquee(scene, {-500, -500, 900, 900}, {.unselectable = true}).size(), 3u);
}

TEST(SpatialIndex, FindsExactlyWhatMeets) {
  Dice dice(9);
  std::vector<Rect> rects;
  for (int i = 0; i < 500; ++i) {
    const double x = dice.between(0, 1000);
    const double y = dice.between(0, 1000);
    rects.push_back(i % 50 == 0 ? Rect{} : Rect::of(x, y, dice.between(0, 80), dice.between(0, 80)));
  }
  SpatialIndex index;
  index.build(rects);
  for (int round = 0; round < 1500; ++round) {
    const auto item = static_cast<std::uint32_t>(dice.below(rects.size()));
    const double x = dice.between(-500, 1500);
    const double y = dice.between(-500, 1500);
    rects[item] = dice.below(20) == 0 ? Rect{} : Rect::of(x, y, dice.between(0, 80), dice.between(0, 80));
    index.update(item, rects[item]);
    const Rect asked = Rect::of(dice.between(-500, 1500), dice.between(-500, 1500), dice.between(0, 200), 50);
    std::vector<std::uint32_t> found;
    index.query(asked, found);
    const std::set<std::uint32_t> unique(found.begin(), found.end());
    ASSERT_EQ(unique.size(), found.size());
    for (std::uint32_t i = 0; i < rects.size(); ++i) ASSERT_EQ(unique.contains(i), rects[i].intersects(asked));
  }
}

TEST(Snap, ToThePageAndToOthers) {
  const Snapper snapper({1000, 800}, std::vector{Rect{100, 100, 200, 150}});
  const SnapResult page = snapper.move({10, 300, 60, 340}, {-7, 0}, 5);
  EXPECT_EQ(page.delta, (Point{-10, 0}));
  ASSERT_EQ(page.lines.size(), 1u);
  EXPECT_EQ(page.lines[0], (SnapLine{SnapAxis::X, SnapKind::Page, 0, 0, 800, 0}));

  const SnapResult left = snapper.move({300, 300, 360, 340}, {-197, 0}, 5);
  EXPECT_EQ(left.delta, (Point{-200, 0}));
  ASSERT_EQ(left.lines.size(), 1u);
  EXPECT_EQ(left.lines[0], (SnapLine{SnapAxis::X, SnapKind::Element, 100, 100, 340, 150}));

  const SnapResult middle = snapper.move({0, 0, 100, 100}, {452, 349}, 5);
  EXPECT_EQ(middle.delta, (Point{450, 350}));
  EXPECT_EQ(snapper.move({0, 0, 100, 100}, {460, 360}, 5).delta, (Point{460, 360}));
}

TEST(Snap, ToEqualGaps) {
  const Snapper snapper({5000, 5000}, std::vector{Rect{100, 1000, 200, 1100}, Rect{237, 1000, 337, 1100}});
  const SnapResult after = snapper.move({0, 1010, 61, 1090}, {371, 0}, 5);
  EXPECT_EQ(after.delta.x, 374);
  ASSERT_EQ(after.lines.size(), 3u);  // two gaps, and the middles are level
  EXPECT_EQ(after.lines[0], (SnapLine{SnapAxis::X, SnapKind::Gap, 1050, 200, 237, 37}));
  EXPECT_EQ(after.lines[1], (SnapLine{SnapAxis::X, SnapKind::Gap, 1050, 337, 374, 37}));
  const SnapResult before = snapper.move({0, 1010, 40, 1090}, {25, 0}, 5);
  EXPECT_EQ(before.delta.x, 23);
  const Snapper wide({5000, 5000}, std::vector{Rect{100, 1000, 200, 1100}, Rect{400, 1000, 530, 1100}});
  EXPECT_EQ(wide.move({0, 1010, 60, 1090}, {267, 0}, 5).delta.x, 270);
}

TEST(Snap, ResizingMovesOnlyTheDraggedEdges) {
  const Snapper snapper({1000, 800}, std::vector{Rect{100, 100, 200, 150}});
  const SnapResult right = snapper.resize({300, 300, 380, 340}, {.right = true}, {122, 50}, 5);
  EXPECT_EQ(right.delta, (Point{120, 50})) << "500 is the page's middle; the other axis is not dragged";
  const SnapResult same_width = snapper.resize({300, 300, 380, 340}, {.right = true}, {18, 0}, 5);
  EXPECT_EQ(same_width.delta.x, 20);
  ASSERT_EQ(same_width.lines.size(), 2u);
  EXPECT_EQ(same_width.lines[0], (SnapLine{SnapAxis::X, SnapKind::Size, 320, 300, 400, 100}));
  const SnapResult corner = snapper.resize({300, 300, 380, 340}, {.left = true, .top = true}, {-98, -148}, 5);
  EXPECT_EQ(corner.delta, (Point{-100, -150}));
}

TEST(Snap, NeverFartherThanTheMagnetAndAlwaysTheSame) {
  Dice dice(4);
  for (int round = 0; round < 300; ++round) {
    std::vector<Rect> others;
    for (auto n = dice.below(12); n > 0; --n)
      others.push_back(
          Rect::of(dice.between(0, 900), dice.between(0, 900), dice.between(1, 200), dice.between(1, 200)));
    const Snapper snapper({1000, 1000}, others);
    std::reverse(others.begin(), others.end());
    const Snapper reversed({1000, 1000}, others);
    const Rect box = Rect::of(dice.between(0, 900), dice.between(0, 900), dice.between(1, 200), dice.between(1, 200));
    const Point wish{dice.between(-300, 300), dice.between(-300, 300)};
    const double magnet = dice.between(0, 10);
    const SnapResult moved = snapper.move(box, wish, magnet);
    EXPECT_LE(std::abs(moved.delta.x - wish.x), magnet + 1e-9);
    EXPECT_LE(std::abs(moved.delta.y - wish.y), magnet + 1e-9);
    EXPECT_EQ(moved.delta, reversed.move(box, wish, magnet).delta);
    EXPECT_TRUE(moved.delta == wish || !moved.lines.empty()) << "a correction shows its reason";
    const SnapResult sized = snapper.resize(box, {.right = true, .bottom = true}, wish, magnet);
    EXPECT_LE(std::abs(sized.delta.x - wish.x), magnet + 1e-9);
    EXPECT_LE(std::abs(sized.delta.y - wish.y), magnet + 1e-9);
  }
}

TEST(Snap, ASceneGivesItsOtherTopLevelBoxes) {
  Design design;
  design.add("figure", R"({"x":0,"y":0,"width":1080,"height":1080})");  // a background: no target
  const NodeId group = design.add("group", "{}");
  const NodeId child = design.add(group, "figure", R"({"x":300,"y":300})");
  design.add("figure", R"({"x":600,"y":100,"width":77,"height":50})");
  design.add("figure", R"({"x":5000,"y":0})");
  const PageScene scene = scene_of(design);
  const Snapper snapper(scene, std::vector{child});
  EXPECT_EQ(snapper.move({300, 300, 400, 400}, {302, 0}, 5).delta.x, 300);
  EXPECT_EQ(snapper.move({300, 300, 400, 400}, {3, 0}, 5).delta.x, 3) << "not to itself";
}

TEST(Damage, JoinsWhatIsNearAndStaysSmall) {
  Damage damage;
  damage.add(Rect{});
  EXPECT_TRUE(damage.none());
  damage.add(Rect{0, 0, 10, 10});
  damage.add(Rect{2, 2, 5, 5});
  EXPECT_EQ(damage.rects.size(), 1u);
  for (int i = 0; i < 200; ++i) damage.add(Rect::of(i * 20, (i * 7919) % 400, 10, 10));
  EXPECT_LE(damage.rects.size(), k_max_damage_rects);
  for (int i = 0; i < 200; ++i) {
    const Rect one = Rect::of(i * 20, (i * 7919) % 400, 10, 10);
    bool covered = false;
    for (const Rect& rect : damage.rects) covered = covered || rect.contains(one);
    EXPECT_TRUE(covered);
  }
  damage.add(Damage{.everything = true, .rects = {}});
  EXPECT_TRUE(damage.everything && damage.rects.empty());
}

}  // namespace
}  // namespace flashkit::display
