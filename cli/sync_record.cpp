#include "cli/sync_record.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "adapters/files/whole_file.h"
#include "base/json.h"
#include "base/sha256.h"
#include "sync/checkpoint.h"

namespace flashkit::cli {

using base::Errc;
using base::Error;
using base::Json;
using base::Result;

namespace {

constexpr mode_t k_mode = 0666;  // less what the user's mask takes away

std::string to_hex_bytes(std::string_view bytes) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    out += k_digits[static_cast<unsigned char>(c) >> 4];
    out += k_digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}
std::optional<std::string> from_hex_bytes(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

Json json_of(const Said& said) {
  return Json::object(
      {{"hash", Json::string(said.hash)}, {"design", Json::string(sync::write_checkpoint(0, {}, said.design))}});
}
Result<Said> said_of(const Json& json) {
  const Json* hash = json.find("hash");
  const Json* design = json.find("design");
  if (hash == nullptr || design == nullptr) return Error{Errc::Malformed, "a record is not complete"};
  FLASHKIT_TRY(sync::Checkpoint checkpoint, sync::read_checkpoint(design->as_string()));
  return Said{std::string(hash->as_string()), std::move(checkpoint.document)};
}

// Once the name is given nothing is taken back: were the flush to fail, there would be nobody to tell.
void flush_folder_of(const std::string& path) { static_cast<void>(adapters::files::flush_folder(folder_of(path))); }

void discard(const std::string& path) {
  const int why = errno;
  (void)::unlink(path.c_str());
  errno = why;
}

}  // namespace

std::string write_record(const DesignRecord& record) {
  std::vector<Json> intents;
  for (const std::string& each : record.intents) intents.push_back(Json::string(to_hex_bytes(each)));
  Json out = Json::object({{"document", Json::string(base::to_hex(record.document))},
                           {"capability", Json::string(base::to_hex(record.capability))},
                           {"madeHere", Json::boolean(record.made_here)},
                           {"file", Json::string(record.file)},
                           {"said", json_of(record.said)},
                           {"intents", Json::array(std::move(intents))}});
  if (record.next.has_value()) out.set("next", json_of(*record.next));
  if (record.stopped) out.set("stopped", Json::boolean(true));
  return base::write_json(out);
}

Result<DesignRecord> read_record(std::string_view bytes) {
  FLASHKIT_TRY(const Json json, base::parse_json(bytes));
  for (const char* key : {"document", "capability", "madeHere", "file", "said", "intents"}) {
    if (json.find(key) == nullptr) return Error{Errc::Malformed, "a record is not complete"};
  }
  DesignRecord out;
  FLASHKIT_TRY(out.document, base::parse_id<base::DocumentId>(json.find("document")->as_string()));
  FLASHKIT_TRY(out.capability, base::parse_id<base::Capability>(json.find("capability")->as_string()));
  out.made_here = json.find("madeHere")->as_bool();
  out.file = json.find("file")->as_string();
  FLASHKIT_TRY(out.said, said_of(*json.find("said")));
  if (const Json* next = json.find("next")) {
    FLASHKIT_TRY(out.next, said_of(*next));
  }
  if (const Json* stopped = json.find("stopped")) out.stopped = stopped->as_bool();
  for (const Json& each : json.find("intents")->items()) {
    auto intent = from_hex_bytes(each.as_string());
    if (!intent.has_value()) return Error{Errc::Malformed, "a record's operation is not one"};
    out.intents.push_back(std::move(*intent));
  }
  return out;
}

std::string hash_of(std::string_view bytes) { return base::to_hex(base::sha256(base::bytes_of(bytes))); }

std::optional<std::map<std::string, FileStamp>> list_designs(const std::string& folder) {
  std::map<std::string, FileStamp> out;
  std::error_code code;
  std::filesystem::directory_iterator at(folder, code);
  for (const std::filesystem::directory_iterator end; !code && at != end; at.increment(code)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with('.') || !name.ends_with(".json")) continue;
    struct stat found {};
    if (::lstat(at->path().c_str(), &found) != 0) continue;
    const bool is_link = S_ISLNK(found.st_mode);
    if (!is_link && !S_ISREG(found.st_mode)) continue;
    const auto nanoseconds = [](const timespec& time) {
      return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
    };
    out[name] = {static_cast<std::uint64_t>(found.st_ino), static_cast<std::uint64_t>(found.st_size),
                 nanoseconds(found.st_mtim), nanoseconds(found.st_ctim), is_link};
  }
  if (code) return std::nullopt;
  return out;
}

std::optional<std::string> read_whole(const std::string& path) {
  std::string out;
  const std::error_code code = adapters::files::read_whole(path, out);
  errno = code.value();
  return code ? std::nullopt : std::optional<std::string>(std::move(out));
}

std::optional<Failure> write_whole(const std::string& path, std::string_view bytes) {
  const std::error_code code = adapters::files::replace_whole(path, path + ".part", bytes, k_mode);
  if (code) return Failure{"cannot write " + path + ": " + code.message()};
  return std::nullopt;
}

Result<bool> replace_file_if(const std::string& path, const std::string& expected, std::string_view bytes,
                             const std::string& temporary) {
  constexpr Error k_unwritable{Errc::Unavailable, "the file cannot be written"};
  std::error_code code;
  if (expected.empty()) {
    const bool fresh = adapters::files::create_whole(path, temporary, bytes, k_mode, code);
    errno = code.value();
    if (code && !fresh) return k_unwritable;
    return fresh;
  }
  code = adapters::files::write_beside(temporary, bytes, k_mode);
  errno = code.value();
  if (code) return k_unwritable;
  // Nearly always this tells, and the file is not touched; who writes from here on is found below.
  if (const auto there = read_whole(path); there.has_value() && hash_of(*there) != expected) {
    discard(temporary);
    return false;
  }
  struct stat before {};
  if (::stat(path.c_str(), &before) == 0) (void)::chmod(temporary.c_str(), before.st_mode & 0777);
  // The two change places in one step; then what was there can be looked at without anybody writing to it any more.
  if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) != 0) {
    const int why = errno;
    const bool gone = why == ENOENT;
    const bool unknown = why == EINVAL || why == ENOSYS;
    const auto there = read_whole(path);
    if (unknown && there.has_value() && hash_of(*there) == expected && ::rename(temporary.c_str(), path.c_str()) == 0) {
      flush_folder_of(path);
      return true;
    }
    discard(temporary);
    if (gone || unknown) return false;
    errno = why;
    return k_unwritable;
  }
  const auto was = read_whole(temporary);
  if (!was.has_value() || hash_of(*was) != expected) {
    const bool back = ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) == 0;
    if (back) {
      // Written into between the two exchanges it is a person's, and stays.
      if (read_whole(temporary) == bytes) discard(temporary);
    } else {  // taken away at this moment: what was there is all there is
      (void)::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE);
    }
    return false;
  }
  discard(temporary);
  flush_folder_of(path);
  return true;
}

}  // namespace flashkit::cli
