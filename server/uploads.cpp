#include "server/uploads.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/sha256.h"

namespace flashkit::server {

using base::Errc;
using base::Error;
using base::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_owner_digits = 16;
const Error k_not_a_name{Errc::Malformed,
                         "a blob is named by the SHA-256 of its bytes, 64 lower-case hexadecimal digits"};
const Error k_too_large{Errc::Limit, "a file may have up to 64 MB"};
const Error k_no_size{Errc::Malformed, "an upload has a size"};
const Error k_no_room{Errc::Unavailable, "there is no room for this upload just now"};

std::string owner_of(const UploadKey& key) {
  return base::to_hex(base::sha256(base::bytes_of(key.user))).substr(0, k_owner_digits);
}

std::uint64_t size_of_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

}  // namespace

Result<std::unique_ptr<Uploads>> Uploads::open(std::string folder, ports::Blobs& blobs, UploadLimits limits) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code || ::access(folder.c_str(), W_OK | X_OK) != 0) {
    return Error{Errc::Unavailable, "the folder of uploads cannot be made"};
  }
  std::unique_ptr<Uploads> out(new Uploads(std::move(folder), blobs, limits));
  out->sweep();
  return out;
}

std::string Uploads::file_of(const UploadKey& key) { return key.name + "-" + owner_of(key); }
std::string Uploads::path_of(const UploadKey& key) const { return folder_ + "/" + file_of(key); }

void Uploads::forget_grant(const UploadKey& key) { grants_.forget(owner_of(key), key.name); }

void Uploads::offer(ports::DirectBlobs& direct, ports::Clock& clock, std::function<void(bool)> verdict) {
  worker_.post([this, &direct, &clock, verdict = std::move(verdict)] {
    direct_ = &direct;
    clock_ = &clock;
    verdict_ = verdict;
    examine();
  });
}

void Uploads::examine() {
  if (direct_ == nullptr || trust_ != Trust::Unknown) return;
  trust_ = Trust::Asked;
  direct_->examine([this](Result<bool> keeps_word) {
    worker_.post([this, keeps_word = std::move(keeps_word)] {
      if (!keeps_word.ok()) {
        trust_ = Trust::Unknown;
        return;
      }
      trust_ = keeps_word.value() ? Trust::Given : Trust::Refused;
      verdict_(keeps_word.value());
    });
  });
}

void Uploads::look(UploadKey key, Callback done) {
  if (!base::is_blob_name(key.name)) return done(k_not_a_name);
  blobs_.size(key.name, [this, key, done = std::move(done)](Result<std::optional<std::uint64_t>> size) {
    if (!size.ok()) return done(size.error());
    if (size.value()) return done(UploadState{.offset = *size.value(), .done = true});
    worker_.post([this, key, done] { done(UploadState{.offset = size_of_file(path_of(key))}); });
  });
}

void Uploads::begin(UploadKey key, std::uint64_t size, StartCallback done) {
  if (!base::is_blob_name(key.name)) return done(k_not_a_name);
  if (size == 0) return done(k_no_size);
  if (size > ports::k_blob_limit_bytes) return done(k_too_large);
  blobs_.size(key.name, [this, key, size, done = std::move(done)](Result<std::optional<std::uint64_t>> found) {
    if (!found.ok()) return done(found.error());
    worker_.post([this, key, size, found = found.value(), done] {
      if (!found) return start(key, size, done);
      forget_grant(key);
      done(UploadStart{.state = {.offset = *found, .done = true}, .put = {}});
    });
  });
}

// What came in pieces already goes on so; else room is made for it and the store's own way in is offered.
void Uploads::start(const UploadKey& key, std::uint64_t size, const StartCallback& done) {
  const std::uint64_t here = size_of_file(path_of(key));
  if (here > 0 || size > k_direct_bytes || trust_ != Trust::Given) {
    return done(UploadStart{.state = {.offset = here}, .put = {}});
  }
  if (const Result<void> room = make_room(key, size, Way::Direct); !room.ok()) return done(room.error());
  const std::int64_t until_ms = clock_->steady_ms() + std::int64_t{k_direct_s} * 1000;
  if (!grants_.add(owner_of(key), key.name, {size, until_ms})) return done(UploadStart{});
  direct_->put({key.name, size}, k_direct_s, [this, key, done](Result<ports::DirectRequest> request) {
    if (request.ok()) return done(UploadStart{.state = {}, .put = std::move(request).value()});
    worker_.post([this, key] { forget_grant(key); });
    done(UploadStart{});  // there are the pieces
  });
}

