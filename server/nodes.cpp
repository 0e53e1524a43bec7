#include "server/nodes.h"

#include <atomic>
#include <charconv>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "adapters/aws/transport.h"
#include "base/sha256.h"

namespace flashkit::server {

using base::Result;
namespace aws = adapters::aws;

namespace {

constexpr char k_partition[] = "N#";
constexpr std::size_t k_most_nodes = 500;
constexpr std::uint64_t k_look_at_most_every_ms = 500;  // when strangers write
constexpr aws::SendLimits k_limits{.connect_ms = 1000, .silence_ms = 2000, .whole_ms = 3000};
constexpr aws::SendLimits k_pass_limits{.connect_ms = 500, .silence_ms = 1500, .whole_ms = 1500};
constexpr std::size_t k_pass_connections = 64;          // to one server; each waits for an append there
constexpr std::uint64_t k_pass_not_before_ms = 10'000;  // after a server did not answer

std::optional<std::uint64_t> number_of(const std::string& text) {
  std::uint64_t out = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out);
  return code == std::errc() && end == text.data() + text.size() ? std::optional(out) : std::nullopt;
}

std::string with_port(const std::string& address, std::uint16_t port) {
  return address.ends_with(":0") ? address.substr(0, address.size() - 1) + std::to_string(port) : address;
}

class TableNodes final : public Nodes {
 public:
  TableNodes(Parts& parts, LiveHub& hub, NodeSettings settings)
      : parts_(parts),
        hub_(hub),
        settings_(std::move(settings)),
        loop_(*parts.loops.front()),
        neighbours_(parts.node),
        transport_(aws::make_transport({.connections = 4, .waiting = 256, .authorities_file = {}})),
        pushes_(aws::make_transport({.connections = k_pass_connections, .waiting = 1024, .authorities_file = {}})) {}

  void start(std::uint16_t port) override {
    settings_.address = with_port(settings_.address, port);
    loop_.post([this] { beat(); });
  }
  void tell(const DocumentNews& news) override {
    loop_.post([this, news] {
      neighbours_.note(news, loop_.now_ms());
      send();
    });
  }
  void show(PresenceNews presence) override {
    loop_.post([this, presence = std::move(presence)] {
      const std::uint64_t now = loop_.now_ms();
      presence_.note(presence, neighbours_.alive(now), now);
      send_presence();
    });
  }
  std::string preferred(base::DocumentId document) const override {
    const std::lock_guard<std::mutex> lock(names_mutex_);
    return preferred_node(document, names_);
  }
  bool prefers_another(base::DocumentId document) const override {
    const std::lock_guard<std::mutex> lock(names_mutex_);
    return !address_to_pass(preferred_node(document, names_)).empty();
  }
  void pass_on(const PassedPush& passed, PassedCallback done) override {
    std::string name;
    std::string address;
    {
      const std::lock_guard<std::mutex> lock(names_mutex_);
      name = preferred_node(passed.document, names_);
      address = address_to_pass(name);
    }
    if (address.empty()) return done(std::nullopt);
    post(*pushes_, k_pass_limits, address, k_inner_push_path, "application/octet-stream", write_passed(passed),
         [this, name, done = std::move(done)](const aws::Answer* answer) {
           if (answer == nullptr) {
             const std::lock_guard<std::mutex> lock(names_mutex_);
             not_before_ms_[name] = loop_.now_ms() + k_pass_not_before_ms;
           }
           done(answer != nullptr && answer->status == 200 ? number_of(answer->body) : std::nullopt);
         });
  }
  void leave() override {
    leaving_ = true;
    loop_.post([this] {
      parts_.records.erase({k_partition, parts_.node}, ports::PutCondition::always(), [](const Result<void>&) {});
    });
  }
  void stop() override {
    pushes_->stop();
    transport_->stop();
  }

  bool knows_secret(const Request& head) const override {
    // Digests are compared: how long that takes says nothing about the secret.
    const auto digest = [](std::string_view text) { return base::sha256(base::bytes_of(std::string(text))); };
    return digest(head.header("Authorization")) == digest("Bearer " + settings_.secret);
  }

