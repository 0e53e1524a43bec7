#include "tests/simulator/world.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/proto.h"
#include "operations/ids.h"

namespace flashkit::simulator {

namespace {
constexpr std::uint64_t k_active_ms = 25'000;
constexpr std::uint64_t k_quiet_ms = 90'000;  // a back-off of 30 s may have begun just before; then I11's minute
constexpr std::uint64_t k_updated_ms = 40'000;
}  // namespace

extern World* running_world;

World::World(std::uint64_t seed, const std::vector<std::string>& with, bool trace)
    : random(seed * 0x2545F4914F6CDD1Du + 1), cloud(*this), builds(*this), trace_(trace) {
  running_world = this;
  draw_faults(with);
  builds.draw();
}

World::~World() { running_world = nullptr; }

void World::at(std::uint64_t delay_ms, std::function<void()> what) {
  events_.push_back({now_ms + delay_ms, order_++, std::move(what)});
  std::push_heap(events_.begin(), events_.end());
}

namespace {
std::uint64_t mixed(std::uint64_t sum, std::uint64_t value) {
  sum = (sum ^ value) * 0xFF51AFD7ED558CCDu;
  return sum ^ (sum >> 32);
}
std::uint64_t mixed(std::uint64_t sum, std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    word = word << 8 | static_cast<unsigned char>(bytes[i]);
    if (i % 8 == 7 || i + 1 == bytes.size()) sum = mixed(sum, word);
  }
  return mixed(sum, bytes.size());
}
}  // namespace

void World::note(std::string_view what, std::uint64_t a, std::uint64_t b) {
  fingerprint_ = mixed(mixed(mixed(mixed(fingerprint_, what), now_ms), a), b);
  if (!trace_) return;
  std::printf("%8llu  %.*s %llu %llu\n", static_cast<unsigned long long>(now_ms), static_cast<int>(what.size()),
              what.data(), static_cast<unsigned long long>(a), static_cast<unsigned long long>(b));
}

void World::note_bytes(const char* what, std::uint64_t who, std::string_view bytes) {
  fingerprint_ = mixed(mixed(mixed(fingerprint_, what), now_ms), bytes);
  if (!trace_) return;
  std::printf("%8llu  %s %llu:", static_cast<unsigned long long>(now_ms), what, static_cast<unsigned long long>(who));
  // The first bytes are the message's kind; enough to follow a conversation.
  for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 4); ++i) {
    std::printf(" %02x", static_cast<unsigned>(static_cast<unsigned char>(bytes[i])));
  }
  std::printf(" (%zu)\n", bytes.size());
}

void World::fail(const char* invariant, std::string text) {
  if (violation_.has_value()) return;
  note(invariant);
  violation_ = Violation{invariant, std::move(text)};
}

// ---- network ----

std::uint64_t World::fresh_connection(std::uint64_t device, std::uint64_t node, std::uint64_t attempt) {
  const std::uint64_t id = next_connection_++;
  Connection connection;
  connection.device = device;
  connection.node = node;
  connection.attempt = attempt;
  connection.program = devices[device]->program;
  connections[id] = connection;
  nodes[node]->accept(id);
  return id;
}

