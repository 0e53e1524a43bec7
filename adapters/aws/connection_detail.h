#pragma once
// One connection to one endpoint, in clear or with TLS. Only the transport includes this.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <memory>

#include "adapters/aws/transport.h"

namespace flashkit::adapters::aws {

using Moment = std::chrono::steady_clock::time_point;

class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  // Null: connected. Otherwise why not.
  virtual boost::asio::awaitable<const char*> connect(const Endpoint& endpoint, const SendLimits& limits) = 0;
  virtual boost::asio::awaitable<Outcome> exchange(const WireRequest& request, const SendLimits& limits,
                                                   std::size_t answer_limit_bytes) = 0;
  // Ends what is under way, with an error.
  virtual void cut() = 0;
  // It may carry another request: the last answer was whole, the other side keeps it open and has sent nothing since.
  virtual bool reusable() = 0;
  Moment last_used{};
};

std::unique_ptr<Connection> make_connection(boost::asio::io_context& context, boost::asio::ssl::context& tls,
                                            bool with_tls);

}  // namespace flashkit::adapters::aws