  void take(const Request& request, const Answer& answer) override {
    if (!knows_secret(request)) {
      parts_.log.warn("a stranger asked at the inner address", {{"peer", request.peer}});
      answer(error_response(404, "there is no such address"));
      return;
    }
    if (request.method != "POST") {
      answer(error_response(405, "news are posted"));
      return;
    }
    if (request.path == k_inner_presence_path) return take_presence(request, answer);
    if (request.path == k_inner_push_path) return take_push(request, answer);
    const Result<NewsMessage> message = read_news(request.body);
    if (!message.ok()) {
      answer(error_response(message.error()));
      return;
    }
    for (const DocumentNews& news : message.value().news) hub_.heard(news);
    parts_.metrics.news_heard.fetch_add(message.value().news.size());
    loop_.post([this, from = message.value().from] { heard_from(from); });
    answer(Response{.status = 204, .headers = {}, .body = nullptr});
  }

 private:
  void take_presence(const Request& request, const Answer& answer) {
    Result<PresenceMessage> message = read_presence(request.body);
    if (!message.ok()) {
      answer(error_response(message.error()));
      return;
    }
    const std::vector<base::DocumentId> absent = hub_.heard_presence(message.value());
    loop_.post([this, message = std::move(message).value()] {
      for (const PresenceNews& each : message.presence) presence_.is_there(message.from, each.document);
    });
    Response out = text_response(200, write_absent(absent), "application/octet-stream");
    answer(std::move(out));
  }

  // Two that see the registry differently never pass the same push to and fro: who is not the preferred one refuses.
  void take_push(const Request& request, const Answer& answer) {
    Result<PassedPush> passed = read_passed(request.body);
    if (!passed.ok()) return answer(error_response(passed.error()));
    if (leaving_.load() || preferred(passed.value().document) != parts_.node) {
      return answer(error_response(409, "another server writes this document"));
    }
    hub_.take_passed(std::move(passed).value(), [answer](std::optional<std::uint64_t> head) {
      if (head) {
        answer(text_response(200, std::to_string(*head), "text/plain"));
      } else {
        answer(error_response(503, "it cannot be said whether it was written"));
      }
    });
  }

  // With the lock held. Empty: that is this server, or one that cannot be asked just now.
  std::string address_to_pass(const std::string& name) const {
    const auto address = addresses_.find(name);
    const auto trouble = not_before_ms_.find(name);
    const bool waits = trouble != not_before_ms_.end() && loop_.now_ms() < trouble->second;
    return address == addresses_.end() || waits ? std::string() : address->second;
  }

  // The record first: who is greeted looks for it.
  void beat() {
    if (leaving_) return;
    beat_ += 1;
    parts_.records.put({k_partition, parts_.node},
                       write_node({.name = parts_.node, .address = settings_.address, .beat = beat_}),
                       ports::PutCondition::always(), [this](const Result<std::uint64_t>& written) {
                         if (!written.ok()) parts_.log.warn("the record of this server cannot be written", {});
                         loop_.post([this] { look(); });
                       });
    loop_.after(settings_.beat_ms, [this] { beat(); });
  }

  void look() {
    looked_ms_ = loop_.now_ms();
    parts_.records.query(k_partition, "", "", k_most_nodes, [this](Result<ports::RecordPage> page) {
      loop_.post([this, page = std::move(page)] {
        if (page.ok()) looked(page.value());
      });
    });
  }

  void looked(const ports::RecordPage& page) {
    std::vector<NodeRecord> registry;
    for (const ports::Record& record : page.records) {
      Result<NodeRecord> node = read_node(record.value);
      if (node.ok() && node.value().name == record.key.sort) registry.push_back(std::move(node).value());
    }
    const std::uint64_t now = loop_.now_ms();
    neighbours_.seen(registry, now);
    std::vector<std::string> names = neighbours_.alive(now);
    presence_.keep_only(names);
    parts_.metrics.nodes.store(static_cast<std::int64_t>(names.size()));
    std::map<std::string, std::string> addresses;
    for (const std::string& name : names) addresses[name] = neighbours_.address_of(name);
    names.push_back(parts_.node);
    {
      const std::lock_guard<std::mutex> lock(names_mutex_);
      names_ = std::move(names);
      addresses_ = std::move(addresses);
      std::erase_if(not_before_ms_, [now](const auto& each) { return each.second <= now; });
    }
    for (const std::string& name : neighbours_.forgotten(now)) {
      parts_.records.erase({k_partition, name}, ports::PutCondition::always(), [](const Result<void>&) {});
    }
    if (!std::exchange(greeted_, true)) neighbours_.greet(now);
    send();
  }

