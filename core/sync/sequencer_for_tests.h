#pragma once
// A sequencer whose effects are read as values, for its own tests.
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sync/people_for_tests.h"
#include "sync/sequencer.h"

namespace flashkit::sync {

inline Push push_of(std::vector<std::string> operations, bool gesture_end = true) {
  Push push;
  push.document = id_bytes(k_document);
  push.operations = std::move(operations);
  push.gesture_end = gesture_end;
  return push;
}

struct Room {
  Sequencer sequencer{k_document, {.node = "n", .schema = 4}};
  std::uint64_t now_ms = 1000;
  SequencerMoment moment() {
    ++random;
    return {now_ms, random, random};
  }
  std::uint64_t random = 0;
  Room() {
    sequencer.load(0, {}, moment());
    sequencer.entries_read({}, true, moment());
    sequencer.join(1);
  }
  SequencerEffects push(std::vector<std::string> operations, bool gesture_end = true, SessionNumber session = 1) {
    return sequencer.push(session, push_of(std::move(operations), gesture_end), Role::Edit, moment());
  }
};

template <class Effect>
std::vector<Effect> all(const SequencerEffects& effects) {
  std::vector<Effect> out;
  for (const SequencerEffect& effect : effects) {
    if (const auto* found = std::get_if<Effect>(&effect)) out.push_back(*found);
  }
  return out;
}
template <class Frame>
std::vector<Frame> frames(const SequencerEffects& effects) {
  std::vector<Frame> out;
  for (const SendFrame& send : all<SendFrame>(effects)) {
    if (const auto* found = std::get_if<Frame>(&send.frame.kind)) out.push_back(*found);
  }
  return out;
}

}  // namespace flashkit::sync
