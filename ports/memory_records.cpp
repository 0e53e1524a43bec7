#include "ports/memory_records.h"

#include <utility>

namespace flashkit::ports {

using base::Errc;
using base::Error;

namespace {
const Error k_records_refused{Errc::Unavailable, "the store refused"};
const Error k_condition{Errc::Conflict, "the record is not as the condition wants it"};
}  // namespace

bool MemoryRecords::holds(const Key& key, PutCondition condition) const {
  const auto found = rows_.find(key);
  switch (condition.kind) {
    case PutCondition::Kind::Always:
      return true;
    case PutCondition::Kind::IfAbsent:
      return found == rows_.end();
    case PutCondition::Kind::IfVersion:
      return found != rows_.end() && found->second.version == condition.version;
  }
  return false;
}

void MemoryRecords::get(RecordKey key, GetCallback done) {
  world_.post([this, key = std::move(key), done = std::move(done)] {
    if (world_.happens(world_.faults.refused)) {
      done(k_records_refused);
      return;
    }
    const auto found = rows_.find(Key{key.partition, key.sort});
    if (found == rows_.end()) {
      done(std::optional<Record>());
    } else {
      done(std::optional<Record>(Record{key, found->second.value, found->second.version}));
    }
  });
}

void MemoryRecords::put(RecordKey key, std::string value, PutCondition condition, PutCallback done) {
  world_.post([this, key = std::move(key), value = std::move(value), condition, done = std::move(done)] {
    const Key at{key.partition, key.sort};
    if (value.size() > k_record_limit_bytes) {
      done(Error{Errc::Limit, "a record is larger than the store takes"});
    } else if (world_.happens(world_.faults.refused) || world_.happens(world_.faults.lost_request)) {
      done(k_records_refused);
    } else if (!holds(at, condition)) {
      done(k_condition);
    } else {
      Stored& stored = rows_[at];
      stored.value = value;
      ++stored.version;
      const std::uint64_t version = stored.version;
      if (world_.happens(world_.faults.lost_answer)) {
        done(k_records_refused);
      } else {
        done(version);
      }
    }
  });
}

void MemoryRecords::erase(RecordKey key, PutCondition condition, DoneCallback done) {
  world_.post([this, key = std::move(key), condition, done = std::move(done)] {
    const Key at{key.partition, key.sort};
    if (world_.happens(world_.faults.refused)) {
      done(k_records_refused);
    } else if (rows_.contains(at) && !holds(at, condition)) {
      done(k_condition);
    } else {
      rows_.erase(at);
      done({});
    }
  });
}

void MemoryRecords::query(std::string partition, std::string prefix, std::string after, std::size_t limit,
                          PageCallback done) {
  world_.post([this, partition = std::move(partition), prefix = std::move(prefix), after = std::move(after), limit,
               done = std::move(done)] {
    if (world_.happens(world_.faults.refused)) {
      done(k_records_refused);
      return;
    }
    RecordPage page;
    page.complete = true;
    for (auto row = rows_.lower_bound(Key{partition, prefix}); row != rows_.end(); ++row) {
      if (row->first.first != partition || !row->first.second.starts_with(prefix)) break;
      if (row->first.second <= after && !after.empty()) continue;
      const bool cut = !page.records.empty() && world_.happens(world_.faults.short_page);
      if (page.records.size() >= limit || cut) {
        page.complete = false;
        break;
      }
      page.records.push_back({{partition, row->first.second}, row->second.value, row->second.version});
    }
    done(std::move(page));
  });
}

}  // namespace flashkit::ports
