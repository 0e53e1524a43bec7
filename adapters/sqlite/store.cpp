#include "adapters/sqlite/store.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/sqlite/jobs_detail.h"
#include "adapters/system/worker.h"
#include "schema/server_sql.h"

namespace flashkit::adapters::sqlite {

using base::Errc;
using base::Error;
using base::Result;

namespace {

constexpr std::size_t k_batch_limit_jobs = 4096;
constexpr std::size_t k_batch_limit_bytes = 8u << 20;

int prepare_connection(Database& database) {
  // FULL: in WAL mode only it flushes at every commit; NORMAL may undo commits when the power goes.
  return database.run(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
      "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384;");
}

Result<void> create_or_check_schema(Database& database) {
  const std::uint64_t version = database.ask_number("PRAGMA user_version");
  if (version > k_schema_version) return Error{Errc::Unsupported, "the data was written by a newer version"};
  if (version == k_schema_version) return {};
  if (version == 0 && database.ask_number("SELECT count(*) FROM sqlite_schema") != 0) {
    return Error{Errc::Unsupported, "the database file is not one of ours"};
  }
  const bool made = database.run("BEGIN IMMEDIATE") == SQLITE_OK && database.run(schema::k_server_sql) == SQLITE_OK &&
                    database.run("COMMIT") == SQLITE_OK;
  if (!made) return Error{Errc::Unavailable, "the database could not be created"};
  return {};
}

// A server that was killed between writing a commit and syncing it leaves a commit that is seen but not yet durable.
// One of our own, synced, comes before anything that is read here is shown to anyone.
Result<void> settle_last_commit(Database& database) {
  const std::string script = "BEGIN IMMEDIATE; PRAGMA user_version = " + std::to_string(k_schema_version) + "; COMMIT;";
  const int outcome = database.run(script.c_str());
  if (outcome == SQLITE_OK) return {};
  database.run("ROLLBACK");
  if (outcome != SQLITE_FULL) return Error{Errc::Unavailable, "the database cannot be written"};
  // On a full disk: a checkpoint begins with syncing the log, and may fail after that. What is there is served.
  database.run("PRAGMA wal_checkpoint(PASSIVE)");
  return {};
}

Result<void> check_contents(Database& database) {
  if (database.ask_text("PRAGMA quick_check(1)") != "ok") return Error{Errc::Corrupt, "the database file is damaged"};
  const std::uint64_t gaps = database.ask_number(
      "SELECT count(*) FROM (SELECT 1 FROM journal GROUP BY document HAVING max(seq) - min(seq) + 1 <> count(*))");
  if (gaps != 0) return Error{Errc::Corrupt, "a journal has a gap"};
  return {};
}

class SqliteStore final : public Store, public ports::Journal, public ports::Records {
 public:
  SqliteStore(StoreOptions options, Database writer, Database reader)
      : options_(std::move(options)), writer_(std::move(writer)), reader_(std::move(reader)) {
    write_thread_ = std::thread([this] { write_loop(); });
    read_thread_ = std::thread([this] { read_loop(); });
  }
  ~SqliteStore() override { SqliteStore::stop(); }

  void stop() override {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) return;
      stopping_ = true;
    }
    write_wakes_.notify_all();
    read_wakes_.notify_all();
    write_thread_.join();
    read_thread_.join();
    page_statement_ = Statement();
    head_statement_ = Statement();
    get_statement_ = Statement();
    query_statement_ = Statement();
    reader_ = Database();
    writer_ = Database();
  }

  ports::Journal& journal() override { return *this; }
  ports::Records& records() override { return *this; }
  StoreCounts counts() const override { return {commits_.load(), writes_.load()}; }

