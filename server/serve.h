#pragma once
// `flashkit serve`: puts the parts together, runs until it is told to stop, and stops so that nothing that was
// acknowledged is lost: no new connections, what waits is appended, clients are told to go (1001), stores are closed.
#include "server/config.h"

namespace flashkit::server {

// The exit status. One ready line on standard output, one clear line on standard error when it cannot start.
int serve(const Config& config);
// Reads flags and environment first.
int serve_main(int argument_count, const char* const* arguments);

}  // namespace flashkit::server
