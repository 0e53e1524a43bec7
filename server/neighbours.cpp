#include "server/neighbours.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/json.h"
#include "base/sha256.h"

namespace flashkit::server {

using base::Errc;
using base::Error;
using base::Json;
using base::Result;

namespace {

constexpr std::uint64_t k_first_pause_ms = 500;
constexpr unsigned k_most_doublings = 5;
constexpr std::size_t k_name_limit = 64;
constexpr std::size_t k_address_limit = 300;
constexpr base::JsonLimits k_news_limits{.depth = 6, .size_bytes = 64u << 10, .values = 4 * k_news_in_message + 100};

Json number(std::uint64_t value) { return Json::raw_number(std::to_string(value)); }

bool read_number(const Json* json, std::uint64_t& to) {
  if (json == nullptr || !json->is_number()) return false;
  const std::string_view text = json->number_text();
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), to);
  return code == std::errc() && end == text.data() + text.size();
}

bool read_name(const Json* json, std::size_t limit, std::string& to) {
  if (json == nullptr || !json->is_string() || json->as_string().empty() || json->as_string().size() > limit) {
    return false;
  }
  to = std::string(json->as_string());
  return true;
}

constexpr Error k_no_record{Errc::Malformed, "that is no record of a server"};
constexpr Error k_no_news{Errc::Malformed, "that is no message of a server"};

}  // namespace

// ---- bytes ----

std::string write_node(const NodeRecord& record) {
  return base::write_json(Json::object(
      {{"name", Json::string(record.name)}, {"address", Json::string(record.address)}, {"beat", number(record.beat)}}));
}

Result<NodeRecord> read_node(std::string_view bytes) {
  FLASHKIT_TRY(const Json json, base::parse_json(bytes, k_news_limits));
  NodeRecord out;
  const bool good = read_name(json.find("name"), k_name_limit, out.name) &&
                    read_name(json.find("address"), k_address_limit, out.address) &&
                    read_number(json.find("beat"), out.beat);
  if (!good) return k_no_record;
  return out;
}

std::string write_news(const NewsMessage& message) {
  std::vector<Json> news;
  for (const DocumentNews& each : message.news) {
    std::vector<Json::Member> members{{"document", Json::string(base::to_hex(each.document))}};
    if (each.head != 0) members.emplace_back("head", number(each.head));
    if (each.rights) members.emplace_back("rights", Json::boolean(true));
    news.push_back(Json::object(std::move(members)));
  }
  return base::write_json(Json::object({{"from", Json::string(message.from)}, {"news", Json::array(std::move(news))}}));
}

Result<NewsMessage> read_news(std::string_view bytes) {
  FLASHKIT_TRY(const Json json, base::parse_json(bytes, k_news_limits));
  NewsMessage out;
  const Json* news = json.find("news");
  if (!read_name(json.find("from"), k_name_limit, out.from) || news == nullptr || !news->is_array()) return k_no_news;
  if (news->items().size() > k_news_in_message) return Error{Errc::Limit, "too much news in one message"};
  for (const Json& item : news->items()) {
    const Json* text = item.find("document");
    if (text == nullptr) return k_no_news;
    DocumentNews& each = out.news.emplace_back();
    FLASHKIT_TRY(each.document, base::parse_id<base::DocumentId>(text->as_string()));
    if (const Json* head = item.find("head"); head != nullptr && !read_number(head, each.head)) return k_no_news;
    if (const Json* rights = item.find("rights")) each.rights = rights->as_bool();
  }
  return out;
}

// ---- who is there ----

void Neighbours::seen(const std::vector<NodeRecord>& registry, std::uint64_t now_ms) {
  std::map<std::string, Other> before = std::exchange(others_, {});
  for (const NodeRecord& record : registry) {
    if (record.name == own_) continue;
    const auto known = before.find(record.name);
    Other other = known == before.end() ? Other{} : std::move(known->second);
    if (known == before.end() || other.beat != record.beat || other.address != record.address) {
      other.changed_ms = now_ms;
    }
    other.beat = record.beat;
    other.address = record.address;
    if (!is_alive(other, now_ms)) other.waiting.clear();
    others_.emplace(record.name, std::move(other));
  }
}

std::vector<std::string> Neighbours::alive(std::uint64_t now_ms) const {
  std::vector<std::string> out;
  for (const auto& [name, other] : others_) {
    if (is_alive(other, now_ms)) out.push_back(name);
  }
  return out;
}

std::string Neighbours::address_of(const std::string& name) const {
  const auto found = others_.find(name);
  return found == others_.end() ? std::string() : found->second.address;
}

std::vector<std::string> Neighbours::forgotten(std::uint64_t now_ms) const {
  std::vector<std::string> out;
  for (const auto& [name, other] : others_) {
    if (now_ms >= other.changed_ms + k_node_forget_ms) out.push_back(name);
  }
  return out;
}

// ---- telling ----

void Neighbours::note(const DocumentNews& news, std::uint64_t now_ms) {
  for (auto& [name, other] : others_) {
    if (!is_alive(other, now_ms) || other.not_before_ms > now_ms) continue;
    const auto found = other.waiting.find(news.document);
    if (found != other.waiting.end()) {
      found->second.head = std::max(found->second.head, news.head);
      found->second.rights = found->second.rights || news.rights;
    } else if (other.waiting.size() < k_news_waiting) {
      other.waiting.emplace(news.document, news);
    }
  }
}

void Neighbours::greet(std::uint64_t now_ms) {
  for (auto& [name, other] : others_) other.greet = is_alive(other, now_ms);
}

std::vector<Neighbours::Letter> Neighbours::take(std::uint64_t now_ms) {
  std::vector<Letter> out;
  for (auto& [name, other] : others_) {
    const bool something = other.greet || !other.waiting.empty();
    if (!something || other.under_way || other.not_before_ms > now_ms || !is_alive(other, now_ms)) continue;
    Letter letter{name, other.address, {}};
    while (!other.waiting.empty() && letter.news.size() < k_news_in_message) {
      letter.news.push_back(other.waiting.begin()->second);
      other.waiting.erase(other.waiting.begin());
    }
    other.greet = false;
    other.under_way = true;
    out.push_back(std::move(letter));
  }
  return out;
}

void Neighbours::answered(const std::string& name, bool arrived, std::uint64_t now_ms) {
  const auto found = others_.find(name);
  if (found == others_.end()) return;
  Other& other = found->second;
  other.under_way = false;
  if (arrived) {
    other.failures = 0;
    other.not_before_ms = 0;
    return;
  }
  other.not_before_ms = now_ms + (k_first_pause_ms << std::min(other.failures, k_most_doublings));
  other.failures += 1;
  other.waiting.clear();
}

// ---- whose document ----

std::string preferred_node(base::DocumentId document, const std::vector<std::string>& names) {
  std::string best;
  base::Sha256 best_weight{};
  for (const std::string& name : names) {
    const base::Sha256 weight = base::sha256(base::bytes_of(base::to_hex(document) + ' ' + name));
    if (best.empty() || std::pair(weight, name) > std::pair(best_weight, best)) {
      best = name;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace flashkit::server
