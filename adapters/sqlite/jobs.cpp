#include <algorithm>
#include <utility>

#include "adapters/sqlite/jobs_detail.h"

namespace flashkit::adapters::sqlite {

using base::Errc;
using base::Error;
using ports::AppendAnswer;
using ports::PutCondition;

namespace {

const Error k_not_written{Errc::Unavailable, "the database could not be written (is the disk full?)"};
const Error k_condition{Errc::Conflict, "the record is not as the condition wants it"};

struct HeadRead {
  int code = SQLITE_OK;
  std::uint64_t seq = 0;  // 0: the journal is empty
};
HeadRead read_head(WriterStatements& statements, const std::string& key) {
  Statement::Use use = statements.head.use();
  use.bind_blob(1, key);
  const int code = use.step();
  if (code == SQLITE_ROW) return {SQLITE_OK, use.number(0)};
  return {code == SQLITE_DONE ? SQLITE_OK : code, 0};
}

class AppendJob final : public Job {
 public:
  AppendJob(base::DocumentId document, std::uint64_t seq, std::string entry, ports::Journal::AppendCallback done)
      : key_(document_key(document)), seq_(seq), entry_(std::move(entry)), done_(std::move(done)) {}

  std::size_t size_bytes() const override { return entry_.size() + 64; }

  int run(WriterStatements& statements) override {
    const HeadRead head = read_head(statements, key_);
    if (head.code != SQLITE_OK) return head.code;
    if (seq_ == 0 || seq_ > head.seq + 1) {
      answer_ = {AppendAnswer::What::Failed, {}, Error{Errc::Conflict, "an append may not leave a gap"}};
      return SQLITE_OK;
    }
    if (seq_ <= head.seq) return read_existing(statements);
    Statement::Use use = statements.append.use();
    use.bind_blob(1, key_);
    use.bind_number(2, seq_);
    use.bind_blob(3, entry_);
    const int code = use.step();
    answer_ = {AppendAnswer::What::Appended, {}, {}};
    return code == SQLITE_DONE ? SQLITE_OK : code;
  }

  void answer(Commit commit) override {
    if (commit == Commit::RolledBack) answer_ = {AppendAnswer::What::Failed, {}, k_not_written};
    if (commit == Commit::Unknown) answer_ = {AppendAnswer::What::Unknown, {}, k_not_written};
    done_(std::move(answer_));
  }

 private:
  int read_existing(WriterStatements& statements) {
    Statement::Use use = statements.entry.use();
    use.bind_blob(1, key_);
    use.bind_number(2, seq_);
    const int code = use.step();
    if (code == SQLITE_ROW) {
      answer_ = {AppendAnswer::What::Taken, use.bytes(0), {}};
      return SQLITE_OK;
    }
    answer_ = {AppendAnswer::What::Failed, {}, Error{Errc::Conflict, "that number is below the first that is kept"}};
    return code == SQLITE_DONE ? SQLITE_OK : code;
  }

  std::string key_;
  std::uint64_t seq_;
  std::string entry_;
  ports::Journal::AppendCallback done_;
  AppendAnswer answer_;
};

// The version of a record, 0 when it is not there; an SQLite error otherwise.
struct VersionRead {
  int code = SQLITE_OK;
  std::uint64_t version = 0;
};
VersionRead read_version(WriterStatements& statements, const ports::RecordKey& key) {
  Statement::Use use = statements.version.use();
  use.bind_text(1, key.partition);
  use.bind_text(2, key.sort);
  const int code = use.step();
  if (code == SQLITE_ROW) return {SQLITE_OK, use.number(0)};
  return {code == SQLITE_DONE ? SQLITE_OK : code, 0};
}

bool holds(PutCondition condition, std::uint64_t version) {
  switch (condition.kind) {
    case PutCondition::Kind::Always:
      return true;
    case PutCondition::Kind::IfAbsent:
      return version == 0;
    case PutCondition::Kind::IfVersion:
      return version != 0 && version == condition.version;
  }
  return false;
}

class PutJob final : public Job {
 public:
  PutJob(ports::RecordKey key, std::string value, PutCondition condition, ports::Records::PutCallback done)
      : key_(std::move(key)), value_(std::move(value)), condition_(condition), done_(std::move(done)) {}

