#include <algorithm>
#include <filesystem>
#include <system_error>

#include "adapters/files/whole_file.h"
#include "base/sha256.h"
#include "server/doctor_detail.h"

namespace flashkit::server {

using base::Errc;
using base::Error;
using base::Result;
namespace fs = std::filesystem;

namespace {

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
  std::string bytes;
  if (const std::error_code code = adapters::files::read_whole(path_of(name), bytes)) {
    return report_.unread("blob " + name + " cannot be read (" + code.message() +
                          "): it stays, and so does what names it");
  }
  if (is_named(bytes, name)) {
    size_bytes_ += bytes.size();
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
  std::string bytes;
  const std::error_code code = adapters::files::read_whole(path_of(name), bytes);
  if (code == std::errc::no_such_file_or_directory) return Error{Errc::NotFound, "its blob is missing"};
  if (code) return Error{Errc::Unavailable, "its blob cannot be read just now"};
  if (!is_named(bytes, name)) return Error{Errc::Corrupt, "its blob is damaged"};
  return bytes;
}

bool DoctorBlobs::store(const std::string& name, const std::string& bytes) {
  std::error_code code;
  const std::string path = path_of(name);
  fs::create_directories(path.substr(0, path.rfind('/')), code);
  fs::create_directories(data_ + "/blobs/tmp", code);
  return !adapters::files::replace_whole(path, data_ + "/blobs/tmp/doctor-" + name, bytes, 0600);
}

std::uint64_t DoctorBlobs::unused_count() const {
  return static_cast<std::uint64_t>(
      std::count_if(whole_.begin(), whole_.end(), [&](const std::string& name) { return used_.count(name) == 0; }));
}

}  // namespace flashkit::server
