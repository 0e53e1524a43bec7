#pragma once
// Makes the table, or looks whether the one that is there will do. Never changes or deletes a table that exists.
#include <functional>
#include <string>

#include "adapters/dynamodb/store.h"

namespace flashkit::adapters::dynamodb {

struct TableReport {
  bool created = false;
  bool keys_fit = false;   // PK and SK, both text
  bool on_demand = false;  // paid by request
  // Point-in-time recovery; `recovery_known` is false where the service does not have it (DynamoDB Local).
  bool recovery_known = false;
  bool recovery = false;
  bool expiry = false;  // what may go does: DynamoDB's time to live stands on the attribute that entries carry
};

struct TableWish {
  bool create = true;   // if it is missing
  bool protect = true;  // what is created: against deletion, and with point-in-time recovery
};

// `done` comes on the transport's thread. Errors: NotFound (missing and not to be created), Denied, Unavailable.
void ensure_table(aws::Ground ground, const StoreOptions& options, TableWish wish,
                  std::function<void(base::Result<TableReport>)> done);

}  // namespace flashkit::adapters::dynamodb
