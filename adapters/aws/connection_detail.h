#pragma once
// One connection to one endpoint, in clear or with TLS. Only the transport includes this.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>

#include "adapters/aws/transport.h"
#include "adapters/net/client_stream.h"

namespace flashkit::adapters::aws {

using Moment = std::chrono::steady_clock::time_point;

class Connection {
 public:
  // `tls` null: in clear.
  Connection(boost::asio::io_context& context, boost::asio::ssl::context* tls) : stream_(context, tls) {}

  // Null: connected. Otherwise why not.
  boost::asio::awaitable<const char*> connect(const Endpoint& endpoint, const SendLimits& limits);
  boost::asio::awaitable<Outcome> exchange(const WireRequest& request, const SendLimits& limits,
                                           std::size_t answer_limit_bytes);
  // Ends what is under way, with an error.
  void cut() { stream_.close(); }
  // It may carry another request: the last answer was whole, the other side keeps it open and has sent nothing since.
  bool reusable() { return healthy_ && stream_.quiet(); }
  Moment last_used{};

 private:
  net::ClientStream stream_;
  bool healthy_ = false;
};

}  // namespace flashkit::adapters::aws
