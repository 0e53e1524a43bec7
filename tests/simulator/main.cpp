// flashkit_simulator --seeds N [--from N] : runs seeds; exit status 0 only if every invariant held in each
//                    --seed N [--trace]   : runs one, telling what happens
//                    --expect-violation   : a planted bug is in this program: 0 when some seed shows it
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/simulator/world.h"

namespace {

struct Wish {
  std::uint64_t from = 1;
  std::uint64_t seeds = 100;
  bool trace = false;
  bool expect_violation = false;
};

Wish read_wish(int count, char** words) {
  Wish wish;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto number = [&] { return i + 1 < count ? std::strtoull(words[++i], nullptr, 10) : 0ULL; };
    if (word == "--seeds") wish.seeds = number();
    if (word == "--from") wish.from = number();
    if (word == "--seed") {
      wish.from = number();
      wish.seeds = 1;
    }
    if (word == "--trace") wish.trace = true;
    if (word == "--expect-violation") wish.expect_violation = true;
  }
  return wish;
}

}  // namespace

int main(int count, char** words) {
  const Wish wish = read_wish(count, words);
  const auto begin = std::chrono::steady_clock::now();
  for (std::uint64_t seed = wish.from; seed < wish.from + wish.seeds; ++seed) {
    flashkit::simulator::World world(seed, wish.trace);
    const auto violation = world.run();
    if (violation.has_value()) {
      std::printf("seed %llu: %s is broken: %s\n", static_cast<unsigned long long>(seed), violation->invariant.c_str(),
                  violation->text.c_str());
      std::printf("again: %s --seed %llu --trace\n", words[0], static_cast<unsigned long long>(seed));
      if (wish.expect_violation)
        std::printf("caught after %llu seeds\n", static_cast<unsigned long long>(seed - wish.from + 1));
      return wish.expect_violation ? 0 : 1;
    }
    if (seed % 50 != 0) continue;
    // Determinism itself: the same seed gives the same run.
    flashkit::simulator::World again(seed, false);
    again.run();
    if (again.fingerprint() != world.fingerprint()) {
      std::printf("seed %llu is not deterministic\n", static_cast<unsigned long long>(seed));
      return 1;
    }
  }
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  std::printf("%llu seeds held, %.1f seeds/s\n", static_cast<unsigned long long>(wish.seeds),
              static_cast<double>(wish.seeds) / spent.count());
  return wish.expect_violation ? 1 : 0;
}
