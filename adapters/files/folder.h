#pragma once
// A data folder that one server owns: made if missing, proven writable, locked against a second server, and marked
// while it is open so that the next start knows whether the last one ended well.
#include <memory>
#include <string>

#include "base/result.h"

namespace flashkit::adapters::files {

class Folder {
 public:
  // Errors: Unavailable (cannot be made or written), Conflict (another server uses it).
  static base::Result<std::unique_ptr<Folder>> open(const std::string& path);
  // Locks a data folder that is there, to look at it: nothing is made, and its mark stays. Errors: NotFound (no data
  // folder), Conflict, Unavailable.
  static base::Result<std::unique_ptr<Folder>> lock_existing(const std::string& path);
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();  // lets the lock go

  const std::string& path() const { return path_; }
  // False after a crash: what is stored deserves a check.
  bool was_closed_well() const { return closed_well_; }
  // To be called when everything is on the disk and nothing more will be written.
  void mark_closed_well();

 private:
  Folder(std::string path, int lock, bool closed_well)
      : path_(std::move(path)), lock_(lock), closed_well_(closed_well) {}
  std::string path_;
  int lock_;
  bool closed_well_;
};

}  // namespace flashkit::adapters::files
