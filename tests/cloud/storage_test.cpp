// Amazon's DynamoDB Local with its table on disk under two servers, each a process of its own, under load: servers and
// storage are killed with -9 again and again, fifty times in all. Afterwards every acknowledged operation is in the
// journal, once and in order, and everybody holds the same. FLASHKIT_KILLS makes it another number; storage, which
// takes seconds to start, is every FLASHKIT_STORAGE_EVERY-th of them.
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

TEST(KillStorage, AndServersUnderLoadLosesNothingAcknowledged) {
  if (adapters::aws::stand_in("FLASHKIT_S3").empty() || Storage::program() == nullptr) {
    GTEST_SKIP() << "the stand-ins do not run here";
  }
  Storage storage;
  ASSERT_TRUE(storage.start());
  Fleet fleet(2, storage.address());
  Devices devices;
  for (std::size_t i = 0; i < 8; ++i) {
    devices.push_back(std::make_unique<SwarmDevice>(i, k_document, fleet.servers, 200));
    devices.back()->start();
  }
  std::mt19937_64 random(42);
  const std::size_t kills = size_from("FLASHKIT_KILLS", 50);
  const std::size_t storage_every = std::max<std::size_t>(size_from("FLASHKIT_STORAGE_EVERY", 5), 1);
  std::size_t of_storage = 0;
  for (std::size_t kill = 0; kill < kills; ++kill) {
    wait_ms(random() % 300);
    if (kill % storage_every == storage_every - 1) {
      storage.kill();
      ASSERT_TRUE(storage.start());
      ++of_storage;
      continue;
    }
    const std::size_t at = kill % fleet.size();
    fleet.servers.ports[at].store(0);
    EXPECT_EQ(fleet.node(at).stop(SIGKILL), -SIGKILL) << fleet.node(at).log();
    fleet.start(at);
  }
  come_to_rest(fleet, devices);
  std::uint64_t total = 0;
  for (const auto& device : devices) total += device->acknowledged();
  EXPECT_GT(total, 4 * kills) << "there was too little load to prove anything";
  std::printf("{\"what\":\"kill -9 of servers and storage\",\"kills\":%zu,\"of_storage\":%zu,\"acknowledged\":%llu}\n",
              kills, of_storage, static_cast<unsigned long long>(total));
  expect_all_agree(fleet, devices, true);
}

}  // namespace
}  // namespace flashkit::tests::cloud
