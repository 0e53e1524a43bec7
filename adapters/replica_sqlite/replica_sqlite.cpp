#include "adapters/replica_sqlite/replica_sqlite.h"

#include <sqlite3.h>

#include <iterator>
#include <map>
#include <string>

#include "sync/generated/replica_sql.h"

namespace flashkit::adapters {

struct ReplicaStatements {
  std::map<std::string, sqlite3_stmt*, std::less<>> by_name;
};

namespace {

base::Error failure(const char* rule) { return {base::Errc::Unavailable, rule, 0}; }

int bind(sqlite3_stmt* statement, int index, const sync::SqlValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value.kind))
    return sqlite3_bind_int64(statement, index, *integer);
  if (const auto* real = std::get_if<double>(&value.kind)) return sqlite3_bind_double(statement, index, *real);
  const auto* bytes = std::get_if<std::string>(&value.kind);
  if (bytes == nullptr) return sqlite3_bind_null(statement, index);
  if (value.text)
    return sqlite3_bind_text64(statement, index, bytes->data(), bytes->size(), SQLITE_STATIC, SQLITE_UTF8);
  if (bytes->empty()) return sqlite3_bind_zeroblob(statement, index, 0);  // a null pointer would bind NULL
  return sqlite3_bind_blob64(statement, index, bytes->data(), bytes->size(), SQLITE_STATIC);
}

sync::SqlValue column(sqlite3_stmt* statement, int index) {
  sync::SqlValue out;
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER:
      out.kind = static_cast<std::int64_t>(sqlite3_column_int64(statement, index));
      break;
    case SQLITE_FLOAT:
      out.kind = sqlite3_column_double(statement, index);
      break;
    case SQLITE_NULL:
      break;
    default: {
      const void* data = sqlite3_column_blob(statement, index);
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, index));
      out.kind = size == 0 ? std::string() : std::string(static_cast<const char*>(data), size);
      out.text = sqlite3_column_type(statement, index) == SQLITE_TEXT;
      break;
    }
  }
  return out;
}

}  // namespace

base::Result<std::unique_ptr<ReplicaSqlite>> ReplicaSqlite::open(const Options& options) {
  std::unique_ptr<ReplicaSqlite> out(new ReplicaSqlite());
  out->statements_ = std::make_unique<ReplicaStatements>();
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(options.path.c_str(), &out->database_, flags, options.vfs) != SQLITE_OK) {
    return failure("the device's database does not open");
  }
  sqlite3_busy_timeout(out->database_, 5000);
  // Exclusive first: in WAL mode it keeps the index of the log in this process, which owns the file anyway.
  const std::string setup =
      std::string("PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY; PRAGMA journal_mode=") +
      options.journal_mode + "; PRAGMA synchronous=FULL;";
  if (out->run_script(setup.c_str()) != SQLITE_OK) return failure("the device's database does not answer");
  FLASHKIT_CHECK(out->migrate());
#ifndef FLASHKIT_MUTANT_UNSYNCED_AT_OPEN
  FLASHKIT_CHECK(out->settle_last_commit());
#endif
  return out;
}

ReplicaSqlite::~ReplicaSqlite() {
  if (statements_ != nullptr) {
    for (const auto& [name, statement] : statements_->by_name) sqlite3_finalize(statement);
  }
  sqlite3_close_v2(database_);
}

int ReplicaSqlite::run_script(const char* sql) { return sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); }

