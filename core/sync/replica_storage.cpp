// The replica's way to its database: jobs in order, one transaction under way at a time, nothing forgotten when it
// fails.
#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "base/proto.h"
#include "operations/ids.h"
#include "sync/frames.h"
#include "sync/minimum.h"
#include "sync/replica_detail.h"

namespace flashkit::sync {

namespace {
constexpr std::size_t k_jobs_together = 64;  // group commit of what came while the last transaction ran
}

SqlValue sql(std::int64_t value) {
  SqlValue out;
  out.kind = value;
  return out;
}
SqlValue sql(std::uint64_t value) { return sql(static_cast<std::int64_t>(value)); }
SqlValue sql(double value) {
  SqlValue out;
  out.kind = value;
  return out;
}
SqlValue sql_bytes(std::string value) {
  SqlValue out;
  out.kind = std::move(value);
  return out;
}
SqlValue sql_text(std::string value) {
  SqlValue out = sql_bytes(std::move(value));
  out.text = true;
  return out;
}
SqlStatement statement(const char* name, std::vector<SqlValue> parameters) {
  SqlStatement out;
  out.name = name;
  out.parameters = std::move(parameters);
  return out;
}

std::int64_t integer_at(const SqlRow& row, std::size_t column) {
  if (column >= row.columns.size()) return 0;
  const auto* value = std::get_if<std::int64_t>(&row.columns[column].kind);
  return value == nullptr ? 0 : *value;
}
double real_at(const SqlRow& row, std::size_t column) {
  if (column >= row.columns.size()) return 0;
  const auto* value = std::get_if<double>(&row.columns[column].kind);
  return value == nullptr ? static_cast<double>(integer_at(row, column)) : *value;
}
std::string bytes_at(const SqlRow& row, std::size_t column) {
  if (column >= row.columns.size()) return {};
  const auto* value = std::get_if<std::string>(&row.columns[column].kind);
  return value == nullptr ? std::string() : *value;
}

void Replica::Machine::on_started(const HostStarted& started) {
  if (started_) return;
  started_ = true;
  build_ = started.build;
  memory_only_ = started.memory_only;
  put_job({statement("all_documents", {}), statement("all_outbox", {}), statement("all_kept", {}),
           statement("all_clients", {})},
          [this](const Rows* rows) { load_all(*rows); });
}

void Replica::Machine::load_document(const SqlRow& row) {
  const auto id = id_from_bytes<base::DocumentId>(bytes_at(row, 0));
  if (!id.has_value()) return;
  Doc& doc = docs_[*id];
  doc.id = *id;
  doc.capability = bytes_at(row, 1);
  doc.name = bytes_at(row, 2);
  doc.changed_ms = integer_at(row, 3);
  doc.trashed = integer_at(row, 4) != 0;
  doc.width = real_at(row, 5);
  doc.height = real_at(row, 6);
  doc.fresh = integer_at(row, 7) != 0;
  doc.role = static_cast<Role>(integer_at(row, 8));
  doc.complete = integer_at(row, 9) != 0;
  doc.cursor = static_cast<std::uint64_t>(integer_at(row, 10));
  doc.received = doc.cursor;
  doc.checkpoint_seq = static_cast<std::uint64_t>(integer_at(row, 11));
  doc.minimum = {static_cast<std::uint32_t>(integer_at(row, 12)), static_cast<std::uint32_t>(integer_at(row, 13))};
}

void Replica::Machine::load_all(const Rows& rows) {
  if (rows.size() < 4) return;
  for (const SqlRow& row : rows[0].rows) load_document(row);
  for (const SqlRow& row : rows[1].rows) {
    Doc* doc = find_bytes(bytes_at(row, 0));
    const auto client = id_from_bytes<base::ClientId>(bytes_at(row, 1));
    if (doc == nullptr || !client.has_value()) continue;
    Waiting waiting;
    waiting.id = {*client, static_cast<std::uint64_t>(integer_at(row, 2))};
    waiting.bytes = bytes_at(row, 3);
    waiting.durable = true;
    // The row may say less than what waits asks: it may have been written by a program that knew no minimum.
    doc->minimum = doc->minimum.raised_by(asked_by(std::span(&waiting.bytes, 1)));
    doc->outbox.push_back(std::move(waiting));
  }
  for (const SqlRow& row : rows[2].rows) {
    Doc* doc = find_bytes(bytes_at(row, 0));
    if (doc == nullptr) continue;
    KeptOperation kept;
    kept.client = bytes_at(row, 1);
    kept.number = static_cast<std::uint64_t>(integer_at(row, 2));
    kept.reason = static_cast<RejectReason>(integer_at(row, 3));
    kept.text = bytes_at(row, 4);
    doc->kept.push_back(std::move(kept));
  }
  for (const SqlRow& row : rows[3].rows) {
    Doc* doc = find_bytes(bytes_at(row, 0));
    const auto client = id_from_bytes<base::ClientId>(bytes_at(row, 1));
    if (doc != nullptr && client.has_value()) doc->clients[*client] = static_cast<std::uint64_t>(integer_at(row, 2));
  }
  // Of a program that did not look at sizes.
  for (auto& [id, doc] : docs_) {
    for (Waiting& waiting : doc.outbox) {
      if (waiting.bytes.size() > k_max_operation_bytes) put_aside(doc, waiting, RejectReason::TooLarge, {});
    }
  }
  ready_ = true;
  connect_at_ms_ = now_ms_;
  std::vector<HostTabMessage> waiting = std::move(before_ready_);
  before_ready_.clear();
  for (const HostTabMessage& message : waiting) on_tab_message(message);
}

void Replica::Machine::put_job(std::vector<SqlStatement> statements, std::function<void(const Rows*)> done,
                               bool droppable) {
  Job job;
  job.statements = std::move(statements);
  job.done = std::move(done);
  job.droppable = droppable;
  jobs_.push_back(std::move(job));
}

void Replica::Machine::pump_storage() {
  if (running_id_ != 0 || storage_retry_at_ms_ != 0) return;
  // Jobs without statements only wait for those before them.
  while (!jobs_.empty() && jobs_.front().statements.empty()) {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    const Rows none;
    job.done(&none);
  }
  if (jobs_.empty()) return;
  EffectExecute execute;
  execute.id = running_id_ = next_id_++;
  const std::size_t most = one_by_one_ ? 1 : k_jobs_together;
  while (!jobs_.empty() && running_.size() < most) {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    execute.statements.insert(execute.statements.end(), job.statements.begin(), job.statements.end());
    running_.push_back(std::move(job));
  }
  effect(std::move(execute));
}

// An answer that comes twice or to nobody is passed over.
void Replica::Machine::on_executed(const HostExecuted& executed) {
  if (executed.id == 0 || executed.id != running_id_) return;
  running_id_ = 0;
  if (executed.failed) {
    storage_failed(executed);
  } else {
    storage_done(executed);
  }
}

void Replica::Machine::storage_done(const HostExecuted& executed) {
  trouble_.clear();
  one_by_one_ = one_by_one_ && !jobs_.empty();
  std::vector<Job> done = std::move(running_);
  running_.clear();
  std::size_t at = 0;
  for (Job& job : done) {
    Rows rows;
    for (std::size_t i = 0; i < job.statements.size(); ++i, ++at) {
      rows.push_back(at < executed.results.size() ? executed.results[at] : SqlRows());
    }
    job.done(&rows);
  }
}

// Nothing of the transaction holds. What people made stays in line and is tried again; what the cloud can send again is
// given up.
void Replica::Machine::storage_failed(const HostExecuted& executed) {
  trouble_ = executed.full ? "There is no room left on this device." : "This device's storage does not answer.";
  one_by_one_ = true;
  storage_retry_at_ms_ = now_ms_ + k_storage_retry_ms;
  std::deque<Job> before;
  for (Job& job : running_) before.push_back(std::move(job));
  running_.clear();
  for (Job& job : jobs_) before.push_back(std::move(job));
  jobs_.clear();  // giving a job up may put another in line
  std::deque<Job> left;
  for (Job& job : before) {
    if (job.droppable) {
      job.done(nullptr);
    } else {
      left.push_back(std::move(job));
    }
  }
  jobs_.insert(jobs_.begin(), std::make_move_iterator(left.begin()), std::make_move_iterator(left.end()));
}

}  // namespace flashkit::sync
