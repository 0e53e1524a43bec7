// D#<document> / J#<20 digits>: an entry is put if nobody was there. Entries that may go get a time to live, one after
// the other from the oldest on, and Amazon deletes them some time after it, in no order: so what has gone stands before
// what has such a time, and readers take nothing from before the last that is missing or whose time is over.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <unordered_map>
#include <utility>

#include "adapters/dynamodb/parts_detail.h"

namespace flashkit::adapters::dynamodb {

using aws::CallKind;
using aws::Meaning;
using base::Errc;
using base::Error;
using base::Json;
using ports::AppendAnswer;
using What = AppendAnswer::What;

namespace {

constexpr std::uint64_t k_last_seq = ~std::uint64_t{0};  // 20 digits
constexpr std::size_t k_known_limit = 100'000;
// What was seen longer ago is looked up again before a put rests on it: a writer that was frozen until the entries
// around its number were given up must not find its place free.
#ifdef FLASHKIT_MUTANT_PLACE_USED_TWICE
constexpr std::int64_t k_knowledge_ms = std::int64_t{1} << 60;
#else
constexpr std::int64_t k_knowledge_ms = 3'600'000;
#endif
constexpr std::uint64_t k_forget_entries = 2000;  // at a time
const Error k_gap{Errc::Conflict, "an append may not leave a gap"};
const Error k_too_large{Errc::Limit, "an entry is larger than the journal takes"};
const Error k_damaged{Errc::Corrupt, "an entry of the journal cannot be read"};
const Error k_no_longer_kept{Errc::Conflict, "that number is below the first that is kept"};
const Error k_last_stays{Errc::Conflict, "the last entry is not given up"};
const Error k_missing{Errc::Corrupt, "the journal has a gap"};

std::string sort_of(std::uint64_t seq) {
  char out[32];
  std::snprintf(out, sizeof(out), "J#%020llu", static_cast<unsigned long long>(seq));
  return out;
}

std::optional<std::uint64_t> seq_of(const Json& item) {
  const std::optional<std::string> sort = text_in(item, k_sort);
  if (!sort.has_value() || sort->size() != 22 || !sort->starts_with("J#")) return std::nullopt;
  std::uint64_t out = 0;
  for (const char each : std::string_view(*sort).substr(2)) {
    if (each < '0' || each > '9') return std::nullopt;
    out = out * 10 + static_cast<std::uint64_t>(each - '0');
  }
  return out;
}

std::string partition_of(base::DocumentId document) { return "D#" + base::to_hex(document); }

// One append on its way, held by whatever it waits for.
struct Append {
  base::DocumentId document;
  std::uint64_t seq = 0;
  std::string entry;
  std::string token;
  ports::Journal::AppendCallback done;
  unsigned rounds = 0;   // of reading back
  bool perhaps = false;  // a try may have been applied
};
using AppendPointer = std::shared_ptr<Append>;

Json put_fields(const Append& append) {
  Json item = key_json({partition_of(append.document), sort_of(append.seq)});
  item.set(k_bytes, bytes_value(append.entry));
  item.set(k_token, bytes_value(append.token));
  return Json::object({{"Item", std::move(item)},
                       {"ConditionExpression", Json::string("attribute_not_exists(PK)")},
                       {"ReturnValuesOnConditionCheckFailure", Json::string("ALL_OLD")}});
}

// Entries from one number on, or the last one only.
Json query_fields(base::DocumentId document, std::uint64_t from, bool backwards) {
  Json values = Json::object({{":p", text_value(partition_of(document))},
                              {":a", text_value(sort_of(from))},
                              {":z", text_value(sort_of(k_last_seq))}});
  Json out = Json::object({{"ConsistentRead", Json::boolean(true)},
                           {"KeyConditionExpression", Json::string("PK = :p AND SK BETWEEN :a AND :z")},
                           {"ProjectionExpression", Json::string(backwards ? "SK" : "SK, b, x")},
                           {"ExpressionAttributeValues", std::move(values)}});
  if (backwards) {
    out.set("ScanIndexForward", Json::boolean(false));
    out.set("Limit", Json::raw_number("1"));
  }
  return out;
}

struct Read {
  base::DocumentId document;
  std::uint64_t after_seq = 0;
  std::size_t limit_bytes = 0;
  std::size_t size_bytes = 0;
  std::uint64_t reached = 0;  // the last number that an answer held
  bool may_go = false;        // the last entry has a time to live
  std::int64_t now_ms = 0;
  ports::JournalPage page;
  ports::Journal::PageCallback done;

