#include "server/presence_mail.h"

#include <algorithm>

#include "base/proto.h"
#include "operations/ids.h"
#include "sync/frames.h"
#include "sync/limits.h"

namespace flashkit::server {

using base::DocumentId;
using base::Errc;
using base::Error;
using base::Result;

namespace {
constexpr std::size_t k_from_limit = 64;
constexpr std::size_t k_id_bytes = 16;
}  // namespace

// ---- bytes ----

std::string write_presence(const PresenceMessage& message) {
  sync::PresenceLetter out;
  out.from = message.from;
  for (const PresenceNews& each : message.presence) {
    sync::Presence& presence = out.presence.emplace_back();
    presence.document = operations::id_bytes(each.document);
    presence.peer = each.peer;
    presence.payload = each.payload;
  }
  return base::encoded(out);
}

Result<PresenceMessage> read_presence(std::string_view bytes) {
  if (bytes.size() > k_presence_body_bytes) return Error{Errc::Limit, "too much presence in one letter"};
  FLASHKIT_TRY(const sync::PresenceLetter letter, sync::decode_presence_letter(bytes));
  if (letter.from.empty() || letter.from.size() > k_from_limit)
    return Error{Errc::Malformed, "that is no letter of a server"};
  if (letter.presence.size() > k_presence_in_letter) return Error{Errc::Limit, "too much presence in one letter"};
  PresenceMessage out{letter.from, {}};
  for (const sync::Presence& each : letter.presence) {
    const auto document = operations::id_from_bytes<DocumentId>(each.document);
    const bool good =
        document.has_value() && each.peer.size() <= k_from_limit && each.payload.size() <= sync::k_max_presence_bytes;
    if (!good) return Error{Errc::Malformed, "that is no presence"};
    out.presence.push_back({*document, each.peer, each.payload});
  }
  return out;
}

std::string write_absent(const std::vector<DocumentId>& documents) {
  std::string out;
  for (const DocumentId document : documents) out += operations::id_bytes(document);
  return out;
}

std::vector<DocumentId> read_absent(std::string_view bytes) {
  std::vector<DocumentId> out;
  for (std::size_t at = 0; at + k_id_bytes <= bytes.size() && out.size() < k_presence_in_letter; at += k_id_bytes) {
    if (const auto document = operations::id_from_bytes<DocumentId>(bytes.substr(at, k_id_bytes)))
      out.push_back(*document);
  }
  return out;
}

// ---- the mail ----

void PresenceMail::note(const PresenceNews& news, const std::vector<std::string>& alive, std::uint64_t now_ms) {
  for (const std::string& name : alive) {
    Other& other = others_[name];
    const auto absent = other.absent_until_ms.find(news.document);
    if (absent != other.absent_until_ms.end()) {
      // Who has just come asks all the same: the other side may have people by now.
      if (now_ms < absent->second && !news.peer.empty()) continue;
      other.absent_until_ms.erase(absent);
    }
    const Key key{news.document, news.peer};
    const auto found = other.waiting.find(key);
    if (found != other.waiting.end()) {
      found->second = news.payload;
    } else if (other.waiting.size() < k_presence_waiting) {
      other.waiting.emplace(key, news.payload);
    }
  }
}

void PresenceMail::is_there(const std::string& server, DocumentId document) {
  const auto found = others_.find(server);
  if (found != others_.end()) found->second.absent_until_ms.erase(document);
}

std::vector<PresenceMail::Letter> PresenceMail::take(std::uint64_t now_ms) {
  std::vector<Letter> out;
  for (auto& [name, other] : others_) {
    if (other.waiting.empty() || other.under_way || now_ms < other.not_before_ms) continue;
    Letter letter{name, {}};
    std::size_t bytes = 0;
    while (!other.waiting.empty() && letter.presence.size() < k_presence_in_letter && bytes < k_presence_letter_bytes) {
      const auto first = other.waiting.begin();
      bytes += first->second.size();
      letter.presence.push_back({first->first.first, first->first.second, std::move(first->second)});
      other.waiting.erase(first);
    }
    other.under_way = true;
    out.push_back(std::move(letter));
  }
  return out;
}

void PresenceMail::answered(const std::string& server, bool arrived, const std::vector<DocumentId>& absent,
                            std::uint64_t now_ms) {
  const auto found = others_.find(server);
  if (found == others_.end()) return;
  Other& other = found->second;
  other.under_way = false;
  other.not_before_ms = now_ms + (arrived ? k_presence_pause_ms : k_presence_trouble_ms);
  if (!arrived) other.waiting.clear();
  for (const DocumentId document : absent) {
    other.absent_until_ms[document] = now_ms + k_presence_absent_ms;
    std::erase_if(other.waiting, [document](const auto& each) { return each.first.first == document; });
  }
  std::erase_if(other.absent_until_ms, [now_ms](const auto& each) { return each.second <= now_ms; });
}

std::uint64_t PresenceMail::next_ms() const {
  std::uint64_t out = 0;
  for (const auto& [name, other] : others_) {
    if (other.waiting.empty() || other.under_way) continue;
    const std::uint64_t at = std::max<std::uint64_t>(1, other.not_before_ms);
    out = out == 0 ? at : std::min(out, at);
  }
  return out;
}

void PresenceMail::keep_only(const std::vector<std::string>& alive) {
  std::erase_if(
      others_, [&alive](const auto& each) { return std::find(alive.begin(), alive.end(), each.first) == alive.end(); });
}

}  // namespace flashkit::server
