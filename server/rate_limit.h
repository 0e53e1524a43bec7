#pragma once
// Token buckets by name: so many at once, so many a second after that. Callable from any thread; remembers a bounded
// number of names.
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace flashkit::server {

class RateLimit {
 public:
  RateLimit(double at_once, double each_second) : at_once_(at_once), each_second_(each_second) {}
  // Takes one; false when there is none left.
  bool take(const std::string& name, std::int64_t now_ms) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (buckets_.size() > k_most_names) buckets_.clear();
    Bucket& bucket = buckets_.try_emplace(name, Bucket{at_once_, now_ms}).first->second;
    bucket.left += static_cast<double>(now_ms - bucket.at_ms) * each_second_ / 1000;
    if (bucket.left > at_once_) bucket.left = at_once_;
    bucket.at_ms = now_ms;
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

 private:
  static constexpr std::size_t k_most_names = 100'000;
  struct Bucket {
    double left = 0;
    std::int64_t at_ms = 0;
  };
  double at_once_;
  double each_second_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace flashkit::server
