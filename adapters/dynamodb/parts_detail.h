#pragma once
// The two halves of the store.
#include <memory>

#include "adapters/dynamodb/table_detail.h"
#include "ports/clock.h"
#include "ports/journal.h"
#include "ports/records.h"

namespace flashkit::adapters::dynamodb {

std::unique_ptr<ports::Journal> make_journal(Table& table, unsigned settling_rounds);
std::unique_ptr<ports::Records> make_records(Table& table, ports::Clock& clock, unsigned settling_rounds);

}  // namespace flashkit::adapters::dynamodb
