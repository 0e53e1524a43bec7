// Amazon's DynamoDB Local with its table on disk under two servers, each a process of its own, under load: servers and
// storage are killed with -9 again and again, each time after something more was acknowledged, fifty times in all, in
// two houses side by side. Afterwards every acknowledged operation is in the journal, once and in order, and everybody
// holds the same. FLASHKIT_KILLS makes it another number, FLASHKIT_HOUSES other houses; every FLASHKIT_STORAGE_EVERY-th
// kill is the storage's, which takes seconds to start.
#include "tests/cloud/fleet.h"

namespace flashkit::tests::cloud {
namespace {

std::uint16_t free_port() {
  const int raw = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  EXPECT_EQ(::bind(raw, reinterpret_cast<const sockaddr*>(&here), size), 0);
  ::getsockname(raw, reinterpret_cast<sockaddr*>(&here), &size);
  ::close(raw);
  return ntohs(here.sin_port);
}

// DynamoDB Local on a port and a folder of its own, as scripts/cloud.sh starts it.
class Storage {
 public:
  Storage() = default;
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;
  ~Storage() { kill(); }

  bool start() {
    const std::string port = std::to_string(port_);
    const std::string log = folder_.path() + "/log";
    pid_ = ::fork();
    if (pid_ == 0) {
      const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
      ::dup2(out, 1);
      ::dup2(out, 2);
      ::execl(program(), program(), "dynamodb", port.c_str(), folder_.path().c_str(), nullptr);
      ::_exit(127);
    }
    return until([this] { return server::testing::http(port_, "GET", "/").status != 0; });
  }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }
  static const char* program() { return std::getenv("FLASHKIT_CLOUD_SCRIPT"); }

 private:
  TestFolder folder_;
  const std::uint16_t port_ = free_port();
  pid_t pid_ = -1;
};

// A storage, its servers and their devices.
class House {
 public:
  House() : storage_starts_(storage_.start()), fleet_(2, storage_.address()) {
    EXPECT_TRUE(storage_starts_);
    for (std::size_t i = 0; i < 8; ++i) {
      devices_.push_back(std::make_unique<SwarmDevice>(i, k_document, fleet_.servers, 200));
      devices_.back()->start();
    }
  }

  void kill_again_and_again(std::size_t kills, std::size_t storage_every, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    for (std::size_t kill = 0; kill < kills; ++kill) {
      const std::uint64_t before = acknowledged();
      ASSERT_TRUE(until([&] { return acknowledged() > before; })) << "after " << kill << " kills nothing goes on";
      wait_ms(random() % 300);
      if (kill % storage_every == storage_every - 1) {
        storage_.kill();
        ASSERT_TRUE(storage_.start());
        ++of_storage_;
        continue;
      }
      const std::size_t at = kill % fleet_.size();
      fleet_.servers.ports[at].store(0);
      EXPECT_EQ(fleet_.node(at).stop(SIGKILL), -SIGKILL) << fleet_.node(at).log();
      fleet_.start(at);
    }
  }
  void expect_that_nothing_is_lost() {
    come_to_rest(fleet_, devices_);
    expect_all_agree(fleet_, devices_, true);
  }
  std::uint64_t acknowledged() const {
    std::uint64_t total = 0;
    for (const auto& device : devices_) total += device->acknowledged();
    return total;
  }
  std::size_t of_storage() const { return of_storage_; }

 private:
  Storage storage_;
  bool storage_starts_;
  Fleet fleet_;
  Devices devices_;
  std::size_t of_storage_ = 0;
};

TEST(KillStorage, AndServersUnderLoadLosesNothingAcknowledged) {
  if (adapters::aws::stand_in("FLASHKIT_S3").empty() || Storage::program() == nullptr) {
    GTEST_SKIP() << "the stand-ins do not run here";
  }
  const std::size_t kills = size_from("FLASHKIT_KILLS", 50);
  const std::size_t houses = std::max<std::size_t>(size_from("FLASHKIT_HOUSES", 2), 1);
  const std::size_t storage_every = std::max<std::size_t>(size_from("FLASHKIT_STORAGE_EVERY", 5), 1);
  std::atomic<std::uint64_t> acknowledged = 0;
  std::atomic<std::size_t> of_storage = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < houses; ++i) {
    threads.emplace_back([&, i] {
      House house;
      if (testing::Test::HasFatalFailure()) return;
      house.kill_again_and_again((kills + i) / houses, storage_every, 42 + i);
      house.expect_that_nothing_is_lost();
      acknowledged += house.acknowledged();
      of_storage += house.of_storage();
    });
  }
  for (std::thread& each : threads) each.join();
  EXPECT_GT(acknowledged.load(), 4 * kills) << "there was too little load to prove anything";
  std::printf("{\"what\":\"kill -9 of servers and storage\",\"kills\":%zu,\"of_storage\":%zu,\"acknowledged\":%llu}\n",
              kills, of_storage.load(), static_cast<unsigned long long>(acknowledged.load()));
}

}  // namespace
}  // namespace flashkit::tests::cloud
