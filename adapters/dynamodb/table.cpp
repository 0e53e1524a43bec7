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

void Table::ask(const char* operation, Json fields, aws::CallKind kind, Callback done) {
  fields.set("TableName", Json::string(name_));
  aws::Request request;
  request.method = "POST";
  request.headers = {{"content-type", "application/x-amz-json-1.0"},
                     {"x-amz-target", std::string(k_target) + operation}};
  request.body = std::make_shared<const std::string>(base::write_json(fields));
  service_.call(std::move(request), kind,
                [done = std::move(done)](aws::Reply reply) { done(read_reply(std::move(reply))); });
}

void Table::get(const ItemKey& key, const char* projection, Callback done) {
  Json fields = Json::object({{"Key", key_json(key)}, {"ConsistentRead", Json::boolean(true)}});
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
