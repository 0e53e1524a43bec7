#include "cli/sync_blobs.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/json.h"
#include "cli/sync_record.h"

namespace flashkit::cli {
namespace {

constexpr std::size_t k_piece_bytes = 1u << 20;
constexpr unsigned k_patience = 3;  // failures in a row until it is said
constexpr std::uint64_t k_pause_ms = 1'000;
constexpr std::uint64_t k_long_pause_ms = 30'000;
constexpr unsigned k_direct_tries = 2;     // of one picture, the second with a fresh request; then it goes in pieces
constexpr unsigned k_direct_patience = 3;  // failures in a row, after which the store is not to be reached from here

// What the server says about an upload.
struct UploadAnswer {
  std::uint64_t offset = 0;
  bool done = false;
};
std::optional<UploadAnswer> read_upload(const SyncNet::Reply& reply) {
  if (reply.status != 200 && reply.status != 409) return std::nullopt;
  const auto json = base::parse_json(reply.body);
  const base::Json* offset = json.ok() ? json.value().find("offset") : nullptr;
  if (offset == nullptr || !(offset->as_number(-1) >= 0)) return std::nullopt;
  const base::Json* done = json.value().find("done");
  return UploadAnswer{static_cast<std::uint64_t>(offset->as_number()), done != nullptr && done->as_bool()};
}

// The request that puts it into the server's store, if there is such a way.
std::optional<SyncNet::DirectWish> read_direct_put(const SyncNet::Reply& reply) {
  if (reply.status != 200) return std::nullopt;
  const auto json = base::parse_json(reply.body);
  const base::Json* put = json.ok() ? json.value().find("put") : nullptr;
  const base::Json* headers = put == nullptr ? nullptr : put->find("headers");
  if (headers == nullptr || !headers->is_array()) return std::nullopt;
  SyncNet::DirectWish out{.method = "PUT", .url = put->text_at("url"), .headers = {}, .body = {}};
  for (const base::Json& each : headers->items()) out.headers.push_back({each.text_at("name"), each.text_at("value")});
  return out;
}

std::string words_of(const SyncNet::Reply& reply) {
  const auto json = base::parse_json(reply.body);
  const std::string text = json.ok() ? json.value().text_at("error") : std::string();
  return text.empty() ? "status " + std::to_string(reply.status) : text;
}

}  // namespace

void SyncBlobs::want(const std::set<std::string>& names) {
  for (const std::string& name : names) blobs_.try_emplace(name);
}

bool SyncBlobs::settled() const {
  return std::all_of(blobs_.begin(), blobs_.end(), [](const auto& each) { return each.second.stage != Stage::New; });
}

bool SyncBlobs::has_trouble() const {
  return std::any_of(blobs_.begin(), blobs_.end(),
                     [](const auto& each) { return each.second.stage == Stage::Trouble; });
}

void SyncBlobs::look() {
  if (!under_way_.empty()) return;
  const std::uint64_t now = net_.now_ms();
  for (const auto& [name, blob] : blobs_) {
    if (blob.stage == Stage::Settled || now < blob.not_before_ms) continue;
    return begin(name);
  }
}

// What is here is sent, unless the server has it; what is not is fetched.
void SyncBlobs::begin(const std::string& name) {
  under_way_ = name;
  if (!std::exchange(cookie_read_, true)) cookie_ = read_whole(folder_ + "/.flashkit/visitor").value_or("");
  bytes_ = read_whole(path_of(name)).value_or("");
  if (hash_of(bytes_) != name) {
    if (!bytes_.empty()) say_("blobs/" + name + " is not what its name says; the server is asked for it", true);
    return download(name);
  }
  direct_tries_ = direct_failures_ < k_direct_patience ? k_direct_tries : 0;
  ask_to_send(name);
}

void SyncBlobs::download(const std::string& name) {
  bytes_.clear();
  const bool direct = direct_failures_ < k_direct_patience;
  net_.ask({"GET", "/api/v1/blobs/" + name + (direct ? "?direct=1" : ""), {}, cookie_},
           [this, name](const SyncNet::Reply& reply) {
             if (reply.status == 307) return download_from(name, reply.location);
             keep(name, reply);
           });
}

// What the store does not give rightly, the server is asked for itself.
void SyncBlobs::download_from(const std::string& name, const std::string& url) {
  net_.ask_directly({"GET", url, {}, {}}, [this, name](const SyncNet::Reply& reply) {
    const bool good = reply.status == 200 && hash_of(reply.body) == name;
    if (good) direct_failures_ = 0;
    if (good) return keep(name, reply);
    if (reply.status != 404) ++direct_failures_;
    net_.ask({"GET", "/api/v1/blobs/" + name, {}, cookie_},
             [this, name](const SyncNet::Reply& from_server) { keep(name, from_server); });
  });
}

void SyncBlobs::keep(const std::string& name, const SyncNet::Reply& reply) {
  if (reply.status == 404)
    return settle(name, Stage::Missing, "a design names a picture that nobody has brought yet: " + name);
  if (reply.status != 200 || hash_of(reply.body) != name) return failed(name);
  std::error_code code;
  std::filesystem::create_directories(folder_ + "/blobs", code);
  if (const auto failure = write_whole(path_of(name), reply.body)) return settle(name, Stage::Trouble, failure->what);
  settle(name, Stage::Settled, {});
}

void SyncBlobs::ask_to_send(const std::string& name) {
  net_.ask({"POST", "/api/v1/uploads/" + name + "?size=" + std::to_string(bytes_.size()), {}, cookie_},
           [this, name](const SyncNet::Reply& reply) { take_start(name, reply); });
}

void SyncBlobs::take_start(const std::string& name, const SyncNet::Reply& reply) {
  if (reply.status == 404) {  // a server that is older than this program only tells
    net_.ask({"GET", "/api/v1/uploads/" + name, {}, cookie_},
             [this, name](const SyncNet::Reply& told) { take_answer(name, told); });
    return;
  }
  auto put = direct_tries_ > 0 ? read_direct_put(reply) : std::nullopt;
  if (!put) return take_answer(name, reply);
  keep_cookie(reply.cookie);
  send_directly(name, *std::move(put));
}

// In any case the server is asked again: it may have arrived. What was cut is better gone on with in pieces.
void SyncBlobs::send_directly(const std::string& name, SyncNet::DirectWish put) {
  put.body = bytes_;
  net_.ask_directly(std::move(put), [this, name](const SyncNet::Reply& reply) {
    const bool arrived = (reply.status >= 200 && reply.status < 300) || reply.status == 412;
    const bool refused = !arrived && reply.status >= 400 && reply.status < 500;
    direct_failures_ = arrived ? 0 : direct_failures_ + 1;
    direct_tries_ = arrived || refused ? direct_tries_ - 1 : 0;
    ask_to_send(name);
  });
}

void SyncBlobs::take_answer(const std::string& name, const SyncNet::Reply& reply) {
  keep_cookie(reply.cookie);
  const auto upload = read_upload(reply);
  if (upload.has_value() && upload->done) return settle(name, Stage::Settled, {});
  if (upload.has_value() && upload->offset <= bytes_.size()) return send_from(name, upload->offset);
  if (reply.status >= 400 && reply.status < 500 && reply.status != 404 && reply.status != 408 && reply.status != 429) {
    return settle(name, Stage::Trouble, "the server does not take the picture " + name + ": " + words_of(reply));
  }
  failed(name);
}

void SyncBlobs::send_from(const std::string& name, std::uint64_t offset) {
  const std::string place = "?offset=" + std::to_string(offset) + "&size=" + std::to_string(bytes_.size());
  net_.ask({"PATCH", "/api/v1/uploads/" + name + place, bytes_.substr(offset, k_piece_bytes), cookie_},
           [this, name](const SyncNet::Reply& reply) { take_answer(name, reply); });
}

void SyncBlobs::settle(const std::string& name, Stage stage, const std::string& why) {
  Blob& blob = blobs_[name];
  blob.stage = stage;
  blob.failures = 0;
  blob.not_before_ms = net_.now_ms() + k_long_pause_ms;
  if (!why.empty() && blob.said != why) say_(why, true);
  blob.said = why;
  under_way_.clear();
  bytes_.clear();
}

void SyncBlobs::failed(const std::string& name) {
  Blob& blob = blobs_[name];
  if (++blob.failures >= k_patience) {
    return settle(name, Stage::Trouble, "the server does not answer for the picture " + name + "; it is tried again");
  }
  blob.not_before_ms = net_.now_ms() + k_pause_ms * blob.failures;
  under_way_.clear();
  bytes_.clear();
}

// Who we are to the server: an upload is gone on with by who began it.
void SyncBlobs::keep_cookie(const std::string& cookie) {
  if (cookie.empty() || cookie == cookie_) return;
  cookie_ = cookie;
  const std::string path = folder_ + "/.flashkit/visitor";
  (void)write_whole(path, cookie);
  (void)::chmod(path.c_str(), 0600);
}

}  // namespace flashkit::cli