  void append_if(base::DocumentId document, std::uint64_t seq, std::string entry, AppendCallback done) override {
    if (entry.size() > ports::k_entry_limit_bytes) {
      later([done = std::move(done)] {
        done({ports::AppendAnswer::What::Failed, {}, Error{Errc::Limit, "an entry is larger than the journal takes"}});
      });
      return;
    }
    write(make_append(document, seq, std::move(entry), std::move(done)));
  }
  void put(ports::RecordKey key, std::string value, ports::PutCondition condition, PutCallback done) override {
    if (value.size() > ports::k_record_limit_bytes) {
      later([done = std::move(done)] { done(Error{Errc::Limit, "a record is larger than the store takes"}); });
      return;
    }
    write(make_put(std::move(key), std::move(value), condition, std::move(done)));
  }
  void erase(ports::RecordKey key, ports::PutCondition condition, DoneCallback done) override {
    write(make_erase(std::move(key), condition, std::move(done)));
  }
  void read_after(base::DocumentId document, std::uint64_t after_seq, std::size_t limit_bytes,
                  ports::Journal::PageCallback done) override {
    read(std::move(done), [this, document, after_seq, limit_bytes](const ports::Journal::PageCallback& answer) {
      answer(read_page(document, after_seq, limit_bytes));
    });
  }
  void head(base::DocumentId document, HeadCallback done) override {
    read(std::move(done), [this, document](const HeadCallback& answer) { answer(read_head(document)); });
  }
  void forget_later(ports::Forgetting wish, ForgetCallback done) override { write(make_forget(wish, std::move(done))); }
  void sweep(std::int64_t now_ms, SweepCallback done) override { write(make_sweep(now_ms, std::move(done))); }
  void get(ports::RecordKey key, GetCallback done) override {
    read(std::move(done), [this, key = std::move(key)](const GetCallback& answer) { answer(read_record(key)); });
  }
  void query(std::string partition, std::string prefix, std::string after, std::size_t limit,
             ports::Records::PageCallback done) override {
    read(std::move(done),
         [this, partition = std::move(partition), prefix = std::move(prefix), after = std::move(after), limit](
             const ports::Records::PageCallback& answer) { answer(read_records(partition, prefix, after, limit)); });
  }

