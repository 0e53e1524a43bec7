#include "tests/simulator/node.h"

#include <optional>
#include <set>

#include "base/proto.h"
#include "operations/ids.h"
#include "server/http.h"
#include "server/nodes.h"
#include "sync/frames.h"
#include "sync/limits.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

using base::Errc;
using base::Error;
using base::Result;
using ports::AppendAnswer;

namespace {

constexpr std::uint64_t k_watch_ms = 1000;
constexpr std::uint64_t k_sweep_ms = 5000;
const Error k_away{Errc::Unavailable, "the store does not answer"};
const std::string k_capability(16, 'c');
constexpr char k_secret[] = "what the nodes know";

class NoIdentity final : public ports::Identity {
 public:
  void create_guest(SignedInCallback) override {}
  void create_account(ports::NewAccount, SignedInCallback) override {}
  void sign_in(ports::Credentials, SignedInCallback) override {}
  void sign_out(std::string, DoneCallback) override {}
  void who(std::string, UserCallback) override {}
};

enum class Fate : std::uint8_t { Answered, Refused, Lost };

const char* fate_name(Fate fate) {
  if (fate == Fate::Answered) return "store answers";
  return fate == Fate::Refused ? "store refuses" : "store is not heard";
}

}  // namespace

// One life of a node.
class Node::Process final : public server::Loop,
                            public ports::Journal,
                            public ports::Records,
                            public ports::Blobs,
                            public ports::Clock,
                            public ports::Random {
 public:
  Process(World& world, Node& node) : world_(world), node_(node) {
    parts_.loops = {this};
    // A server alone hears of everything; several have to look.
    if (world.nodes.size() > 1 || world.faults.lost_answers) parts_.watch_journal_ms = k_watch_ms;
    parts_.node = "n" + std::to_string(node.number);
    parts_.program = node.program;
    if (!world.news || world.nodes.size() < 2) return;
    nodes_ = server::Nodes::make(parts_, hub_, {.address = "http://node:0", .secret = k_secret});
    parts_.tell = [this](const server::DocumentNews& news) { nodes_->tell(news); };
    if (world.passing) {
      parts_.prefers_another = [this](DocumentId id) { return nodes_->prefers_another(id); };
      parts_.pass_on = [this](const server::PassedPush& passed, server::PassedCallback done) {
        nodes_->pass_on(passed, std::move(done));
      };
    }
    nodes_->start(static_cast<std::uint16_t>(node.number + 1));
  }

  // A socket and its session hold each other until the connection ends.
  ~Process() override {
    for (const auto& socket : sockets_) socket->session.reset();
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Runs `task` after the delay, unless this life is over by then; what is slow goes on beside it.
  void later(std::uint64_t delay_ms, std::function<void()> task) {
    world_.at(delay_ms, [this, task = std::move(task)] {
      if (node_.process_.get() != this) return;
      if (world_.now_ms < node_.paused_until_ms_) return later(node_.paused_until_ms_ - world_.now_ms, task);
      task();
      while (slow_.waiting() > slow_planned_) {
        ++slow_planned_;
        later(world_.random.between(1, 60), [this] {
          --slow_planned_;
          slow_.run_one();
        });
      }
    });
  }

  // ---- Loop, Clock, Random ----
  void post(std::function<void()> task) override { later(0, std::move(task)); }
  void after(std::uint64_t delay_ms, std::function<void()> task) override { later(delay_ms, std::move(task)); }
  std::uint64_t now_ms() override { return world_.now_ms; }
  std::int64_t wall_ms() override { return world_.wall_ms(node_.number); }
  std::int64_t steady_ms() override { return static_cast<std::int64_t>(world_.now_ms); }
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(world_.random.next() >> 24);
  }

  // ---- Journal ----
  void append_if(DocumentId document, std::uint64_t seq, std::string entry, Journal::AppendCallback done) override {
    const auto answer = std::make_shared<AppendAnswer>();
    request(
        true,
        [this, document, seq, entry = std::move(entry), answer] {
          *answer = world_.cloud.append(document, seq, entry);
        },
        [answer, done = std::move(done)](Fate fate) {
          if (fate == Fate::Refused) return done({AppendAnswer::What::Failed, {}, k_away});
          done(fate == Fate::Lost ? AppendAnswer{AppendAnswer::What::Unknown, {}, k_away} : *answer);
        });
  }
  void read_after(DocumentId document, std::uint64_t after_seq, std::size_t limit_bytes,
                  Journal::PageCallback done) override {
    ask<ports::JournalPage>(
        [this, document, after_seq, limit_bytes] {
          return world_.cloud.page(document, after_seq, limit_bytes, faulty() && world_.faults.short_pages);
        },
        std::move(done));
  }
  void head(DocumentId document, HeadCallback done) override {
    ask<std::uint64_t>(
        [this, document] {
          const std::uint64_t head = world_.cloud.documents[document].entries.size();
          const bool stale = faulty() && world_.faults.stale_heads && world_.random.one_in(4);
          return stale ? head - world_.random.below(std::min<std::uint64_t>(head, 4) + 1) : head;
        },
        std::move(done));
  }

  // When entries go is a fault of its own (`purges`): any that a checkpoint covers, at any time.
  void forget_later(ports::Forgetting wish, ForgetCallback done) override {
    tell<Result<std::uint64_t>>(
        [this, wish]() -> Result<std::uint64_t> {
          if (wish.up_to < world_.cloud.documents[wish.document].entries.size()) return wish.up_to;
          return Error{Errc::Conflict, "the last entry is not given up"};
        },
        std::move(done));
  }
  void sweep(std::int64_t, SweepCallback done) override {
    tell<Result<bool>>([]() -> Result<bool> { return false; }, std::move(done));
  }

  // ---- Records ----
  void get(ports::RecordKey key, Records::GetCallback done) override {
    ask<std::optional<ports::Record>>([this, key = std::move(key)] { return world_.cloud.record(key); },
                                      std::move(done));
  }
  void put(ports::RecordKey key, std::string value, ports::PutCondition condition, Records::PutCallback done) override {
    tell<Result<std::uint64_t>>([this, key = std::move(key), value = std::move(value),
                                 condition] { return world_.cloud.put(key, value, condition, node_.program); },
                                std::move(done));
  }
  void erase(ports::RecordKey key, ports::PutCondition condition, Records::DoneCallback done) override {
    tell<Result<void>>([this, key = std::move(key), condition] { return world_.cloud.erase(key, condition); },
                       std::move(done));
  }
  void query(std::string partition, std::string prefix, std::string from, std::size_t limit,
             Records::PageCallback done) override {
    ask<ports::RecordPage>([this, partition = std::move(partition), prefix = std::move(prefix), from = std::move(from),
                            limit] { return world_.cloud.query(partition, prefix, from, limit); },
                           std::move(done));
  }

  // ---- Blobs ----
  void put_if_absent(std::string name, std::shared_ptr<const std::string> bytes, Blobs::PutCallback done) override {
    tell<Result<bool>>([this, name = std::move(name), bytes] { return world_.cloud.put_blob(name, *bytes); },
                       std::move(done));
  }
  void get(std::string name, Blobs::GetCallback done) override {
    ask<Result<std::string>>(
        [this, name = std::move(name)]() -> Result<std::string> {
          const auto found = world_.cloud.blobs.find(name);
          if (found == world_.cloud.blobs.end()) return Error{Errc::NotFound, "there is no such blob"};
          return found->second;
        },
        std::move(done));
  }
  void size(std::string name, SizeCallback done) override {
    ask<std::optional<std::uint64_t>>(
        [this, name = std::move(name)]() -> std::optional<std::uint64_t> {
          const auto found = world_.cloud.blobs.find(name);
          if (found == world_.cloud.blobs.end()) return std::nullopt;
          return found->second.size();
        },
        std::move(done));
  }

  // ---- connections ----
  class Socket final : public server::LiveSocket {
   public:
    Socket(Process& process, std::uint64_t connection) : process_(process), connection_(connection) {}
    void send(std::shared_ptr<const std::string> frame) override {
      process_.world_.check_frame(frame, connection_, process_.node_.program);
      const World& world = process_.world_;
      const bool slow = !world.healed && world.faults.slow_readers;
      // The limits of queues are for megabytes: what is sent here counts for more.
      const std::size_t size = frame->size() * (slow ? 64 : 1);
      waiting_ += size;
      process_.later(process_.world_.random.between(1, slow ? 800 : 20), [this, size] { written(size); });
      process_.world_.to_client(connection_, std::move(frame));
    }
    std::size_t waiting_bytes() const override { return waiting_; }
    void close(std::uint16_t, std::string) override {
      process_.world_.at(1, [this] { process_.world_.break_connection(connection_, false); });
    }
    void set_frame_limit(std::size_t) override {}
    std::shared_ptr<server::LiveSession> session;

   private:
    void written(std::size_t size) {
      const std::size_t before = waiting_;
      waiting_ -= size;
      if (session && before > server::k_short_queue_bytes && waiting_ <= server::k_short_queue_bytes)
        session->drained();
    }
    Process& process_;
    std::uint64_t connection_;
    std::size_t waiting_ = 0;
  };
  void accept(std::uint64_t connection) {
    const auto socket = std::make_shared<Socket>(*this, connection);
    socket->session = server::make_live_session(hub_, parts_, {}, socket, *this);
    sockets_.push_back(socket);
    open_[connection] = socket;
  }
  void begin() {
    later(k_sweep_ms, [this] {
      hub_.sweep();
      begin();
    });
  }
  void receive(std::uint64_t connection, const std::string& bytes) {
    const auto found = open_.find(connection);
    if (found != open_.end()) found->second->session->receive(bytes);
  }
  void ended(std::uint64_t connection) {
    const auto found = open_.find(connection);
    if (found == open_.end()) return;
    found->second->session->ended();
    found->second->session.reset();
    open_.erase(found);
  }
  void leave() {
    if (nodes_ != nullptr) nodes_->leave();
    hub_.flush([] {});
  }
  void letter(const InnerRequest& letter, const InnerAnswer& done) {
    if (nodes_ == nullptr) return;
    server::Request request;
    request.method = "POST";
    request.path = letter.path;
    request.headers = {{"Authorization", letter.secret}};
    request.body = letter.body;
    nodes_->take(request, [done](const server::Response& response) {
      done(response.status, response.body == nullptr ? std::string() : *response.body);
    });
  }
  std::uint64_t preferred(DocumentId id) const {
    const std::string name = nodes_ == nullptr ? std::string() : nodes_->preferred(id);
    return name.empty() ? node_.number : std::stoull(name.substr(1));
  }
  server::LiveHub& hub() { return hub_; }
  server::States& states() { return states_; }
  server::RightsBook& rights() { return rights_; }

 private:
  bool faulty() const { return !world_.healed; }

  // One call to a store: what it does there, and what the node hears of it.
  void request(bool writes, std::function<void()> there, std::function<void(Fate)> done) {
    World& world = world_;
    const Faults& faults = world.faults;
    const bool slow = faulty() && faults.slow_stores && world.random.one_in(12);
    const std::uint64_t delay = slow ? world.random.between(25, 3000) : world.random.between(1, 30);
    const auto answer = [this, &done](std::uint64_t after, Fate fate) {
      world_.note(fate_name(fate), node_.number, after);
      later(after, [done = std::move(done), fate] { done(fate); });
    };
    if (node_.requests_cut) return answer(world.random.between(1000, 3000), Fate::Lost);
    if (node_.answers_cut) {
      world.at(delay / 2, std::move(there));
      return answer(world.random.between(1000, 3000), Fate::Lost);
    }
    if (faulty() && faults.throttling && world.random.one_in(8)) return answer(delay, Fate::Refused);
    if (faulty() && !writes && faults.failed_reads && world.random.one_in(5)) return answer(delay, Fate::Refused);
    if (faulty() && writes && faults.lost_answers && world.random.one_in(5)) {
      const std::uint64_t kind = world.random.below(3);  // applied, never, or late
      const std::uint64_t when = kind == 0 ? delay / 2 : world.random.between(delay, delay + 1500);
      if (kind != 1) world.at(when, std::move(there));
      return answer(delay, Fate::Lost);
    }
    world.at(delay / 2, std::move(there));
    answer(delay, Fate::Answered);
  }

  // A read: `how` gives the value at the store.
  template <class Value, class How, class Done>
  void ask(How how, Done done) {
    const auto value = std::make_shared<std::optional<Value>>();
    request(
        false, [how = std::move(how), value] { value->emplace(how()); },
        [value, done = std::move(done)](Fate fate) {
          if (fate == Fate::Answered) {
            done(std::move(**value));
          } else {
            done(k_away);
          }
        });
  }
  template <class Value, class How, class Done>
  void tell(How how, Done done) {
    const auto value = std::make_shared<std::optional<Value>>();
    request(
        true, [how = std::move(how), value] { value->emplace(how()); },
        [value, done = std::move(done)](Fate fate) {
          if (fate == Fate::Answered) {
            done(std::move(**value));
          } else {
            done(k_away);
          }
        });
  }

  World& world_;
  Node& node_;
  NoIdentity identity_;
  server::Log log_{true};
  server::Metrics metrics_;
  adapters::Worker slow_{0};
  adapters::Worker exports_{0};
  std::size_t slow_planned_ = 0;
  server::Parts parts_{*this, *this, *this, identity_, *this, *this, log_, metrics_, slow_, exports_, slow_, {}, "n"};
  server::States states_{parts_};
  server::Pictures pictures_{parts_, states_, ""};
  server::LiveHub hub_{parts_, states_, pictures_};
  server::RightsBook rights_{*this};
  std::unique_ptr<server::Nodes> nodes_;
  std::map<std::uint64_t, std::shared_ptr<Socket>> open_;
  std::vector<std::shared_ptr<Socket>> sockets_;  // of this whole life: tasks name them
};

