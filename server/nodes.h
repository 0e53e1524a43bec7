#pragma once
// This server among the others on its table: writes its record and a heartbeat, reads the registry, carries news to the
// others over their inner addresses and takes theirs in. It performs what Neighbours decides. Without it servers find
// everything as well, only later.
#include <memory>
#include <string>

#include "server/http.h"
#include "server/live_hub.h"
#include "server/neighbours.h"
#include "server/parts.h"

namespace flashkit::server {

inline constexpr char k_inner_news_path[] = "/inner/v1/news";
inline constexpr char k_inner_presence_path[] = "/inner/v1/presence";
inline constexpr char k_inner_push_path[] = "/inner/v1/push";
// An address of Nodes::take.
bool is_inner_path(const std::string& path);
inline constexpr std::size_t k_node_secret_least = 16;  // bytes

struct NodeSettings {
  std::string address;  // where the others reach this server
  std::string secret;   // what they all know
  std::uint64_t beat_ms = k_node_beat_ms;
};

// "http://HOST:PORT" or the like, without a path; port 0 stands for the one the server listens on.
bool is_node_address(const std::string& text);

class Nodes {
 public:
  // Lives on the first loop of `parts`; both must outlive it.
  static std::unique_ptr<Nodes> make(Parts& parts, LiveHub& hub, NodeSettings settings);
  Nodes() = default;
  Nodes(const Nodes&) = delete;
  Nodes& operator=(const Nodes&) = delete;
  virtual ~Nodes() = default;

  // All of these from any thread.
  // `port` is the one this server listens on: it takes the place of port 0 in its address.
  virtual void start(std::uint16_t port) = 0;
  virtual void tell(const DocumentNews& news) = 0;
  virtual void show(PresenceNews presence) = 0;
  // Whether a request, by its head, is another server's.
  virtual bool knows_secret(const Request& head) const = 0;
  // A request at one of the inner paths. Who does not know the secret is told that there is nothing.
  virtual void take(const Request& request, const Answer& answer) = 0;
  // The server that this document prefers, of those that count as alive here: a suggestion (N8).
  virtual std::string preferred(base::DocumentId document) const = 0;
  // It is another one, and can be asked to write for this one; and the asking.
  virtual bool prefers_another(base::DocumentId document) const = 0;
  virtual void pass_on(const PassedPush& passed, PassedCallback done) = 0;
  // This server stops: its record goes, nobody tells it anything more.
  virtual void leave() = 0;
  // When the loops stand still: nothing is sent from now on.
  virtual void stop() = 0;
};

}  // namespace flashkit::server
