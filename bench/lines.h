#pragma once
// What every native benchmark prints: one JSON line per figure, like lines.mjs.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace flashkit::bench {

inline double milliseconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

// `more`: further members of the object, with a comma in front.
inline void report(const std::string& bench, const std::string& subject, const char* unit, std::vector<double> samples,
                   const std::string& more = {}) {
  std::sort(samples.begin(), samples.end());
  const auto at = [&](double share) {
    return samples[std::min(samples.size() - 1, static_cast<std::size_t>(share * static_cast<double>(samples.size())))];
  };
  std::printf(R"({"bench":"%s","subject":"%s","unit":"%s","p50":%.4g,"p95":%.4g,"p99":%.4g,"n":%zu%s})"
              "\n",
              bench.c_str(), subject.c_str(), unit, at(0.5), at(0.95), at(0.99), samples.size(), more.c_str());
  std::fflush(stdout);
}

}  // namespace flashkit::bench
