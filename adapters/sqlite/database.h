#pragma once
// One SQLite connection and its prepared statements, closed and reset when they should be. Used by one thread at a
// time.
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace flashkit::adapters::sqlite {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

// A prepared statement. Bound bytes must live until the statement is reset, which `Use` does when it goes.
class Statement {
 public:
  Statement() = default;
  // The SQL is ours: a statement that does not compile is a bug.
  Statement(sqlite3* database, std::string_view sql);
  class Use {
   public:
    explicit Use(Statement& statement) : raw_(statement.raw_.get()) {}
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() {
      sqlite3_reset(raw_);
      sqlite3_clear_bindings(raw_);
    }
    void bind_text(int index, std::string_view text);
    void bind_blob(int index, std::string_view bytes);
    void bind_number(int index, std::uint64_t number);
    int step() { return sqlite3_step(raw_); }  // SQLITE_ROW, SQLITE_DONE or an error
    std::uint64_t number(int column) const { return static_cast<std::uint64_t>(sqlite3_column_int64(raw_, column)); }
    std::string bytes(int column) const;

   private:
    sqlite3_stmt* raw_;
  };
  Use use() { return Use(*this); }

 private:
  std::unique_ptr<sqlite3_stmt, FinalizeStatement> raw_;
};

class Database {
 public:
  // Opens or creates. `code` tells SQLite's answer; the database is there only when it is SQLITE_OK.
  static Database open(const std::string& path, bool read_only);
  int code() const { return code_; }
  sqlite3* raw() const { return raw_.get(); }
  int run(const char* sql);  // one or more statements without results
  std::uint64_t ask_number(std::string_view sql);
  std::string ask_text(std::string_view sql);

 private:
  std::unique_ptr<sqlite3, CloseDatabase> raw_;
  int code_ = SQLITE_OK;
};

}  // namespace flashkit::adapters::sqlite
