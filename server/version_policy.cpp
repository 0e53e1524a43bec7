#include "server/version_policy.h"

#include <algorithm>
#include <set>
#include <utility>

namespace flashkit::server {

namespace {

constexpr std::int64_t k_version_minute_ms = 60'000;
constexpr std::int64_t k_version_hour_ms = 60 * k_version_minute_ms;
constexpr std::int64_t k_version_day_ms = 24 * k_version_hour_ms;

// How long a stretch is of which one version stays, for versions of that age; 0: all stay.
std::int64_t stretch_ms(std::int64_t age_ms) {
  if (age_ms < 6 * k_version_hour_ms) return 0;
  if (age_ms < k_version_day_ms) return 15 * k_version_minute_ms;
  if (age_ms < 30 * k_version_day_ms) return k_version_hour_ms;
  return age_ms < 365 * k_version_day_ms ? k_version_day_ms : 30 * k_version_day_ms;
}

}  // namespace

std::uint64_t version_due_ms(std::uint64_t first_ms, std::uint64_t last_ms) {
  return std::min(last_ms + k_version_rest_ms, first_ms + k_version_at_most_ms);
}

std::vector<std::uint64_t> versions_to_drop(std::span<const VersionAge> versions, std::int64_t now_ms) {
  std::vector<VersionAge> sorted(versions.begin(), versions.end());
  std::sort(sorted.begin(), sorted.end(), [](const VersionAge& a, const VersionAge& b) { return a.seq > b.seq; });
  std::vector<std::uint64_t> out;
  // Stretches begin at fixed times, so that a version is judged by its own time and not by when the question came.
  std::set<std::pair<std::int64_t, std::int64_t>> taken;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const VersionAge& each = sorted[i];
    const std::int64_t length = stretch_ms(now_ms - each.at_ms);
    if (length == 0 || each.saved) continue;
    const bool first_of_stretch = taken.emplace(length, each.at_ms / length).second;
    if (!first_of_stretch && i > 0 && i + 1 < sorted.size()) out.push_back(each.seq);
  }
  return out;
}

}  // namespace flashkit::server
