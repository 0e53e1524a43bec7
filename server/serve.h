#pragma once
// `flashkit serve`: puts the parts together, runs until it is told to stop, and stops so that nothing that was
// acknowledged is lost: no new connections, what waits is appended, clients are told to go (1001), stores are closed.
#include "server/config.h"

namespace flashkit::server {

// The exit status. One ready line on standard output, one clear line on standard error when it cannot start.
int serve(const Config& config);
// Reads flags (without the program's and the command's name) and environment first. 2: an option makes no sense.
int serve_main(std::vector<std::string> arguments);

}  // namespace flashkit::server
