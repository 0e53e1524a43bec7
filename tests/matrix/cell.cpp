#include "tests/matrix/cell.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>

#include "tests/matrix/child.h"
#include "tests/matrix/diary.h"
#include "tests/matrix/truth.h"

namespace flashkit::tests::matrix {
namespace {

constexpr base::DocumentId k_document{0x3a7, 1};
constexpr std::uint64_t k_start_ms = 30'000;

// One device over all its lives.
struct Actor {
  explicit Actor(const std::string& folder) : diary(folder + "/diary") {}
  Child child;
  DiaryReader diary;
};

class Cell {
 public:
  Cell(const CellPlan& plan, Ground& ground) : plan_(plan), ground_(ground), random_(plan.seed) {
    for (std::size_t i = 0; i < plan.devices; ++i) {
      std::filesystem::create_directories(folder_of(i));
      actors_.push_back(std::make_unique<Actor>(folder_of(i)));
    }
  }

  CellResult run() {
    if (on_cloud() && !make_cloud(plan_.cloud)) {
      result_.problems.emplace_back("table and buckets cannot be made");
      return result_;
    }
    start_server();
    for (std::size_t i = 0; i < plan_.devices; ++i) start_device(i);
    until(k_start_ms, [this] { return all([](const DiaryReader& diary) { return diary.loaded; }); });
    for (const std::uint64_t end = now_ms() + plan_.seconds * 1000; now_ms() < end;) {
      if (plan_.nemesis == Nemesis::None) {
        wait_ms(100);
      } else {
        strike(end);
      }
    }
    come_to_rest();
    judge();
    return result_;
  }

 private:
  std::string folder_of(std::size_t device) const { return plan_.folder + "/device" + std::to_string(device); }
  std::uint64_t between(std::uint64_t least, std::uint64_t most) {
    return least + random_() % (std::max(most, least) - least + 1);
  }
  template <class Holds>
  bool until(std::uint64_t limit_ms, Holds holds) {
    for (const std::uint64_t end = now_ms() + limit_ms; now_ms() < end; wait_ms(10)) {
      if (holds()) return true;
    }
    return holds();
  }
  template <class Holds>
  bool all(Holds holds) {
    for (const auto& actor : actors_) actor->diary.read();
    return std::all_of(actors_.begin(), actors_.end(), [&](const auto& actor) { return holds(actor->diary); });
  }

  void start_server() {
    Child::Order order;
    if (on_cloud()) {
      order.words = environment_of_cloud(plan_.cloud);
      order.words.insert(order.words.begin(), "/usr/bin/env");
    }
    for (const std::string& word :
         {plan_.server, std::string("serve"), std::string("--host"), ground_.server_host(), std::string("--port"),
          std::to_string(ground_.server_port()), std::string("--data"), data(), std::string("--cloud"),
          std::string(on_cloud() ? "aws" : "embedded"), std::string("--quiet"), std::string("1"),
          std::string("--threads"), std::string("1")}) {
      order.words.push_back(word);
    }
    order.output = plan_.folder + "/server.log";
    order.wait_ms = k_start_ms;
    order.ready_line = "Flashkit is ready";
    if (!server_.start(order)) result_.problems.emplace_back("the server does not start");
  }
  std::string data() const { return plan_.folder + "/data"; }
  bool on_cloud() const { return !plan_.cloud.empty(); }

  void start_device(std::size_t at) {
    const std::uint64_t interval_ms = plan_.devices * 1000 / std::max<std::uint64_t>(plan_.operations_per_s, 1);
    Child::Order order;
    order.words = {plan_.device,
                   "device",
                   ground_.url(at),
                   folder_of(at),
                   std::to_string(at),
                   std::to_string(plan_.devices),
                   std::to_string(std::max<std::uint64_t>(interval_ms, 1)),
                   base::to_hex(k_document),
                   std::to_string(random_())};
    order.output = folder_of(at) + "/said.log";
    order.network_of = ground_.network_of(at);
    actors_[at]->diary.begin_life();
    if (!actors_[at]->child.start(order)) result_.problems.emplace_back("a device does not start");
  }

  // One fault on some of them, and its end.
  void strike(std::uint64_t end_ms) {
    wait_ms(between(100, 1500));
    Nemesis what = plan_.nemesis;
    if (what == Nemesis::Mix) what = k_all_nemeses[random_() % std::size(k_all_nemeses)];
    const std::uint64_t now = now_ms();
    if (now >= end_ms) return;
    result_.faults += 1;
    const std::uint64_t length_ms = std::min(between(50, plan_.longest_fault_ms), end_ms - now);
    const bool cuts = what == Nemesis::PartitionUp || what == Nemesis::PartitionDown || what == Nemesis::Partition;
    const bool server = !cuts && random_() % 2 == 0;
    std::vector<std::size_t> devices;
    for (std::size_t i = 0; i < plan_.devices; ++i) {
      if (random_() % 2 == 0) devices.push_back(i);
    }
    if (devices.empty() && !server) devices.push_back(random_() % plan_.devices);
    if (cuts) {
      for (const std::size_t at : devices) {
        ground_.cut(at, {.up = what != Nemesis::PartitionDown, .down = what != Nemesis::PartitionUp});
      }
      wait_ms(length_ms);
      for (const std::size_t at : devices) ground_.cut(at, {});
    } else if (what == Nemesis::Pause) {
      for (const std::size_t at : devices) actors_[at]->child.signal(SIGSTOP);
      if (server) server_.signal(SIGSTOP);
      wait_ms(length_ms);
      for (const std::size_t at : devices) actors_[at]->child.signal(SIGCONT);
      if (server) server_.signal(SIGCONT);
    } else {
      end_and_start(what == Nemesis::Kill ? SIGKILL : SIGTERM, devices, server, length_ms);
    }
  }

