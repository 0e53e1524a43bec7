#include <optional>
#include <utility>

#include "adapters/dynamodb/table_detail.h"

namespace flashkit::adapters::dynamodb {

using aws::Meaning;
using base::Json;

namespace {

constexpr char k_target[] = "DynamoDB_20120810.";
constexpr base::JsonLimits k_answer_limits{.depth = 16, .size_bytes = 32u << 20, .values = 1'000'000};
constexpr aws::Patience k_round_pauses{.first_pause_ms = 50, .longest_pause_ms = 500};

TableReply read_reply(aws::Reply reply) {
  TableReply out{reply.meaning, reply.error, {}};
  if (out.meaning != Meaning::Done && out.meaning != Meaning::ConditionFailed) return out;
  base::Result<Json> body = base::parse_json(reply.answer.body, k_answer_limits);
  if (body.ok()) {
    out.body = std::move(body).value();
  } else if (out.meaning == Meaning::Done) {
    out.meaning = Meaning::Unknown;
    out.error = {base::Errc::Unavailable, "the answer cannot be read"};
  }
  return out;
}

}  // namespace

namespace {

// What an operation on items uses up, as far as the request tells.
struct Usage {
  bool reads = false;
  bool consistent = false;
  std::size_t written_bytes = 0;
};

std::optional<Usage> usage_of(std::string_view operation, const Json& fields) {
  Usage out;
  if (operation == "GetItem" || operation == "Query") {
    const Json* consistent = fields.find("ConsistentRead");
    out.reads = true;
    out.consistent = consistent != nullptr && consistent->as_bool();
    return out;
  }
  if (operation != "PutItem" && operation != "UpdateItem" && operation != "DeleteItem") return std::nullopt;
  const Json* item = fields.find("Item");
  const Json* values = item != nullptr ? item : fields.find("ExpressionAttributeValues");
  out.written_bytes = values == nullptr ? 0 : item_size_bytes(*values);
  return out;
}

// Amazon says it with every success. A failed condition is not free either: it is billed by the item that stood in the
// way, which the answer holds at best; otherwise what was to be written has to stand for it.
void count_units(aws::Tally& tally, const char* operation, const Usage& usage, const TableReply& reply) {
  if (reply.meaning != aws::Meaning::Done && reply.meaning != aws::Meaning::ConditionFailed) return;
  const Json* consumed = reply.body.find("ConsumedCapacity");
  const Json* told = consumed == nullptr ? nullptr : consumed->find("CapacityUnits");
  if (told != nullptr) {
    const double units = told->as_number();
    tally.count_units(operation, usage.reads ? units : 0, usage.reads ? 0 : units);
  } else if (usage.reads) {
    std::size_t size = 0;
    if (const Json* item = item_in(reply)) size = item_size_bytes(*item);
    if (const Json* items = reply.body.find("Items")) {
      for (const Json& item : items->items()) size += item_size_bytes(item);
    }
    tally.count_units(operation, read_units(size, usage.consistent), 0);
  } else {
    const Json* in_the_way = item_in(reply);
    tally.count_units(operation, 0,
                      write_units(in_the_way == nullptr ? usage.written_bytes : item_size_bytes(*in_the_way)));
  }
}

}  // namespace

void Table::ask(const char* operation, Json fields, aws::CallKind kind, Callback done) {
  const std::optional<Usage> usage = usage_of(operation, fields);
  if (usage.has_value()) fields.set("ReturnConsumedCapacity", Json::string("TOTAL"));
  fields.set("TableName", Json::string(name_));
  aws::Request request;
  request.method = "POST";
  request.operation = operation;
  request.headers = {{"content-type", "application/x-amz-json-1.0"},
                     {"x-amz-target", std::string(k_target) + operation}};
  request.body = std::make_shared<const std::string>(base::write_json(fields));
  service_.call(std::move(request), kind, [this, operation, usage, done = std::move(done)](aws::Reply answer) {
    const TableReply reply = read_reply(std::move(answer));
    if (usage.has_value()) count_units(service_.ground().tally, operation, *usage, reply);
    done(reply);
  });
}

void Table::get(const ItemKey& key, const char* projection, Callback done) {
#ifdef FLASHKIT_MUTANT_EVENTUAL_READ_BACK
  constexpr bool k_consistent = false;
#else
  constexpr bool k_consistent = true;
#endif
  Json fields = Json::object({{"Key", key_json(key)}, {"ConsistentRead", Json::boolean(k_consistent)}});
  if (projection != nullptr) fields.set("ProjectionExpression", Json::string(projection));
  ask("GetItem", std::move(fields), aws::CallKind::Read, std::move(done));
}

std::string Table::fresh_token() {
  std::string out(16, '\0');
  service_.ground().random.fill({reinterpret_cast<std::uint8_t*>(out.data()), out.size()});
  return out;
}

void Table::pause(unsigned round, std::function<void()> then) {
  std::uint64_t random = 0;
  service_.ground().random.fill({reinterpret_cast<std::uint8_t*>(&random), sizeof(random)});
  service_.ground().transport.after(aws::pause_ms(k_round_pauses, round, random), std::move(then));
}

const Json* item_in(const TableReply& reply) {
  const Json* item = reply.body.find("Item");
  return item != nullptr && item->is_object() && !item->members().empty() ? item : nullptr;
}

}  // namespace flashkit::adapters::dynamodb
