// The contracts of journal, records and blobs on Amazon's DynamoDB Local and on radosgw, straight and through faults.
#include "ports/blobs_contract.h"
#include "ports/journal_contract.h"
#include "ports/records_contract.h"
#include "tests/cloud/worlds.h"

namespace flashkit::ports::contract {
namespace {

using tests::cloud::Straight;
using tests::cloud::ThroughFaults;

INSTANTIATE_TYPED_TEST_SUITE_P(DynamoDbLocal, JournalContract, Straight);
INSTANTIATE_TYPED_TEST_SUITE_P(DynamoDbLocal, RecordsContract, Straight);
INSTANTIATE_TYPED_TEST_SUITE_P(Radosgw, BlobsContract, Straight);
INSTANTIATE_TYPED_TEST_SUITE_P(DynamoDbFaults, JournalContract, ThroughFaults);
INSTANTIATE_TYPED_TEST_SUITE_P(DynamoDbFaults, RecordsContract, ThroughFaults);
INSTANTIATE_TYPED_TEST_SUITE_P(RadosgwFaults, BlobsContract, ThroughFaults);

}  // namespace
}  // namespace flashkit::ports::contract
