#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "session/camera.h"
#include "session/frame_math.h"

namespace flashkit::session {
namespace {

double uniform(std::mt19937_64& random, double from, double to) {
  return from + (to - from) * static_cast<double>(random() >> 11) / 9007199254740992.0;
}

TEST(Frames, TheSideOppositeTheHandleStaysWhereItWas) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 2000; ++round) {
    const Frame start{uniform(random, -500, 500), uniform(random, -500, 500), uniform(random, 1, 400),
                      uniform(random, 1, 400), uniform(random, 0, 360)};
    const Handle handle = k_handles[random() % 8];
    const Point moved{uniform(random, -300, 300), uniform(random, -300, 300)};
    ResizeRules rules;
    rules.keep_ratio = random() % 2 == 0;
    rules.from_centre = random() % 2 == 0;
    const Frame after = resized(start, handle, moved, rules);
    const double across = rules.from_centre ? 0.5 : (1 - pull_x(handle)) / 2.0;
    const double down = rules.from_centre ? 0.5 : (1 - pull_y(handle)) / 2.0;
    const Point before_at = point_in(start, across, down);
    const Point after_at = point_in(after, across, down);
    EXPECT_NEAR(before_at.x, after_at.x, 1e-6);
    EXPECT_NEAR(before_at.y, after_at.y, 1e-6);
    EXPECT_GT(after.width, 0);
    EXPECT_GT(after.height, 0);
    if (rules.keep_ratio) {
      EXPECT_NEAR(after.width * start.height, after.height * start.width, 1e-3 * after.width);
    }
  }
}

TEST(Frames, AFreeCornerFollowsThePointer) {
  const Frame start{10, 20, 100, 50, 30};
  const Point moved{13, 7};
  const Frame after = resized(start, Handle::BottomRight, moved, {});
  const Point corner = point_in(start, 1, 1) + moved;
  EXPECT_NEAR(point_in(after, 1, 1).x, corner.x, 1e-9);
  EXPECT_NEAR(point_in(after, 1, 1).y, corner.y, 1e-9);
}

TEST(Frames, TurningThereAndBackIsTheSameFrame) {
  const Frame start{10, 20, 100, 50, 12};
  const Point centre = point_in(start, 0.5, 0.5);
  const Frame back = turned_about(turned_about(start, centre, 77), centre, -77);
  EXPECT_NEAR(back.x, start.x, 1e-9);
  EXPECT_NEAR(back.y, start.y, 1e-9);
  EXPECT_NEAR(back.rotation, start.rotation, 1e-9);
}

TEST(Frames, ALineIsFoundAgainByItsEnds) {
  const Frame line = frame_of_line({10, 10}, {40, 50}, 6);
  EXPECT_NEAR(line.width, 50, 1e-9);
  EXPECT_NEAR(line_end(line).x, 40, 1e-9);
  EXPECT_NEAR(line_end(line).y, 50, 1e-9);
  const Point snapped = snapped_direction({0, 0}, {100, 4}, 15);
  EXPECT_EQ(snapped.y, 0);
}

TEST(CameraMath, ZoomStaysWithinItsLimitsAndGoesBackTheSameWay) {
  CameraView camera;
  for (int i = 0; i < 100; ++i) camera.zoom_by(2, {10, 10}, 0);
  EXPECT_EQ(camera.zoom(), k_most_zoom);
  for (int i = 0; i < 100; ++i) camera.zoom_by(0.5, {10, 10}, 0);
  EXPECT_EQ(camera.zoom(), k_least_zoom);
  EXPECT_NEAR(wheel_zoom_factor(100) * wheel_zoom_factor(-100), 1, 1e-12);
}

}  // namespace
}  // namespace flashkit::session
