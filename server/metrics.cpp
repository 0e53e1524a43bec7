#include "server/metrics.h"

#include "base/number.h"

namespace flashkit::server {

namespace {
void write_one(std::string& out, const char* name, const char* type, const char* help, std::string value) {
  out += std::string("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n' + name + ' ' +
         std::move(value) + '\n';
}
template <class Number>
void gauge(std::string& out, const char* name, const char* help, const std::atomic<Number>& value) {
  write_one(out, name, "gauge", help, std::to_string(value.load()));
}
void counter(std::string& out, const char* name, const char* help, std::uint64_t value) {
  write_one(out, name, "counter", help, std::to_string(value));
}

using adapters::aws::Meaning;
using adapters::aws::OperationCounts;

void write_head(std::string& out, const char* name, const char* help) {
  out += std::string("# HELP ") + name + ' ' + help + "\n# TYPE " + name + " counter\n";
}
// Every line of a metric follows its head: each is written for all operations before the next begins.
template <class Value>
void of_operations(std::string& out, const char* name, const char* help, const std::vector<OperationCounts>& operations,
                   Value value) {
  write_head(out, name, help);
  for (const OperationCounts& each : operations) {
    out += std::string(name) + "{service=\"" + each.service + "\",operation=\"" + each.operation + "\"} " +
           base::shortest(value(each)) + '\n';
  }
}

void write_operations(std::string& out, const std::vector<OperationCounts>& operations) {
  if (operations.empty()) return;
  constexpr char k_requests[] = "flashkit_cloud_requests_total";
  write_head(out, k_requests, "Requests to Amazon's services, every try, by what came of it.");
  for (const OperationCounts& each : operations) {
    for (std::size_t i = 0; i < each.tries.size(); ++i) {
      if (each.tries[i] == 0) continue;
      out += std::string(k_requests) + "{service=\"" + each.service + "\",operation=\"" + each.operation +
             "\",result=\"" + name_of(static_cast<Meaning>(i)) + "\"} " + std::to_string(each.tries[i]) + '\n';
    }
  }
  of_operations(out, "flashkit_cloud_bytes_out_total", "Bytes of bodies sent.", operations,
                [](const OperationCounts& each) { return static_cast<double>(each.bytes_out); });
  of_operations(out, "flashkit_cloud_bytes_in_total", "Bytes of bodies received.", operations,
                [](const OperationCounts& each) { return static_cast<double>(each.bytes_in); });
  of_operations(out, "flashkit_cloud_read_units_total", "Read capacity units of DynamoDB.", operations,
                [](const OperationCounts& each) { return each.read_units; });
  of_operations(out, "flashkit_cloud_write_units_total", "Write capacity units of DynamoDB.", operations,
                [](const OperationCounts& each) { return each.write_units; });
}

}  // namespace

void Histogram::add_ms(double value_ms) {
  std::size_t bucket = 0;
  while (bucket < k_bounds_ms.size() && value_ms > k_bounds_ms[bucket]) ++bucket;
  counts_[bucket].fetch_add(1);
  sum_us_.fetch_add(static_cast<std::uint64_t>(value_ms * 1000));
}

void Histogram::write(std::string& out, const char* name, const char* help) const {
  const std::string text(name);
  out += "# HELP " + text + ' ' + help + "\n# TYPE " + text + " histogram\n";
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    total += counts_[i].load();
    const std::string bound = i < k_bounds_ms.size() ? base::shortest(k_bounds_ms[i] / 1000) : "+Inf";
    out += text + "_bucket{le=\"" + bound + "\"} " + std::to_string(total) + '\n';
  }
  out += text + "_sum " + base::shortest(static_cast<double>(sum_us_.load()) / 1e6) + '\n';
  out += text + "_count " + std::to_string(total) + '\n';
}

std::string Metrics::prometheus_text(const StoreNumbers& stores) const {
  std::string out;
  gauge(out, "flashkit_connections", "Open HTTP and WebSocket connections.", connections);
  gauge(out, "flashkit_live_connections", "Open WebSocket connections.", live_connections);
  gauge(out, "flashkit_rooms", "Documents in memory.", rooms);
  counter(out, "flashkit_requests_total", "HTTP requests.", requests.load());
  counter(out, "flashkit_requests_failed_total", "HTTP requests answered 5xx.", requests_failed.load());
  counter(out, "flashkit_requests_refused_total", "HTTP requests over a limit.", requests_refused.load());
  counter(out, "flashkit_frames_in_total", "Frames from clients.", frames_in.load());
  counter(out, "flashkit_frames_out_total", "Frames to clients.", frames_out.load());
  counter(out, "flashkit_bytes_out_total", "Bytes of frames to clients.", bytes_out.load());
  counter(out, "flashkit_operations_pushed_total", "Operations that clients pushed.", operations_pushed.load());
  counter(out, "flashkit_entries_appended_total", "Journal entries written.", entries_appended.load());
  counter(out, "flashkit_appends_lost_total", "Appends another writer won.", appends_lost.load());
  counter(out, "flashkit_appends_unclear_total", "Appends whose answer was lost.", appends_unclear.load());
  gauge(out, "flashkit_other_nodes", "Other servers on the same table.", nodes);
  counter(out, "flashkit_pushes_passed_total", "Pushes that the server which their document prefers has written.",
          pushes_passed.load());
  counter(out, "flashkit_pushes_not_passed_total", "Pushes that it did not write: they were written here.",
          pushes_not_passed.load());
  counter(out, "flashkit_pushes_written_for_others_total", "Pushes of other servers that were written here.",
          pushes_written_for_others.load());
  counter(out, "flashkit_news_told_total", "News that reached another server.", news_told.load());
  counter(out, "flashkit_news_lost_total", "News that did not reach another server.", news_lost.load());
  counter(out, "flashkit_news_heard_total", "News from other servers.", news_heard.load());
  counter(out, "flashkit_slow_dropped_total", "Connections dropped for not reading.", slow_dropped.load());
  counter(out, "flashkit_checkpoints_total", "Checkpoints made.", checkpoints.load());
  counter(out, "flashkit_previews_total", "Previews made.", previews.load());
  counter(out, "flashkit_store_commits_total", "Transactions of the database.", stores.commits);
  counter(out, "flashkit_store_writes_total", "Writes in them.", stores.writes);
  append_seconds.write(out, "flashkit_append_seconds", "From append to its answer.");
  write_operations(out, stores.operations);
  return out;
}

}  // namespace flashkit::server
