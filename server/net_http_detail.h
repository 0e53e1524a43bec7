#pragma once
// One HTTP connection, from its first request to its last or to its upgrade.
#include "server/net_detail.h"

namespace flashkit::server::net {

asio::awaitable<void> serve_connection(std::shared_ptr<Shared> shared, IoLoop& loop, tcp::socket socket);

}  // namespace flashkit::server::net
