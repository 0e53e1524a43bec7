#include "tests/simulator/builds.h"

#include <algorithm>

#include "operations/ids.h"
#include "sync/minimum.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

namespace {
// Fields with a number that no message has, of a build to come: what they hold says which minimum they ask.
const std::string k_asks_writers(
    "\xFA\x07\x0D"
    "asks: writers",
    16);
const std::string k_asks_readers(
    "\xFA\x07\x0D"
    "asks: readers",
    16);
}  // namespace

void Builds::draw() {
  if (!world_.faults.two_builds) return;
  newer_.rules = older_.rules + 1;
  newer_.protocol_most = older_.protocol_most + 1;
  newer_node_ = newer_;
  if (world_.random.one_in(4)) newer_node_.protocol_least = newer_.protocol_most;
  asks_from_ms_ = world_.random.between(2'000, 20'000);
  asks_readers_ = world_.random.one_in(2);
  stay_to_the_end_ = world_.random.one_in(3);
}

sync::Program Builds::of_device() const {
  return world_.faults.two_builds && world_.random.one_in(2) ? older_ : newer_;
}

sync::Program Builds::of_node() const {
  return world_.faults.two_builds && world_.random.one_in(2) ? older_ : newer_node_;
}

void Builds::ask(operations::Operation& operation, const sync::Program& by) const {
  if (!world_.faults.two_builds || is_older(by) || world_.now_ms < asks_from_ms_ || !world_.random.one_in(5)) return;
  operations::Step step;
  step.unknown_fields = asks_readers_ && world_.random.one_in(3) ? k_asks_readers : k_asks_writers;
  operation.steps.insert(operation.steps.begin(), step);
}

sync::Minimum Builds::asked_by(std::string_view operation) {
  const std::uint32_t next = sync::k_rules + 1;
  if (operation.find(k_asks_readers) != std::string_view::npos) return {next, next};
  const std::string bytes(operation);
  const sync::Minimum asked = sync::asked_by(std::span(&bytes, 1));
  return operation.find(k_asks_writers) != std::string_view::npos ? asked.raised_by({0, next}) : asked;
}

void Builds::check_pushed(const sync::Push& push, const sync::Program& by) {
  for (const std::string& bytes : push.operations) {
    const sync::Minimum asked = asked_by(bytes);
    if (asked.writer > by.rules) world_.fail("D12", "an older program pushed what only a newer one may write");
    if (asked.exceeds({push.min_reader, push.min_writer})) {
      world_.fail("L12", "a push does not say what its operations ask");
    }
    const auto read = operations::read_operation(bytes);
    if (!read.ok()) continue;
    std::uint32_t& rules = pushed_by_[read.value().id];
    rules = std::max(rules, by.rules);
  }
}

void Builds::check_welcome(const sync::Welcome& welcome, const sync::Program& device, const sync::Program& node) const {
  const auto speaks = [&](const sync::Program& program) {
    return program.protocol_least <= welcome.protocol && welcome.protocol <= program.protocol_most;
  };
  if (!speaks(device) || !speaks(node)) world_.fail("L2", "a protocol was agreed on that not both speak");
}

void Builds::check_shown(const sync::Entries& shown, const sync::Program& to) const {
  const auto misread = [&](const sync::Entry& entry) { return entry.min_reader > to.rules; };
  if (std::any_of(shown.entries.begin(), shown.entries.end(), misread)) {
    world_.fail("L12", "an entry came to a program that would misread it");
  }
}

void Builds::check_entry(CloudDocument& document, const sync::Entry& entry) const {
  const sync::Minimum said{entry.min_reader, entry.min_writer};
  if (document.said.exceeds(said)) world_.fail("L12", "an entry does not say again what those before it ask");
  if (said.exceeds(document.recorded)) world_.fail("L12", "a minimum came into the journal before its record");
  document.said = said;
  for (const std::string& bytes : entry.operations) {
    const sync::Minimum asked = asked_by(bytes);
    if (asked.exceeds(said)) world_.fail("L12", "an entry does not say what its operations ask");
    const auto read = operations::read_operation(bytes);
    const auto by = read.ok() ? pushed_by_.find(read.value().id) : pushed_by_.end();
    if (by != pushed_by_.end() && by->second < document.asked.writer) {
      world_.fail("L12", "an older program wrote behind what only a newer one may write");
    }
    document.asked = document.asked.raised_by(asked);
  }
}

void Builds::check_made(const CloudDocument& document, std::uint64_t seq, const sync::Program& by,
                        const char* what) const {
  if (seq == 0 || seq > document.whole.size() || document.whole[seq - 1].entry.min_reader <= by.rules) return;
  world_.fail("L12", std::string(what) + " was made by a program that misreads the design");
}

}  // namespace flashkit::simulator
