// The contract of journal and records on Amazon's DynamoDB Local, straight and through a proxy that makes faults; made
// and addressed by scripts/cloud.sh. Each test has a table of its own.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>

#include "adapters/aws/ground_for_test.h"
#include "adapters/dynamodb/setup.h"
#include "adapters/dynamodb/store.h"
#include "ports/journal_contract.h"
#include "ports/records_contract.h"

namespace flashkit::ports::contract {
namespace {

using namespace flashkit::adapters;

std::string fresh_name() {
  static std::atomic<int> count = 0;
  return "flashkit-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

// A store on a fresh table; nothing where the variable gives no address.
class Tables {
 public:
  explicit Tables(const char* variable) : address_(aws::stand_in(variable)) {}
  ~Tables() { ground_.transport->stop(); }
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  Journal& journal() { return store().journal(); }
  Records& records() { return store().records(); }
  void step() { nap(); }
  bool absent() const { return address_.empty(); }
  dynamodb::Store& store() {
    if (store_ == nullptr) open();
    return *store_;
  }

 private:
  void open() {
    dynamodb::StoreOptions options;
    options.endpoint = aws::parse_url(aws::stand_in("FLASHKIT_DYNAMODB")).value().endpoint;
    options.region = "eu-west-1";
    options.table = fresh_name();
    Answer<base::Result<dynamodb::TableReport>> report;
    dynamodb::ensure_table(ground_.ground(), options, {.create = true, .protect = false}, report.callback());
    const auto made = report.wait(*this);
    EXPECT_TRUE(made.ok() && made.value().created && made.value().keys_fit && made.value().on_demand);
    options.endpoint = aws::parse_url(address_).value().endpoint;
    options.settling_rounds = 8;
    store_ = dynamodb::Store::open(ground_.ground(), options);
  }
  std::string address_;
  aws::GroundForTest ground_;
  std::unique_ptr<dynamodb::Store> store_;
};

struct Straight : Tables {
  Straight() : Tables("FLASHKIT_DYNAMODB") {}
};
struct ThroughFaults : Tables {
  ThroughFaults() : Tables("FLASHKIT_DYNAMODB_FAULTS") {}
};

INSTANTIATE_TYPED_TEST_SUITE_P(DynamoDbLocal, JournalContract, Straight);
INSTANTIATE_TYPED_TEST_SUITE_P(DynamoDbLocal, RecordsContract, Straight);
INSTANTIATE_TYPED_TEST_SUITE_P(DynamoDbFaults, JournalContract, ThroughFaults);
INSTANTIATE_TYPED_TEST_SUITE_P(DynamoDbFaults, RecordsContract, ThroughFaults);

}  // namespace
}  // namespace flashkit::ports::contract
