#include "server/log.h"

#include <chrono>
#include <cstdio>
#include <ctime>

#include "base/json.h"

namespace flashkit::server {

void Log::write(std::string_view level, std::string_view what, Fields fields) {
  if (quiet_ && level == "info") return;
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char time[40];
  const std::size_t length = std::strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(time + length, sizeof time - length, ".%03dZ", static_cast<int>(ms));
  std::string line = "{\"time\":\"";
  line += time;
  line += "\",\"level\":\"";
  line += level;
  line += "\",\"what\":";
  base::append_json_string(line, what);
  for (const auto& [name, value] : fields) {
    line += ',';
    base::append_json_string(line, name);
    line += ':';
    base::append_json_string(line, value);
  }
  line += "}\n";
  const std::lock_guard<std::mutex> lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace flashkit::server
