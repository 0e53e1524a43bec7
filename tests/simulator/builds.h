#pragma once
// Programs of two builds in one world: which one a life of a node or a device is, what the newer ones' operations ask
// of every program (a stand-in for steps that older ones would misread or harm), and what must hold between them
// whatever fails: docs/protocol.md, L2, L12, D12. Without the fault `two_builds` everything is of this build.
#include <map>

#include "operations/generated/operation.pb.h"
#include "sync/generated/frames.pb.h"
#include "sync/limits.h"
#include "tests/simulator/cloud.h"

namespace flashkit::simulator {

class World;

class Builds {
 public:
  explicit Builds(World& world) : world_(world) {}
  void draw();
  // Of a life that begins now. Newer devices speak with older nodes; newer nodes need not speak with older devices.
  sync::Program of_device() const;
  sync::Program of_node() const;
  const sync::Program& newest() const { return newer_; }
  bool is_older(const sync::Program& program) const { return program.rules < newer_.rules; }
  // Older programs reach every node, also the newest.
  bool all_speak() const { return newer_node_.protocol_least == older_.protocol_least; }
  bool stay_to_the_end() const { return stay_to_the_end_; }

  // What a newer program's person does: the operation asks something of every program, now and then.
  void ask(operations::Operation& operation, const sync::Program& by) const;
  static sync::Minimum asked_by(std::string_view operation);

  void check_pushed(const sync::Push& push, const sync::Program& by);
  void check_welcome(const sync::Welcome& welcome, const sync::Program& device, const sync::Program& node) const;
  // No entry of these comes to that device, whose rules it does not know.
  void check_shown(const sync::Entries& shown, const sync::Program& to) const;
  // `document` without that entry.
  void check_entry(CloudDocument& document, const sync::Entry& entry) const;
  // What is made of a document's state after an entry is made by who can read all of it.
  void check_made(const CloudDocument& document, std::uint64_t seq, const sync::Program& by, const char* what) const;

 private:
  World& world_;
  sync::Program older_;
  sync::Program newer_;
  sync::Program newer_node_;
  std::uint64_t asks_from_ms_ = 0;
  bool asks_readers_ = false;
  bool stay_to_the_end_ = false;
  std::map<base::OperationId, std::uint32_t> pushed_by_;  // the newest rules of a program that pushed it
};

}  // namespace flashkit::simulator
