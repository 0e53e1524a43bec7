#include "adapters/sqlite/database.h"

#include "base/assert.h"

namespace flashkit::adapters::sqlite {

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  FLASHKIT_ASSERT(code == SQLITE_OK);
  raw_.reset(raw);
}

void Statement::Use::bind_text(int index, std::string_view text) {
  sqlite3_bind_text(raw_, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void Statement::Use::bind_blob(int index, std::string_view bytes) {
  // A null pointer would bind NULL, which is not the empty blob.
  sqlite3_bind_blob(raw_, index, bytes.empty() ? "" : bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
}

void Statement::Use::bind_number(int index, std::uint64_t number) {
  sqlite3_bind_int64(raw_, index, static_cast<sqlite3_int64>(number));
}

std::string Statement::Use::bytes(int column) const {
  const void* data = sqlite3_column_blob(raw_, column);
  const int size = sqlite3_column_bytes(raw_, column);
  return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

Database Database::open(const std::string& path, bool read_only) {
  Database out;
  sqlite3* raw = nullptr;
  const int flags =
      (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_NOMUTEX;
  out.code_ = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  out.raw_.reset(raw);
  if (out.code_ == SQLITE_OK) sqlite3_busy_timeout(raw, 5000);
  return out;
}

int Database::run(const char* sql) { return sqlite3_exec(raw_.get(), sql, nullptr, nullptr, nullptr); }

std::uint64_t Database::ask_number(std::string_view sql) {
  Statement statement(raw_.get(), sql);
  Statement::Use use = statement.use();
  return use.step() == SQLITE_ROW ? use.number(0) : 0;
}

std::string Database::ask_text(std::string_view sql) {
  Statement statement(raw_.get(), sql);
  Statement::Use use = statement.use();
  return use.step() == SQLITE_ROW ? use.bytes(0) : std::string();
}

}  // namespace flashkit::adapters::sqlite
