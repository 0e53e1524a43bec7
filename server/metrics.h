#pragma once
// What the server counts, and its Prometheus text (exposition format 0.0.4). Counters only rise; all are lock-free.
#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/aws/tally.h"

namespace flashkit::server {

// Seconds in buckets; for durations between a tenth of a millisecond and ten seconds.
class Histogram {
 public:
  void add_ms(double value_ms);
  void write(std::string& out, const char* name, const char* help) const;

 private:
  static constexpr std::array<double, 12> k_bounds_ms = {1, 2.5, 5, 10, 25, 50, 100, 150, 250, 500, 1000, 10000};
  std::array<std::atomic<std::uint64_t>, 13> counts_{};
  std::atomic<std::uint64_t> sum_us_ = 0;
};

// What the stores counted.
struct StoreNumbers {
  std::uint64_t commits = 0;  // of SQLite
  std::uint64_t writes = 0;
  std::vector<adapters::aws::OperationCounts> operations;  // of Amazon's services
};

struct Metrics {
  std::atomic<std::int64_t> connections = 0;
  std::atomic<std::int64_t> live_connections = 0;
  std::atomic<std::int64_t> rooms = 0;
  std::atomic<std::uint64_t> requests = 0;
  std::atomic<std::uint64_t> requests_failed = 0;   // 5xx
  std::atomic<std::uint64_t> requests_refused = 0;  // by a limit, before a handler saw them
  std::atomic<std::uint64_t> frames_in = 0;
  std::atomic<std::uint64_t> frames_out = 0;
  std::atomic<std::uint64_t> bytes_out = 0;
  std::atomic<std::uint64_t> operations_pushed = 0;
  std::atomic<std::uint64_t> entries_appended = 0;
  std::atomic<std::uint64_t> appends_lost = 0;     // another writer was there first
  std::atomic<std::uint64_t> appends_unclear = 0;  // the answer was lost
  std::atomic<std::uint64_t> pushes_passed = 0;    // to the server that their document prefers
  std::atomic<std::uint64_t> pushes_not_passed = 0;
  std::atomic<std::uint64_t> pushes_written_for_others = 0;
  std::atomic<std::int64_t> nodes = 0;       // others on the same table that count as alive
  std::atomic<std::uint64_t> news_told = 0;  // to other servers
  std::atomic<std::uint64_t> news_lost = 0;
  std::atomic<std::uint64_t> news_heard = 0;
  std::atomic<std::uint64_t> slow_dropped = 0;
  std::atomic<std::uint64_t> checkpoints = 0;
  std::atomic<std::uint64_t> previews = 0;
  Histogram append_seconds;

  std::string prometheus_text(const StoreNumbers& stores) const;
};

}  // namespace flashkit::server