  void drop_all() {
    page.entries.clear();
    size_bytes = 0;
  }
};

struct Forget {
  ports::Forgetting wish;
  std::uint64_t next = 0;
  std::uint64_t last = 0;
  ports::Journal::ForgetCallback done;
};

Json expiry_fields(const Forget& forget) {
  const std::int64_t at_s = std::max<std::int64_t>(forget.wish.at_ms, 0) / 1000;
  Json out = Json::object(
      {{"Key", key_json({partition_of(forget.wish.document), sort_of(forget.next)})},
       {"UpdateExpression", Json::string("SET x = if_not_exists(x, :x)")},
       {"ExpressionAttributeValues", Json::object({{":x", number_value(static_cast<std::uint64_t>(at_s))}})}});
#ifndef FLASHKIT_MUTANT_MARK_MAKES_ITEM
  out.set("ConditionExpression", Json::string("attribute_exists(PK)"));  // what is gone stays gone
#endif
  return out;
}

class TableJournal final : public ports::Journal {
 public:
  TableJournal(Table& table, unsigned settling_rounds) : table_(table), settling_rounds_(settling_rounds) {}

  void append_if(base::DocumentId document, std::uint64_t seq, std::string entry, AppendCallback done) override {
    auto append = std::make_shared<Append>();
    append->document = document;
    append->seq = seq;
    append->entry = std::move(entry);
    append->token = table_.fresh_token();
    append->done = std::move(done);
    table_.post([this, append = std::move(append)] { begin(append); });
  }

  void read_after(base::DocumentId document, std::uint64_t after_seq, std::size_t limit_bytes,
                  PageCallback done) override {
    auto read = std::make_shared<Read>();
    read->document = document;
    read->after_seq = after_seq;
    read->limit_bytes = limit_bytes;
    read->reached = after_seq;
    read->done = std::move(done);
    table_.post([this, read] {
      read->now_ms = table_.wall_ms();
      ask_page(read);
    });
  }

  void forget_later(ports::Forgetting wish, ForgetCallback done) override {
    auto forget = std::make_shared<Forget>();
    forget->wish = wish;
    forget->next = wish.told + 1;
    forget->last = std::min(wish.up_to, wish.told + k_forget_entries);
    forget->done = std::move(done);
    table_.post([this, forget] {
      const auto known = known_.find(forget->wish.document);
      if (known == known_.end() || known->second.seq <= forget->wish.up_to) return forget->done(k_last_stays);
      forget_next(forget);
    });
  }
  // Amazon does it.
  void sweep(std::int64_t /*now_ms*/, SweepCallback done) override {
    table_.post([done = std::move(done)] { done(false); });
  }

  void head(base::DocumentId document, HeadCallback done) override {
    table_.ask("Query", query_fields(document, 0, true), CallKind::Read,
               [this, document, done = std::move(done)](const TableReply& reply) {
                 if (reply.meaning != Meaning::Done) return done(reply.error);
                 const Json* items = reply.body.find("Items");
                 if (items == nullptr || !items->is_array()) return done(k_damaged);
                 if (items->items().empty()) {
                   know(document, 0);
                   return done(std::uint64_t{0});
                 }
                 const std::optional<std::uint64_t> seq = seq_of(items->items().front());
                 if (!seq.has_value()) return done(k_damaged);
                 know(document, *seq);
                 done(*seq);
               });
  }

 private:
  static void answer(const Append& append, What what, const Error& error = {}) { append.done({what, {}, error}); }

