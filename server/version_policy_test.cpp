// When versions are kept and which are let go of.
#include "server/version_policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace flashkit::server {
namespace {

constexpr std::int64_t k_now = 1'800'000'000'000;
constexpr std::int64_t k_a_minute = 60'000;
constexpr std::int64_t k_a_day = 24 * 60 * k_a_minute;

TEST(VersionPolicy, IsDueWhenTheDocumentRestsOrAQuarterOfAnHourLater) {
  EXPECT_EQ(version_due_ms(1'000, 1'000), 1'000 + k_version_rest_ms);
  EXPECT_EQ(version_due_ms(1'000, 61'000), 61'000 + k_version_rest_ms);
  EXPECT_EQ(version_due_ms(1'000, 1'000 + k_version_at_most_ms), 1'000 + k_version_at_most_ms);
}

TEST(VersionPolicy, TheLastSixHoursTheNewestTheOldestAndWhatAPersonSavedStay) {
  std::vector<VersionAge> versions;
  for (std::uint64_t i = 0; i < 300; ++i) {  // one every minute for five hours
    versions.push_back({1000 - i, k_now - static_cast<std::int64_t>(i) * k_a_minute, false});
  }
  EXPECT_TRUE(versions_to_drop(versions, k_now).empty());
  const std::int64_t later = k_now + 40 * k_a_day;
  const std::vector<std::uint64_t> dropped = versions_to_drop(versions, later);
  EXPECT_GE(dropped.size(), 297u) << "of one day one stays, or two over midnight";
  EXPECT_EQ(std::count(dropped.begin(), dropped.end(), 1000u), 0);
  EXPECT_EQ(std::count(dropped.begin(), dropped.end(), 701u), 0);
  for (VersionAge& each : versions) each.saved = each.seq % 2 == 0;
  for (const std::uint64_t seq : versions_to_drop(versions, later)) EXPECT_EQ(seq % 2, 1u);
}

TEST(VersionPolicy, OfEveryStretchTheLastStays) {
  // Two hours of yesterday, a version every five minutes.
  std::vector<VersionAge> versions{{9'999, k_now, false}};
  for (std::uint64_t i = 0; i < 24; ++i) {
    versions.push_back({500 - i, k_now - 20 * 60 * k_a_minute - static_cast<std::int64_t>(i) * 5 * k_a_minute, false});
  }
  std::vector<std::uint64_t> dropped = versions_to_drop(versions, k_now);
  std::map<std::int64_t, std::vector<std::uint64_t>> stretches;
  for (const VersionAge& each : versions) stretches[each.at_ms / (15 * k_a_minute)].push_back(each.seq);
  for (const auto& [stretch, numbers] : stretches) {
    const std::uint64_t last = *std::max_element(numbers.begin(), numbers.end());
    EXPECT_EQ(std::count(dropped.begin(), dropped.end(), last), 0);
  }
  EXPECT_GE(dropped.size(), 14u);
}

TEST(VersionPolicy, TimeGoesByAndTheListStaysShortHoweverOftenItIsThinned) {
  // A year and a half of work, eight hours a day, a version every five minutes; thinned at each of them.
  std::vector<VersionAge> versions;
  std::uint64_t seq = 0;
  const auto thin = [&](std::int64_t now) {
    const std::vector<std::uint64_t> list = versions_to_drop(versions, now);
    const std::set<std::uint64_t> dropped(list.begin(), list.end());
    std::erase_if(versions, [&](const VersionAge& each) { return dropped.contains(each.seq); });
    EXPECT_TRUE(versions_to_drop(versions, now).empty()) << "thinned once is thinned";
  };
  std::int64_t now = k_now;
  for (int day = 0; day < 540; ++day) {
    const std::int64_t morning = k_now + day * k_a_day;
    for (int i = 0; i < 96; ++i) {
      now = morning + i * 5 * k_a_minute;
      versions.push_back({++seq, now, day == 100 && i == 50});
      if (i % 48 == 0) thin(now);
    }
  }
  thin(now);
  EXPECT_LT(versions.size(), 1'000u);
  EXPECT_GT(versions.size(), 500u);
  EXPECT_EQ(versions.front().seq, 1u);
  EXPECT_TRUE(std::any_of(versions.begin(), versions.end(), [](const VersionAge& each) { return each.saved; }));
}

TEST(VersionPolicy, AClockThatWentBackDropsNothingNew) {
  const VersionAge versions[] = {{3, k_now + k_a_day, false}, {2, k_now + k_a_minute, false}, {1, k_now, false}};
  EXPECT_TRUE(versions_to_drop(versions, k_now).empty());
}

}  // namespace
}  // namespace flashkit::server