void World::deliver(std::uint64_t id, std::shared_ptr<const std::string> frame, bool to_server) {
  const auto found = connections.find(id);
  if (found == connections.end()) return;
  Connection& connection = found->second;
  Device& device = *devices[connection.device];
  const bool cut = ((to_server ? device.cut_to_server : device.cut_to_client) >> connection.node & 1) != 0;
  const bool faulty = !healed;
  if (cut || (faulty && faults.loss && random.one_in(40))) {
    if (!connection.doomed) {
      connection.doomed = true;
      at(random.between(100, 10'000), [this, id] { break_connection(id, false); });
    }
    return;
  }
  // A device may push twice; a connection itself repeats nothing.
  const bool repeatable = !to_server || (!frame->empty() && frame->front() == '\x22');
  const std::uint64_t copies = faulty && repeatable && faults.duplicates && random.one_in(10) ? 2 : 1;
  for (std::uint64_t i = 0; i < copies; ++i) {
    std::uint64_t when = now_ms + (faulty && faults.slow_network && random.one_in(8) ? random.between(200, 3000)
                                                                                     : random.between(1, 40));
    std::uint64_t& last = to_server ? connection.last_to_server : connection.last_to_client;
    // A connection keeps order; entries overtake each other where they come by two ways, but never what opened the
    // document: it says where they begin.
    const bool entries = !to_server && !frame->empty() && frame->front() == '\x1a';
    const bool opened = !to_server && !frame->empty() && frame->front() == '\x12';
    const bool overtakes = entries && faulty && faults.reordering && random.one_in(8);
    when = std::max(when, overtakes ? connection.last_opened : last);
    last = std::max(last, when);
    if (opened) connection.last_opened = when;
    at(when - now_ms, [this, id, frame, to_server] {
      const auto there = connections.find(id);
      if (there == connections.end()) return;
      note_bytes(to_server ? "to node" : "to device", there->second.device, *frame);
      if (to_server) {
        if (there->second.server_open) nodes[there->second.node]->frame(id, *frame);
        return;
      }
      if (!there->second.client_open) return;
      sync::HostServerFrame host;
      host.attempt = there->second.attempt;
      host.frame = *frame;
      devices[there->second.device]->input(host);
    });
  }
}

void World::to_server(std::uint64_t connection, std::string frame) {
  deliver(connection, std::make_shared<const std::string>(std::move(frame)), true);
}
void World::to_client(std::uint64_t connection, std::shared_ptr<const std::string> frame) {
  deliver(connection, std::move(frame), false);
}

// Silently: the server's side is gone, but the device does not hear of it (half-open).
void World::break_connection(std::uint64_t id, bool silently, bool going_away) {
  const auto found = connections.find(id);
  if (found == connections.end()) return;
  if (found->second.server_open) {
    found->second.server_open = false;
    nodes[found->second.node]->closed(id);
  }
  if (silently) return;
  const Connection connection = found->second;
  connections.erase(found);
  at(1, [this, connection, going_away] {
    sync::HostDisconnected gone;
    gone.attempt = connection.attempt;
    gone.going_away = going_away;
    devices[connection.device]->input(gone);
  });
}

std::int64_t World::wall_ms(std::uint64_t machine) {
  const std::uint64_t jumps = (now_ms / 4096 + machine) * clock_step;
  return static_cast<std::int64_t>(1'700'000'000'000u + now_ms + jumps % 600'000);
}

// ---- the run ----

void World::run_until(std::uint64_t end_ms) {
  while (!violation_.has_value() && !events_.empty() && events_.front().at_ms <= end_ms) {
    std::pop_heap(events_.begin(), events_.end());
    const Event next = std::move(events_.back());
    events_.pop_back();
    now_ms = std::max(now_ms, next.at_ms);
    next.what();
  }
  now_ms = std::max(now_ms, end_ms);
}

// Long enough that devices make checkpoints of their own once no tab shows the document (D9). Of programs of before
// there were formats: what they wrote asks for no minimum.
void World::long_history(DocumentId id) {
  const base::ClientId gone{random.next(), 7};
  operations::RandomEdits edits(random.next(), gone, false);
  sync::JournalState state;
  std::uint64_t number = 0;
  for (std::uint64_t left = random.between(210, 600); left > 0; --left) {
    const std::string bytes = base::encoded(edits.operation(state.document(), ++number));
    state.apply_operation(bytes);
    sync::Entry entry;
    entry.seq = number;
    entry.token = operations::id_bytes(random.next(), 1);
    entry.operations.push_back(bytes);
    cloud.append(id, number, base::encoded(entry));
  }
}

// What was before all begins: designs that exist, some of them with a long history that is partly no longer kept.
void World::make_past() {
  healed = true;
  for (const auto& node : nodes) node->start();
  created = random.one_in(2);
  if (created) {
    for (const DocumentId id : documents) nodes.front()->create(id);
  }
  if (random.one_in(12)) {
    long_history(documents.front());
    if (random.one_in(2)) {
      nodes.front()->make_checkpoint(documents.front());
      run_until(now_ms + 1000);
      if (random.one_in(2)) cloud.purge(documents.front());
    }
  }
  run_until(now_ms + 500);
  healed = false;
}

std::optional<Violation> World::run() {
  for (std::uint64_t i = random.between(1, 2); i > 0; --i) documents.push_back({random.next(), i});
  for (std::uint64_t i = 0, count = random.one_in(3) ? 1 : random.between(2, 5); i < count; ++i) {
    nodes.push_back(std::make_unique<Node>(*this, i));
    nodes.back()->program = builds.of_node();
  }
  make_past();
  for (std::uint64_t i = 0, count = random.between(2, 3); i < count; ++i)
    devices.push_back(std::make_unique<Device>(*this, i));
  for (const auto& device : devices) {
    device->start_worker();
    for (std::uint64_t i = random.between(1, 2); i > 0; --i) device->add_tab();
    // People work and rest.
    for (std::uint64_t when = 200; when < k_active_ms; when += random.between(50, 1500)) {
      at(when, [this, &device = *device] {
        if (!device.tabs.empty()) device.tabs[random.below(device.tabs.size())]->act();
      });
    }
    for (std::uint64_t when = 3000; when < k_active_ms; when += 7000) {
      at(when, [&device = *device] {
        if (device.running()) device.check(false);
      });
    }
  }
  for (std::uint64_t when = 500; when < k_active_ms; when += random.between(100, 1200)) {
    at(when, [this] { fault(); });
  }
  run_until(now_ms + k_active_ms);
  heal();
  run_until(now_ms + k_quiet_ms);
  if (builds.stay_to_the_end()) {
    for (const auto& device : devices) {
      if (!violation_.has_value() && builds.is_older(device->program)) device->check_looks_on();
    }
    update_all();
    run_until(now_ms + k_updated_ms);
  }
  for (const DocumentId id : documents) {
    if (!violation_.has_value()) replay_journal(id);
  }
  for (const auto& device : devices) {
    if (!violation_.has_value()) device->check(true);
  }
  for (const DocumentId id : documents) {
    if (!violation_.has_value()) check_journal(id);
    if (!violation_.has_value()) check_saved(id);
  }
  return violation_;
}

}  // namespace flashkit::simulator
