// How a world begins to fail, what fails when, and how all becomes well.
#include "tests/simulator/world.h"

namespace flashkit::simulator {

void World::draw_faults(const std::vector<std::string>& with) {
  // Sometimes nothing fails, sometimes a little, sometimes nearly everything.
  const std::uint64_t densities[] = {0, 10, 20, 33, 33, 60};
  const std::uint64_t percent = densities[random.below(6)];
#define FLASHKIT_SIMULATOR_FAULT(name, text) faults.name = random.below(100) < percent;
  FLASHKIT_SIMULATOR_FAULTS(FLASHKIT_SIMULATOR_FAULT)
#undef FLASHKIT_SIMULATOR_FAULT
  for (const std::string& name : with) {
#define FLASHKIT_SIMULATOR_FAULT(known, text) \
  if (name == #known) faults.known = true;
    FLASHKIT_SIMULATOR_FAULTS(FLASHKIT_SIMULATOR_FAULT)
#undef FLASHKIT_SIMULATOR_FAULT
  }
  news = random.one_in(2);
  routed = random.one_in(2);
  passing = news && random.one_in(2);
}

std::string World::fault_names() const {
  std::string out;
#define FLASHKIT_SIMULATOR_FAULT(name, text) \
  if (faults.name) out += " " #name;
  FLASHKIT_SIMULATOR_FAULTS(FLASHKIT_SIMULATOR_FAULT)
#undef FLASHKIT_SIMULATOR_FAULT
  if (out.empty()) out = " none";
  return out + (news ? "; nodes tell each other" : "") + (routed ? "; routed" : "") +
         (passing ? "; one writes for all" : "");
}

void World::fault() {
  if (healed) return;
  if (random.one_in(2)) {
    fault_of(*devices[random.below(devices.size())]);
  } else {
    fault_of(*nodes[random.below(nodes.size())]);
  }
}

void World::fault_of(Device& device) {
  switch (random.below(13)) {
    case 0:
      if (faults.partitions) cut_off(device);
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
      if (faults.rollbacks && random.one_in(2)) {
        device.remember_disk();
      } else if (faults.rollbacks) {
        device.roll_back();
      }
      break;
    case 8:
      if (faults.clones) device.become_copy_of(*devices[random.below(devices.size())]);
      break;
    case 9:
      if (faults.wipes && random.one_in(3)) device.wipe();
      break;
    case 10:
      if (faults.sleeps) {
        note("sleeps", device.number);
        device.sleep(now_ms + random.between(1000, 12'000));
      }
      break;
    case 11:
      if (faults.two_builds) device.change_program(builds.of_device(), random.one_in(2));
      break;
    default:
      if (faults.sign_outs) device.sign_out(now_ms + random.between(200, 6000));
      break;
  }
}

void World::fault_of(Node& node) {
  switch (random.below(7)) {
    case 0:
      if (faults.node_kills) kill_node(node);
      break;
    case 1:
      if (faults.node_stops) stop_node(node);
      break;
    case 2:
      if (faults.node_pauses) {
        note("node pauses", node.number);
        node.pause(now_ms + random.between(1000, 30'000));
      }
      break;
    case 3:
      if (faults.store_partitions) {
        const std::uint64_t kind = random.below(3);
        note("stores cut off", node.number, kind);
        node.requests_cut = kind != 1;
        node.answers_cut = kind != 0;
        at(random.between(500, 8000), [&node] { node.requests_cut = node.answers_cut = false; });
      }
      break;
    case 4:
      if (faults.role_changes) {
        const sync::Role roles[] = {sync::Role::Edit, sync::Role::Edit, sync::Role::View, sync::Role::None};
        const DocumentId id = documents[random.below(documents.size())];
        const sync::Role role = roles[random.below(4)];
        note("role", id.low, static_cast<std::uint64_t>(role));
        node.change_role(id, role);
      }
      break;
    case 5:
      if (faults.two_builds) stop_node(node);
      break;
    default:
      if (faults.purges) {
        for (const DocumentId id : documents) node.make_checkpoint(id);
        // Long after in life, soon here: nobody needs what a checkpoint covers.
        at(random.between(500, 5000), [this] {
          for (const DocumentId id : documents) {
            if (!healed && random.one_in(2)) cloud.purge(id);
          }
        });
      }
      break;
  }
}

void World::cut_off(Device& device) {
  std::uint32_t which = ~std::uint32_t{0};
  if (random.one_in(2)) which = 1u << random.below(nodes.size());
  const std::uint64_t kind = faults.one_way ? random.below(3) : 2;
  note("partition", device.number, which);
  if (kind != 1) device.cut_to_server |= which;
  if (kind != 0) device.cut_to_client |= which;
  at(random.between(500, 8000), [&device] { device.cut_to_server = device.cut_to_client = 0; });
}

void World::kill_node(Node& node) {
  if (!node.up()) return;
  node.kill();
  const bool silent = random.one_in(2);
  std::vector<std::uint64_t> open;
  for (const auto& [id, connection] : connections) {
    if (connection.node == node.number) open.push_back(id);
  }
  for (const std::uint64_t id : open) break_connection(id, silent);
  at(random.between(100, 4000), [&node] { node.start(); });
}

// N4: what was taken in is still written while the devices move on.
void World::stop_node(Node& node) {
  if (!node.up()) return;
  note("node stops", node.number);
  node.leave();
  std::vector<std::uint64_t> open;
  for (const auto& [id, connection] : connections) {
    if (connection.node == node.number) open.push_back(id);
  }
  for (const std::uint64_t id : open) break_connection(id, false, true);
  at(random.between(0, 500), [&node] { node.kill(); });
  at(random.between(600, 4000), [&node] { node.start(); });
}

// Everybody has the newest program in the end, one after the other.
void World::update_all() {
  for (const auto& device : devices) {
    if (!builds.is_older(device->program) && device->is_of_one_build()) continue;
    at(random.between(100, 15'000), [this, &device = *device] { device.change_program(builds.newest()); });
  }
}

void World::heal() {
  note("healed");
  healed = true;
  for (const auto& node : nodes) {
    node->requests_cut = node->answers_cut = false;
    node->start();
  }
  for (const auto& device : devices) {
    device->cut_to_server = device->cut_to_client = 0;
    device->disk.full = false;
    device->disk.fail_one_in = 0;
    device->sign_out_ends();
  }
  if (!builds.stay_to_the_end()) update_all();
  for (const auto& device : devices) {
    if (builds.stay_to_the_end()) device->change_program(device->program);
  }
  if (!faults.role_changes) return;
  // A change that was asked for before may still come after the first of these, of a paused node after all but the
  // last.
  for (const std::uint64_t when : {0u, 8'000u, 16'000u, 34'000u}) {
    at(when, [this] {
      for (const DocumentId id : documents) nodes.front()->change_role(id, sync::Role::Edit);
    });
  }
}

}  // namespace flashkit::simulator
