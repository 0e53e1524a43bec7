#include "adapters/files/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace flashkit::adapters::files {

namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

class Descriptor {
 public:
  explicit Descriptor(int raw) : raw_(raw) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { static_cast<void>(close()); }
  int raw() const { return raw_; }
  bool good() const { return raw_ >= 0; }
  // Some file systems tell only now that the bytes had no room.
  bool close() {
    const int raw = raw_;
    raw_ = -1;
    return raw < 0 || ::close(raw) == 0;
  }

 private:
  int raw_;
};

std::error_code write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return last_error();
    if (count == 0) return std::make_error_code(std::errc::no_space_on_device);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

std::error_code write_new(const std::string& path, std::string_view bytes, mode_t mode) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file.good()) return last_error();
  std::error_code code = write_all(file.raw(), bytes);
  if (!code && ::fsync(file.raw()) != 0) code = last_error();
  if (!file.close() && !code) code = last_error();
  if (code) ::unlink(path.c_str());
  return code;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

std::error_code read_whole(const std::string& path, std::string& bytes) {
  bytes.clear();
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!file.good() || ::fstat(file.raw(), &status) != 0) return last_error();
  // One more than it has, so that the end shows at once; a file that grows meanwhile is read on.
  bytes.resize(static_cast<std::size_t>(status.st_size) + 1);
  std::size_t done = 0;
  while (true) {
    if (done == bytes.size()) bytes.resize(2 * done);
    const ssize_t count = ::read(file.raw(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const std::error_code code = last_error();
      bytes.clear();
      return code;
    }
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return {};
}

std::error_code write_beside(const std::string& beside, std::string_view bytes, mode_t mode) {
  // A new file always: an old one might be a link to somewhere else, or have other rights.
  if (::unlink(beside.c_str()) != 0 && errno != ENOENT) return last_error();
  return write_new(beside, bytes, mode);
}

std::error_code flush_folder(const std::string& folder) {
  const Descriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.good()) return last_error();
  // EINVAL: a file system of the network that flushes names by itself, or never.
  if (::fsync(file.raw()) != 0 && errno != EINVAL) return last_error();
  return {};
}

std::error_code replace_whole(const std::string& path, const std::string& beside, std::string_view bytes, mode_t mode) {
  if (const std::error_code code = write_beside(beside, bytes, mode)) return code;
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    const std::error_code code = last_error();
    ::unlink(beside.c_str());
    return code;
  }
  return flush_folder(folder_of(path));
}

bool create_whole(const std::string& path, const std::string& beside, std::string_view bytes, mode_t mode,
                  std::error_code& code) {
  code = write_beside(beside, bytes, mode);
  if (code) return false;
  const bool fresh = ::link(beside.c_str(), path.c_str()) == 0;
  if (!fresh && errno != EEXIST) code = last_error();
  ::unlink(beside.c_str());
  if (!code) code = flush_folder(folder_of(path));
  return fresh;
}

}  // namespace flashkit::adapters::files
