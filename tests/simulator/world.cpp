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
}  // namespace

World::World(std::uint64_t seed, bool trace) : random(seed * 0x2545F4914F6CDD1Du + 1), server(*this), trace_(trace) {
  for (bool* fault :
       {&faults.loss, &faults.duplicates, &faults.reordering, &faults.slow, &faults.partitions, &faults.half_open,
        &faults.disk_errors, &faults.disk_full, &faults.power_loss, &faults.worker_kills, &faults.tab_kills,
        &faults.dies_in_transaction, &faults.server_kills, &faults.ambiguous_appends, &faults.failed_appends,
        &faults.failed_reads, &faults.purges, &faults.rejections}) {
    *fault = random.one_in(3);
  }
}

World::~World() = default;

void World::at(std::uint64_t delay_ms, std::function<void()> what) {
  events_.push_back({now_ms + delay_ms, order_++, std::move(what)});
  std::push_heap(events_.begin(), events_.end());
}

void World::note(const char* what, std::uint64_t a, std::uint64_t b) {
  const auto mix = [this](std::uint64_t value) {
    for (int i = 0; i < 8; ++i) {
      fingerprint_ = (fingerprint_ ^ (value & 0xFF)) * 0x100000001B3u;
      value >>= 8;
    }
  };
  for (const char* c = what; *c != '\0'; ++c) mix(static_cast<unsigned char>(*c));
  mix(now_ms);
  mix(a);
  mix(b);
  if (trace_) {
    std::printf("%8llu  %s %llu %llu\n", static_cast<unsigned long long>(now_ms), what,
                static_cast<unsigned long long>(a), static_cast<unsigned long long>(b));
  }
}

void World::fail(const char* invariant, std::string text) {
  if (violation_.has_value()) return;
  note(invariant);
  violation_ = Violation{invariant, std::move(text)};
}

// ---- network ----

std::uint64_t World::fresh_connection(std::uint64_t device, std::uint64_t attempt) {
  const std::uint64_t id = next_connection_++;
  Connection connection;
  connection.device = device;
  connection.attempt = attempt;
  connections[id] = connection;
  return id;
}

