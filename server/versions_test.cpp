// Versions over stores in memory: when they are kept, what a person saves and names, and that whatever goes wrong on
// the way leaves nothing half. The HTTP side is held in tests/e2e/api.test.mjs.
#include "server/versions.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "operations/builder.h"
#include "server/room_for_tests.h"
#include "server/version_policy.h"

namespace flashkit::server {
namespace {

using base::Errc;
using base::Result;
using room_testing::House;
using room_testing::k_document;
using room_testing::Neighbour;
using room_testing::Person;

// Runs the house until `done`, which threads of the slow pool may bring about.
template <class Done>
void run_until(House& house, Done done) {
  for (int i = 0; i < 20'000 && !done(); ++i) {
    house.settle();
    if (!done()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ASSERT_TRUE(done());
}

template <class Value>
struct Told {
  std::optional<Result<Value>> value;  // once it `came`: from a thread of the slow pool, perhaps
  std::atomic<bool> came = false;
  auto callback() {
    return [this](Result<Value> told) {
      value.emplace(std::move(told));
      came = true;
    };
  }
};

std::vector<Version> versions_of(House& house, Versions& versions) {
  Told<VersionPage> page;
  versions.list(k_document, 0, 1000, page.callback());
  run_until(house, [&] { return page.came.load(); });
  return page.value->ok() ? page.value->value().versions : std::vector<Version>();
}

void wait_for_count(House& house, std::size_t count) {
  run_until(house, [&] { return versions_of(house, house.hub.versions()).size() == count; });
}

Result<SavedVersion> save(House& house, Versions& versions, VersionName name) {
  Told<SavedVersion> told;
  versions.save(k_document, std::move(name), told.callback());
  run_until(house, [&] { return told.came.load(); });
  return *told.value;
}

Result<std::string> checkpoint_of(House& house, const Version& version) {
  Told<std::string> told;
  house.hub.versions().checkpoint(k_document, version.seq, told.callback());
  run_until(house, [&] { return told.came.load(); });
  if (!told.value->ok()) return told.value->error();
  return unpack_checkpoint(told.value->value(), version.json_hash);
}

TEST(Versions, AreKeptOnceTheDocumentRests) {  // V2
  House house(1);
  Person ann(house, "ann");
  ann.come(true);
  const std::int64_t changed_at = house.clock.now_ms;
  ann.push(1, "first");
  house.clock.now_ms += 1'000'000;
  house.pass(k_version_rest_ms - 10'000);
  EXPECT_TRUE(versions_of(house, house.hub.versions()).empty());
  house.pass(20'000);
  wait_for_count(house, 1);
  const Version version = versions_of(house, house.hub.versions()).front();
  EXPECT_EQ(version.seq, 1u);
  EXPECT_EQ(version.at_ms, changed_at) << "of the change, not of the rest after it";
  EXPECT_FALSE(version.saved);
  const auto json = checkpoint_of(house, version);
  ASSERT_TRUE(json.ok());
  EXPECT_NE(json.value().find("first"), std::string::npos);
  house.pass(10 * k_version_rest_ms);
  EXPECT_EQ(versions_of(house, house.hub.versions()).size(), 1u) << "nothing was changed since";
}

TEST(Versions, AreKeptNowAndThenWhileChangesGoOnAndWhenTheLastOneLeaves) {  // V2
  House house(1);
  auto ann = std::make_unique<Person>(house, "ann");
  ann->come(true);
  std::uint64_t number = 0;
  for (std::uint64_t gone = 0; gone <= k_version_at_most_ms; gone += 60'000) {
    ann->push(++number);
    house.pass(60'000);
  }
  wait_for_count(house, 1);
  house.pass(k_version_leave_ms);
  ann->push(++number);
  ann.reset();
  wait_for_count(house, 2);
  EXPECT_EQ(versions_of(house, house.hub.versions()).front().seq, number);
}

TEST(Versions, WhatWasLeftWithoutOneIsKeptWhenItIsOpenedAgain) {  // V2
  House house(1);
  Person ann(house, "ann");  // of a server that does not get so far
  ann.come(true);
  Neighbour after_a_crash(house);
  Person bob(house, after_a_crash, "bob");
  bob.come();
  EXPECT_TRUE(versions_of(house, house.hub.versions()).empty()) << "there is nothing in it";
  ann.push(1);
  Neighbour after_another(house);
  Person eve(house, after_another, "eve");
  eve.come();
  wait_for_count(house, 1);
  Person again(house, after_another, "again");
  again.come();
  EXPECT_EQ(versions_of(house, house.hub.versions()).front().seq, 1u);
  house.slow.stop();
}

TEST(Versions, APersonSavesAndNamesAndTakesTheNameBack) {  // V3
  House house(1);
  Person ann(house, "ann");
  ann.come(true);
  Versions& versions = house.hub.versions();
  EXPECT_EQ(save(house, versions, {.name = "Empty"}).error().code, Errc::NotFound);
  ann.push(1);
  const auto made = save(house, versions, {.name = "Draft", .by = "Ann"});
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(made.value().is_new);
  EXPECT_TRUE(made.value().version.saved);
  const auto again = save(house, versions, {.name = "", .by = "Bob"});
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again.value().is_new);
  EXPECT_EQ(again.value().version.name, "Draft") << "no name does not take one away";
  const auto automatic = save(house, versions, {.name = "x", .by = "x", .automatic = true});
  ASSERT_TRUE(automatic.ok());
  EXPECT_TRUE(automatic.value().version.saved) << "what a person saved stays saved";
  EXPECT_EQ(automatic.value().version.by, "Ann");
  EXPECT_EQ(versions_of(house, versions).size(), 1u);

  Told<Version> renamed;
  versions.rename(k_document, 1, {.name = "", .by = "Bob"}, renamed.callback());
  run_until(house, [&] { return renamed.came.load(); });
  ASSERT_TRUE(renamed.value->ok());
  EXPECT_FALSE(renamed.value->value().saved);
  Told<Version> nothing;
  versions.rename(k_document, 77, {.name = "x"}, nothing.callback());
  run_until(house, [&] { return nothing.came.load(); });
  EXPECT_EQ(nothing.value->error().code, Errc::NotFound);
  EXPECT_EQ(save(house, versions, {.name = std::string(k_version_name_limit + 1, 'x')}).error().code, Errc::Limit);
  EXPECT_EQ(save(house, versions, {.name = "\xff"}).error().code, Errc::Limit);
}

TEST(Versions, AreListedNewestFirstPageByPage) {  // V1
  House house(1);
  Person ann(house, "ann");
  ann.come(true);
  for (std::uint64_t number = 1; number <= 12; ++number) {
    ann.push(number);
    ASSERT_TRUE(save(house, house.hub.versions(), {.name = std::to_string(number)}).ok());
  }
  std::vector<std::string> names;
  std::uint64_t before = 0;
  for (bool complete = false; !complete;) {
    Told<VersionPage> page;
    house.hub.versions().list(k_document, before, 5, page.callback());
    run_until(house, [&] { return page.came.load(); });
    ASSERT_TRUE(page.value->ok());
    for (const Version& version : page.value->value().versions) names.push_back(version.name);
    before = page.value->value().versions.back().seq;
    complete = page.value->value().complete;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"12", "11", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1"}));
}

// Records that refuse what is written while they are told to.
class RefusingRecords final : public ports::Records {
 public:
  explicit RefusingRecords(ports::Records& inner) : inner_(inner) {}
  void get(ports::RecordKey key, GetCallback done) override { inner_.get(std::move(key), std::move(done)); }
  void put(ports::RecordKey key, std::string value, ports::PutCondition condition, PutCallback done) override {
    if (refuse) return done(base::Error{Errc::Unavailable, "gone"});
    inner_.put(std::move(key), std::move(value), condition, std::move(done));
  }
  void erase(ports::RecordKey key, ports::PutCondition condition, DoneCallback done) override {
    inner_.erase(std::move(key), condition, std::move(done));
  }
  void query(std::string partition, std::string prefix, std::string after, std::size_t limit,
             PageCallback done) override {
    inner_.query(std::move(partition), std::move(prefix), std::move(after), limit, std::move(done));
  }
  bool refuse = false;

 private:
  ports::Records& inner_;
};

TEST(Versions, ADeathBetweenBlobAndRecordLeavesNothingHalf) {  // V4
  House house(1);
  Person ann(house, "ann");
  ann.come(true);
  ann.push(1);
  RefusingRecords records(house.records);
  Parts parts{house.journal, records,    house.blobs,   house.identity, house.clock,   house.random, house.log,
              house.metrics, house.slow, house.exports, house.slow,     {&house.loop}, "n"};
  States states(parts);
  Pictures pictures(parts, states, "");
  Versions versions(parts, states, pictures);
  records.refuse = true;
  EXPECT_EQ(save(house, versions, {.name = "Draft"}).error().code, Errc::Unavailable);
  EXPECT_TRUE(versions_of(house, versions).empty()) << "its blobs are there and nobody names them";
  records.refuse = false;
  const auto made = save(house, versions, {.name = "Draft"});
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(made.value().is_new);
  EXPECT_TRUE(checkpoint_of(house, made.value().version).ok());
  house.slow.stop();
}

void put_record(House& house, std::uint64_t seq, const std::string& value) {
  Told<std::uint64_t> put;
  house.records.put(version_key(k_document, seq), value, ports::PutCondition::always(), put.callback());
  run_until(house, [&] { return put.came.load(); });
  ASSERT_TRUE(put.value->ok());
}

TEST(Versions, WhatIsDamagedIsRefusedAloneAndForGood) {  // V4
  House house(1);
  Person ann(house, "ann");
  ann.come(true);
  std::vector<Version> made;
  for (std::uint64_t number = 1; number <= 3; ++number) {
    ann.push(number);
    made.push_back(save(house, house.hub.versions(), {.name = std::to_string(number)}).value().version);
  }
  Version gone = made[0];
  gone.blob = gone.preview = std::string(64, 'a');
  put_record(house, 1, write_version(gone));
  Version another = made[1];
  another.blob = made[2].blob;  // whole, and not what the record says it is
  put_record(house, 2, write_version(another));
  EXPECT_EQ(checkpoint_of(house, gone).error().code, Errc::Corrupt);
  EXPECT_EQ(checkpoint_of(house, another).error().code, Errc::Corrupt);
  EXPECT_TRUE(checkpoint_of(house, made[2]).ok());
  Told<std::string> picture;
  house.hub.versions().preview(k_document, 1, picture.callback());
  run_until(house, [&] { return picture.came.load(); });
  EXPECT_EQ(picture.value->error().code, Errc::Corrupt);
  EXPECT_EQ(versions_of(house, house.hub.versions()).size(), 3u) << "they are listed, so that it can be said";
}

TEST(Versions, ARecordThatCannotBeReadHidesNoOtherAndIsWrittenAnew) {  // V4
  House house(1);
  Person ann(house, "ann");
  ann.come(true);
  for (std::uint64_t number = 1; number <= 4; ++number) {
    ann.push(number);
    ASSERT_TRUE(save(house, house.hub.versions(), {.name = std::to_string(number)}).ok());
  }
  for (const std::uint64_t seq : {2u, 3u, 4u}) put_record(house, seq, "{");
  Told<VersionPage> page;
  house.hub.versions().list(k_document, 0, 1, page.callback());
  run_until(house, [&] { return page.came.load(); });
  ASSERT_EQ(page.value->value().versions.size(), 1u) << "an empty page would say that there are none";
  EXPECT_EQ(page.value->value().versions.front().seq, 1u);
  Told<Version> renamed;
  house.hub.versions().rename(k_document, 3, {.name = "x"}, renamed.callback());
  run_until(house, [&] { return renamed.came.load(); });
  EXPECT_EQ(renamed.value->error().code, Errc::Corrupt);
  const auto saved = save(house, house.hub.versions(), {.name = "Anew"});
  ASSERT_TRUE(saved.ok());
  EXPECT_EQ(saved.value().version.seq, 4u);
  EXPECT_TRUE(checkpoint_of(house, saved.value().version).ok());
  EXPECT_EQ(versions_of(house, house.hub.versions()).front().name, "Anew");
}

TEST(Versions, WhenAnswersGetLostEveryListedOneIsWholeAllTheSame) {  // V4
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    House house(1);
    house.world.reseed(seed);
    Person ann(house, "ann");
    ann.come(true);
    for (std::uint64_t number = 1; number <= 8; ++number) {
      ann.push(number);
      house.world.faults = {.refused = 150, .lost_answer = 150, .lost_request = 150};
      static_cast<void>(save(house, house.hub.versions(), {.name = std::to_string(number)}).ok());
      house.world.faults = {};
      house.settle();
    }
    for (const Version& version : versions_of(house, house.hub.versions())) {
      const auto json = checkpoint_of(house, version);
      ASSERT_TRUE(json.ok()) << "seed " << seed << " version " << version.seq;
      const auto state = sync::read_checkpoint(json.value());
      ASSERT_TRUE(state.ok());
      EXPECT_EQ(state.value().seq, version.seq);
    }
  }
}

TEST(Versions, OldOnesThatNobodySavedAreLetGoOfWhenANewOneIsKept) {  // V3
  House house(1);
  Person ann(house, "ann");
  ann.come(true);
  constexpr std::int64_t k_day_ms = 86'400'000;
  for (std::uint64_t number = 1; number <= 10; ++number) {
    ann.push(number);
    Version old;
    old.seq = number;
    old.at_ms = house.clock.now_ms - 40 * k_day_ms + static_cast<std::int64_t>(number) * 60'000;
    old.saved = number == 5;
    old.blob = std::string(64, 'a');
    put_record(house, number, write_version(old));
  }
  ann.push(11);
  Told<void> kept;
  house.hub.versions().keep(k_document, house.clock.now_ms, kept.callback());
  run_until(house, [&] { return kept.came.load(); });
  run_until(house, [&] { return versions_of(house, house.hub.versions()).size() < 11; });
  std::vector<std::uint64_t> left;
  for (const Version& version : versions_of(house, house.hub.versions())) left.push_back(version.seq);
  EXPECT_EQ(left.front(), 11u);
  EXPECT_EQ(left.back(), 1u);
  EXPECT_EQ(std::count(left.begin(), left.end(), 5u), 1);
  EXPECT_LE(left.size(), 5u);
}

}  // namespace
}  // namespace flashkit::server
