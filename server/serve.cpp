#include "server/serve.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "adapters/accounts/local_accounts.h"
#include "adapters/cloud/cloud.h"
#include "adapters/files/file_blobs.h"
#include "adapters/files/folder.h"
#include "adapters/sqlite/store.h"
#include "adapters/system/system.h"
#include "server/live_hub.h"
#include "server/net.h"
#include "server/nodes.h"
#include "server/pictures.h"
#include "server/router.h"
#include "server/uploads.h"

extern char** environ;

namespace flashkit::server {

using adapters::cloud::Cloud;
using adapters::files::Folder;
using adapters::sqlite::Store;

namespace {

constexpr std::size_t k_opening_threads = 2;  // a long checkpoint holds no short one up
constexpr std::uint64_t k_stop_limit_ms = 8'000;
constexpr int k_stop_tries = 50;  // of 20 ms, for each step
constexpr std::uint64_t k_last_words_ms = 100;
constexpr std::uint64_t k_sweep_every_ms = 15'000;
constexpr std::uint64_t k_watch_journal_ms = 1'000;
constexpr std::chrono::seconds k_cloud_patience{30};  // at the start
constexpr std::uint64_t k_sweep_journal_ms = 3'600'000;
constexpr std::uint64_t k_sweep_pause_ms = 20;
constexpr double k_day_ms = 86'400'000;

int fail(const std::string& text) {
  std::fprintf(stderr, "flashkit: %s\n", text.c_str());
  return 1;
}

// Every connection is a descriptor.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

void sweep_now_and_then(LiveHub& hub, Uploads* uploads, Loop& loop) {
  loop.after(k_sweep_every_ms, [&hub, uploads, &loop] {
    hub.sweep();
    if (uploads != nullptr) uploads->sweep();
    sweep_now_and_then(hub, uploads, loop);
  });
}

// Takes away what journals need not keep, bit by bit and now and then.
void sweep_journal(Parts& parts, Loop& loop, std::uint64_t every_ms) {
  parts.journal.sweep(parts.clock.wall_ms(), [&parts, &loop, every_ms](base::Result<bool> more) {
    const std::uint64_t pause_ms = more.ok() && more.value() ? k_sweep_pause_ms : every_ms;
    loop.post([&parts, &loop, every_ms, pause_ms] {
      loop.after(pause_ms, [&parts, &loop, every_ms] { sweep_journal(parts, loop, every_ms); });
    });
  });
}

// The steps of a stop, each after the one before; the last one ends the loops.
class Stopper {
 public:
  Stopper(Network& network, Router& router, LiveHub& hub, Nodes* nodes, Log& log)
      : network_(network), router_(router), hub_(hub), nodes_(nodes), log_(log) {}

  void start() {
    log_.info("stopping");
    router_.start_stopping();
    if (nodes_ != nullptr) nodes_->leave();
    network_.stop_accepting();
    Loop& loop = *network_.loops().front();
    loop.after(k_stop_limit_ms, [this] {
      log_.warn("not everything came to an end in time");
      network_.quit();
    });
    // Twice: what was pushed while the first round ran is appended too.
    hub_.flush([this, &loop] {
      network_.close_live();
      hub_.flush([this, &loop] { wait_for_requests(loop, k_stop_tries); });
    });
  }

 private:
  void wait_for_requests(Loop& loop, int tries) {
    loop.after(20, [this, &loop, tries] {
      if (tries > 0 && network_.requests_under_way() > 0) {
        wait_for_requests(loop, tries - 1);
      } else {
        wait_for_live(loop, k_stop_tries, [this, &loop] {
          network_.cut_live();
          wait_for_live(loop, k_stop_tries, [this, &loop] {
            loop.after(k_last_words_ms, [this] { network_.quit(); });  // what the rooms hear of it
          });
        });
      }
    });
  }
  // What a connection holds is let go when it ends, so all of them end before the loops do.
  void wait_for_live(Loop& loop, int tries, std::function<void()> then) {
    loop.after(20, [this, &loop, tries, then = std::move(then)] {
      if (tries > 0 && network_.live_under_way() > 0) {
        wait_for_live(loop, tries - 1, then);
      } else {
        then();
      }
    });
  }

  Network& network_;
  Router& router_;
  LiveHub& hub_;
  Nodes* nodes_;  // null: this server stands alone
  Log& log_;
};

std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> out;
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view pair(*each);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos) out.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return out;
}