void Uploads::append(UploadKey key, UploadPiece piece, Callback done) {
  const std::uint64_t length = piece.bytes->size();
  if (!base::is_blob_name(key.name)) return done(k_not_a_name);
  if (piece.size > ports::k_blob_limit_bytes) return done(k_too_large);
  if (piece.size == 0 || piece.offset > piece.size || length > piece.size - piece.offset) {
    return done(Error{Errc::Malformed, "the piece lies outside of what was announced"});
  }
  worker_.post(
      [this, key = std::move(key), piece = std::move(piece), done = std::move(done)] { take(key, piece, done); });
}

void Uploads::take(const UploadKey& key, const UploadPiece& piece, const Callback& done) {
  const std::uint64_t here = size_of_file(path_of(key));
  if (here != piece.offset) return done(UploadState{.offset = here, .elsewhere = true});
  if (const Result<void> room = make_room(key, piece.size, Way::Pieces); !room.ok()) return done(room.error());
  if (const Result<void> written = write(key, piece); !written.ok()) return done(written.error());
  const std::uint64_t now = here + piece.bytes->size();
  if (now < piece.size) return done(UploadState{.offset = now});
  finish(key, done);
}

// As much as is announced must fit, of this person's and, where it lies here, of everybody's: of the others' uploads
// too, for every one of them may come whole. What he was granted for the same blob is this very upload.
Result<void> Uploads::make_room(const UploadKey& key, std::uint64_t size, Way way) {
  forget_grant(key);
  const std::string owner = owner_of(key);
  const std::string file = file_of(key);
  std::uint64_t all = size;
  std::uint64_t own = size + (clock_ == nullptr ? 0 : grants_.bytes_of(owner, clock_->steady_ms()));
  for (const auto& [name, bytes] : under_way_) {
    if (name == file) continue;
    all += bytes;
    if (name.ends_with("-" + owner)) own += bytes;
  }
  if (own > limits_.person_bytes)
    return Error{Errc::Unavailable, "too much of yours is being uploaded; try again later"};
  if (way == Way::Direct) return {};
  if (all > limits_.whole_bytes) return k_no_room;
  under_way_[file] = size;
  return {};
}

Result<void> Uploads::write(const UploadKey& key, const UploadPiece& piece) const {
  const int file = ::open(path_of(key).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return k_no_room;
  std::size_t done = 0;
  while (done < piece.bytes->size()) {
    const ssize_t count = ::write(file, piece.bytes->data() + done, piece.bytes->size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  const bool whole = done == piece.bytes->size();
  if (!whole) static_cast<void>(::ftruncate(file, static_cast<off_t>(piece.offset)));
  ::close(file);
  return whole ? Result<void>() : Result<void>(k_no_room);
}

void Uploads::finish(const UploadKey& key, const Callback& done) {
  const std::string path = path_of(key);
  std::ifstream file(path, std::ios::binary);
  const auto bytes =
      std::make_shared<const std::string>(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  const std::uint64_t size = bytes->size();
  blobs_.put_if_absent(key.name, bytes, [this, key, size, done](const Result<bool>& put) {
    worker_.post([this, key, size, done, put] {
      // Kept where the store only had no time or room: an empty piece at the end tries again.
      if (put.ok() || put.error().code == Errc::Corrupt || put.error().code == Errc::Limit) {
        ::unlink(path_of(key).c_str());
        under_way_.erase(file_of(key));
      }
      if (put.ok()) {
        done(UploadState{.offset = size, .done = true});
      } else {
        done(put.error());
      }
    });
  });
}

void Uploads::sweep() {
  worker_.post([this] {
    examine();
    if (clock_ != nullptr) grants_.sweep(clock_->steady_ms());
    const auto oldest = fs::file_time_type::clock::now() - std::chrono::seconds(limits_.abandoned_s);
    std::map<std::string, std::uint64_t> here;
    std::error_code code;
    for (fs::directory_iterator at(folder_, code), end; !code && at != end; at.increment(code)) {
      std::error_code of_file;
      const auto written = fs::last_write_time(at->path(), of_file);
      if (!of_file && written < oldest && fs::remove(at->path(), of_file)) continue;
      const std::string name = at->path().filename().string();
      // Of before a restart: what was announced is said again with the next piece.
      const auto known = under_way_.find(name);
      here[name] = known == under_way_.end() ? size_of_file(at->path().string()) : known->second;
    }
    if (!code) under_way_ = std::move(here);
  });
}

}  // namespace flashkit::server
