#pragma once
// Where people are, on its way to the other servers: best effort. To each server one letter is under way at a time and
// a pause lies between two; what comes meanwhile takes the place of what it makes old, and what is too much is dropped.
// A server that says that nobody is in a document there is left alone with it for a while. Pure, as Neighbours is.
// Rules: docs/protocol.md, N9.
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace flashkit::server {

// An empty peer asks who is there; an empty payload says that the peer left.
struct PresenceNews {
  base::DocumentId document;
  std::string peer;
  std::string payload;
  bool operator==(const PresenceNews&) const = default;
};
struct PresenceMessage {
  std::string from;
  std::vector<PresenceNews> presence;
};
std::string write_presence(const PresenceMessage& message);
// Untrusted bytes. Errors: Malformed, Limit.
base::Result<PresenceMessage> read_presence(std::string_view bytes);
// The answer: documents in which nobody is.
std::string write_absent(const std::vector<base::DocumentId>& documents);
std::vector<base::DocumentId> read_absent(std::string_view bytes);

inline constexpr std::size_t k_presence_in_letter = 200;
inline constexpr std::size_t k_presence_letter_bytes = 256u << 10;  // about; one presence has at most 16 KB
inline constexpr std::size_t k_presence_body_bytes = 512u << 10;
inline constexpr std::size_t k_presence_waiting = 2'000;       // for one server
inline constexpr std::uint64_t k_presence_pause_ms = 33;       // between two letters to a server
inline constexpr std::uint64_t k_presence_trouble_ms = 1'000;  // after one that did not arrive
inline constexpr std::uint64_t k_presence_absent_ms = 10'000;  // a server with nobody there is not told for so long
inline constexpr std::uint64_t k_presence_again_ms = 10'000;   // who stays where he is is said again
inline constexpr std::uint64_t k_presence_forget_ms = 25'000;  // who was not heard of for so long has left

class PresenceMail {
 public:
  // For each of these servers.
  void note(const PresenceNews& news, const std::vector<std::string>& alive, std::uint64_t now_ms);
  // That server has people in the document: it wrote of it.
  void is_there(const std::string& server, base::DocumentId document);
  struct Letter {
    std::string to;
    std::vector<PresenceNews> presence;
  };
  std::vector<Letter> take(std::uint64_t now_ms);
  // The letter came to an end; `absent` are the documents in which nobody is there.
  void answered(const std::string& server, bool arrived, const std::vector<base::DocumentId>& absent,
                std::uint64_t now_ms);
  // When take() has something again; 0: not before something happens.
  std::uint64_t next_ms() const;
  // Only these servers are left.
  void keep_only(const std::vector<std::string>& alive);

 private:
  using Key = std::pair<base::DocumentId, std::string>;
  struct Other {
    std::map<Key, std::string> waiting;
    std::map<base::DocumentId, std::uint64_t> absent_until_ms;
    bool under_way = false;
    std::uint64_t not_before_ms = 0;
  };
  std::map<std::string, Other> others_;
};

}  // namespace flashkit::server
