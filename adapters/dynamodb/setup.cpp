#include "adapters/dynamodb/setup.h"

#include <optional>
#include <utility>

#include "adapters/dynamodb/table_detail.h"

namespace flashkit::adapters::dynamodb {

using aws::CallKind;
using aws::Meaning;
using base::Json;

namespace {

constexpr int k_looks = 120;  // half a second apart
constexpr std::uint64_t k_look_again_ms = 500;

Json key_part(const char* name, const char* kind) {
  return Json::object({{"AttributeName", Json::string(name)}, {"KeyType", Json::string(kind)}});
}
Json text_attribute(const char* name) {
  return Json::object({{"AttributeName", Json::string(name)}, {"AttributeType", Json::string("S")}});
}

Json create_fields(bool protect) {
  return Json::object({{"KeySchema", Json::array({key_part(k_partition, "HASH"), key_part(k_sort, "RANGE")})},
                       {"AttributeDefinitions", Json::array({text_attribute(k_partition), text_attribute(k_sort)})},
                       {"BillingMode", Json::string("PAY_PER_REQUEST")},
                       {"DeletionProtectionEnabled", Json::boolean(protect)}});
}

const Json* path_in(const Json& json, std::initializer_list<const char*> names) {
  const Json* at = &json;
  for (const char* name : names) {
    at = at == nullptr ? nullptr : at->find(name);
  }
  return at;
}
bool is_text(const Json* json, std::string_view text) { return json != nullptr && json->as_string() == text; }

bool keys_fit(const Json& table) {
  const Json* schema = table.find("KeySchema");
  const Json wanted = Json::array({key_part(k_partition, "HASH"), key_part(k_sort, "RANGE")});
  return schema != nullptr && base::canonical_json(*schema) == base::canonical_json(wanted);
}

// Lives until the report is given.
class Setup : public std::enable_shared_from_this<Setup> {
 public:
  Setup(aws::Ground ground, const StoreOptions& options, TableWish wish,
        std::function<void(base::Result<TableReport>)> done)
      : service_(ground, {.endpoint = options.endpoint,
                          .scope = {options.region, "dynamodb"},
                          .rules = {},
                          .limits = {},
                          .patience = options.patience,
                          .judge = aws::judge_dynamodb}),
        table_(service_, options.table),
        wish_(wish),
        done_(std::move(done)) {}

  void look() {
    table_.ask("DescribeTable", Json::object(), CallKind::Read, [self = shared_from_this()](const TableReply& reply) {
      if (reply.meaning == Meaning::Done) return self->take(reply.body);
      const bool missing = reply.error.code == base::Errc::NotFound;
      if (missing && self->wish_.create && !self->report_.created) return self->create();
      if (missing && self->failure_) return self->done_(*self->failure_);
      if (missing && self->report_.created) return self->look_later();
      self->done_(reply.error);
    });
  }

 private:
  void create() {
    report_.created = true;
    // Asked until it is answered: a second table of one name is not possible, and the next look tells what is there.
    table_.ask("CreateTable", create_fields(wish_.protect), CallKind::Read,
               [self = shared_from_this()](const TableReply& reply) {
                 if (reply.meaning != Meaning::Done) self->failure_ = reply.error;
                 self->look();
               });
  }
  void look_later() {
    if (++looks_ > k_looks) return done_(base::Error{base::Errc::Unavailable, "the table does not become active"});
    service_.ground().transport.after(k_look_again_ms, [self = shared_from_this()] { self->look(); });
  }
  void take(const Json& body) {
    const Json* table = body.find("Table");
    if (table == nullptr) return done_(base::Error{base::Errc::Malformed, "the service does not tell of the table"});
    if (!is_text(table->find("TableStatus"), "ACTIVE")) return look_later();
    report_.keys_fit = keys_fit(*table);
    report_.on_demand = is_text(path_in(*table, {"BillingModeSummary", "BillingMode"}), "PAY_PER_REQUEST");
    if (report_.created) return switch_expiry_on();
    ask_recovery();
  }
  void switch_expiry_on() {
    Json on = Json::object({{"AttributeName", Json::string(k_expiry)}, {"Enabled", Json::boolean(true)}});
    table_.ask("UpdateTimeToLive", Json::object({{"TimeToLiveSpecification", std::move(on)}}), CallKind::Read,
               [self = shared_from_this()](const TableReply&) {
                 if (self->wish_.protect) return self->switch_recovery_on();
                 self->ask_recovery();
               });
  }
  void switch_recovery_on() {
    Json on = Json::object({{"PointInTimeRecoveryEnabled", Json::boolean(true)}});
    table_.ask("UpdateContinuousBackups", Json::object({{"PointInTimeRecoverySpecification", std::move(on)}}),
               CallKind::Read, [self = shared_from_this()](const TableReply&) { self->ask_recovery(); });
  }
  void ask_recovery() {
    table_.ask("DescribeContinuousBackups", Json::object(), CallKind::Read,
               [self = shared_from_this()](const TableReply& reply) {
                 self->report_.recovery_known = reply.meaning == Meaning::Done;
                 const Json* status = path_in(
                     reply.body,
                     {"ContinuousBackupsDescription", "PointInTimeRecoveryDescription", "PointInTimeRecoveryStatus"});
                 self->report_.recovery = is_text(status, "ENABLED");
                 self->ask_expiry();
               });
  }
  void ask_expiry() {
    table_.ask("DescribeTimeToLive", Json::object(), CallKind::Read,
               [self = shared_from_this()](const TableReply& reply) {
                 const Json* told = reply.body.find("TimeToLiveDescription");
                 const Json* status = told == nullptr ? nullptr : told->find("TimeToLiveStatus");
                 const Json* name = told == nullptr ? nullptr : told->find("AttributeName");
                 const bool on = is_text(status, "ENABLED") || is_text(status, "ENABLING");
                 self->report_.expiry = on && is_text(name, k_expiry);
                 self->done_(self->report_);
               });
  }

  aws::Service service_;
  Table table_;
  TableWish wish_;
  std::function<void(base::Result<TableReport>)> done_;
  TableReport report_;
  std::optional<base::Error> failure_;  // of making it
  int looks_ = 0;
};

}  // namespace

void ensure_table(aws::Ground ground, const StoreOptions& options, TableWish wish,
                  std::function<void(base::Result<TableReport>)> done) {
  std::make_shared<Setup>(ground, options, wish, std::move(done))->look();
}

}  // namespace flashkit::adapters::dynamodb
