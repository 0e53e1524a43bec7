#pragma once
// What `flashkit sync` remembers of a design between two runs, and how it touches files: whole or not at all.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "cli/command.h"
#include "document/document.h"

namespace flashkit::cli {

// What a file says, by the hash of its bytes and as a design.
struct Said {
  std::string hash;  // empty: there is no file yet
  document::Document design;
};

struct DesignRecord {
  base::DocumentId document;
  base::Capability capability;
  bool made_here = false;
  std::string file;  // the name in the folder; empty: none yet
  Said said;
  // A file that was about to be written when this was: one of the two is the truth.
  std::optional<Said> next;
  // Operations of the file that the replica may not have yet; it takes each once however often it gets it.
  std::vector<std::string> intents;
  bool stopped = false;  // the file was taken away: no longer followed, until it is back
};

std::string write_record(const DesignRecord& record);
base::Result<DesignRecord> read_record(std::string_view bytes);

// Enough to see that a file was touched.
struct FileStamp {
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t written_ns = 0;
  std::int64_t changed_ns = 0;  // other than the one before, programs cannot set it back
  bool is_link = false;         // to another file, or to nothing
  bool operator==(const FileStamp&) const = default;
};

std::string hash_of(std::string_view bytes);
// Regular *.json files of the folder that are not hidden, and links of such names. Nothing: the folder cannot be read.
std::optional<std::map<std::string, FileStamp>> list_designs(const std::string& folder);
// Nothing: it cannot be read, and errno says why.
std::optional<std::string> read_whole(const std::string& path);
// Durable when it returns; `path` holds the old bytes or the new ones at any moment.
std::optional<Failure> write_whole(const std::string& path, std::string_view bytes);
// Puts `bytes` in the place of the file if that still has the hash `expected` (empty: if there is none). What was
// there instead stays there, and false is given; a `temporary` that is still there then holds what somebody wrote
// meanwhile. On an error errno says why.
base::Result<bool> replace_file_if(const std::string& path, const std::string& expected, std::string_view bytes,
                                   const std::string& temporary);

}  // namespace flashkit::cli