 private:
  void write(std::unique_ptr<Job> job) {
    bool busy = false;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) return;
      busy = waiting_bytes_ + job->size_bytes() > options_.waiting_limit_bytes;
      if (!busy) {
        waiting_bytes_ += job->size_bytes();
        write_queue_.push_back(std::move(job));
      }
    }
    if (busy) {
      later([job = std::shared_ptr<Job>(std::move(job))] { job->answer(Commit::RolledBack); });
    } else {
      write_wakes_.notify_one();
    }
  }
  // What is too much is refused at once, in front of what waits.
  template <class Callback, class Task>
  void read(Callback done, Task task) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) return;
      if (read_queue_.size() < options_.waiting_limit_reads) {
        read_queue_.push_back([done = std::move(done), task = std::move(task)] { task(done); });
      } else {
        read_queue_.push_front([done = std::move(done)] {
          done(Error{Errc::Unavailable, "too much is being read; try again"});
        });
      }
    }
    read_wakes_.notify_one();
  }
  void later(std::function<void()> task) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) return;
      read_queue_.push_back(std::move(task));
    }
    read_wakes_.notify_one();
  }

  // Everything that waits, up to a batch; empty: the end.
  std::vector<std::unique_ptr<Job>> next_batch() {
    std::vector<std::unique_ptr<Job>> batch;
    std::unique_lock<std::mutex> lock(mutex_);
    write_wakes_.wait(lock, [this] { return stopping_ || !write_queue_.empty(); });
    std::size_t bytes = 0;
    while (!write_queue_.empty() && batch.size() < k_batch_limit_jobs && bytes < k_batch_limit_bytes) {
      bytes += write_queue_.front()->size_bytes();
      batch.push_back(std::move(write_queue_.front()));
      write_queue_.pop_front();
    }
    waiting_bytes_ -= bytes;
    return batch;
  }

  void write_loop() {
    WriterStatements statements(writer_.raw());
    for (;;) {
      const std::vector<std::unique_ptr<Job>> batch = next_batch();
      if (batch.empty()) return;
      const Commit commit = commit_batch(statements, batch);
      commits_.fetch_add(1);
      writes_.fetch_add(batch.size());
      for (const std::unique_ptr<Job>& job : batch) job->answer(commit);
    }
  }

  Commit commit_batch(WriterStatements& statements, const std::vector<std::unique_ptr<Job>>& batch) {
    int code = writer_.run("BEGIN IMMEDIATE");
    for (std::size_t i = 0; i < batch.size() && code == SQLITE_OK; ++i) code = batch[i]->run(statements);
    bool committing = false;
    if (code == SQLITE_OK) {
      committing = true;
      code = writer_.run("COMMIT");
    }
    if (code == SQLITE_OK) return Commit::Done;
    if (sqlite3_get_autocommit(writer_.raw()) == 0) writer_.run("ROLLBACK");
    // When the flush of a commit fails, its pages may or may not be on the disk: only reading back can tell.
    return committing && (code & 0xff) != SQLITE_FULL ? Commit::Unknown : Commit::RolledBack;
  }

  void read_loop() {
    page_statement_ =
        Statement(reader_.raw(), "SELECT seq, entry FROM journal WHERE document = ? AND seq > ? ORDER BY seq");
    head_statement_ = Statement(reader_.raw(), "SELECT seq FROM journal WHERE document = ? ORDER BY seq DESC LIMIT 1");
    get_statement_ = Statement(reader_.raw(), "SELECT version, value FROM records WHERE partition = ? AND sort = ?");
    query_statement_ = Statement(reader_.raw(),
                                 "SELECT sort, version, value FROM records WHERE partition = ?1 AND sort >= ?2 AND "
                                 "sort > ?3 AND substr(sort, 1, length(?2)) = ?2 ORDER BY sort LIMIT ?4");
    for (;;) {
      std::function<void()> task;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        read_wakes_.wait(lock, [this] { return stopping_ || !read_queue_.empty(); });
        if (read_queue_.empty()) return;
        task = std::move(read_queue_.front());
        read_queue_.pop_front();
      }
      run_alone(task);
    }
  }

  Result<ports::JournalPage> read_page(base::DocumentId document, std::uint64_t after_seq, std::size_t limit_bytes) {
    const std::string key = document_key(document);
    Statement::Use use = page_statement_.use();
    use.bind_blob(1, key);
    use.bind_number(2, after_seq);
    ports::JournalPage page;
    std::size_t bytes = 0;
    for (;;) {
      const int code = use.step();
      if (code == SQLITE_DONE) {
        page.complete = true;
        return page;
      }
      if (code != SQLITE_ROW) return k_unreadable;
      ports::JournalEntry entry{use.number(0), use.bytes(1)};
      // What stood before the first one may be kept no longer.
      const bool gap = !page.entries.empty() && entry.seq != page.entries.back().seq + 1;
      if (gap) return Error{Errc::Corrupt, "a journal has a gap"};
      bytes += entry.bytes.size();
      if (!page.entries.empty() && bytes > limit_bytes) return page;
      page.entries.push_back(std::move(entry));
    }
  }

  Result<std::uint64_t> read_head(base::DocumentId document) {
    const std::string key = document_key(document);
    Statement::Use use = head_statement_.use();
    use.bind_blob(1, key);
    const int code = use.step();
    if (code == SQLITE_DONE) return std::uint64_t{0};
    if (code != SQLITE_ROW) return k_unreadable;
    return use.number(0);
  }

  Result<std::optional<ports::Record>> read_record(const ports::RecordKey& key) {
    Statement::Use use = get_statement_.use();
    use.bind_text(1, key.partition);
    use.bind_text(2, key.sort);
    const int code = use.step();
    if (code == SQLITE_DONE) return std::optional<ports::Record>();
    if (code != SQLITE_ROW) return k_unreadable;
    return std::optional<ports::Record>(ports::Record{key, use.bytes(1), use.number(0)});
  }

  Result<ports::RecordPage> read_records(const std::string& partition, const std::string& prefix,
                                         const std::string& after, std::size_t limit) {
    Statement::Use use = query_statement_.use();
    use.bind_text(1, partition);
    use.bind_text(2, prefix);
    use.bind_text(3, after);
    use.bind_number(4, limit + 1);
    ports::RecordPage page;
    for (;;) {
      const int code = use.step();
      if (code == SQLITE_DONE) {
        page.complete = true;
        return page;
      }
      if (code != SQLITE_ROW) return k_unreadable;
      if (page.records.size() == limit) return page;
      page.records.push_back({{partition, use.bytes(0)}, use.bytes(2), use.number(1)});
    }
  }

  static constexpr Error k_unreadable{Errc::Unavailable, "the database could not be read"};

  StoreOptions options_;
  Database writer_;
  Database reader_;
  Statement page_statement_;
  Statement head_statement_;
  Statement get_statement_;
  Statement query_statement_;
  std::mutex mutex_;
  std::condition_variable write_wakes_;
  std::condition_variable read_wakes_;
  std::deque<std::unique_ptr<Job>> write_queue_;
  std::deque<std::function<void()>> read_queue_;
  std::size_t waiting_bytes_ = 0;
  bool stopping_ = false;
  std::atomic<std::uint64_t> commits_ = 0;
  std::atomic<std::uint64_t> writes_ = 0;
  std::thread write_thread_;
  std::thread read_thread_;
};

}  // namespace

Result<std::unique_ptr<Store>> Store::open(StoreOptions options) {
  Database writer = Database::open(options.path, false);
  if (writer.code() != SQLITE_OK) return Error{Errc::Unavailable, "the database file cannot be opened"};
  if (prepare_connection(writer) != SQLITE_OK) {
    return Error{Errc::Unavailable, "the database file cannot be used (not a database, or not writable)"};
  }
  FLASHKIT_CHECK(create_or_check_schema(writer));
  FLASHKIT_CHECK(settle_last_commit(writer));
  if (options.check) {
    FLASHKIT_CHECK(check_contents(writer));
  }
  Database reader = Database::open(options.path, true);
  if (reader.code() != SQLITE_OK) return Error{Errc::Unavailable, "the database file cannot be opened"};
  return std::unique_ptr<Store>(
      std::make_unique<SqliteStore>(std::move(options), std::move(writer), std::move(reader)));
}

}  // namespace flashkit::adapters::sqlite
