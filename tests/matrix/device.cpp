// A device of the matrix, a process of its own: the replica of `flashkit sync` on its SQLite file and its network. It
// writes at a rate, keeps a diary of what it was promised and what it read, and says when something cannot be.
//   matrix_device URL FOLDER INDEX INTERVAL_MS DOCUMENT SEED
// SIGUSR1: writes no more, and says its state whenever nothing waits. SIGTERM: ends well.
#include "tests/matrix/device.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <string>

#include "base/proto.h"
#include "base/sha256.h"
#include "cli/sync_device.h"
#include "operations/builder.h"
#include "sync/frames.h"
#include "sync/journal_state.h"
#include "sync/limits.h"
#include "sync/view.h"

namespace flashkit::tests::matrix {
namespace {

constexpr std::uint64_t k_look_ms = 20;
constexpr std::size_t k_keys = 20;
volatile std::sig_atomic_t writes = 1;

// One line at a time, whole, straight to the kernel: a process that is killed loses none.
class Diary {
 public:
  explicit Diary(const std::string& path)
      : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {}
  Diary(const Diary&) = delete;
  Diary& operator=(const Diary&) = delete;
  ~Diary() { ::close(file_); }
  void say(const std::string& line) const {
    const std::string whole = line + '\n';
    if (::write(file_, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) std::abort();
  }

 private:
  int file_;
};

// The network of `flashkit sync`; what the server acknowledges goes into the diary on its way.
class WatchedNet final : public cli::SyncNet {
 public:
  WatchedNet(std::unique_ptr<SyncNet> net, const Diary& diary) : net_(std::move(net)), diary_(diary) {}
  void connect(Events events) override {
    events.frame = [this, pass_on = std::move(events.frame)](std::string bytes) {
      note(bytes);
      pass_on(std::move(bytes));
    };
    net_->connect(std::move(events));
  }
  void disconnect() override { net_->disconnect(); }
  void send(std::string frame) override { net_->send(std::move(frame)); }
  void ask(Wish wish, std::function<void(Reply)> done) override { net_->ask(std::move(wish), std::move(done)); }
  void ask_directly(DirectWish wish, std::function<void(Reply)> done) override {
    net_->ask_directly(std::move(wish), std::move(done));
  }
  void get(std::string path, std::string capability, std::function<void(std::string)> done) override {
    net_->get(std::move(path), std::move(capability), std::move(done));
  }
  void after(std::uint64_t delay_ms, std::function<void()> task) override { net_->after(delay_ms, std::move(task)); }
  std::uint64_t now_ms() override { return net_->now_ms(); }
  void on_signal(std::function<void()> told) override { net_->on_signal(std::move(told)); }
  void run() override { net_->run(); }
  void stop() override { net_->stop(); }

 private:
  void note(const std::string& bytes) const {
    const auto frame = sync::decode_server_frame(bytes);
    if (!frame.ok()) return diary_.say("bad a frame that does not decode");
    if (const auto* told = std::get_if<sync::Acknowledged>(&frame.value().kind)) {
      const auto client = operations::id_from_bytes<base::ClientId>(told->client);
      if (client) diary_.say("acknowledged " + base::to_hex(*client) + ' ' + std::to_string(told->number));
    } else if (const auto* trouble = std::get_if<sync::Trouble>(&frame.value().kind)) {
      diary_.say("bad the server says " + std::to_string(trouble->code) + ' ' + trouble->text);
    }
  }
  std::unique_ptr<SyncNet> net_;
  const Diary& diary_;
};

class Writer final : public cli::SyncDevice::Listener {
 public:
  Writer(cli::SyncNet& net, const Diary& diary, const DeviceOrder& order)
      : net_(net), diary_(diary), order_(order), random_(order.seed) {}

  bool start() {
    auto device = cli::SyncDevice::open(order_.folder + "/replica.db", net_, *this);
    if (!device.ok()) return false;
    device_ = std::move(device).value();
    client_ = {random_() | 1u, random_()};  // D11
    device_->start();
    sync::OpenDocument open;
    open.document = operations::id_bytes(order_.document);
    open.capability = order_.capability;
    open.create = true;
    open.rules = sync::k_rules;
    device_->tell(open);
    net_.on_signal([this] { net_.stop(); });
    look();
    return true;
  }

  void heard(const sync::ReplicaMessage& message) override {
    if (const auto* loaded = std::get_if<sync::DocumentLoaded>(&message.kind)) {
      load(*loaded);
    } else if (const auto* confirmed = std::get_if<sync::EntriesConfirmed>(&message.kind)) {
      if (view_.confirm(confirmed->entries).gap) diary_.say("bad an entry is missing");
      take(confirmed->entries);
      read();
    } else if (const auto* stored = std::get_if<sync::OperationsStored>(&message.kind)) {
      const auto client = operations::id_from_bytes<base::ClientId>(stored->client);
      if (client) diary_.say("stored " + base::to_hex(*client) + ' ' + std::to_string(stored->number));
    } else if (const auto* status = std::get_if<sync::ReplicaStatus>(&message.kind)) {
      waiting_ = status->waiting;
      if (status->rejected > 0) diary_.say("bad an operation was rejected");
      if (!status->trouble.empty()) diary_.say("bad storage: " + status->trouble);
    } else if (const auto* trouble = std::get_if<sync::DocumentTrouble>(&message.kind)) {
      diary_.say("bad a person was told: " + trouble->text);
    }
  }
  void reaches(const std::string& /*document*/, std::uint64_t /*head*/) override {}
  void disconnected(const cli::Disconnect& how) override { diary_.say("disconnected " + how.why); }

