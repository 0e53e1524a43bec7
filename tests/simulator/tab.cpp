// A tab: the shipping View and Undo, and a person at work.
#include <algorithm>

#include "base/proto.h"
#include "operations/ids.h"
#include "operations/restore.h"
#include "sync/frames.h"
#include "sync/minimum.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

namespace {
const std::string k_capability(16, 'c');
// A field with a number that no message has: of a build that is not written yet.
const std::string k_of_tomorrow("\xFA\x07\x05later", 8);

// D11: every life of a tab draws its own, whatever its device remembers.
base::ClientId fresh_client(Random& random, [[maybe_unused]] std::uint64_t device) {
  const std::uint64_t high = random.next();
  const std::uint64_t low = random.next();
#ifdef FLASHKIT_MUTANT_KEPT_CLIENT
  return {0xD, device + 1};
#endif
  return {high, low};
}
}  // namespace

Tab::Tab(World& world, Device& device, std::string name, DocumentId document)
    : program(device.program),
      world_(world),
      device_(device),
      name_(std::move(name)),
      document_(document),
      client_(fresh_client(world.random, device.number)),
      edits_(world.random.next(), client_) {}

void Tab::send(decltype(sync::TabMessage::kind) kind) {
  sync::TabMessage message;
  message.number = next_message_++;
  message.kind = std::move(kind);
  unanswered_[message.number] = message;
  device_.from_tab(name_, message);
}

void Tab::open() {
  sync::OpenDocument open;
  open.document = sync::id_bytes(document_);
  open.capability = k_capability;
  open.create = !world_.created;
  open.rules = program.rules;
  send(std::move(open));
}

// A new worker was elected: open again, then repeat what was not answered.
void Tab::replica_changed() {
  const auto before = unanswered_;
  unanswered_.clear();
  open();
  for (const auto& [number, message] : before) {
    if (std::get_if<sync::OpenDocument>(&message.kind) != nullptr) continue;
    unanswered_[number] = message;
    device_.from_tab(name_, message);
  }
}

void Tab::store(std::vector<std::string> operations) {
  sync::StoreOperations store;
  store.document = sync::id_bytes(document_);
  for (const std::string& bytes : operations) {
    storing_[operations::read_operation(bytes).value().id] = bytes;
  }
  sync::Minimum asked = sync::asked_by(operations);
  for (const std::string& bytes : operations) {
    if (world_.faults.two_builds) asked = asked.raised_by(Builds::asked_by(bytes));
  }
  store.min_reader = asked.reader;
  store.min_writer = asked.writer;
  store.operations = std::move(operations);
  store.gesture_end = world_.random.one_in(2);
  send(std::move(store));
}

// I13: a step of a kind that nobody knows, and a field that nobody knows.
void Tab::add_what_is_new(operations::Operation& operation) {
  operations::Step step;
  step.unknown_fields = k_of_tomorrow;
  operation.steps.insert(operation.steps.begin(), step);
  operation.unknown_fields = k_of_tomorrow;
}

