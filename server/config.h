#pragma once
// What a server is told: flags before environment before defaults. All reading of both is here.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace flashkit::server {

struct Config {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8787;       // 0: any free one
  std::string data;                // folder
  bool on_aws = false;             // everything is kept in DynamoDB and S3, not in the folder
  bool direct_blobs = true;        // with on_aws: devices may move blobs to and from the bucket themselves
  std::string node_address;        // where other servers reach this one; empty: they are not told anything
  std::string node_secret;         // what they prove to each other
  bool node_routing = true;        // one of them writes each document for all
  double keep_entries_days = 30;   // after a checkpoint covered them; 0: for ever
  std::string app;                 // folder of the built web app; empty: none
  std::string fonts;               // folder of the font bundle; empty: none
  std::size_t threads = 0;         // 0: one for each core
  std::size_t slow_threads = 1;    // for checkpoints and previews
  std::size_t export_threads = 1;  // for exports
  bool secure_cookies = false;     // behind TLS
  bool quiet = false;
  bool help = false;

  // Limits; tests make them small.
  std::size_t connection_limit = 10'000;
  std::size_t header_limit_bytes = 16u << 10;
  std::uint64_t header_timeout_ms = 10'000;
  std::uint64_t idle_timeout_ms = 60'000;
  std::size_t live_queue_limit_bytes = 16u << 20;  // waiting for one client
  std::size_t bodies_limit_bytes = 256u << 20;     // of requests, of what has arrived of them
  std::size_t answers_limit_bytes = 512u << 20;    // on their way to everybody, what is kept here anyway left out
};

struct ConfigProblem {
  std::string text;  // for a person; empty: none
};

struct ReadConfig {
  Config config;
  ConfigProblem problem;
};

// `arguments` without the program's name and command; `environment` as name and value; `program` is the path of the
// running program, beside which the app and the fonts are looked for.
ReadConfig read_config(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
                       const std::string& program);
std::string config_help();

}  // namespace flashkit::server
