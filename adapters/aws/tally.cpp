#include "adapters/aws/tally.h"

#include <numeric>

namespace flashkit::adapters::aws {

const char* name_of(Meaning meaning) {
  switch (meaning) {
    case Meaning::Done:
      return "done";
    case Meaning::ConditionFailed:
      return "condition_failed";
    case Meaning::Later:
      return "later";
    case Meaning::Renew:
      return "renew";
    case Meaning::Unknown:
      return "unknown";
    case Meaning::Missing:
      return "missing";
    case Meaning::Refused:
      return "refused";
  }
  return "refused";
}

std::uint64_t OperationCounts::requests() const {
  return std::accumulate(tries.begin(), tries.end(), std::uint64_t{0});
}

OperationCounts& Tally::of(const std::string& service, const char* operation) {
  OperationCounts& out = counts_[{service, operation}];
  if (out.operation.empty()) {
    out.service = service;
    out.operation = operation;
  }
  return out;
}

void Tally::count(const std::string& service, const char* operation, const Try& one) {
  const std::lock_guard<std::mutex> lock(mutex_);
  OperationCounts& counts = of(service, operation);
  ++counts.tries[static_cast<std::size_t>(one.meaning)];
  counts.bytes_out += one.bytes_out;
  counts.bytes_in += one.bytes_in;
}

void Tally::count_units(const char* operation, double read_units, double write_units) {
  const std::lock_guard<std::mutex> lock(mutex_);
  OperationCounts& counts = of("dynamodb", operation);
  counts.read_units += read_units;
  counts.write_units += write_units;
}

std::vector<OperationCounts> Tally::counts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<OperationCounts> out;
  for (const auto& [name, counts] : counts_) out.push_back(counts);
  return out;
}

}  // namespace flashkit::adapters::aws