  void begin(const AppendPointer& append) {
    if (append->entry.size() > ports::k_entry_limit_bytes) return answer(*append, What::Failed, k_too_large);
    if (append->seq == 0) return answer(*append, What::Failed, k_gap);
    const auto found = known_.find(append->document);
    const Known known = found == known_.end() ? Known{} : found->second;
    if (known.seq >= append->seq) return look_who_was_there(append);
    const bool fresh = found == known_.end() || std::abs(table_.wall_ms() - known.at_ms) < k_knowledge_ms;
    if (fresh && known.seq == append->seq - 1) return put(append);
#ifdef FLASHKIT_MUTANT_STALE_HEAD_TRUSTED
    return put(append);
#endif
    if (append->seq == 1) return look_for_any(append);
    // Nobody here has seen the entry before, or not lately: is it there? Once for each document and node, then we know.
    const ItemKey before{partition_of(append->document), sort_of(append->seq - 1)};
    table_.get(before, "SK, x", [this, append](const TableReply& reply) {
      if (reply.meaning != Meaning::Done) return answer(*append, What::Failed, reply.error);
      const Json* item = item_in(reply);
      if (item == nullptr) return answer(*append, What::Failed, k_gap);
      // What may go is not the last entry: others stood behind it, and may have gone already.
      if (item->find(k_expiry) != nullptr) return look_who_was_there(append);
      know(append->document, append->seq - 1);
      put(append);
    });
  }

  // The number was taken: it holds the winner, unless that was given up.
  void look_who_was_there(const AppendPointer& append) {
    const ItemKey key{partition_of(append->document), sort_of(append->seq)};
    table_.get(key, nullptr, [this, append](const TableReply& reply) {
      if (reply.meaning != Meaning::Done) return answer(*append, What::Failed, reply.error);
      if (const Json* item = item_in(reply)) return settle(append, *item);
      answer(*append, What::Failed, k_no_longer_kept);
    });
  }

  // It was empty when somebody here looked, long ago.
  void look_for_any(const AppendPointer& append) {
    head(append->document, [this, append](const base::Result<std::uint64_t>& head) {
      if (!head.ok()) return answer(*append, What::Failed, head.error());
      if (head.value() != 0) return look_who_was_there(append);
      put(append);
    });
  }

  void put(const AppendPointer& append) {
    table_.ask("PutItem", put_fields(*append), CallKind::Write, [this, append](const TableReply& reply) {
      switch (reply.meaning) {
        case Meaning::Done:
          know(append->document, append->seq);
          return answer(*append, What::Appended);
        case Meaning::ConditionFailed:
          if (const Json* item = item_in(reply)) return settle(append, *item);
          return read_back(append, reply.error);
        case Meaning::Unknown:
          append->perhaps = true;
#ifdef FLASHKIT_MUTANT_BLIND_REPEAT
          if (++append->rounds < settling_rounds_) return put(append);
#elif defined(FLASHKIT_MUTANT_LOST_IS_FAILED)
          return answer(*append, What::Failed, reply.error);
#elif defined(FLASHKIT_MUTANT_NEXT_SLOT_AFTER_500)
          ++append->seq;
          return put(append);
#endif
          return read_back(append, reply.error);
        case Meaning::Later:
        case Meaning::Renew:
        case Meaning::Missing:
        case Meaning::Refused:
          break;
      }
      answer(*append, append->perhaps ? What::Unknown : What::Failed, reply.error);
    });
  }

  void read_back(const AppendPointer& append, const Error& why) {
    ++append->rounds;
    const ItemKey key{partition_of(append->document), sort_of(append->seq)};
    table_.get(key, nullptr, [this, append, why](const TableReply& reply) {
      const What lost = append->perhaps ? What::Unknown : What::Failed;
      if (reply.meaning != Meaning::Done) return answer(*append, lost, reply.error);
      if (const Json* item = item_in(reply)) return settle(append, *item);
      if (append->rounds >= settling_rounds_) return answer(*append, lost, why);
      // The place is free. The same item with the same token may be put again: if the first try is still on its way,
      // only one of the two can be the first, and both are this entry.
      table_.pause(append->rounds, [this, append] { put(append); });
    });
  }

