#include "adapters/aws/transport.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/aws/connection_detail.h"
#include "adapters/system/worker.h"

namespace flashkit::adapters::aws {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

struct Job {
  Job(asio::io_context& context, Endpoint to, WireRequest what, SendLimits in, Transport::SendCallback answer)
      : endpoint(std::move(to)), request(std::move(what)), limits(in), done(std::move(answer)), deadline(context) {}

  void finish(Outcome outcome) {
    if (!done) return;
    const Transport::SendCallback once = std::exchange(done, nullptr);
    run_alone([&] { once(std::move(outcome)); });
  }

  Endpoint endpoint;
  WireRequest request;
  SendLimits limits;
  Transport::SendCallback done;  // null once answered
  asio::steady_timer deadline;
  std::unique_ptr<Connection> connection;
  bool sending = false;  // something may have gone out
};
// Held by the coroutine that works on it and by its timer.
using JobPointer = std::shared_ptr<Job>;

// Of one endpoint. Touched on the transport's thread only.
struct Pool {
  std::vector<std::unique_ptr<Connection>> idle;
  std::size_t busy = 0;
  std::deque<JobPointer> waiting;
};

struct EndpointOrder {
  bool operator()(const Endpoint& a, const Endpoint& b) const {
    if (a.host != b.host) return a.host < b.host;
    return a.port != b.port ? a.port < b.port : a.tls < b.tls;
  }
};

class AsioTransport final : public Transport {
 public:
  explicit AsioTransport(TransportOptions options) : options_(std::move(options)) {
    boost::system::error_code ignored;
    tls_.set_options(
        asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1,
        ignored);
    if (options_.authorities_file.empty()) {
      tls_.set_default_verify_paths(ignored);
    } else {
      tls_.load_verify_file(options_.authorities_file, ignored);
    }
    thread_ = std::thread([this] { context_.run(); });
  }
  ~AsioTransport() override { stop(); }

  void send(Endpoint endpoint, WireRequest request, SendLimits limits, SendCallback done) override {
    auto job = std::make_shared<Job>(context_, std::move(endpoint), std::move(request), limits, std::move(done));
    asio::post(context_, [this, job = std::move(job)] { begin(job); });
  }
  void post(std::function<void()> task) override { asio::post(context_, std::move(task)); }
  void after(std::uint64_t delay_ms, std::function<void()> task) override {
    auto timer = std::make_shared<asio::steady_timer>(context_, milliseconds(delay_ms));
    timer->async_wait([timer, task = std::move(task)](boost::system::error_code code) {
      if (!code) task();
    });
  }
  TransportCounts counts() const override { return {requests_.load(), connections_.load()}; }
  void stop() override {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void begin(const JobPointer& job) {
    job->deadline.expires_after(milliseconds(job->limits.whole_ms));
    job->deadline.async_wait([job](boost::system::error_code code) {
      if (code || !job->done) return;
      const Failure::Sent sent = job->sending ? Failure::Sent::Perhaps : Failure::Sent::No;
      if (job->connection != nullptr) job->connection->cut();
      job->finish(Failure{sent, "the service did not answer in time"});
    });
    Pool& pool = pools_[job->endpoint];
    if (pool.busy < options_.connections) {
      start(pool, job);
    } else if (pool.waiting.size() < options_.waiting) {
      pool.waiting.push_back(job);
    } else {
      job->deadline.cancel();
      job->finish(Failure{Failure::Sent::No, "too many requests wait"});
    }
  }

  void start(Pool& pool, const JobPointer& job) {
    ++pool.busy;
    asio::co_spawn(context_, work(pool, job), asio::detached);
  }

  // The youngest first: the others grow old enough to be dropped.
  std::unique_ptr<Connection> take_idle(Pool& pool) {
    while (!pool.idle.empty()) {
      std::unique_ptr<Connection> out = std::move(pool.idle.back());
      pool.idle.pop_back();
      if (out->last_used + milliseconds(options_.idle_ms) < steady_clock::now()) {
        pool.idle.clear();
        break;
      }
      if (out->reusable()) return out;
    }
    return nullptr;
  }

  asio::awaitable<void> work(Pool& pool, JobPointer job) {
    Outcome outcome = co_await perform(pool, job);
    job->deadline.cancel();
    job->finish(std::move(outcome));
    if (job->connection != nullptr && job->connection->reusable()) {
      job->connection->last_used = steady_clock::now();
      pool.idle.push_back(std::move(job->connection));
    }
    job->connection.reset();
    --pool.busy;
    start_next(pool);
  }

  asio::awaitable<Outcome> perform(Pool& pool, const JobPointer& job) {
    job->connection = take_idle(pool);
    if (job->connection == nullptr) {
      job->connection = std::make_unique<Connection>(context_, job->endpoint.tls ? &tls_ : nullptr);
      ++connections_;
      const char* trouble = co_await job->connection->connect(job->endpoint, job->limits);
      if (trouble != nullptr) co_return Failure{Failure::Sent::No, trouble};
    }
    if (!job->done) co_return Failure{Failure::Sent::No, "the service did not answer in time"};
    job->sending = true;
    ++requests_;
    co_return co_await job->connection->exchange(job->request, job->limits, options_.answer_limit_bytes);
  }

  void start_next(Pool& pool) {
    while (!pool.waiting.empty() && pool.busy < options_.connections) {
      const JobPointer next = std::move(pool.waiting.front());
      pool.waiting.pop_front();
      if (next->done) start(pool, next);  // the others waited too long and were answered
    }
  }

  TransportOptions options_;
  std::atomic<std::uint64_t> requests_ = 0;
  std::atomic<std::uint64_t> connections_ = 0;
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  asio::io_context context_{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard_ = asio::make_work_guard(context_);
  std::map<Endpoint, Pool, EndpointOrder> pools_;  // after the context: its sockets go first
  std::thread thread_;
};

}  // namespace

std::unique_ptr<Transport> make_transport(TransportOptions options) {
  return std::make_unique<AsioTransport>(std::move(options));
}

}  // namespace flashkit::adapters::aws
