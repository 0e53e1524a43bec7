#pragma once
// A folder of designs in step with a server, both ways. Each design is one Polotno JSON file; what is known about it
// (its address, and what its file said last) stands in the hidden folder `.flashkit` beside the replica's database. A
// changed file becomes operations on what the file said last; news from others are written into the file, whole files
// only, and never over something that was not read. It is ready for the end of the process at any moment.
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "cli/command.h"
#include "cli/sync_blobs.h"
#include "cli/sync_device.h"
#include "cli/sync_record.h"
#include "sync/view.h"

namespace flashkit::cli {

class SyncFolder final : public SyncDevice::Listener {
 public:
  struct Settings {
    std::string folder;
    std::string server;  // for addresses that are shown
  };
  // Messages for people, one line each; `trouble` for what needs them.
  using Say = std::function<void(const std::string& line, bool trouble)>;
  SyncFolder(Settings settings, SyncNet& net, Say say)
      : settings_(std::move(settings)), net_(net), say_(std::move(say)), blobs_(settings_.folder, net_, say_) {}

  std::optional<Failure> start();
  // Follows a design from an address; its file comes with the first answer of the server.
  std::optional<Failure> add(base::DocumentId document, base::Capability capability);
  // Looks at the files and brings every design in step; to be called every now and then.
  void look();

  // Everything here is in the cloud, and everything in the cloud is here.
  bool in_step() const;
  // Some design cannot be brought in step: no right, no such design, no design in the file.
  bool has_trouble() const;
  // The server has trouble that may pass: with the connection, or with some design.
  bool has_passing_trouble() const;
  // Those that are followed.
  std::size_t designs() const;
  // How the last connection ended; its words are empty while none did.
  const Disconnect& last_disconnect() const { return last_disconnect_; }

  void heard(const sync::ReplicaMessage& message) override;
  void reaches(const std::string& document, std::uint64_t head) override;
  void disconnected(const Disconnect& how) override;

 private:
  // What has to go well for it to be over: reading the file, writing (it or what is remembered), the server's opening
  // it.
  enum class TroubleOf : std::uint8_t { Other, Reading, Writing, Server };
  struct Design {
    DesignRecord record;
    sync::View view;
    bool loaded = false;
    bool dirty = false;      // the view says something that the file may not say
    bool news = false;       // it may name other blobs than before
    bool untold = false;     // some intents are neither on the disk nor in the replica yet
    unsigned missing = 0;    // looks in a row in which the file was not there
    std::uint64_t head = 0;  // as the server said on this connection
    bool head_known = false;
    base::ClientId client;     // nil: none drawn yet
    std::uint64_t number = 0;  // the last one used
    std::string trouble;
    TroubleOf trouble_of = TroubleOf::Other;
    bool trouble_passes = false;  // and that is asked again before long
    bool is_stuck() const { return !trouble.empty() && !trouble_passes; }
    bool may_do_better() const { return !trouble.empty() && trouble_passes; }
    std::string complained;  // the hash of a file that was said to be no design
    FileStamp stamp;         // of the file when it was read
  };
  using Files = std::map<std::string, FileStamp>;

  template <class Is>
  bool has_design(Is is) const {
    return std::any_of(designs_.begin(), designs_.end(),
                       [&](const auto& each) { return std::invoke(is, each.second); });
  }
  std::optional<Failure> keep_interrupted();
  std::optional<Failure> keep_beside(const std::string& name);
  void open(Design& design);
  void come_back(Design& design);
  void leave_alone(const std::string& name, const std::string& why);
  void look_at_new(const std::string& name, const FileStamp& stamp);
  void stop(Design& design);
  bool tell_untold(Design& design);
  void make_from(const std::string& name, const std::string& bytes);
  void find_moved(const Files& files, std::set<std::string>& known);
  void reconcile(Design& design, const Files& files);
  bool take_file(Design& design, const std::string& bytes);
  bool commit(Design& design, const std::vector<operations::Operation>& operations);
  bool rescue_writing(Design& design);
  void write_file(Design& design);
  void load(Design& design, const sync::DocumentLoaded& loaded);
  void store(Design& design, const std::vector<std::string>& operations);
  void forget_stored(Design& design, const sync::OperationsStored& stored);
  bool save(Design& design);
  void trouble(Design& design, const std::string& what, TroubleOf of = TroubleOf::Other);
  static void end_trouble(Design& design, TroubleOf of);
  Design* find(const std::string& document);
  std::string path_of(const Design& design) const { return settings_.folder + "/" + design.record.file; }
  std::string address_of(const Design& design) const;
  std::string free_name(const Design& design) const;
  std::string hidden() const { return settings_.folder + "/.flashkit"; }

  Settings settings_;
  SyncNet& net_;
  Say say_;
  adapters::SystemRandom random_;
  std::unique_ptr<SyncDevice> device_;
  std::map<std::string, Design> designs_;  // by the document's bytes
  sync::ReplicaStatus status_;
  Disconnect last_disconnect_;
  SyncBlobs blobs_;
  std::set<std::string> not_ours_;                 // hashes of files that are no designs and were said so
  std::map<std::string, std::string> left_alone_;  // names of files that nobody can take in as they are, and why
  bool folder_unread_ = false;
};

}  // namespace flashkit::cli