base::Result<void> ReplicaSqlite::migrate() {
  int version = -1;
  const auto read = [](void* out, int, char** values, char**) {
    *static_cast<int*>(out) = std::stoi(values[0]);
    return 0;
  };
  if (sqlite3_exec(database_, "PRAGMA user_version", read, &version, nullptr) != SQLITE_OK) {
    return failure("the device's database does not answer");
  }
  const auto newest = static_cast<int>(std::size(sync::k_replica_migrations));
  if (version > newest) return base::Error{base::Errc::Unsupported, "the database was made by a newer program", 0};
  for (; version < newest; ++version) {
#ifdef FLASHKIT_MUTANT_MIGRATED_BY_HALVES
    const std::string script = std::string(sync::k_replica_migrations[static_cast<std::size_t>(version)]) +
                               ";PRAGMA user_version=" + std::to_string(version + 1);
#else
    const std::string script = "BEGIN IMMEDIATE;" +
                               std::string(sync::k_replica_migrations[static_cast<std::size_t>(version)]) +
                               ";PRAGMA user_version=" + std::to_string(version + 1) + ";COMMIT;";
#endif
    if (run_script(script.c_str()) != SQLITE_OK) {
      run_script("ROLLBACK");
      return failure("the device's database could not be brought up to date");
    }
  }
  return {};
}

// A program that was killed between writing a commit and syncing it leaves a commit that is seen but not yet durable.
// One of our own, synced, comes before anything that is read here counts as stored.
base::Result<void> ReplicaSqlite::settle_last_commit() {
  const std::string script =
      "BEGIN IMMEDIATE; PRAGMA user_version=" + std::to_string(std::size(sync::k_replica_migrations)) + "; COMMIT;";
  const int outcome = run_script(script.c_str());
  if (outcome == SQLITE_OK) return {};
  run_script("ROLLBACK");
  if (outcome != SQLITE_FULL) return failure("the device's database cannot be written");
  // On a full disk: a checkpoint begins with syncing the log, and may fail after that. Designs open all the same.
  run_script("PRAGMA wal_checkpoint(PASSIVE)");
  return {};
}

sqlite3_stmt* ReplicaSqlite::prepared(std::string_view name, std::string_view sql) {
  const auto found = statements_->by_name.find(name);
  if (found != statements_->by_name.end()) return found->second;
  sqlite3_stmt* statement = nullptr;
  const auto size = static_cast<int>(sql.size());
  if (sqlite3_prepare_v3(database_, sql.data(), size, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    return nullptr;
  }
  statements_->by_name.emplace(name, statement);
  return statement;
}

sqlite3_stmt* ReplicaSqlite::named(std::string_view name) {
  for (const sync::NamedSql& known : sync::k_replica_statements) {
    if (known.name == name) return prepared(name, known.sql);
  }
  return nullptr;
}

// BEGIN and COMMIT come with everything: they are compiled once too.
int ReplicaSqlite::run_word(std::string_view word) {
  sqlite3_stmt* statement = prepared(word, word);
  if (statement == nullptr) return sqlite3_errcode(database_);
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

int ReplicaSqlite::run_statement(const sync::SqlStatement& wish, sync::SqlRows& rows) {
  sqlite3_stmt* statement = named(wish.name);
  if (statement == nullptr) return sqlite3_errcode(database_) == SQLITE_OK ? SQLITE_ERROR : sqlite3_errcode(database_);
  int code = SQLITE_OK;
  for (std::size_t i = 0; i < wish.parameters.size() && code == SQLITE_OK; ++i) {
    code = bind(statement, static_cast<int>(i) + 1, wish.parameters[i]);
  }
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(statement);
    if (code != SQLITE_ROW) break;
    sync::SqlRow row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) row.columns.push_back(column(statement, i));
    rows.rows.push_back(std::move(row));
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

sync::HostExecuted ReplicaSqlite::execute(const sync::EffectExecute& wish) {
  sync::HostExecuted out;
  out.id = wish.id;
  int code = run_word("BEGIN");
  for (std::size_t i = 0; i < wish.statements.size() && code == SQLITE_OK; ++i) {
    sync::SqlRows rows;
    code = run_statement(wish.statements[i], rows);
    out.results.push_back(std::move(rows));
  }
  if (code == SQLITE_OK) code = run_word("COMMIT");
  if (code == SQLITE_OK) return out;
  out.results.clear();
  out.failed = true;
  out.full = (code & 0xFF) == SQLITE_FULL;
  out.text = sqlite3_errmsg(database_);
  if (sqlite3_get_autocommit(database_) == 0) run_script("ROLLBACK");
  return out;
}

}  // namespace flashkit::adapters