 private:
  void load(const sync::DocumentLoaded& loaded) {
    if (!loaded.complete) return;
    const std::uint64_t before = state_.seq();
    state_ = {};
    if (!loaded.checkpoint.empty()) {
      auto checkpoint = sync::read_checkpoint(loaded.checkpoint);
      if (!checkpoint.ok()) return diary_.say("bad a checkpoint that cannot be read");
      state_ = sync::JournalState(std::move(checkpoint).value());
    }
    const auto result = view_.load(loaded);
    if (!result.ok()) return diary_.say("bad what the device holds cannot be read");
    if (!result.value().unstored.empty()) {
      sync::StoreOperations again;
      again.document = operations::id_bytes(order_.document);
      again.operations = result.value().unstored;
      device_->tell(again);
    }
    take(loaded.entries);
    if (state_.seq() < before) diary_.say("bad what is confirmed went back");
    loaded_ = true;
    read();
  }

  void take(const std::vector<sync::Entry>& entries) {
    for (const sync::Entry& entry : entries) {
      if (!state_.apply(entry).ok()) diary_.say("bad entry " + std::to_string(entry.seq) + " out of its turn");
    }
    if (view_.seq() != state_.seq()) diary_.say("bad the view is not where the journal is");
    diary_.say("seq " + std::to_string(state_.seq()));
  }

  double register_of(const std::string& key) const {
    const document::Document& document = view_.document();
    const document::Value* value = document.root().find(document.keys().find(key));
    return value == nullptr ? 0 : value->as_number(0);
  }
  // What a person sees: every device's count only grows, and what one operation wrote together stands together.
  void read() {
    for (std::size_t i = 0; i < order_.devices; ++i) {
      const std::string key = "count" + std::to_string(i);
      const double now = register_of(key);
      double& last = seen_[key];
      if (now < last) diary_.say("bad the count of device " + std::to_string(i) + " went back");
      last = now;
    }
    for (std::size_t i = 0; i < k_keys; ++i) {
      const std::string at = std::to_string(i);
      if (register_of("left" + at) != register_of("right" + at)) diary_.say("bad half an operation shows");
    }
  }

  void write() {
    const std::string own = "count" + std::to_string(order_.index);
    operations::OperationBuilder build(client_, ++number_);
    build.set({}, own, std::to_string(static_cast<std::uint64_t>(register_of(own)) + 1));
    const std::string at = std::to_string(random_() % k_keys);
    const std::string value = std::to_string(random_() % 1'000'000);
    build.set({}, "left" + at, value);
    build.set({}, "right" + at, value);
    const operations::Operation operation = build.take();
    diary_.say("made " + base::to_hex(client_) + ' ' + std::to_string(number_));
    if (!view_.add_local(operation).took_effect) diary_.say("bad an own operation took no effect");
    sync::StoreOperations store;
    store.document = operations::id_bytes(order_.document);
    store.operations.push_back(base::encoded(operation));
    store.gesture_end = random_() % 4 == 0;
    device_->tell(store);
    read();
  }

  void look() {
    const std::uint64_t now = net_.now_ms();
    if (next_write_ms_ == 0) next_write_ms_ = now + random_() % order_.interval_ms;
    if (loaded_ && writes != 0 && now >= next_write_ms_) {
      write();
      next_write_ms_ = now + order_.interval_ms / 2 + random_() % order_.interval_ms;
    }
    if (loaded_ && writes == 0 && waiting_ == 0 && view_.pending_count() == 0 && device_->online() &&
        said_still_ != state_.seq()) {
      said_still_ = state_.seq();
      const std::string hash = base::to_hex(base::sha256(base::bytes_of(state_.checkpoint())));
      diary_.say("still " + std::to_string(said_still_) + ' ' + hash);
    }
    net_.after(std::min(k_look_ms, order_.interval_ms), [this] { look(); });
  }

  cli::SyncNet& net_;
  const Diary& diary_;
  const DeviceOrder order_;
  std::mt19937_64 random_;
  std::unique_ptr<cli::SyncDevice> device_;
  base::ClientId client_;
  sync::View view_;
  sync::JournalState state_;
  std::map<std::string, double> seen_;
  std::uint64_t number_ = 0;
  std::uint64_t next_write_ms_ = 0;
  std::uint64_t waiting_ = 0;
  std::uint64_t said_still_ = ~std::uint64_t{0};
  bool loaded_ = false;
};

}  // namespace

int run_device(const DeviceOrder& order) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGUSR1, [](int) { writes = 0; });
  const Diary diary(order.folder + "/diary");
  diary.say("start");
  auto url = cli::ServerUrl::parse(order.url);
  if (!url.ok()) return 2;
  WatchedNet net(cli::SyncNet::make(std::move(url).value()), diary);
  Writer writer(net, diary, order);
  if (!writer.start()) {
    diary.say("bad its database cannot be opened");
    return 1;
  }
  net.run();
  return 0;
}

}  // namespace flashkit::tests::matrix