void Tab::act() {
  if (!loaded_ || update_needed_ || device_.asleep()) return;
  if (world_.faults.versions && world_.random.one_in(10)) {
    return world_.random.one_in(2) ? save_version() : restore_version();
  }
  const OperationId next{client_, view_.last_number(client_) + 1};
  std::vector<std::string> made;
  const std::uint64_t what = world_.random.below(10);
  if (what < 2) {
    const auto undone = what == 0 ? undo_.undo(view_.document(), view_.last_writers(), next)
                                  : undo_.redo(view_.document(), view_.last_writers(), next);
    if (!undone.operation.has_value()) return;
    if (view_.add_local(*undone.operation).took_effect) made.push_back(base::encoded(*undone.operation));
  } else {
    operations::Operation operation = edits_.operation(view_.document(), next.number);
    if (world_.random.one_in(50)) {  // large enough for a body of its own
      operations::OperationBuilder build(client_, next.number);
      build.set({}, "name", "\"" + std::string(20'000, 'x') + "\"");
      operation = build.take();
    }
    if (world_.faults.newer_builds && world_.random.one_in(4)) add_what_is_new(operation);
    world_.builds.ask(operation, program);
    commit(operation, made);
  }
  if (!made.empty()) store(std::move(made));
}

void Tab::commit(const operations::Operation& operation, std::vector<std::string>& made) {
  undo_.record(view_.document(), view_.last_writers(), operation);
  if (view_.add_local(operation).took_effect) made.push_back(base::encoded(operation));
}

// ---- versions ----

void Tab::save_version() {
  server::VersionName name;
  name.name = "version " + std::to_string(world_.version_names.size());
  world_.version_names.insert(name.name);
  Node& node = *world_.nodes[world_.random.below(world_.nodes.size())];
  node.save_version(document_, name, [&world = world_, document = document_](base::Result<server::SavedVersion> saved) {
    if (saved.ok()) world.saved_versions.emplace(document, saved.value().version.seq);
  });
}

// V5: what the design is now is kept first, if it can be.
void Tab::restore_version() {
  Node& node = *world_.nodes[world_.random.below(world_.nodes.size())];
  const auto go_back = [&device = device_, &world = world_, name = name_](std::uint64_t seq, std::string json) {
    if (seq == 0) return;
    world.at(world.random.between(5, 100), [&device, name, seq, json = std::move(json)] {
      if (Tab* tab = device.tab(name)) tab->restore(seq, json);
    });
  };
  node.save_version(document_, {.automatic = true},
                    [&node, document = document_, go_back](const auto&) { node.fetch_version(document, go_back); });
}

// An ordinary operation of the one who restores (V5); what this does not change is what nobody else sees changed.
void Tab::restore(std::uint64_t seq, const std::string& json) {
  if (!loaded_ || update_needed_ || device_.asleep() || seq > view_.seq()) return;
  const auto then = sync::read_checkpoint(json);
  if (!then.ok() || then.value().seq != seq) return world_.fail("V4", "a version's checkpoint does not read");
  const auto back = [&] {
    return operations::restore(view_.document(), then.value().document, {client_, view_.last_number(client_) + 1});
  };
  std::vector<std::string> made;
  for (const operations::Operation& operation : back()) commit(operation, made);
  if (!back().empty()) return world_.fail("V5", "what was restored is not the version");
  world_.note("restored", device_.number, seq);
  if (!made.empty()) store(std::move(made));
}

// D12: nothing of what this page's program would misread is told to it, whatever the worker's program knows.
void Tab::check_told(const sync::DocumentLoaded& loaded) const {
  world_.builds.check_made(world_.cloud.documents[document_], loaded.checkpoint_seq, program, "what a tab shows");
  check_told(loaded.entries);
}

void Tab::check_told(const std::vector<sync::Entry>& entries) const {
  const auto misread = [this](const sync::Entry& entry) { return entry.min_reader > program.rules; };
  if (std::any_of(entries.begin(), entries.end(), misread))
    world_.fail("D12", "a tab was told what its program misreads");
}

void Tab::receive(const sync::ReplicaMessage& message) {
  if (message.answered != 0) unanswered_.erase(message.answered);
  if (const auto* loaded = std::get_if<sync::DocumentLoaded>(&message.kind)) {
    if (!loaded->complete) return;
    check_told(*loaded);
    auto answer = view_.load(*loaded);
    if (!answer.ok()) return world_.fail("I4", std::string("a tab could not load: ") + answer.error().rule);
    loaded_ = true;
    update_needed_ = loaded->update_needed;
    if (!answer.value().unstored.empty()) store(std::move(answer.value().unstored));
  } else if (const auto* confirmed = std::get_if<sync::EntriesConfirmed>(&message.kind)) {
    check_told(confirmed->entries);
    if (loaded_ && view_.confirm(confirmed->entries).gap) open();
  } else if (const auto* stored = std::get_if<sync::OperationsStored>(&message.kind)) {
    if (!stored->from_other_tab.empty() && loaded_) view_.add_from_other_tab(stored->from_other_tab);
    const auto client = sync::id_from_bytes<base::ClientId>(stored->client);
    if (!client.has_value()) return;
    const auto first = storing_.lower_bound({*client, 0});
    const auto beyond = storing_.upper_bound({*client, stored->number});
    for (auto each = first; each != beyond; ++each) {
      world_.stored[{document_, each->first}] = std::move(each->second);
      device_.told_stored(document_, each->first);
    }
    storing_.erase(first, beyond);
  } else if (const auto* role = std::get_if<sync::RoleChanged>(&message.kind)) {
    update_needed_ = role->update_needed;
  } else if (const auto* rejected = std::get_if<sync::OperationRejected>(&message.kind)) {
    const OperationId id{*sync::id_from_bytes<base::ClientId>(rejected->kept->client), rejected->kept->number};
    view_.remove_pending(id);
  }
}

}  // namespace flashkit::simulator
