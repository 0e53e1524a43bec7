#pragma once
// The parts of `examine`: what is reported and whether anything is repaired, the blobs of a data folder, and the writes
// to its database. What cannot be read just now is no damage: nothing is concluded from it, and nothing is repaired on
// it.
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/sqlite/database.h"
#include "base/id.h"
#include "base/result.h"
#include "server/doctor.h"
#include "server/states.h"

namespace flashkit::server {

class DoctorReport {
 public:
  explicit DoctorReport(bool repair) : repairs_(repair ? Repairs::Wanted : Repairs::NotAsked) {}

  void damage(std::string text) { findings_.push_back({Finding::Kind::Damage, std::move(text)}); }
  void unread(std::string text) { findings_.push_back({Finding::Kind::Unread, std::move(text)}); }
  // Who sees only a part of what is there takes the rest for missing: from here on nothing is changed in this run.
  void stop_repairs() { repairs_ = repairs_ == Repairs::Wanted ? Repairs::Stopped : repairs_; }
  // Does it when repairs are wanted. `mend` gives false when it could not be done.
  template <class Mend>
  void mendable(const std::string& text, const std::string& remedy, Mend mend) {
    if (repairs_ == Repairs::NotAsked) {
      findings_.push_back({Finding::Kind::Mendable, text + "; --repair " + remedy});
    } else if (repairs_ == Repairs::Stopped) {
      findings_.push_back({Finding::Kind::Mendable, text + "; left as it is, since not everything could be read"});
    } else if (mend()) {
      findings_.push_back({Finding::Kind::Repaired, text + ": done, " + remedy});
    } else {
      damage(text + "; it could not be repaired (is the disk full, or the folder read-only?)");
    }
  }
  std::vector<Finding> take() { return std::move(findings_); }

 private:
  enum class Repairs : std::uint8_t { NotAsked, Wanted, Stopped };
  Repairs repairs_;
  std::vector<Finding> findings_;
};

class DoctorBlobs {
 public:
  // `report` must outlive it.
  DoctorBlobs(std::string data, DoctorReport& report) : data_(std::move(data)), report_(report) {}

  // Lists them all, and only then reads each and sees to what is wrong with it.
  void check();
  // One of them, which is in use then. Errors: NotFound, Corrupt (it is not what its name says), Unavailable (it is
  // there, or may be, and could not be read).
  base::Result<std::string> read(const std::string& name);
  // Durable when true.
  bool store(const std::string& name, const std::string& bytes);
  std::set<std::string>& used() { return used_; }
  std::uint64_t count() const { return whole_.size(); }
  std::uint64_t size_bytes() const { return size_bytes_; }
  std::uint64_t unused_count() const;

 private:
  void list(const std::string& below, int depth);
  void take(const std::string& path);
  void check_one(const std::string& name);
  std::string path_of(const std::string& name) const;

  std::string data_;
  DoctorReport& report_;
  std::vector<std::string> half_written_;  // below the data folder, all three
  std::vector<std::string> listed_;
  std::vector<std::string> strange_;
  std::set<std::string> whole_;
  std::set<std::string> used_;
  std::uint64_t size_bytes_ = 0;
};

// The records and the list of what journals give up, for changing them.
class DoctorDatabase {
 public:
  explicit DoctorDatabase(adapters::sqlite::Database database) : database_(std::move(database)) {}
  adapters::sqlite::Database& raw() { return database_; }

  struct Row {
    std::string partition;
    std::string sort;
    std::string value;
  };
  // Those of designs, ordered. False: there may be more.
  bool read_rows(std::vector<Row>& out);
  bool erase(const std::string& partition, const std::string& sort);
  bool change(const std::string& partition, const std::string& sort, const std::string& value);
  // Points a design's record META at this checkpoint (seq 0: at none), and gives up none of its entries meanwhile:
  // what was to go was covered by the checkpoint before. Together or not at all.
  bool point_meta(base::DocumentId document, const CheckpointPointer& to);
  // How many promises there are to give up entries that a checkpoint at `seq` does not cover.
  std::uint64_t count_uncovered(base::DocumentId document, std::uint64_t seq);
  bool keep_uncovered(base::DocumentId document, std::uint64_t seq);
  // The number of the first entry that a journal keeps; 0: it has none. Nothing: it could not be read.
  std::optional<std::uint64_t> first_kept(base::DocumentId document);

 private:
  bool gives_up_entries();

  adapters::sqlite::Database database_;
};

}  // namespace flashkit::server
