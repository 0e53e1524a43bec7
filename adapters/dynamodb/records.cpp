// A record is an item with its value, its version, and three tokens: of the last write, of the one before it and of the
// one that created it. A write is one UpdateItem: it raises the version where the item is, without reading it first.
// The tokens settle lost answers: whether our write is the last, was overwritten, or never happened.
#include <algorithm>
#include <utility>

#include "adapters/dynamodb/parts_detail.h"

namespace flashkit::adapters::dynamodb {

using aws::CallKind;
using aws::Meaning;
using base::Errc;
using base::Error;
using base::Json;
using base::Result;
using ports::PutCondition;
using ports::Record;
using ports::RecordKey;

namespace {

constexpr std::size_t k_partition_limit_bytes = 1024;
constexpr std::size_t k_sort_limit_bytes = 512;
constexpr std::size_t k_page_limit = 1000;
constexpr unsigned k_rounds_of_contention = 16;
const Error k_contended{Errc::Unavailable, "others keep writing the record"};
const Error k_condition{Errc::Conflict, "the record is not as the condition wants it"};
const Error k_record_too_large{Errc::Limit, "a record is larger than the store takes"};
const Error k_bad_key{Errc::Malformed, "a record's key is empty or too long"};
const Error k_record_damaged{Errc::Corrupt, "a record cannot be read"};

bool is_key(const RecordKey& key) {
  return !key.partition.empty() && key.partition.size() <= k_partition_limit_bytes && !key.sort.empty() &&
         key.sort.size() <= k_sort_limit_bytes;
}

ItemKey item_key(const RecordKey& key) { return {key.partition, key.sort}; }

// What a write of ours asks of the item, as DynamoDB says it.
struct Condition {
  std::string text;  // empty: nothing
  Json values = Json::object();
};

Condition condition_of(PutCondition condition) {
  switch (condition.kind) {
    case PutCondition::Kind::Always:
      return {};
    case PutCondition::Kind::IfAbsent:
      return {"attribute_not_exists(PK)", Json::object()};
    case PutCondition::Kind::IfVersion:
      return {"v = :w", Json::object({{":w", number_value(condition.version)}})};
  }
  return {};
}

// As the item was when it was read back: whoever changed it since makes the write fail.
Condition condition_as_read(const Json* item) {
#ifdef FLASHKIT_MUTANT_POINTER_BACKWARDS
  return {};
#endif
  if (item == nullptr) return condition_of(PutCondition::if_absent());
  return {"v = :w AND t = :s", Json::object({{":w", number_value(number_in(*item, k_version).value_or(0))},
                                             {":s", bytes_value(bytes_in(*item, k_token).value_or(""))}})};
}

Result<Record> record_of(const Json& item) {
  std::optional<std::string> partition = text_in(item, k_partition);
  std::optional<std::string> sort = text_in(item, k_sort);
  std::optional<std::string> value = bytes_in(item, k_bytes);
  const std::optional<std::uint64_t> version = number_in(item, k_version);
  if (!partition.has_value() || !sort.has_value() || !value.has_value() || !version.has_value())
    return k_record_damaged;
  return Record{{*std::move(partition), *std::move(sort)}, *std::move(value), *version};
}

struct Put {
  RecordKey key;
  std::string value;
  PutCondition condition;
  std::string token;
  ports::Records::PutCallback done;
  unsigned rounds = 0;   // of reading back
  bool perhaps = false;  // a try may have been applied
};

struct Erase {
  RecordKey key;
  PutCondition condition;
  ports::Records::DoneCallback done;
  unsigned rounds = 0;
};

struct Search {
  std::string partition;
  std::string prefix;
  std::string after;
  std::size_t limit = 0;
  ports::RecordPage page;
  ports::Records::PageCallback done;
};

// `first_version` is what a record that is not there counts from: the time, so that a record that was erased and made
// again has versions of its own, and a late write for its former life fails.
Json update_fields(const Put& put, Condition condition, std::uint64_t first_version) {
  Json values = std::move(condition.values);
  values.set(":b", bytes_value(put.value));
  values.set(":t", bytes_value(put.token));
  values.set(":f", number_value(first_version));
  values.set(":n", bytes_value(""));
  values.set(":o", number_value(1));
  Json out = Json::object(
      {{"Key", key_json(item_key(put.key))},
       {"UpdateExpression",
        Json::string(
            "SET p = if_not_exists(t, :n), c = if_not_exists(c, :t), t = :t, b = :b, v = if_not_exists(v, :f) + :o")},
       {"ExpressionAttributeValues", std::move(values)},
       {"ReturnValues", Json::string("UPDATED_NEW")}});
  if (!condition.text.empty()) out.set("ConditionExpression", Json::string(condition.text));
  return out;
}

Json search_fields(const Search& search) {
  Json values = Json::object({{":p", text_value(search.partition)}});
  std::string condition = "PK = :p";
  if (!search.prefix.empty()) {
    values.set(":x", text_value(search.prefix));
    condition += " AND begins_with(SK, :x)";
  }
  // One more than asked for tells whether there is more.
  const std::size_t wanted = std::min(search.limit - search.page.records.size() + 1, k_page_limit);
  Json out = Json::object({{"ConsistentRead", Json::boolean(true)},
                           {"KeyConditionExpression", Json::string(condition)},
                           {"ExpressionAttributeValues", std::move(values)},
                           {"Limit", Json::raw_number(std::to_string(wanted))}});
  if (!search.after.empty()) out.set("ExclusiveStartKey", key_json({search.partition, search.after}));
  return out;
}

class TableRecords final : public ports::Records {
 public:
  TableRecords(Table& table, ports::Clock& clock, unsigned settling_rounds)
      : table_(table), clock_(clock), settling_rounds_(settling_rounds) {}

