// How long a sequencer waits: after a failure, and for the other servers that write into the same journal (N5).
#include <algorithm>

#include "sync/sequencer.h"

namespace flashkit::sync {

namespace {
constexpr std::uint64_t k_pause_least_ms = 20;
constexpr std::uint64_t k_pause_most_ms = 2'000;
constexpr std::uint64_t k_turn_least_ms = 10;
constexpr std::uint64_t k_turn_most_ms = 250;
constexpr std::uint64_t k_at_work_ms = 3'000;  // who wrote so long ago counts as writing
}  // namespace

void Sequencer::pause(SequencerMoment moment) {
  failures_ = std::min<std::uint32_t>(failures_ + 1, 7);
  const std::uint64_t most_ms = std::min(k_pause_least_ms << failures_, k_pause_most_ms);
  not_before_ms_ = moment.now_ms + most_ms / 2 + moment.random_low % (most_ms / 2 + 1);
}

std::uint64_t Sequencer::others_at_work(SequencerMoment moment) const {
  return static_cast<std::uint64_t>(std::count_if(others_ms_.begin(), others_ms_.end(), [&](const auto& other) {
    return moment.now_ms < other.second + k_at_work_ms;
  }));
}

void Sequencer::measure_append(SequencerMoment moment) {
  const std::uint64_t took_ms = moment.now_ms < append_began_ms_ ? 0 : moment.now_ms - append_began_ms_;
  const std::uint64_t measured = std::clamp(2 * took_ms, k_turn_least_ms, k_turn_most_ms);
  turn_ms_ = turn_ms_ == 0 ? measured : (3 * turn_ms_ + measured) / 4;
}

// Who has just won would win again, for the others still have to read its entry: it lets each of them have a turn.
void Sequencer::give_way(SequencerMoment moment) {
  losses_ = 0;
  const std::uint64_t others = others_at_work(moment);
  if (others > 0) not_before_ms_ = moment.now_ms + others * turn_ms_ + moment.random_low % turn_ms_;
}

// The more often in a row, the sooner again: were it later each time, one that is unlucky would never come in.
void Sequencer::pause_after_loss(SequencerMoment moment) {
  losses_ += 1;
  const std::uint64_t others = others_at_work(moment);
  const std::uint64_t turns = others > losses_ ? others - losses_ : 1;
  not_before_ms_ = moment.now_ms + moment.random_low % (turns * turn_ms_ + 1);
}

void Sequencer::forget_idle_others(SequencerMoment moment) {
  std::erase_if(others_ms_, [&](const auto& other) { return moment.now_ms >= other.second + k_at_work_ms; });
}

}  // namespace flashkit::sync
