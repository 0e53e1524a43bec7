#pragma once
// Journal and records in one DynamoDB table. Every write is conditional or settled by a random token in the item: a
// lost answer is settled by a consistent read of the place, and a write is tried again only where that read shows that
// it changes nothing twice. Callbacks run on the transport's thread and must be short.
#include <memory>
#include <string>

#include "adapters/aws/service.h"
#include "ports/journal.h"
#include "ports/records.h"

namespace flashkit::adapters::dynamodb {

struct StoreOptions {
  aws::Endpoint endpoint;
  std::string region;
  std::string table;
  aws::SendLimits limits{.connect_ms = 1000, .silence_ms = 3000, .whole_ms = 6000};
  aws::Patience patience{};
  unsigned settling_rounds = 4;  // how often a lost answer is read back before a call answers Unknown
};

class Store {
 public:
  // All of `ground` outlives the store; its transport is stopped before the store goes.
  static std::unique_ptr<Store> open(aws::Ground ground, StoreOptions options);
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  virtual ports::Journal& journal() = 0;
  virtual ports::Records& records() = 0;
  virtual aws::ServiceCounts counts() const = 0;
};

}  // namespace flashkit::adapters::dynamodb