  void get(RecordKey key, GetCallback done) override {
    if (!is_key(key)) return table_.post([done = std::move(done)] { done(k_bad_key); });
    table_.get(item_key(key), nullptr, [done = std::move(done)](const TableReply& reply) {
      if (reply.meaning != Meaning::Done) return done(reply.error);
      const Json* item = item_in(reply);
      if (item == nullptr) return done(std::optional<Record>());
      Result<Record> record = record_of(*item);
      if (!record.ok()) return done(record.error());
      done(std::optional<Record>(std::move(record).value()));
    });
  }

  void put(RecordKey key, std::string value, PutCondition condition, PutCallback done) override {
    const Error* refusal = !is_key(key)                                 ? &k_bad_key
                           : value.size() > ports::k_record_limit_bytes ? &k_record_too_large
                                                                        : nullptr;
    if (refusal != nullptr) return table_.post([refusal, done = std::move(done)] { done(*refusal); });
    auto put = std::make_shared<Put>();
    put->key = std::move(key);
    put->value = std::move(value);
    put->condition = condition;
    put->token = table_.fresh_token();
    put->done = std::move(done);
    if (condition.kind == PutCondition::Kind::Always) return look(put, {});
    update(put, condition_of(condition));
  }

  void erase(RecordKey key, PutCondition condition, DoneCallback done) override {
    if (!is_key(key)) return table_.post([done = std::move(done)] { done(k_bad_key); });
    auto erase = std::make_shared<Erase>();
    erase->key = std::move(key);
    erase->condition = condition;
    erase->done = std::move(done);
    if (condition.kind == PutCondition::Kind::Always) return look_again(erase, {});
    remove(erase, erase_condition(condition));
  }

  void query(std::string partition, std::string prefix, std::string after, std::size_t limit,
             PageCallback done) override {
    auto search = std::make_shared<Search>();
    search->partition = std::move(partition);
    search->prefix = std::move(prefix);
    search->after = std::move(after);
    search->limit = limit;
    search->done = std::move(done);
    // DynamoDB refuses to begin outside the range.
    const bool inside = search->after.starts_with(search->prefix);
    const bool beyond = !inside && search->after > search->prefix;
    if (beyond || limit == 0 || search->partition.empty()) {
      table_.post([search, beyond] {
        search->page.complete = beyond || search->partition.empty();
        search->done(std::move(search->page));
      });
      return;
    }
    if (!inside) search->after.clear();
    ask_page(search);
  }

 private:
  void update(const std::shared_ptr<Put>& put, Condition condition) {
    const auto now = static_cast<std::uint64_t>(std::max<std::int64_t>(clock_.wall_ms(), 0));
    table_.ask("UpdateItem", update_fields(*put, std::move(condition), now), CallKind::Write,
               [this, put](const TableReply& reply) { updated(put, reply); });
  }

  void updated(const std::shared_ptr<Put>& put, const TableReply& reply) {
    if (reply.meaning == Meaning::Done) {
      const Json* attributes = reply.body.find("Attributes");
      const auto version = attributes == nullptr ? std::nullopt : number_in(*attributes, k_version);
      if (version.has_value()) return put->done(*version);
    }
    if (reply.meaning == Meaning::Done || reply.meaning == Meaning::Unknown) {
      put->perhaps = true;
      return look(put, reply.error);
    }
    if (reply.meaning != Meaning::ConditionFailed) {
      return put->done(put->perhaps ? Error{Errc::Unavailable, reply.error.rule} : reply.error);
    }
    // The lost try may have been applied after all, or another wrote since we read.
    const bool open = put->perhaps || put->condition.kind == PutCondition::Kind::Always;
    if (open) return look(put, k_contended);
    put->done(k_condition);
  }

  void look(const std::shared_ptr<Put>& put, const Error& why) {
    const bool contended = put->condition.kind == PutCondition::Kind::Always;
    if (++put->rounds > settling_rounds_ + (contended ? k_rounds_of_contention : 0)) {
      return put->done(Error{Errc::Unavailable, why.rule});
    }
    table_.get(item_key(put->key), "v, t, p, c", [this, put](const TableReply& reply) {
      if (reply.meaning == Meaning::Done) return settle(put, item_in(reply));
      put->done(put->perhaps ? Error{Errc::Unavailable, reply.error.rule} : reply.error);
    });
  }