// Everything that outlives the network: on a folder, or on a cloud.
struct House {
  std::unique_ptr<Folder> folder;
  std::unique_ptr<Store> store;
  std::unique_ptr<ports::Blobs> blobs_in_folder;
  std::unique_ptr<Cloud> cloud;
  adapters::SystemClock clock;
  adapters::SystemRandom random;
  std::unique_ptr<ports::Identity> identity;

  ports::Journal& journal() { return cloud != nullptr ? cloud->journal() : store->journal(); }
  ports::Records& records() { return cloud != nullptr ? cloud->records() : store->records(); }
  ports::Blobs& blobs() { return cloud != nullptr ? cloud->personal() : *blobs_in_folder; }
  StoreNumbers counts() const {
    StoreNumbers out;
    if (cloud != nullptr) out.operations = cloud->operations();
    if (store != nullptr) out.commits = store->counts().commits;
    if (store != nullptr) out.writes = store->counts().writes;
    return out;
  }
  // Whatever calls the stores from now on gets no answer.
  void stop_stores() {
    if (cloud != nullptr) cloud->stop();
    if (store != nullptr) store->stop();
  }
  void close() {
    identity.reset();
    blobs_in_folder.reset();
    cloud.reset();
    store.reset();  // what still waits there is let go of while the loops are there
    if (folder != nullptr) folder->mark_closed_well();
  }
};

std::string open_cloud(House& house, Log& log) {
  const auto read = adapters::cloud::read_cloud_settings(environment());
  if (!read.problem.empty()) return read.problem;
  house.cloud = Cloud::open(read.settings, environment());
  // What may pass is waited for: a server that is started amid throttling or a deploy should not need a second start.
  const auto until = std::chrono::steady_clock::now() + k_cloud_patience;
  for (;;) {
    const bool last = std::chrono::steady_clock::now() >= until;
    bool again = false;
    for (const adapters::cloud::PartReport& part : house.cloud->ensure(false)) {
      if (part.good) continue;
      if (!part.may_pass || last) return part.part + ": " + part.what + " (see flashkit cloud init)";
      log.warn("not ready, tried again", {{"part", part.part}, {"why", part.what}});
      again = true;
    }
    if (!again) break;
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  house.identity = adapters::accounts::make_local_accounts(house.records(), house.clock, house.random);
  return {};
}

std::string open_house(const Config& config, Log& log, House& house) {
  if (config.on_aws) return open_cloud(house, log);
  auto folder = Folder::open(config.data);
  if (!folder.ok()) return std::string(folder.error().rule) + ": " + config.data;
  house.folder = std::move(folder).value();
  if (!house.folder->was_closed_well()) log.info("the last run did not end well: checking what is stored");
  auto store = Store::open({.path = config.data + "/flashkit.db", .check = !house.folder->was_closed_well()});
  if (!store.ok()) return std::string(store.error().rule) + ": " + config.data + "/flashkit.db";
  house.store = std::move(store).value();
  auto blobs = adapters::files::open_file_blobs({.folder = config.data + "/blobs"});
  if (!blobs.ok()) return std::string(blobs.error().rule) + ": " + config.data + "/blobs";
  house.blobs_in_folder = std::move(blobs).value();
  house.identity = adapters::accounts::make_local_accounts(house.store->records(), house.clock, house.random);
  return {};
}

// In the data folder; on Amazon's services, where a server need not have one, else in a temporary folder: what arrived
// in pieces is gone on with only at the same server, and another one takes the blob from its first byte.
std::unique_ptr<Uploads> open_uploads(const Config& config, House& house, Log& log) {
  auto opened = Uploads::open(config.data + "/uploads", house.blobs());
  if (!opened.ok() && config.on_aws) {
    std::error_code code;
    opened = Uploads::open(std::filesystem::temp_directory_path(code).string() + "/flashkit-uploads", house.blobs());
  }
  if (opened.ok()) return std::move(opened).value();
  log.warn("blobs can only come whole", {{"why", opened.error().rule}});
  return nullptr;
}

void offer_direct_blobs(House& house, Router& router, Uploads* uploads, Log& log) {
  ports::DirectBlobs& direct = house.cloud->personal_direct();
  router.set_direct(direct);
  if (uploads == nullptr) return;
  uploads->offer(direct, house.clock, [&log, &direct](bool keeps_word) {
    if (keeps_word) {
      log.info("devices may put blobs into the bucket themselves", {{"bucket", direct.origin()}});
    } else {
      log.warn("the bucket does not hold bytes against their name: blobs come through this server");
    }
  });
}

std::string node_name(adapters::SystemRandom& random) {
  struct NodeTag;
  return base::to_hex(random.id<base::Id128<NodeTag>>()).substr(0, 12);
}

std::unique_ptr<Nodes> join_others(const Config& config, Parts& parts, LiveHub& hub, Router& router) {
  if (config.node_address.empty()) return nullptr;
  std::unique_ptr<Nodes> nodes =
      Nodes::make(parts, hub, {.address = config.node_address, .secret = config.node_secret});
  if (config.node_routing) {
    parts.prefers_another = [&others = *nodes](base::DocumentId document) { return others.prefers_another(document); };
    parts.pass_on = [&others = *nodes](const PassedPush& passed, PassedCallback done) {
      others.pass_on(passed, std::move(done));
    };
  }
  parts.tell = [&others = *nodes](const DocumentNews& news) { others.tell(news); };
  parts.show = [&others = *nodes](PresenceNews presence) { others.show(std::move(presence)); };
  router.set_nodes(*nodes);
  return nodes;
}

}  // namespace