  std::size_t size_bytes() const override { return value_.size() + key_.partition.size() + key_.sort.size() + 64; }

  int run(WriterStatements& statements) override {
    const VersionRead before = read_version(statements, key_);
    if (before.code != SQLITE_OK) return before.code;
    if (!holds(condition_, before.version)) {
      refused_ = true;
      return SQLITE_OK;
    }
    version_ = before.version + 1;
    Statement::Use use = statements.put.use();
    use.bind_text(1, key_.partition);
    use.bind_text(2, key_.sort);
    use.bind_number(3, version_);
    use.bind_blob(4, value_);
    const int code = use.step();
    return code == SQLITE_DONE ? SQLITE_OK : code;
  }

  void answer(Commit commit) override {
    if (commit != Commit::Done) {
      done_(k_not_written);
    } else if (refused_) {
      done_(k_condition);
    } else {
      done_(version_);
    }
  }

 private:
  ports::RecordKey key_;
  std::string value_;
  PutCondition condition_;
  ports::Records::PutCallback done_;
  bool refused_ = false;
  std::uint64_t version_ = 0;
};

class EraseJob final : public Job {
 public:
  EraseJob(ports::RecordKey key, PutCondition condition, ports::Records::DoneCallback done)
      : key_(std::move(key)), condition_(condition), done_(std::move(done)) {}

  std::size_t size_bytes() const override { return key_.partition.size() + key_.sort.size() + 64; }

  int run(WriterStatements& statements) override {
    const VersionRead before = read_version(statements, key_);
    if (before.code != SQLITE_OK) return before.code;
    if (before.version == 0) return SQLITE_OK;
    refused_ = !holds(condition_, before.version);
    if (refused_) return SQLITE_OK;
    Statement::Use use = statements.erase.use();
    use.bind_text(1, key_.partition);
    use.bind_text(2, key_.sort);
    const int code = use.step();
    return code == SQLITE_DONE ? SQLITE_OK : code;
  }

  void answer(Commit commit) override {
    if (commit != Commit::Done) {
      done_(k_not_written);
    } else if (refused_) {
      done_(k_condition);
    } else {
      done_({});
    }
  }

 private:
  ports::RecordKey key_;
  PutCondition condition_;
  ports::Records::DoneCallback done_;
  bool refused_ = false;
};

class ForgetJob final : public Job {
 public:
  ForgetJob(ports::Forgetting wish, ports::Journal::ForgetCallback done)
      : key_(document_key(wish.document)), wish_(wish), done_(std::move(done)) {}

  std::size_t size_bytes() const override { return 64; }

  int run(WriterStatements& statements) override {
    const HeadRead head = read_head(statements, key_);
    if (head.code != SQLITE_OK) return head.code;
    refused_ = wish_.up_to >= head.seq;
    if (refused_) return SQLITE_OK;
    Statement::Use use = statements.forget.use();
    use.bind_blob(1, key_);
    use.bind_number(2, wish_.up_to);
    use.bind_number(3, static_cast<std::uint64_t>(std::max<std::int64_t>(wish_.at_ms, 0)));
    const int code = use.step();
    return code == SQLITE_DONE ? SQLITE_OK : code;
  }

  void answer(Commit commit) override {
    if (commit != Commit::Done) {
      done_(k_not_written);
    } else if (refused_) {
      done_(Error{Errc::Conflict, "the last entry is not given up"});
    } else {
      done_(wish_.up_to);
    }
  }

 private:
  std::string key_;
  ports::Forgetting wish_;
  ports::Journal::ForgetCallback done_;
  bool refused_ = false;
};

// One journal's part at a time, the oldest entries first: what is kept stays without a gap.
class SweepJob final : public Job {
 public:
  SweepJob(std::int64_t now_ms, ports::Journal::SweepCallback done) : now_ms_(now_ms), done_(std::move(done)) {}

  std::size_t size_bytes() const override { return 64; }

