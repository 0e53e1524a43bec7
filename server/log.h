#pragma once
// One JSON line on standard error for each thing worth knowing. Never given secrets: no tokens, capabilities,
// passwords, cookies or bodies. Callable from any thread.
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace flashkit::server {

class Log {
 public:
  using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  explicit Log(bool quiet = false) : quiet_(quiet) {}
  void info(std::string_view what, Fields fields = {}) { write("info", what, fields); }
  void warn(std::string_view what, Fields fields = {}) { write("warn", what, fields); }
  void error(std::string_view what, Fields fields = {}) { write("error", what, fields); }

 private:
  void write(std::string_view level, std::string_view what, Fields fields);
  std::mutex mutex_;
  bool quiet_;
};

}  // namespace flashkit::server
