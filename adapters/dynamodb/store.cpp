#include "adapters/dynamodb/store.h"

#include <utility>

#include "adapters/dynamodb/parts_detail.h"

namespace flashkit::adapters::dynamodb {

namespace {

class TableStore final : public Store {
 public:
  TableStore(aws::Ground ground, StoreOptions options)
      : service_(ground, {.endpoint = options.endpoint,
                          .scope = {options.region, "dynamodb"},
                          .rules = {},
                          .limits = options.limits,
                          .patience = options.patience,
                          .judge = aws::judge_dynamodb}),
        table_(service_, std::move(options.table)),
        journal_(make_journal(table_, options.settling_rounds)),
        records_(make_records(table_, ground.clock, options.settling_rounds)) {}

  ports::Journal& journal() override { return *journal_; }
  ports::Records& records() override { return *records_; }
  aws::ServiceCounts counts() const override { return service_.counts(); }

 private:
  aws::Service service_;
  Table table_;
  std::unique_ptr<ports::Journal> journal_;
  std::unique_ptr<ports::Records> records_;
};

}  // namespace

std::unique_ptr<Store> Store::open(aws::Ground ground, StoreOptions options) {
  return std::make_unique<TableStore>(ground, std::move(options));
}

}  // namespace flashkit::adapters::dynamodb