Node::Node(World& world, std::uint64_t node_number) : number(node_number), world_(world) {}
Node::~Node() = default;

void Node::start() {
  if (process_ != nullptr) return;
  leaves_ = false;
  if (world_.faults.two_builds && !world_.healed) program = world_.builds.of_node();
  world_.note("node starts", number, program.rules);
  process_ = std::make_unique<Process>(world_, *this);
  process_->begin();
}

void Node::kill() {
  if (process_ == nullptr) return;
  world_.note("node killed", number);
  paused_until_ms_ = 0;
  dead_.push_back(std::move(process_));
}

void Node::leave() {
  leaves_ = true;
  if (process_ != nullptr) process_->later(0, [process = process_.get()] { process->leave(); });
}

// One sleep at a time: what waits wakes in its order.
void Node::pause(std::uint64_t until_ms) {
  if (world_.now_ms >= paused_until_ms_) paused_until_ms_ = until_ms;
}

void Node::accept(std::uint64_t connection) {
  if (process_ == nullptr) return;
  process_->later(0, [process = process_.get(), connection] { process->accept(connection); });
}

void Node::closed(std::uint64_t connection) {
  if (process_ == nullptr) return;
  process_->later(0, [process = process_.get(), connection] { process->ended(connection); });
}

// Some operations are refused for good, by their bytes: a rule that only this cloud knows.
void Node::frame(std::uint64_t connection, const std::string& bytes) {
  if (process_ == nullptr) return;
  auto decoded = sync::decode_client_frame(bytes);
  if (!decoded.ok()) return world_.fail("frames", "a device sent what is no frame");
  auto* push = std::get_if<sync::Push>(&decoded.value().kind);
  if (push != nullptr) world_.builds.check_pushed(*push, world_.connections[connection].program);
  std::string passed = bytes;
  if (push != nullptr && world_.faults.rejections) {
    std::set<base::ClientId> stopped;
    std::vector<std::string> left;
    for (std::string& operation : push->operations) {
      const auto read = operations::read_operation(operation);
      if (!read.ok() || stopped.count(read.value().id.client) > 0) continue;
      if (read.value().operation.steps.empty() || base::sha256(base::bytes_of(operation))[0] >= 12) {
        left.push_back(std::move(operation));
        continue;
      }
      stopped.insert(read.value().id.client);
      sync::Rejected rejected;
      rejected.document = push->document;
      rejected.client = sync::id_bytes(read.value().id.client);
      rejected.number = read.value().id.number;
      rejected.reason = sync::RejectReason::Malformed;
      world_.to_client(connection,
                       std::make_shared<const std::string>(base::encoded(sync::server_frame(std::move(rejected)))));
    }
    push->operations = std::move(left);
    passed = base::encoded(decoded.value());
  }
  process_->later(
      0, [process = process_.get(), connection, passed = std::move(passed)] { process->receive(connection, passed); });
}

