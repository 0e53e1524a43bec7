#pragma once
// What a server knows and decides about the others on its table: who is alive, whom to tell which news next, and which
// of them a document prefers. Pure: the registry, answers and times come in, messages come out (nodes.h carries them).
// News are hints: whatever is dropped here is found by looking. Rules: docs/protocol.md, part "Several servers".
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace flashkit::server {

// What a server writes down about itself.
struct NodeRecord {
  std::string name;
  std::string address;     // where the others reach it: "http://10.0.0.3:8787"
  std::uint64_t beat = 0;  // another one with every heartbeat
  bool operator==(const NodeRecord&) const = default;
};
std::string write_node(const NodeRecord& record);
base::Result<NodeRecord> read_node(std::string_view bytes);

// Something happened to a document here that the others have not seen.
struct DocumentNews {
  base::DocumentId document;
  std::uint64_t head = 0;  // its journal reaches at least to here
  bool rights = false;     // its rights were changed
  bool operator==(const DocumentNews&) const = default;
};
struct NewsMessage {
  std::string from;  // a server's name
  std::vector<DocumentNews> news;
};
std::string write_news(const NewsMessage& message);
// Untrusted bytes. Errors: Malformed, Limit.
base::Result<NewsMessage> read_news(std::string_view bytes);

inline constexpr std::uint64_t k_node_beat_ms = 5'000;
inline constexpr std::uint64_t k_node_dead_ms = 16'000;         // without a new beat, by the clock of who looks
inline constexpr std::uint64_t k_node_forget_ms = 10 * 60'000;  // then anybody may erase its record
inline constexpr std::size_t k_news_in_message = 400;
inline constexpr std::size_t k_news_waiting = 4'000;  // for one server; more are dropped

class Neighbours {
 public:
  explicit Neighbours(std::string own_name) : own_(std::move(own_name)) {}

  // The whole registry as it was read just now. Who is not in it any more has gone.
  void seen(const std::vector<NodeRecord>& registry, std::uint64_t now_ms);
  bool knows(const std::string& name) const { return others_.count(name) > 0; }
  // Names of those that count as alive, without one's own, in order.
  std::vector<std::string> alive(std::uint64_t now_ms) const;
  // Empty for one that is not known.
  std::string address_of(const std::string& name) const;
  // Names of those that have been silent for so long that their records may go.
  std::vector<std::string> forgotten(std::uint64_t now_ms) const;

  // News for everybody alive; of one document the newest says all.
  void note(const DocumentNews& news, std::uint64_t now_ms);
  // Everybody alive is greeted, with or without news: who does not know this server looks at the registry.
  void greet(std::uint64_t now_ms);

  struct Letter {
    std::string to;
    std::string address;
    std::vector<DocumentNews> news;
  };
  // What is to be sent now. To each server one letter is under way at a time: what comes meanwhile goes into the next.
  std::vector<Letter> take(std::uint64_t now_ms);
  // The letter under way to that server came to an end. After one that did not arrive there is a pause, and what waits
  // for that server is dropped.
  void answered(const std::string& name, bool arrived, std::uint64_t now_ms);

 private:
  struct Other {
    std::string address;
    std::uint64_t beat = 0;
    std::uint64_t changed_ms = 0;  // when another beat was seen
    std::map<base::DocumentId, DocumentNews> waiting;
    bool greet = false;
    bool under_way = false;
    unsigned failures = 0;
    std::uint64_t not_before_ms = 0;
  };
  static bool is_alive(const Other& other, std::uint64_t now_ms) { return now_ms < other.changed_ms + k_node_dead_ms; }
  std::string own_;
  std::map<std::string, Other> others_;
};

// The server that a document prefers: highest random weight, so that when one goes only its documents move. Empty when
// there is none. Only to save writes: every other one serves it as well.
std::string preferred_node(base::DocumentId document, const std::vector<std::string>& names);

}  // namespace flashkit::server