  int run(WriterStatements& statements) override {
    std::string key;
    std::uint64_t up_to = 0;
    {
      Statement::Use use = statements.due.use();
      use.bind_number(1, static_cast<std::uint64_t>(std::max<std::int64_t>(now_ms_, 0)));
      const int code = use.step();
      if (code == SQLITE_DONE) return SQLITE_OK;
      if (code != SQLITE_ROW) return code;
      key = use.bytes(0);
      up_to = use.number(1);
    }
    more_ = true;
    {
      Statement::Use use = statements.drop_entries.use();
      use.bind_blob(1, key);
      use.bind_number(2, up_to);
      use.bind_number(3, k_sweep_entries);
      const int code = use.step();
      if (code != SQLITE_DONE) return code;
    }
    if (static_cast<std::uint64_t>(sqlite3_changes(statements.raw)) == k_sweep_entries) return SQLITE_OK;
    Statement::Use use = statements.drop_due.use();
    use.bind_blob(1, key);
    use.bind_number(2, up_to);
    const int code = use.step();
    return code == SQLITE_DONE ? SQLITE_OK : code;
  }

  void answer(Commit commit) override {
    if (commit == Commit::Done) {
      done_(more_);
    } else {
      done_(k_not_written);
    }
  }

 private:
  static constexpr std::uint64_t k_sweep_entries = 1000;
  std::int64_t now_ms_;
  ports::Journal::SweepCallback done_;
  bool more_ = false;
};

}  // namespace

std::string document_key(base::DocumentId document) {
  std::string out(16, '\0');
  for (std::size_t i = 0; i < 8; ++i) {
    out[i] = static_cast<char>(document.high >> (56 - 8 * i));
    out[8 + i] = static_cast<char>(document.low >> (56 - 8 * i));
  }
  return out;
}

WriterStatements::WriterStatements(sqlite3* database)
    : head(database, "SELECT seq FROM journal WHERE document = ? ORDER BY seq DESC LIMIT 1"),
      entry(database, "SELECT entry FROM journal WHERE document = ? AND seq = ?"),
      append(database, "INSERT INTO journal (document, seq, entry) VALUES (?, ?, ?)"),
      version(database, "SELECT version FROM records WHERE partition = ? AND sort = ?"),
      put(database, "INSERT OR REPLACE INTO records (partition, sort, version, value) VALUES (?, ?, ?, ?)"),
      erase(database, "DELETE FROM records WHERE partition = ? AND sort = ?"),
      forget(database, "INSERT OR IGNORE INTO forgetting (document, seq, at_ms) VALUES (?, ?, ?)"),
      due(database, "SELECT document, seq FROM forgetting WHERE at_ms <= ? ORDER BY at_ms LIMIT 1"),
      // Whatever was told, the last entry stays: the next number and the check for gaps rest on it.
      drop_entries(
          database,
          "DELETE FROM journal WHERE document = ?1 AND seq IN (SELECT seq FROM journal WHERE document = ?1 AND "
          "seq <= ?2 AND seq < (SELECT max(seq) FROM journal WHERE document = ?1) ORDER BY seq LIMIT ?3)"),
      drop_due(database, "DELETE FROM forgetting WHERE document = ? AND seq = ?"),
      raw(database) {}

std::unique_ptr<Job> make_append(base::DocumentId document, std::uint64_t seq, std::string entry,
                                 ports::Journal::AppendCallback done) {
  return std::make_unique<AppendJob>(document, seq, std::move(entry), std::move(done));
}
std::unique_ptr<Job> make_put(ports::RecordKey key, std::string value, PutCondition condition,
                              ports::Records::PutCallback done) {
  return std::make_unique<PutJob>(std::move(key), std::move(value), condition, std::move(done));
}
std::unique_ptr<Job> make_forget(ports::Forgetting wish, ports::Journal::ForgetCallback done) {
  return std::make_unique<ForgetJob>(wish, std::move(done));
}
std::unique_ptr<Job> make_sweep(std::int64_t now_ms, ports::Journal::SweepCallback done) {
  return std::make_unique<SweepJob>(now_ms, std::move(done));
}
std::unique_ptr<Job> make_erase(ports::RecordKey key, PutCondition condition, ports::Records::DoneCallback done) {
  return std::make_unique<EraseJob>(std::move(key), condition, std::move(done));
}

}  // namespace flashkit::adapters::sqlite