  void end_and_start(int signal, const std::vector<std::size_t>& devices, bool server, std::uint64_t length_ms) {
    const int expected = signal == SIGKILL ? -SIGKILL : 0;
    for (const std::size_t at : devices) {
      if (actors_[at]->child.end(signal) != expected) result_.problems.emplace_back("a device ended badly");
    }
    if (server && server_.end(signal) != expected) result_.problems.emplace_back("the server ended badly");
    wait_ms(length_ms);
    if (server) start_server();
    for (const std::size_t at : devices) start_device(at);
  }

  // Nobody writes any more and nothing is in the way: within the bound nothing waits and all hold the same.
  void come_to_rest() {
    const std::uint64_t since = now_ms();
    // Only a device that has said something in this life listens to the signal.
    until(k_start_ms, [this] { return all([](const DiaryReader& diary) { return diary.loaded; }); });
    for (const auto& actor : actors_) actor->child.signal(SIGUSR1);
    const bool rest = until(plan_.converged_within_ms, [this] {
      return all([this](const DiaryReader& diary) {
        return !diary.still.empty() && diary.still == actors_.front()->diary.still;
      });
    });
    result_.converged_s = static_cast<double>(now_ms() - since) / 1000;
    if (!rest) result_.problems.emplace_back("not everybody came to rest in time");
    for (const auto& actor : actors_) {
      if (actor->child.end(SIGTERM) != 0) result_.problems.emplace_back("a device ended badly at the end");
    }
    if (server_.end(SIGTERM) != 0) result_.problems.emplace_back("the server ended badly at the end");
    for (const auto& actor : actors_) actor->diary.read();
  }

  void judge() {
    const Truth truth = on_cloud() ? replay_cloud(plan_.cloud, k_document) : replay_folder(data(), k_document);
    result_.problems.insert(result_.problems.end(), truth.problems.begin(), truth.problems.end());
    std::set<Promise> made;
    for (const auto& actor : actors_) {
      const DiaryReader& diary = actor->diary;
      made.insert(diary.made.begin(), diary.made.end());
      std::set<Promise> safe;
      for (const auto* told : {&diary.stored, &diary.acknowledged}) {
        for (const auto& [client, number] : *told) {
          for (std::uint64_t each = 1; each <= number; ++each) safe.insert({client, each});
        }
      }
      for (const auto& [client, number] : diary.acknowledged) result_.acknowledged += number;
      result_.operations += safe.size();
      for (const Promise& each : safe) result_.lost += truth.operations.count(each) == 0 ? 1u : 0u;
      if (diary.still != std::to_string(truth.seq) + ' ' + truth.hash) result_.diverged += 1;
      result_.problems.insert(result_.problems.end(), diary.bad.begin(), diary.bad.end());
    }
    for (const auto& [operation, times] : truth.operations) {
      if (times != 1) result_.duplicated += 1;
      if (made.count(operation) == 0) result_.problems.emplace_back("an operation that nobody made");
    }
    if (result_.operations == 0) result_.problems.emplace_back("nobody did anything");
  }

  const CellPlan& plan_;
  Ground& ground_;
  std::mt19937_64 random_;
  Child server_;
  std::vector<std::unique_ptr<Actor>> actors_;
  CellResult result_;
};

}  // namespace

const char* name_of(Nemesis nemesis) {
  switch (nemesis) {
    case Nemesis::None:
      return "none";
    case Nemesis::Stop:
      return "stop";
    case Nemesis::Kill:
      return "kill";
    case Nemesis::Pause:
      return "pause";
    case Nemesis::PartitionUp:
      return "partition-up";
    case Nemesis::PartitionDown:
      return "partition-down";
    case Nemesis::Partition:
      return "partition";
    case Nemesis::Mix:
      return "mix";
  }
  return "";
}

CellResult run_cell(const CellPlan& plan, Ground& ground) { return Cell(plan, ground).run(); }

std::string json_line(const CellPlan& plan, const CellResult& result, const Ground& ground) {
  char line[400];
  std::snprintf(line, sizeof line,
                "{\"clients\":%zu,\"rate\":%llu,\"nemesis\":\"%s\",\"seconds\":%llu,\"ground\":\"%s\",\"store\":\"%s\","
                "\"faults\":%llu,"
                "\"operations\":%llu,\"acknowledged\":%llu,\"lost\":%llu,\"duplicated\":%llu,\"diverged\":%llu,"
                "\"problems\":%zu,\"converged_s\":%.2f}",
                plan.devices, static_cast<unsigned long long>(plan.operations_per_s), name_of(plan.nemesis),
                static_cast<unsigned long long>(plan.seconds), ground.name(),
                plan.cloud.empty() ? "sqlite" : "dynamodb", static_cast<unsigned long long>(result.faults),
                static_cast<unsigned long long>(result.operations),
                static_cast<unsigned long long>(result.acknowledged), static_cast<unsigned long long>(result.lost),
                static_cast<unsigned long long>(result.duplicated), static_cast<unsigned long long>(result.diverged),
                result.problems.size(), result.converged_s);
  return line;
}

}  // namespace flashkit::tests::matrix