  // A letter of a server that is not known yet: it has just come.
  void heard_from(const std::string& name) {
    if (neighbours_.knows(name) || loop_.now_ms() < looked_ms_ + k_look_at_most_every_ms) return;
    look();
  }

  void send() {
    for (Neighbours::Letter& letter : neighbours_.take(loop_.now_ms())) {
      const std::size_t count = letter.news.size();
      post(*transport_, k_limits, letter.address, k_inner_news_path, "application/json",
           write_news({parts_.node, std::move(letter.news)}), [this, to = letter.to, count](const aws::Answer* answer) {
             const bool arrived = answer != nullptr && answer->status == 204;
             (arrived ? parts_.metrics.news_told : parts_.metrics.news_lost).fetch_add(count);
             loop_.post([this, to, arrived] {
               neighbours_.answered(to, arrived, loop_.now_ms());
               send();
             });
           });
    }
  }

  void send_presence() {
    const std::uint64_t now = loop_.now_ms();
    for (PresenceMail::Letter& letter : presence_.take(now)) {
      post(*transport_, k_limits, neighbours_.address_of(letter.to), k_inner_presence_path, "application/octet-stream",
           write_presence({parts_.node, std::move(letter.presence)}),
           [this, to = letter.to](const aws::Answer* answer) {
             const bool arrived = answer != nullptr && answer->status == 200;
             std::vector<base::DocumentId> absent =
                 arrived ? read_absent(answer->body) : std::vector<base::DocumentId>{};
             loop_.post([this, to, arrived, absent = std::move(absent)] {
               presence_.answered(to, arrived, absent, loop_.now_ms());
               send_presence();
             });
           });
    }
    const std::uint64_t next = presence_.next_ms();
    if (next == 0 || (presence_at_ms_ > now && presence_at_ms_ <= next)) return;
    presence_at_ms_ = std::max(next, now + 1);
    loop_.after(presence_at_ms_ - now, [this] { send_presence(); });
  }

  // `done` hears null when no answer came.
  void post(aws::Transport& transport, aws::SendLimits limits, const std::string& address, const char* path,
            const char* type, std::string body, std::function<void(const aws::Answer*)> done) {
    const Result<aws::Url> url = aws::parse_url(address);
    if (!url.ok()) return done(nullptr);
    aws::WireRequest request;
    request.method = "POST";
    request.target = path;
    request.headers = {{"host", url.value().endpoint.authority()},
                       {"content-type", type},
                       {"authorization", "Bearer " + settings_.secret}};
    request.body = std::make_shared<const std::string>(std::move(body));
    transport.send(url.value().endpoint, std::move(request), limits,
                   [done = std::move(done)](const aws::Outcome& outcome) { done(std::get_if<aws::Answer>(&outcome)); });
  }

  Parts& parts_;
  LiveHub& hub_;
  NodeSettings settings_;
  Loop& loop_;
  mutable std::mutex names_mutex_;
  std::vector<std::string> names_;                      // alive, this one among them; empty until the registry was read
  std::map<std::string, std::string> addresses_;        // of the others among them
  std::map<std::string, std::uint64_t> not_before_ms_;  // those that did not answer are not asked to write until then
  Neighbours neighbours_;                               // this and what follows: on the loop
  PresenceMail presence_;
  std::uint64_t presence_at_ms_ = 0;  // a timer is set for then
  std::uint64_t beat_ = 0;
  std::uint64_t looked_ms_ = 0;
  bool greeted_ = false;
  std::atomic<bool> leaving_ = false;
  std::unique_ptr<aws::Transport> transport_;
  std::unique_ptr<aws::Transport> pushes_;  // passed on; they wait, and hold no news up
};

}  // namespace

bool is_inner_path(const std::string& path) {
  return path == k_inner_news_path || path == k_inner_presence_path || path == k_inner_push_path;
}

bool is_node_address(const std::string& text) {
  const Result<aws::Url> url = aws::parse_url(with_port(text, 1));
  return url.ok() && url.value().path == "/";
}

std::unique_ptr<Nodes> Nodes::make(Parts& parts, LiveHub& hub, NodeSettings settings) {
  return std::make_unique<TableNodes>(parts, hub, std::move(settings));
}

}  // namespace flashkit::server
