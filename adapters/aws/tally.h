#pragma once
// What was asked of Amazon's services, operation by operation: tries, what came of them, bytes, and the capacity units
// of DynamoDB that they used up. One for everything that stands on one ground, handed in with it; counts only rise.
// Callable from any thread.
#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "adapters/aws/answers.h"

namespace flashkit::adapters::aws {

// "condition_failed"; static.
const char* name_of(Meaning meaning);

struct OperationCounts {
  std::string service;                   // "dynamodb", "s3"
  std::string operation;                 // "PutItem"
  std::array<std::uint64_t, 7> tries{};  // every request that was made, by its Meaning
  std::uint64_t bytes_out = 0;           // of bodies
  std::uint64_t bytes_in = 0;
  double read_units = 0;  // of DynamoDB's capacity
  double write_units = 0;
  std::uint64_t requests() const;
};

class Tally {
 public:
  struct Try {
    Meaning meaning = Meaning::Done;
    std::uint64_t bytes_out = 0;
    std::uint64_t bytes_in = 0;
  };
  void count(const std::string& service, const char* operation, const Try& one);
  void count_units(const char* operation, double read_units, double write_units);  // of DynamoDB
  // By service, then operation.
  std::vector<OperationCounts> counts() const;

 private:
  OperationCounts& of(const std::string& service, const char* operation);

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, OperationCounts> counts_;
};

}  // namespace flashkit::adapters::aws