void Node::letter(InnerRequest letter, InnerAnswer done) {
  if (process_ == nullptr) return;
  process_->later(0, [process = process_.get(), letter = std::move(letter), done = std::move(done)] {
    process->letter(letter, done);
  });
}

std::uint64_t Node::preferred(DocumentId id) const { return process_ == nullptr ? number : process_->preferred(id); }

void Node::create(DocumentId id) {
  if (process_ == nullptr) return;
  process_->later(0, [process = process_.get(), id] {
    process->rights().create(id,
                             {.owner = {}, .grants = {{server::hash_of_capability(k_capability), sync::Role::Edit}}},
                             [](const Result<server::Rights>&) {});
  });
}

void Node::make_checkpoint(DocumentId id) {
  if (process_ == nullptr) return;
  process_->later(0, [process = process_.get(), id] {
    process->states().make_checkpoint(id, [](const Result<std::uint64_t>&) {});
  });
}

void Node::save_version(DocumentId id, server::VersionName name,
                        std::function<void(Result<server::SavedVersion>)> done) {
  if (process_ == nullptr) return;
  process_->later(0, [process = process_.get(), id, name = std::move(name), done = std::move(done)] {
    process->hub().versions().save(id, name, done);
  });
}

void Node::fetch_version(DocumentId id, std::function<void(std::uint64_t, std::string)> done) {
  if (process_ == nullptr) return;
  process_->later(0, [this, process = process_.get(), id, done = std::move(done)] {
    server::Versions& versions = process->hub().versions();
    versions.list(id, 0, 10, [this, &versions, id, done](Result<server::VersionPage> page) {
      if (!page.ok() || page.value().versions.empty()) return done(0, {});
      const std::uint64_t seq = page.value().versions[world_.random.below(page.value().versions.size())].seq;
      versions.checkpoint(id, seq, [seq, done](Result<std::string> bytes) {
        auto json = bytes.ok() ? server::zstd_decompress(bytes.value(), sync::k_max_checkpoint_bytes) : bytes.error();
        done(json.ok() ? seq : 0, json.ok() ? std::move(json).value() : std::string());
      });
    });
  });
}

void Node::fetch_checkpoint(DocumentId id, std::uint64_t seq, std::function<void(std::string)> done) {
  if (process_ == nullptr) return;
  process_->later(0, [process = process_.get(), id, seq, done = std::move(done)] {
    process->states().checkpoint_bytes(id, seq, [done](Result<std::string> bytes) {
      auto json = bytes.ok() ? server::zstd_decompress(bytes.value(), sync::k_max_checkpoint_bytes) : bytes.error();
      done(json.ok() ? std::move(json).value() : std::string());
    });
  });
}

void Node::change_role(DocumentId id, sync::Role role) {
  if (process_ == nullptr) return;
  process_->later(0, [process = process_.get(), id, role] {
    process->rights().change(
        id,
        [role](server::Rights& rights) {
          rights.grants = {{server::hash_of_capability(k_capability), role}};
        },
        [process, id](const Result<server::Rights>& changed) {
          if (changed.ok()) process->hub().rights_changed(id);
        });
  });
}

}  // namespace flashkit::simulator
