#include "server/config.h"

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <system_error>

#include "server/nodes.h"

namespace flashkit::server {

namespace {

using Environment = std::map<std::string, std::string>;

struct Setting {
  const char* flag;
  const char* variable;
  const char* help;
  bool (*set)(Config&, const std::string&);
};

template <class Number>
bool set_number(Number& to, const std::string& text) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), to);
  return code == std::errc() && end == text.data() + text.size();
}
bool set_text(std::string& to, const std::string& text) {
  to = text;
  return !text.empty();
}
bool set_flag(bool& to, const std::string& text) {
  to = text == "1" || text == "true" || text == "yes";
  return to || text == "0" || text == "false" || text == "no";
}

bool set_cloud(bool& on_aws, const std::string& text) {
  on_aws = text == "aws";
  return on_aws || text == "embedded";
}

bool set_days(double& to, const std::string& text) {
  char* end = nullptr;
  to = std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0' && to >= 0 && to <= 36'500;
}

bool is_pool(std::size_t threads) { return threads >= 1 && threads <= 64; }

constexpr Setting k_settings[] = {
    {"--host", "FLASHKIT_HOST", "address to listen on (127.0.0.1)",
     [](Config& c, const std::string& t) { return set_text(c.host, t); }},
    {"--port", "PORT", "port to listen on (8787; 0 takes any free one)",
     [](Config& c, const std::string& t) { return set_number(c.port, t); }},
    {"--data", "DATA", "folder for everything that is kept (your data folder)",
     [](Config& c, const std::string& t) { return set_text(c.data, t); }},
    {"--cloud", "FLASHKIT_CLOUD", "embedded, or aws: DynamoDB and S3, see flashkit cloud --help (embedded)",
     [](Config& c, const std::string& t) { return set_cloud(c.on_aws, t); }},
    {"--direct-blobs", "FLASHKIT_DIRECT_BLOBS",
     "0: devices do not reach the bucket of --cloud aws, so blobs only go through here (1)",
     [](Config& c, const std::string& t) { return set_flag(c.direct_blobs, t); }},
    {"--keep-entries-days", "FLASHKIT_KEEP_ENTRIES_DAYS",
     "how long journal entries stay after a checkpoint covered them; 0: for ever (30)",
     [](Config& c, const std::string& t) { return set_days(c.keep_entries_days, t); }},
    {"--node-address", "FLASHKIT_NODE_ADDRESS",
     "http://HOST:PORT where other servers on the same table reach this one; port 0: its own (none)",
     [](Config& c, const std::string& t) { return set_text(c.node_address, t); }},
    {"--node-secret", "FLASHKIT_NODE_SECRET", "what those servers prove to each other, 16 bytes or more (none)",
     [](Config& c, const std::string& t) { return set_text(c.node_secret, t); }},
    {"--node-routing", "FLASHKIT_NODE_ROUTING", "0: each of those servers writes what comes to it by itself (1)",
     [](Config& c, const std::string& t) { return set_flag(c.node_routing, t); }},
    {"--app", "FLASHKIT_APP", "folder of the built web app (beside the program)",
     [](Config& c, const std::string& t) { return set_text(c.app, t); }},
    {"--fonts", "FLASHKIT_FONTS", "folder of the fonts (beside the program)",
     [](Config& c, const std::string& t) { return set_text(c.fonts, t); }},
    {"--threads", "FLASHKIT_THREADS", "threads that serve (one for each core)",
     [](Config& c, const std::string& t) { return set_number(c.threads, t) && c.threads <= 256; }},
    {"--slow-threads", "FLASHKIT_SLOW_THREADS", "threads for checkpoints and previews (1)",
     [](Config& c, const std::string& t) { return set_number(c.slow_threads, t) && is_pool(c.slow_threads); }},
    {"--export-threads", "FLASHKIT_EXPORT_THREADS", "threads for exports (1)",
     [](Config& c, const std::string& t) { return set_number(c.export_threads, t) && is_pool(c.export_threads); }},
    {"--secure-cookies", "FLASHKIT_SECURE_COOKIES", "1: browsers send cookies over TLS only (0)",
     [](Config& c, const std::string& t) { return set_flag(c.secure_cookies, t); }},
    {"--quiet", "FLASHKIT_QUIET", "1: log warnings and errors only (0)",
     [](Config& c, const std::string& t) { return set_flag(c.quiet, t); }},
    {"--live-queue-bytes", "FLASHKIT_LIVE_QUEUE_BYTES", "what may wait for one live client (16777216)",
     [](Config& c, const std::string& t) { return set_number(c.live_queue_limit_bytes, t); }},
    {"--header-timeout-ms", "FLASHKIT_HEADER_TIMEOUT_MS", "time for the head of a request (10000)",
     [](Config& c, const std::string& t) { return set_number(c.header_timeout_ms, t); }},
};