void World::deliver(std::uint64_t id, std::string frame, bool to_server) {
  const auto found = connections.find(id);
  if (found == connections.end()) return;
  Connection& connection = found->second;
  Device& device = *devices[connection.device];
  const bool cut = to_server ? device.cut_to_server : device.cut_to_client;
  const bool faulty = !healed;
  if (cut || (faulty && faults.loss && random.one_in(40))) {
    if (!connection.doomed) {
      connection.doomed = true;
      at(random.between(100, 10'000), [this, id] { break_connection(id, false); });
    }
    return;
  }
  const std::uint64_t copies = faulty && faults.duplicates && random.one_in(10) ? 2 : 1;
  for (std::uint64_t i = 0; i < copies; ++i) {
    std::uint64_t when =
        now_ms + (faulty && faults.slow && random.one_in(8) ? random.between(200, 3000) : random.between(1, 40));
    std::uint64_t& last = to_server ? connection.last_to_server : connection.last_to_client;
    if (!(faulty && faults.reordering && random.one_in(10))) when = std::max(when, last);
    last = std::max(last, when);
    at(when - now_ms, [this, id, frame, to_server] {
      const auto there = connections.find(id);
      if (there == connections.end()) return;
      if (to_server) {
        if (there->second.server_open) server.frame(id, frame);
        return;
      }
      if (!there->second.client_open) return;
      sync::HostServerFrame host;
      host.attempt = there->second.attempt;
      host.frame = frame;
      devices[there->second.device]->input(host);
    });
  }
}

void World::to_server(std::uint64_t connection, std::string frame) { deliver(connection, std::move(frame), true); }
void World::to_client(std::uint64_t connection, std::string frame) { deliver(connection, std::move(frame), false); }

// Silently: the server's side is gone, but the device does not hear of it (half-open).
void World::break_connection(std::uint64_t id, bool silently) {
  const auto found = connections.find(id);
  if (found == connections.end()) return;
  if (found->second.server_open) {
    found->second.server_open = false;
    server.closed(id);
  }
  if (silently) return;
  const Connection connection = found->second;
  connections.erase(found);
  at(1, [this, connection] {
    sync::HostDisconnected gone;
    gone.attempt = connection.attempt;
    devices[connection.device]->input(gone);
  });
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

void World::fault() {
  if (healed) return;
  Device& device = *devices[random.below(devices.size())];
  switch (random.below(9)) {
    case 0:
      if (faults.partitions) {
        const bool one_way = random.one_in(2);
        device.cut_to_server = !one_way || random.one_in(2);
        device.cut_to_client = !one_way || !device.cut_to_server;
        note("partition", device.number, device.cut_to_server ? 1 : 0);
        at(random.between(500, 8000), [&device] { device.cut_to_server = device.cut_to_client = false; });
      }
      break;
    case 1:
      if (faults.half_open && !connections.empty()) {
        auto chosen = connections.begin();
        std::advance(chosen, static_cast<std::ptrdiff_t>(random.below(connections.size())));
        note("half-open", chosen->second.device);
        break_connection(chosen->first, true);
      }
      break;
    case 2:
      if (faults.disk_full) {
        device.disk.full = true;
        note("disk full", device.number);
        at(random.between(500, 6000), [&device] { device.disk.full = false; });
      }
      break;
    case 3:
      if (faults.disk_errors) {
        device.disk.fail_one_in = 10;
        note("disk errors", device.number);
        at(random.between(200, 3000), [&device] { device.disk.fail_one_in = 0; });
      }
      break;
    case 4:
      if (faults.power_loss && device.running()) device.crash(true);
      break;
    case 5:
      if (faults.worker_kills && device.running()) device.crash(false);
      break;
    case 6:
      if (faults.tab_kills) {
        device.kill_tab();
        if (device.running()) device.add_tab();
      }
      break;
    case 7:
      if (faults.server_kills && server.up) {
        server.kill();
        const bool silent = random.one_in(2);
        std::vector<std::uint64_t> open;
        for (const auto& [id, connection] : connections) open.push_back(id);
        for (const std::uint64_t id : open) break_connection(id, silent);
        at(random.between(100, 4000), [this] { server.start(); });
      }
      break;
    default:
      if (faults.purges) {
        for (const DocumentId id : documents) server.make_checkpoint(id);
      }
      break;
  }
}

void World::heal() {
  note("healed");
  healed = true;
  server.start();
  for (const auto& device : devices) {
    device->cut_to_server = device->cut_to_client = false;
    device->disk.full = false;
    device->disk.fail_one_in = 0;
  }
}

// Long enough that devices make checkpoints of their own once no tab shows the document (D9).
void World::long_history(DocumentId id) {
  const base::ClientId gone{random.next(), 7};
  operations::RandomEdits edits(random.next(), gone);
  sync::JournalState state;
  std::uint64_t number = 0;
  for (std::uint64_t left = random.between(210, 600); left > 0; --left) {
    const std::string bytes = base::encoded(edits.operation(state.document(), ++number));
    state.apply_operation(bytes);
    server.past_entry(id, bytes);
  }
}

std::optional<Violation> World::run() {
  for (std::uint64_t i = random.between(1, 2); i > 0; --i) documents.push_back({random.next(), i});
  if (random.one_in(12)) long_history(documents.front());
  for (std::uint64_t i = 0; i < random.between(2, 3); ++i) devices.push_back(std::make_unique<Device>(*this, i));
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
  for (const auto& device : devices) {
    if (!violation_.has_value()) device->check(true);
  }
  for (const DocumentId id : documents) {
    if (!violation_.has_value()) check_journal(id);
  }
  return violation_;
}

}  // namespace flashkit::simulator
