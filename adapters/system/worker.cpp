#include "adapters/system/worker.h"

#include <cstdio>

#include "base/json.h"

namespace flashkit::adapters {

void report_exception(const char* what) {
  std::string line = "{\"level\":\"error\",\"what\":\"work was given up by an exception\",\"why\":";
  base::append_json_string(line, what);
  line += "}\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace flashkit::adapters
