#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/sha256.h"
#include "server/doctor_detail.h"

namespace flashkit::server {

using base::Errc;
using base::Error;
using base::Result;
namespace fs = std::filesystem;

namespace {

struct BlobFile {
  std::string bytes;
  int error = 0;  // an errno; the bytes count only when it is 0
};

BlobFile read_blob_file(const std::string& path) {
  BlobFile out;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {{}, errno};
  char piece[1 << 16];
  while (true) {
    const ssize_t count = ::read(file, piece, sizeof piece);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) out.error = errno;
    if (count <= 0) break;
    out.bytes.append(piece, static_cast<std::size_t>(count));
  }
  ::close(file);
  return out;
}

bool write_blob_file(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  bool good = true;
  while (good && !bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    good = count > 0;
    if (good) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  good = good && ::fsync(file) == 0;
  return ::close(file) == 0 && good;
}

bool sync_blob_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return false;
  const bool good = ::fsync(folder) == 0;
  ::close(folder);
  return good;
}

bool is_named(const std::string& bytes, const std::string& name) {
  return base::to_hex(base::sha256(base::bytes_of(bytes))) == name;
}

constexpr int k_blob_depth = 2;  // of the folders below blobs/

}  // namespace

std::string DoctorBlobs::path_of(const std::string& name) const {
  return data_ + "/blobs/" + name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name;
}

void DoctorBlobs::check() {
  list("blobs", 0);
  for (const std::string& path : strange_) report_.damage(path + " is no blob of Flashkit: it is left alone");
  for (const std::string& path : half_written_) {
    report_.mendable("half-written file " + path, "removes it", [&] {
      std::error_code code;
      return fs::remove(data_ + "/" + path, code) && !code;
    });
  }
  for (const std::string& name : listed_) check_one(name);
}

void DoctorBlobs::list(const std::string& below, int depth) {
  std::error_code code;
  fs::directory_iterator at(data_ + "/" + below, code);
  for (const fs::directory_iterator end; !code && at != end; at.increment(code)) {
    const std::string path = below + "/" + at->path().filename().string();
    std::error_code unknown;
    const fs::file_status status = at->status(unknown);
    const bool seen = fs::exists(status);
    // What is listed and cannot be looked at may be a folder of whole blobs.
    if (!seen && depth < k_blob_depth) {
      report_.unread(path + " cannot be read (" + (unknown ? unknown.message() : "it leads nowhere") + ")");
      report_.stop_repairs();
    } else if (seen && fs::is_directory(status) && depth < k_blob_depth) {
      list(path, path == "blobs/tmp" ? k_blob_depth : depth + 1);
    } else {
      take(path);
    }
  }
  if (!code) return;
  report_.unread("the folder " + below + " cannot be read (" + code.message() + "): what is in it is not known");
  report_.stop_repairs();
}

void DoctorBlobs::take(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  if (path == "blobs/tmp/" + name) {
    half_written_.push_back(path);
  } else if (base::is_blob_name(name) && data_ + "/" + path == path_of(name)) {
    listed_.push_back(name);
  } else {
    strange_.push_back(path);
  }
}

void DoctorBlobs::check_one(const std::string& name) {
  const BlobFile file = read_blob_file(path_of(name));
  if (file.error != 0) {
    return report_.unread("blob " + name + " cannot be read (" + std::strerror(file.error) +
                          "): it stays, and so does what names it");
  }
  if (is_named(file.bytes, name)) {
    size_bytes_ += file.bytes.size();
    whole_.insert(name);
    return;
  }
  // Out of the way, so that whoever has the right bytes can store them again.
  report_.mendable("blob " + name + " does not match its name",
                   "moves it to damaged/, whoever has it can store it again", [&] {
                     std::error_code code;
                     fs::create_directories(data_ + "/damaged", code);
                     fs::rename(path_of(name), data_ + "/damaged/" + name, code);
                     return !code;
                   });
}

Result<std::string> DoctorBlobs::read(const std::string& name) {
  used_.insert(name);
  if (!base::is_blob_name(name)) return Error{Errc::NotFound, "its blob is missing"};
  BlobFile file = read_blob_file(path_of(name));
  if (file.error == ENOENT) return Error{Errc::NotFound, "its blob is missing"};
  if (file.error != 0) return Error{Errc::Unavailable, "its blob cannot be read just now"};
  if (!is_named(file.bytes, name)) return Error{Errc::Corrupt, "its blob is damaged"};
  return std::move(file.bytes);
}

bool DoctorBlobs::store(const std::string& name, const std::string& bytes) {
  std::error_code code;
  const std::string path = path_of(name);
  const std::string folder = path.substr(0, path.rfind('/'));
  const std::string half = data_ + "/blobs/tmp/doctor-" + name;
  fs::create_directories(folder, code);
  fs::create_directories(data_ + "/blobs/tmp", code);
  if (!write_blob_file(half, bytes)) {
    fs::remove(half, code);
    return false;
  }
  fs::rename(half, path, code);
  return !code && sync_blob_folder(folder);
}

std::uint64_t DoctorBlobs::unused_count() const {
  return static_cast<std::uint64_t>(
      std::count_if(whole_.begin(), whole_.end(), [&](const std::string& name) { return used_.count(name) == 0; }));
}

}  // namespace flashkit::server