std::string value_of(const Environment& environment, const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

std::string default_data(const Environment& environment) {
  const std::string base = value_of(environment, "XDG_DATA_HOME");
  if (!base.empty()) return base + "/flashkit";
  const std::string home = value_of(environment, "HOME");
  return home.empty() ? std::string() : home + "/.local/share/flashkit";
}

// build/bin/flashkit and build/release/bin/flashkit find build/<name>; an installed one finds share/flashkit/<name>.
std::string beside(const std::string& program, const std::string& name, const std::string& proof) {
  std::error_code code;
  const std::filesystem::path folder = std::filesystem::canonical(program, code).parent_path();
  for (const char* way : {"/../", "/../../", "/../share/flashkit/"}) {
    const std::filesystem::path candidate = folder.string() + way + name;
    if (std::filesystem::exists(candidate / proof, code)) return candidate.lexically_normal().string();
  }
  return {};
}

std::string apply_arguments(Config& config, const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string name = arguments[i];
    std::optional<std::string> value;
    if (name == "--help" || name == "-h") {
      config.help = true;
      continue;
    }
    if (const std::size_t equals = name.find('='); equals != std::string::npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
    } else if (i + 1 < arguments.size()) {
      value = arguments[++i];
    }
    bool known = false;
    for (const Setting& setting : k_settings) {
      if (name != setting.flag) continue;
      known = true;
      if (!value) return name + " needs a value";
      if (!setting.set(config, *value)) return name + " cannot be '" + *value + "'";
    }
    if (!known) return "unknown option '" + name + "' (see flashkit serve --help)";
  }
  return {};
}

std::string check_node(const Config& config) {
  if (config.node_address.empty()) return {};
  if (!config.on_aws) return "--node-address is for servers on one table: give --cloud aws too";
  if (config.node_secret.size() < k_node_secret_least) {
    return "--node-address needs a --node-secret of 16 bytes or more";
  }
  if (!is_node_address(config.node_address)) return "--node-address cannot be '" + config.node_address + "'";
  return {};
}

// On DynamoDB a writer may have looked at the journal up to an hour ago; what it saw as the last entry must still be
// there.
std::string check_days(const Config& config) {
  if (!config.on_aws || config.keep_entries_days == 0 || config.keep_entries_days >= 1) return {};
  return "--keep-entries-days cannot be less than 1 with --cloud aws";
}

}  // namespace

ReadConfig read_config(const std::vector<std::string>& arguments, const Environment& environment,
                       const std::string& program) {
  ReadConfig out;
  for (const Setting& setting : k_settings) {
    const std::string value = value_of(environment, setting.variable);
    if (value.empty() || setting.set(out.config, value)) continue;
    out.problem.text = std::string(setting.variable) + " cannot be '" + value + "'";
    return out;
  }
  out.problem.text = apply_arguments(out.config, arguments);
  if (!out.problem.text.empty() || out.config.help) return out;
  if (out.config.data.empty()) out.config.data = default_data(environment);
  out.problem.text = check_node(out.config);
  if (out.problem.text.empty()) out.problem.text = check_days(out.config);
  if (!out.problem.text.empty()) return out;
  if (out.config.data.empty()) out.problem.text = "no data folder: give --data, or DATA, or HOME";
  if (out.config.app.empty()) out.config.app = beside(program, "web", "index.html");
  if (out.config.fonts.empty()) out.config.fonts = beside(program, "fonts", "fonts.json");
  return out;
}

std::string config_help() {
  std::string out = "Options (or the environment variable behind them):\n";
  for (const Setting& setting : k_settings) {
    std::string left = std::string("  ") + setting.flag + ", " + setting.variable;
    left.resize(std::max<std::size_t>(left.size() + 2, 48), ' ');
    out += left + setting.help + '\n';
  }
  return out;
}

}  // namespace flashkit::server
