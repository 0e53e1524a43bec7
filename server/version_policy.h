#pragma once
// When a version is kept without anybody asking for it, and which of those are let go of as they grow old. Pure: time
// is an argument, and what is decided depends on nothing else. Rules: docs/protocol.md, part "Versions".
#include <cstdint>
#include <span>
#include <vector>

namespace flashkit::server {

inline constexpr std::uint64_t k_version_rest_ms = 3 * 60'000;      // without a change: the document rests
inline constexpr std::uint64_t k_version_at_most_ms = 15 * 60'000;  // while changes go on
inline constexpr std::uint64_t k_version_leave_ms = 60'000;  // who leaves so soon after the last one leaves no other

// When the next version is due, for changes since `first_ms` of which the newest came at `last_ms`.
std::uint64_t version_due_ms(std::uint64_t first_ms, std::uint64_t last_ms);

struct VersionAge {
  std::uint64_t seq = 0;
  std::int64_t at_ms = 0;  // wall time
  bool saved = false;      // by a person: never let go of
};

// The numbers of those that are not kept any longer. Of the versions that nobody saved stay: every one of the last six
// hours, the last of every quarter of an hour for a day, of every hour for thirty days, of every day for a year, and of
// every thirty days from then on; the newest and the oldest of all stay always. What is let go of once would be again:
// it does not matter how often, when, or on how many servers this is asked.
std::vector<std::uint64_t> versions_to_drop(std::span<const VersionAge> versions, std::int64_t now_ms);

}  // namespace flashkit::server
