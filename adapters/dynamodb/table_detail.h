#pragma once
// Asks one table: a request is an operation's name and its fields, an answer is parsed JSON.
#include <functional>
#include <string>

#include "adapters/aws/service.h"
#include "adapters/dynamodb/item.h"
#include "base/id.h"

namespace flashkit::adapters::dynamodb {

struct TableReply {
  aws::Meaning meaning = aws::Meaning::Refused;
  base::Error error;  // unless Done
  base::Json body;    // when Done or ConditionFailed
};

class Table {
 public:
  using Callback = std::function<void(TableReply)>;

  Table(aws::Service& service, std::string name) : service_(service), name_(std::move(name)) {}
  // Callable from any thread; `done` comes on the transport's thread.
  void ask(const char* operation, base::Json fields, aws::CallKind kind, Callback done);
  // A strongly consistent read of one item, all of it or the attributes of a projection.
  void get(const ItemKey& key, const char* projection, Callback done);
  std::string fresh_token();  // 16 random bytes
  // A pause before a write is tried once more, longer each round.
  void pause(unsigned round, std::function<void()> then);
  std::int64_t wall_ms() { return service_.ground().clock.wall_ms(); }
  void post(std::function<void()> task) { service_.ground().transport.post(std::move(task)); }

 private:
  aws::Service& service_;
  std::string name_;
};

// The item of an answer to GetItem, or the one that a failed condition names; null if there is none.
const base::Json* item_in(const TableReply& reply);

}  // namespace flashkit::adapters::dynamodb
