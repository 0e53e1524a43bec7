#include "adapters/files/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace flashkit::adapters::files {

using base::Errc;
using base::Error;

namespace {

base::Result<int> locked(const std::string& path) {
  const int lock = ::open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return Error{Errc::Unavailable, "the data folder cannot be written"};
  if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  const bool taken = errno == EWOULDBLOCK;
  ::close(lock);
  if (taken) return Error{Errc::Conflict, "another server uses the data folder"};
  return Error{Errc::Unavailable, "the data folder cannot be locked"};
}

}  // namespace

base::Result<std::unique_ptr<Folder>> Folder::lock_existing(const std::string& path) {
  std::error_code code;
  if (!std::filesystem::exists(path + "/flashkit.db", code)) {
    return Error{Errc::NotFound, "there is no flashkit.db in this folder"};
  }
  FLASHKIT_TRY(const int lock, locked(path));
  return std::unique_ptr<Folder>(new Folder(path, lock, false));
}

base::Result<std::unique_ptr<Folder>> Folder::open(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (code) return Error{Errc::Unavailable, "the data folder cannot be made"};
  FLASHKIT_TRY(const int lock, locked(path));
  const std::string mark = path + "/closed-well";
  const bool fresh = !std::filesystem::exists(path + "/flashkit.db", code);
  const bool closed_well = ::unlink(mark.c_str()) == 0;
  return std::unique_ptr<Folder>(new Folder(path, lock, closed_well || fresh));
}

Folder::~Folder() { ::close(lock_); }

void Folder::mark_closed_well() {
  const int mark = ::open((path_ + "/closed-well").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (mark >= 0) ::close(mark);
}

}  // namespace flashkit::adapters::files