  // The place is taken: by us or by another.
  void settle(const AppendPointer& append, const Json& item) {
    know(append->document, append->seq);
#ifdef FLASHKIT_MUTANT_TOKEN_NOT_COMPARED
    return answer(*append, What::Appended);
#endif
    if (bytes_in(item, k_token) == append->token) return answer(*append, What::Appended);
    std::optional<std::string> existing = bytes_in(item, k_bytes);
    if (!existing.has_value()) return answer(*append, What::Failed, k_damaged);
    append->done({What::Taken, *std::move(existing), {}});
  }

  void ask_page(const std::shared_ptr<Read>& read) {
    const std::uint64_t from = read->reached == k_last_seq ? read->reached : read->reached + 1;
    table_.ask("Query", query_fields(read->document, from, false), CallKind::Read,
               [this, read](const TableReply& reply) {
                 if (reply.meaning != Meaning::Done) return read->done(reply.error);
                 const base::Result<bool> more = take_page(*read, reply.body);
                 if (!more.ok()) return read->done(more.error());
                 if (more.value()) return ask_page(read);
                 if (!read->page.entries.empty()) know(read->document, read->page.entries.back().seq);
                 if (read->page.complete && read->after_seq == 0 && read->page.entries.empty()) know(read->document, 0);
                 read->done(std::move(read->page));
               });
  }

  // True: another page is needed.
  static base::Result<bool> take_page(Read& read, const Json& body) {
    const Json* items = body.find("Items");
    if (items == nullptr || !items->is_array()) return k_damaged;
    for (const Json& item : items->items()) {
      const std::optional<std::uint64_t> seq = seq_of(item);
      std::optional<std::string> bytes = bytes_in(item, k_bytes);
      if (!seq.has_value() || !bytes.has_value()) return k_damaged;
      std::vector<ports::JournalEntry>& entries = read.page.entries;
      const std::optional<std::uint64_t> expiry_s = number_in(item, k_expiry);
      const bool gap = !entries.empty() && *seq != entries.back().seq + 1;
#ifndef FLASHKIT_MUTANT_HOLE_READ_OVER
      if (gap && !read.may_go) return k_missing;
#endif
      if (gap) read.drop_all();
      read.may_go = expiry_s.has_value();
      read.reached = *seq;
      if (expiry_s.has_value() && *expiry_s <= static_cast<std::uint64_t>(read.now_ms) / 1000) {
        read.drop_all();
        continue;
      }
      if (!entries.empty() && read.size_bytes + bytes->size() > read.limit_bytes) return false;
      read.size_bytes += bytes->size();
      entries.push_back({*seq, *std::move(bytes)});
    }
    read.page.complete = body.find("LastEvaluatedKey") == nullptr;
    return !read.page.complete && !items->items().empty() && read.size_bytes < read.limit_bytes;
  }

  void forget_next(const std::shared_ptr<Forget>& forget) {
    if (forget->next > forget->last) return forget->done(forget->last);
    // A try that was lost may be made again: it changes nothing twice.
    table_.ask("UpdateItem", expiry_fields(*forget), CallKind::Read, [this, forget](const TableReply& reply) {
      if (reply.meaning != Meaning::Done && reply.meaning != Meaning::ConditionFailed) {
        if (forget->next == forget->wish.told + 1) return forget->done(reply.error);
        return forget->done(forget->next - 1);
      }
      ++forget->next;
      forget_next(forget);
    });
  }

  struct Known {
    std::uint64_t seq = 0;   // the highest number that was seen; 0: there was none
    std::int64_t at_ms = 0;  // when that was last seen
  };
  void know(base::DocumentId document, std::uint64_t seq) {
    if (known_.size() >= k_known_limit) known_.clear();
    Known& known = known_[document];
    if (seq >= known.seq) known = {seq, table_.wall_ms()};
  }

  Table& table_;
  unsigned settling_rounds_;
  std::unordered_map<base::DocumentId, Known, base::IdHash> known_;  // on the transport's thread only
};

}  // namespace

std::unique_ptr<ports::Journal> make_journal(Table& table, unsigned settling_rounds) {
  return std::make_unique<TableJournal>(table, settling_rounds);
}

}  // namespace flashkit::adapters::dynamodb
