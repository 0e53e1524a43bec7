#pragma once
// What waits for the writer thread: each job runs inside the transaction of its batch and is answered after the commit.
#include <memory>
#include <string>

#include "adapters/sqlite/database.h"
#include "ports/journal.h"
#include "ports/records.h"

namespace flashkit::adapters::sqlite {

std::string document_key(base::DocumentId document);

// The writer's statements, prepared once.
struct WriterStatements {
  explicit WriterStatements(sqlite3* database);
  Statement head;
  Statement entry;
  Statement append;
  Statement version;
  Statement put;
  Statement erase;
  Statement forget;
  Statement due;
  Statement drop_entries;
  Statement drop_due;
  sqlite3* raw;
};

enum class Commit : std::uint8_t { Done, RolledBack, Unknown };

class Job {
 public:
  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  virtual ~Job() = default;
  virtual std::size_t size_bytes() const = 0;
  // SQLITE_OK, or the error that ends the whole batch.
  virtual int run(WriterStatements& statements) = 0;
  virtual void answer(Commit commit) = 0;
};

std::unique_ptr<Job> make_append(base::DocumentId document, std::uint64_t seq, std::string entry,
                                 ports::Journal::AppendCallback done);
std::unique_ptr<Job> make_put(ports::RecordKey key, std::string value, ports::PutCondition condition,
                              ports::Records::PutCallback done);
std::unique_ptr<Job> make_forget(ports::Forgetting wish, ports::Journal::ForgetCallback done);
std::unique_ptr<Job> make_sweep(std::int64_t now_ms, ports::Journal::SweepCallback done);
std::unique_ptr<Job> make_erase(ports::RecordKey key, ports::PutCondition condition, ports::Records::DoneCallback done);

}  // namespace flashkit::adapters::sqlite