int serve(const Config& config) {
  std::signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();
  Log log(config.quiet);
  Metrics metrics;
  House house;
  const std::string trouble = open_house(config, log, house);
  if (!trouble.empty()) return fail(trouble);
  const std::size_t threads =
      config.threads != 0 ? config.threads : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
  const std::unique_ptr<Network> network = Network::make(threads);
  auto slow = std::make_unique<adapters::Worker>(config.slow_threads);
  auto exports = std::make_unique<adapters::Worker>(config.export_threads);
  auto opening = std::make_unique<adapters::Worker>(k_opening_threads);
  Parts parts{
      house.journal(), house.records(), house.blobs(), *house.identity, house.clock,      house.random,           log,
      metrics,         *slow,           *exports,      *opening,        network->loops(), node_name(house.random)};
  if (config.on_aws) parts.watch_journal_ms = k_watch_journal_ms;  // others may serve from the same table
  if (!config.on_aws) parts.group_ms = parts.group_alone_ms = 0;   // an append is paid with time alone
  parts.keep_entries_ms = static_cast<std::uint64_t>(config.keep_entries_days * k_day_ms);
  States states(parts);
  Pictures pictures(parts, states, config.fonts);
  LiveHub hub(parts, states, pictures);
  Router router(config, parts, hub, pictures, [&house] { return house.counts(); });
  const std::unique_ptr<Uploads> uploads = open_uploads(config, house, log);
  if (uploads != nullptr) router.set_uploads(*uploads);
  if (config.on_aws && config.direct_blobs) offer_direct_blobs(house, router, uploads.get(), log);
  const std::unique_ptr<Nodes> nodes = join_others(config, parts, hub, router);
  const base::Result<std::uint16_t> port = network->listen(router, config, log, metrics);
  if (!port.ok()) return fail(std::string(port.error().rule) + ": " + config.host + ":" + std::to_string(config.port));
  if (config.app.empty()) log.warn("no web app found: only the API is served");
  sweep_now_and_then(hub, uploads.get(), *parts.loops.front());
  if (parts.keep_entries_ms != 0) {
    sweep_journal(parts, *parts.loops.front(),
                  std::clamp<std::uint64_t>(parts.keep_entries_ms, 100, k_sweep_journal_ms));
  }
  if (nodes != nullptr) nodes->start(port.value());
  Stopper stopper(*network, router, hub, nodes.get(), log);
  std::printf("Flashkit is ready at http://%s:%u/\n", config.host.c_str(), static_cast<unsigned>(port.value()));
  std::fflush(stdout);
  network->run([&stopper] { stopper.start(); });
  // The loops stand still. The stores end first: whatever calls them from now on gets no answer, so nothing hops on.
  house.stop_stores();
  pictures.stop();
  if (nodes != nullptr) nodes->stop();
  if (uploads != nullptr) uploads->stop();
  slow->stop();
  exports->stop();
  opening->stop();
  house.close();
  log.info("stopped");
  return 0;
}

int serve_main(std::vector<std::string> arguments) {
  const ReadConfig read = read_config(arguments, environment(), "/proc/self/exe");
  if (!read.problem.text.empty()) return fail(read.problem.text) + 1;
  if (read.config.help) {
    std::printf("usage: flashkit serve [OPTIONS]\n\nServes the app, its API and the live protocol.\n\n%s",
                config_help().c_str());
    return 0;
  }
  return serve(read.config);
}

}  // namespace flashkit::server
