#include "geometry/geometry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "geometry/path.h"

namespace flashkit::geometry {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

TEST(Angles, AreExactAtQuarterTurns) {
  for (int turn = -8; turn <= 8; ++turn) {
    const int quarter = ((turn % 4) + 4) % 4;
    const double sines[] = {0, 1, 0, -1};
    EXPECT_EQ(sin_degrees(90.0 * turn), sines[quarter]);
    EXPECT_EQ(cos_degrees(90.0 * turn), sines[(quarter + 1) % 4]);
    EXPECT_FALSE(std::signbit(sin_degrees(180.0 * turn)));
  }
  EXPECT_EQ(sin_degrees(30), 0.5);
  EXPECT_EQ(sin_degrees(-30), -0.5);
  EXPECT_EQ(cos_degrees(60), 0.5);
}

TEST(Angles, AgreeWithTheLibraryToAnUlpOrTwo) {
  for (int i = -7200; i <= 7200; ++i) {
    const double angle = i / 10.0;
    EXPECT_NEAR(sin_degrees(angle), std::sin(angle * 3.14159265358979323846 / 180), 2e-14) << angle;
    EXPECT_NEAR(sin_degrees(angle) * sin_degrees(angle) + cos_degrees(angle) * cos_degrees(angle), 1, 1e-15) << angle;
  }
  EXPECT_EQ(sin_degrees(k_infinity), 0);
  EXPECT_EQ(cos_degrees(std::nan("")), 1);
}

TEST(Angles, DirectionsAreTheReverse) {
  EXPECT_EQ(direction_degrees({1, 0}), 0);
  EXPECT_EQ(direction_degrees({0, 5}), 90);
  EXPECT_EQ(direction_degrees({-2, 0}), 180);
  EXPECT_EQ(direction_degrees({0, -1}), -90);
  EXPECT_EQ(direction_degrees({-3, -3}), -135);
  EXPECT_EQ(direction_degrees({0, 0}), 0);
  for (int i = -1799; i < 1800; ++i) {
    const double angle = i / 10.0;
    EXPECT_NEAR(direction_degrees(Point{cos_degrees(angle), sin_degrees(angle)} * 1e5), angle, 1e-11);
  }
}

TEST(Angles, NormalizeIntoOneTurn) {
  EXPECT_EQ(normalized_degrees(-90), 270);
  EXPECT_EQ(normalized_degrees(720), 0);
  EXPECT_EQ(normalized_degrees(-1e-20), 0);
  EXPECT_EQ(normalized_degrees(k_infinity), 0);
}

TEST(Rects, TheEmptyOneHoldsNothingAndJoinsAsNothing) {
  Rect rect;
  EXPECT_TRUE(rect.empty());
  EXPECT_FALSE(rect.contains(Point{0.5, 0.5}));
  EXPECT_TRUE(rect.expanded(5).empty());
  rect.add(Point{3, 4});
  EXPECT_EQ(rect, (Rect{3, 4, 3, 4}));
  rect.add(Rect{});
  EXPECT_EQ(rect, (Rect{3, 4, 3, 4}));
  EXPECT_TRUE((Rect{0, 0, std::nan(""), 1}).empty());
  EXPECT_TRUE(intersection({0, 0, 1, 1}, {2, 2, 3, 3}).empty());
  EXPECT_EQ(intersection({0, 0, 2, 2}, {1, 1, 3, 3}), (Rect{1, 1, 2, 2}));
}

TEST(Affines, InnerFirstThenOuter) {
  const Affine both = Affine::translation(10, 0) * Affine::rotation_degrees(90);
  EXPECT_EQ(both.apply({1, 0}), (Point{10, 1}));
  EXPECT_EQ((*both.inverse()).apply({10, 1}), (Point{1, 0}));
  EXPECT_FALSE(Affine::scaling(0, 1).inverse().has_value());
}

TEST(TurnedBoxes, TurnAboutTheirTopLeftCorner) {
  const TurnedBox box{{100, 100}, {20, 10}, 90};
  EXPECT_EQ(box.bounds(), (Rect{90, 100, 100, 120}));
  EXPECT_EQ(box.center(), (Point{95, 110}));
  EXPECT_TRUE(box.contains({91, 119}));
  EXPECT_FALSE(box.contains({101, 101}));
}

TEST(TurnedBoxes, SeparatingAxesAgreeWithSampling) {
  std::mt19937_64 random(5);
  const auto number = [&](int from, int to) {
    return static_cast<double>(from + static_cast<int>(random() % static_cast<unsigned>(to - from)));
  };
  int touching = 0;
  for (int round = 0; round < 300; ++round) {
    const TurnedBox box{{number(0, 100), number(0, 100)}, {number(1, 60), number(1, 60)}, number(0, 360)};
    const Rect rect = Rect::of(number(0, 100), number(0, 100), number(1, 60), number(1, 60));
    const Affine to_page = box.to_page();
    bool sampled = false;
    for (int i = 0; i <= 60 && !sampled; ++i) {
      for (int k = 0; k <= 60 && !sampled; ++k)
        sampled = rect.contains(to_page.apply({box.size.width * i / 60, box.size.height * k / 60}));
    }
    if (sampled) {
      EXPECT_TRUE(box.intersects(rect)) << round;
      ++touching;
    } else {
      // Sampling misses slivers narrower than its grid; shrunk a little, the two must be apart.
      const TurnedBox inner{
          box.to_page().apply({1, 1}), {box.size.width - 2, box.size.height - 2}, box.rotation_degrees};
      const bool is_box = inner.size.width > 0 && inner.size.height > 0;
      EXPECT_FALSE(is_box && inner.intersects(rect.expanded(-1))) << round;
    }
  }
  EXPECT_GT(touching, 50);
  EXPECT_LT(touching, 250);
}

TEST(Paths, BoundsAreTight) {
  const Rect rect{10, 20, 50, 90};
  EXPECT_NEAR(Path::ellipse(rect).bounds().width(), 40, 1e-9);
  Path bent;
  bent.move({0, 0});
  bent.cubic({0, 100}, {100, 100}, {100, 0});
  EXPECT_EQ(bent.control_bounds(), (Rect{0, 0, 100, 100}));
  EXPECT_NEAR(bent.bounds().bottom, 75, 1e-9);
  for (const auto& run : bent.flatten(0.01)) {
    for (const Point p : run.points) EXPECT_TRUE(bent.bounds().expanded(1e-9).contains(p));
  }
}

TEST(Paths, FlatteningKeepsItsTolerance) {
  const Path circle = Path::ellipse({-100, -100, 100, 100});
  for (const double tolerance : {1.0, 0.1, 0.01}) {
    for (const auto& run : circle.flatten(tolerance)) {
      EXPECT_TRUE(run.closed);
      for (std::size_t i = 0; i + 1 < run.points.size(); ++i) {
        const double middle = length((run.points[i] + run.points[i + 1]) * 0.5);
        EXPECT_NEAR(middle, 100, tolerance + 0.03);
      }
    }
  }
}

TEST(Paths, ContainByBothRules) {
  Path twice = Path::rectangle({0, 0, 10, 10});
  twice.append(Path::rectangle({2, 2, 8, 8}));
  EXPECT_TRUE(twice.contains({5, 5}, FillRule::NonZero));
  EXPECT_FALSE(twice.contains({5, 5}, FillRule::EvenOdd));
  EXPECT_TRUE(twice.contains({1, 1}, FillRule::EvenOdd));
  EXPECT_FALSE(twice.contains({11, 1}));
  const Path star = Path::star({0, 0, 100, 100}, 5, 0.38);
  EXPECT_TRUE(star.contains({50, 50}));
  EXPECT_FALSE(star.contains({1, 1}));
  EXPECT_FALSE(star.contains({99, 99}));
}

TEST(Paths, DistanceIsToTheDrawnLine) {
  const Path square = Path::rectangle({0, 0, 10, 10});
  EXPECT_EQ(square.distance_to({5, 4}), 4);
  EXPECT_EQ(square.distance_to({-3, -4}), 5);
  EXPECT_EQ(square.distance_to({0, 5}), 0);
  EXPECT_EQ(Path().distance_to({0, 0}), k_infinity);
  Path open;
  open.move({0, 0});
  open.line({10, 0});
  open.line({10, 10});
  EXPECT_NEAR(open.distance_to({5, 5}), 5, 1e-12);
}

TEST(Paths, RoundedCornersAreClamped) {
  EXPECT_EQ(Path::rounded_rectangle({0, 0, 20, 10}, 0), Path::rectangle({0, 0, 20, 10}));
  EXPECT_EQ(Path::rounded_rectangle({0, 0, 20, 10}, -3), Path::rectangle({0, 0, 20, 10}));
  EXPECT_EQ(Path::rounded_rectangle({0, 0, 20, 10}, 1e300), Path::rounded_rectangle({0, 0, 20, 10}, 5));
  EXPECT_FALSE(Path::rounded_rectangle({0, 0, 20, 10}, 5).contains({0.5, 0.5}));
}

}  // namespace
}  // namespace flashkit::geometry
