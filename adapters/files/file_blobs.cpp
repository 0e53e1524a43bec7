#include "adapters/files/file_blobs.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "adapters/files/whole_file.h"
#include "adapters/system/hash.h"
#include "adapters/system/worker.h"
#include "base/sha256.h"

namespace flashkit::adapters::files {

using base::Errc;
using base::Error;
using base::Result;

namespace {

const Error k_bad_name{Errc::Malformed, "a blob is named by 64 hexadecimal digits"};
const Error k_disk_full{Errc::Unavailable, "the disk is full"};
const Error k_not_written{Errc::Unavailable, "the blob could not be written"};

Result<void> written(const std::error_code& code) {
  if (!code) return {};
  const int why = code.value();
  return why == ENOSPC || why == EDQUOT || why == EFBIG ? k_disk_full : k_not_written;
}

Result<std::string> read_file(const std::string& path) {
  std::string out;
  const std::error_code code = read_whole(path, out);
  if (code == std::errc::no_such_file_or_directory) return Error{Errc::NotFound, "there is no such blob"};
  if (code) return Error{Errc::Unavailable, "the blob could not be read"};
  return out;
}

Result<void> make_one_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return written({errno, std::generic_category()});
}

class FileBlobs final : public ports::Blobs {
 public:
  explicit FileBlobs(FileBlobsOptions options) : options_(std::move(options)) {}

  void put_if_absent(std::string name, std::shared_ptr<const std::string> bytes, PutCallback done) override {
    const std::size_t size = bytes->size();
    if (waiting_bytes_.fetch_add(size) + size > options_.waiting_limit_bytes) {
      waiting_bytes_.fetch_sub(size);
      worker_.post([done = std::move(done)] { done(Error{Errc::Unavailable, "too many blobs are being written"}); });
      return;
    }
    worker_.post([this, name = std::move(name), bytes = std::move(bytes), done = std::move(done)] {
      const Result<bool> answer = without_throwing([&] { return write_blob(name, *bytes); });
      waiting_bytes_.fetch_sub(bytes->size());
      done(answer);
    });
  }
  void get(std::string name, GetCallback done) override {
    if (refuses_reads(done)) return;
    worker_.post([this, name = std::move(name), done = std::move(done)] {
      done(without_throwing([&] { return read_blob(name); }));
    });
  }
  void size(std::string name, SizeCallback done) override {
    if (refuses_reads(done)) return;
    worker_.post([this, name = std::move(name), done = std::move(done)] { done(size_of_blob(name)); });
  }

 private:
  template <class Callback>
  bool refuses_reads(const Callback& done) {
    if (worker_.waiting() < options_.waiting_limit_reads) return false;
    worker_.post_first([done] { done(Error{Errc::Unavailable, "too many blobs are being read; try again"}); });
    return true;
  }
  std::string folder_of(const std::string& name) const {
    return options_.folder + "/" + name.substr(0, 2) + "/" + name.substr(2, 2);
  }
  std::string path_of(const std::string& name) const { return folder_of(name) + "/" + name; }

  Result<void> make_folder(const std::string& name) const {
    const std::string upper = options_.folder + "/" + name.substr(0, 2);
    const std::string lower = folder_of(name);
    if (::mkdir(lower.c_str(), 0700) == 0) return written(flush_folder(upper));
    if (errno == EEXIST) return {};
    FLASHKIT_CHECK(make_one_folder(upper));
    FLASHKIT_CHECK(make_one_folder(lower));
    FLASHKIT_CHECK(written(flush_folder(options_.folder)));
    return written(flush_folder(upper));
  }

  Result<bool> write_blob(const std::string& name, const std::string& bytes) {
    if (!base::is_blob_name(name)) return k_bad_name;
    if (bytes.size() > ports::k_blob_limit_bytes) return Error{Errc::Limit, "a blob is larger than the store takes"};
    if (sha256_hex(bytes) != name) return Error{Errc::Corrupt, "the bytes do not hash to the name"};
    const std::string path = path_of(name);
    if (::access(path.c_str(), F_OK) == 0) {
      // Whoever wrote it may have died before the folder was flushed.
      FLASHKIT_CHECK(written(flush_folder(folder_of(name))));
      return false;
    }
    FLASHKIT_CHECK(make_folder(name));
    const std::string beside = options_.folder + "/tmp/" + name + "." + std::to_string(next_.fetch_add(1));
    std::error_code code;
    const bool fresh = create_whole(path, beside, bytes, 0600, code);
    FLASHKIT_CHECK(written(code));
    return fresh;
  }

  Result<std::string> read_blob(const std::string& name) const {
    if (!base::is_blob_name(name)) return k_bad_name;
    FLASHKIT_TRY(std::string bytes, read_file(path_of(name)));
    if (sha256_hex(bytes) != name) return Error{Errc::Corrupt, "the stored bytes do not hash to their name"};
    return bytes;
  }

  Result<std::optional<std::uint64_t>> size_of_blob(const std::string& name) const {
    if (!base::is_blob_name(name)) return k_bad_name;
    struct stat status {};
    if (::stat(path_of(name).c_str(), &status) == 0) {
      return std::optional<std::uint64_t>(static_cast<std::uint64_t>(status.st_size));
    }
    if (errno == ENOENT) return std::optional<std::uint64_t>();
    return Error{Errc::Unavailable, "the blob could not be looked up"};
  }

  FileBlobsOptions options_;
  std::atomic<std::size_t> waiting_bytes_ = 0;
  std::atomic<std::uint64_t> next_ = 0;
  Worker worker_{2};  // last: its threads end before what they use
};

}  // namespace

Result<std::unique_ptr<ports::Blobs>> open_file_blobs(FileBlobsOptions options) {
  std::error_code code;
  std::filesystem::remove_all(options.folder + "/tmp", code);  // what a crash left half written
  std::filesystem::create_directories(options.folder + "/tmp", code);
  if (code) return Error{Errc::Unavailable, "the folder of blobs cannot be made"};
  return std::unique_ptr<ports::Blobs>(std::make_unique<FileBlobs>(std::move(options)));
}

}  // namespace flashkit::adapters::files
