// Each device in a network namespace of its own, joined to the server's by a pair of virtual cables; the queueing
// discipline `blackhole` at one end of it swallows what goes that way.
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <vector>

#include "tests/matrix/child.h"
#include "tests/matrix/ground.h"

namespace flashkit::tests::matrix {
namespace {

constexpr std::uint16_t k_port = 8787;

using Words = std::vector<std::string>;

// In the namespace of that process.
Words inside(pid_t room, const Words& words) {
  Words out = {"nsenter", "--net=/proc/" + std::to_string(room) + "/ns/net"};
  out.insert(out.end(), words.begin(), words.end());
  return out;
}

// A process that does nothing but hold a namespace.
pid_t hold_namespace() {
  int ready[2];
  if (::pipe(ready) != 0) return -1;
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const char good = ::unshare(CLONE_NEWNET) == 0 ? 'y' : 'n';
    if (::write(ready[1], &good, 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  ::close(ready[1]);
  char answer = 'n';
  const bool good = ::read(ready[0], &answer, 1) == 1 && answer == 'y';
  ::close(ready[0]);
  if (good) return pid;
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  return -1;
}

class Namespaces final : public Ground {
 public:
  ~Namespaces() override {
    for (const pid_t room : rooms_) {
      ::kill(room, SIGKILL);
      ::waitpid(room, nullptr, 0);
    }
  }
  bool build(std::size_t devices) {
    for (std::size_t i = 0; i < devices; ++i) {
      const pid_t room = hold_namespace();
      if (room < 0) return false;
      rooms_.push_back(room);
      cuts_.emplace_back();
      const std::string near = "s" + std::to_string(i);
      const std::string far = "c" + std::to_string(i);
      const Words steps[] = {
          {"ip", "link", "add", near, "type", "veth", "peer", "name", far},
          {"ip", "link", "set", far, "netns", std::to_string(room)},
          {"ip", "address", "add", address(i, 1) + "/30", "dev", near},
          {"ip", "link", "set", near, "up"},
          inside(room, {"ip", "address", "add", address(i, 2) + "/30", "dev", far}),
          inside(room, {"ip", "link", "set", far, "up"}),
      };
      for (const Words& step : steps) {
        if (run_command(step) != 0) return false;
      }
    }
    return true;
  }
  const char* name() const override { return "namespaces"; }
  std::string server_host() const override { return "0.0.0.0"; }
  std::uint16_t server_port() const override { return k_port; }
  std::string url(std::size_t device) const override {
    return "http://" + address(device, 1) + ':' + std::to_string(k_port);
  }
  pid_t network_of(std::size_t device) const override { return rooms_[device]; }
  void cut(std::size_t device, Cut what) override {
    Cut& now = cuts_[device];
    if (what.up != now.up) run_command(inside(rooms_[device], swallow(what.up, "c" + std::to_string(device))));
    if (what.down != now.down) run_command(swallow(what.down, "s" + std::to_string(device)));
    now = what;
  }

 private:
  static Words swallow(bool on, const std::string& link) {
    if (on) return {"tc", "qdisc", "add", "dev", link, "root", "blackhole"};
    return {"tc", "qdisc", "delete", "dev", link, "root"};
  }
  static std::string address(std::size_t device, int end) {
    return "10.77." + std::to_string(device) + '.' + std::to_string(end);
  }
  std::vector<pid_t> rooms_;
  std::vector<Cut> cuts_;
};

bool write_file(const char* path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  file.close();
  return file.good();
}

}  // namespace

bool enter_own_network() {
  if (::unshare(CLONE_NEWNET) != 0) {
    const std::string user = std::to_string(::getuid());
    const std::string group = std::to_string(::getgid());
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
    if (!write_file("/proc/self/uid_map", "0 " + user + " 1") || !write_file("/proc/self/setgroups", "deny") ||
        !write_file("/proc/self/gid_map", "0 " + group + " 1")) {
      return false;
    }
  }
  return run_command({"ip", "link", "set", "lo", "up"}) == 0 &&
         run_command({"tc", "qdisc", "add", "dev", "lo", "root", "blackhole"}) == 0 &&
         run_command({"tc", "qdisc", "delete", "dev", "lo", "root"}) == 0;
}

std::unique_ptr<Ground> make_namespaces(std::size_t devices) {
  auto ground = std::make_unique<Namespaces>();
  if (!ground->build(devices)) return nullptr;
  return ground;
}

}  // namespace flashkit::tests::matrix
