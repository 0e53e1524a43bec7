#pragma once
// One server: the shipping hub, rooms, sessions and checkpoints (server/) on a loop in virtual time, over ports that
// lead to the shared stores and can be slow, refused, cut off, or lose what was asked or answered. Killing a node loses
// its memory; what it has asked of the stores may still come about.
#include <map>
#include <memory>
#include <string>

#include "server/live_hub.h"
#include "server/live_session.h"
#include "tests/simulator/cloud.h"

namespace flashkit::simulator {

class World;

// A request of one node to another, at one of the inner addresses.
struct InnerRequest {
  std::string path;
  std::string secret;
  std::string body;
};
// Status and body; 0: no answer came.
using InnerAnswer = std::function<void(unsigned status, std::string body)>;

class Node {
 public:
  Node(World& world, std::uint64_t number);
  ~Node();
  void start();
  void kill();
  // As a machine that was put to sleep: everything waits until then, and goes on as if nothing had been.
  void pause(std::uint64_t until_ms);
  // Takes no connection any more, and writes what waits (N4).
  void leave();
  bool up() const { return process_ != nullptr && !leaves_; }

  // Connections, by the world's numbers.
  void accept(std::uint64_t connection);
  void frame(std::uint64_t connection, const std::string& bytes);
  void closed(std::uint64_t connection);

  void create(base::DocumentId id);
  void make_checkpoint(base::DocumentId id);
  // The checkpoint's JSON, or empty; as a device fetches it.
  void fetch_checkpoint(base::DocumentId id, std::uint64_t seq, std::function<void(std::string)> done);
  // What everybody who has the capability may do from now on.
  void change_role(base::DocumentId id, sync::Role role);

  // What people ask for beside the live connection, each answered once, or never: to save what the design is now; to go
  // back to one of the newest versions (0 and nothing: there is none).
  void save_version(base::DocumentId id, server::VersionName name,
                    std::function<void(base::Result<server::SavedVersion>)> done);
  void fetch_version(base::DocumentId id, std::function<void(std::uint64_t seq, std::string json)> done);

  std::uint64_t number;
  sync::Program program;  // of this life and those that follow
  // From another node; `done` never hears when this life ends before.
  void letter(InnerRequest letter, InnerAnswer done);
  // The number of the node that the document prefers, as far as this one knows.
  std::uint64_t preferred(base::DocumentId id) const;

  // On the way to the stores and back.
  bool requests_cut = false;
  bool answers_cut = false;

 private:
  class Process;
  World& world_;
  std::unique_ptr<Process> process_;
  std::vector<std::unique_ptr<Process>> dead_;  // tasks that never run may still name them
  std::uint64_t paused_until_ms_ = 0;
  bool leaves_ = false;
};

}  // namespace flashkit::simulator