  // The lost try left its token, as the last write or as the one before it; or it was not applied so far.
  void settle(const std::shared_ptr<Put>& put, const Json* item) {
    const std::uint64_t version = item == nullptr ? 0 : number_in(*item, k_version).value_or(0);
    const auto ours = [&](const char* name) { return item != nullptr && bytes_in(*item, name) == put->token; };
    if (ours(k_token)) return put->done(version);
    if (ours(k_token_before)) return put->done(version - 1);
    const Error overwritten{Errc::Unavailable, "it may have been written and written over since"};
    const std::uint64_t wanted = put->condition.version;
    switch (put->condition.kind) {
      case PutCondition::Kind::Always:
        break;
      case PutCondition::Kind::IfAbsent:
        if (item != nullptr) return put->done(ours(k_token_created) ? overwritten : k_condition);
        break;
      case PutCondition::Kind::IfVersion:
        // Two writes back the tokens know whose they were.
        if (version == wanted + 1 || version == wanted + 2) return put->done(k_condition);
        if (version != wanted) return put->done(put->perhaps ? overwritten : k_condition);
        break;
    }
    again(put->rounds,
          [this, put, condition = condition_as_read(item)]() mutable { update(put, std::move(condition)); });
  }

  // The first write after a first look goes at once.
  void again(unsigned rounds, std::function<void()> then) {
    if (rounds <= 1) return then();
    table_.pause(rounds - 1, std::move(then));
  }

  // Erasing nothing is fine.
  static Condition erase_condition(PutCondition condition) {
    Condition out = condition_of(condition);
    if (condition.kind == PutCondition::Kind::IfVersion) out.text = "attribute_not_exists(PK) OR v = :w";
    return out;
  }

  void remove(const std::shared_ptr<Erase>& erase, Condition condition) {
    Json fields = Json::object({{"Key", key_json(item_key(erase->key))}});
    if (!condition.text.empty()) fields.set("ConditionExpression", Json::string(condition.text));
    if (!condition.values.members().empty()) fields.set("ExpressionAttributeValues", std::move(condition.values));
    table_.ask("DeleteItem", std::move(fields), CallKind::Write, [this, erase](const TableReply& reply) {
      if (reply.meaning == Meaning::Done) return erase->done({});
      if (reply.meaning == Meaning::Unknown) return look_again(erase, reply.error);
      if (reply.meaning == Meaning::ConditionFailed && erase->rounds > 0) return look_again(erase, reply.error);
      erase->done(reply.meaning == Meaning::ConditionFailed ? k_condition : reply.error);
    });
  }

  // Gone is gone. What is still there is erased only as it was read: a record that is made again meanwhile stays.
  void look_again(const std::shared_ptr<Erase>& erase, const Error& why) {
    if (++erase->rounds > settling_rounds_ + k_rounds_of_contention)
      return erase->done(Error{Errc::Unavailable, why.rule});
    table_.get(item_key(erase->key), "v, t", [this, erase](const TableReply& reply) {
      if (reply.meaning != Meaning::Done) return erase->done(Error{Errc::Unavailable, reply.error.rule});
      const Json* item = item_in(reply);
      if (item == nullptr) return erase->done({});
      const PutCondition condition = erase->condition;
      const bool holds =
          condition.kind == PutCondition::Kind::Always ||
          (condition.kind == PutCondition::Kind::IfVersion && number_in(*item, k_version) == condition.version);
      if (!holds) return erase->done(k_condition);
      table_.pause(erase->rounds,
                   [this, erase, as_read = condition_as_read(item)]() mutable { remove(erase, std::move(as_read)); });
    });
  }

  void ask_page(const std::shared_ptr<Search>& search) {
    table_.ask("Query", search_fields(*search), CallKind::Read, [this, search](const TableReply& reply) {
      if (reply.meaning != Meaning::Done) return search->done(reply.error);
      const Result<bool> more = take_page(*search, reply.body);
      if (!more.ok()) return search->done(more.error());
      if (more.value()) return ask_page(search);
      search->done(std::move(search->page));
    });
  }

  // True: another page is needed.
  static Result<bool> take_page(Search& search, const Json& body) {
    const Json* items = body.find("Items");
    if (items == nullptr || !items->is_array()) return k_record_damaged;
    for (const Json& item : items->items()) {
      search.after = text_in(item, k_sort).value_or("");
      if (item.find(k_version) == nullptr) continue;  // an entry of a journal in the same partition
      if (search.page.records.size() == search.limit) return false;
      FLASHKIT_TRY(Record record, record_of(item));
      search.page.records.push_back(std::move(record));
    }
    search.page.complete = body.find("LastEvaluatedKey") == nullptr;
    return !search.page.complete && !items->items().empty();
  }

  Table& table_;
  ports::Clock& clock_;
  unsigned settling_rounds_;
};

}  // namespace

std::unique_ptr<ports::Records> make_records(Table& table, ports::Clock& clock, unsigned settling_rounds) {
  return std::make_unique<TableRecords>(table, clock, settling_rounds);
}

}  // namespace flashkit::adapters::dynamodb
