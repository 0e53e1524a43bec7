#pragma once
// A device's database natively: executes the replica's named statements on SQLite and decides nothing. Every
// transaction is durable (synchronous=FULL) before it is answered.
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sync/generated/replica_host.pb.h"

struct sqlite3;
struct sqlite3_stmt;

namespace flashkit::adapters {

class ReplicaSqlite {
 public:
  struct Options {
    std::string path;
    const char* vfs = nullptr;         // a registered VFS; null: SQLite's own
    const char* journal_mode = "WAL";  // one process owns the file: no shared memory is needed
  };
  // Opens or makes the database and brings it up to date. Unsupported: it was made by a newer program.
  static base::Result<std::unique_ptr<ReplicaSqlite>> open(const Options& options);
  ReplicaSqlite(const ReplicaSqlite&) = delete;
  ReplicaSqlite& operator=(const ReplicaSqlite&) = delete;
  ~ReplicaSqlite();

  // All statements in one transaction, or none.
  sync::HostExecuted execute(const sync::EffectExecute& wish);

 private:
  ReplicaSqlite() = default;
  base::Result<void> migrate();
  base::Result<void> settle_last_commit();
  int run_script(const char* sql);
  int run_statement(const sync::SqlStatement& statement, sync::SqlRows& rows);
  int run_word(std::string_view word);
  sqlite3_stmt* named(std::string_view name);
  sqlite3_stmt* prepared(std::string_view name, std::string_view sql);

  sqlite3* database_ = nullptr;
  std::unique_ptr<struct ReplicaStatements> statements_;
};

}  // namespace flashkit::adapters
