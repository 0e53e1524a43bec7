// A device comes back after a long absence: the shipping replica on its SQLite database, against a server as a process.
// FLASHKIT_ABSENCE=20000 makes it longer; the time it took is printed, and nothing is held to a clock.
#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "adapters/sqlite/database.h"
#include "server/device_for_tests.h"

namespace flashkit::server::testing {
namespace {

TEST(Absence, WhatWasMadeOfflineComesHomeAmongWhatOthersMade) {  // D9, S3
  const char* wish = std::getenv("FLASHKIT_ABSENCE");
  const std::uint64_t count = wish == nullptr ? 1000 : std::strtoull(wish, nullptr, 10);
  const TestFolder folder;
  Device device(folder.path());
  const base::ClientId own{1, 1};
  const base::ClientId other{2, 2};
  for (std::uint64_t number = 1; number <= count; ++number) device.store({key_operation(own, number)});

  const ServerProcess server(folder.path() + "/data");
  LiveClient line(server.port());
  ASSERT_TRUE(line.hello().has_value());
  ASSERT_TRUE(line.open(k_document, k_capability, true).has_value());
  for (std::uint64_t number = 1; number <= count; number += 50) {
    std::vector<std::string> made;
    for (std::uint64_t i = number; i < number + 50 && i <= count; ++i) made.push_back(key_operation(other, i));
    line.push(k_document, made);
    ASSERT_TRUE(line.wait_for<sync::Acknowledged>().has_value());
  }

  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(device.come_home(server.port(), 1));
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  std::printf("{\"what\":\"%llu waiting operations come home\",\"seconds\":%.2f}\n",
              static_cast<unsigned long long>(count), spent.count());

  // The journal holds each of both exactly once, in order; the device has read it to its end.
  LiveClient reader(server.port());
  ASSERT_TRUE(reader.hello().has_value());
  const auto opened = reader.open(k_document, k_capability, false);
  ASSERT_TRUE(opened.has_value());
  sync::JournalState state;
  std::uint64_t taken = 0;
  while (state.seq() < opened->head) {
    const auto entries = reader.wait_for<sync::Entries>();
    ASSERT_TRUE(entries.has_value());
    for (const sync::Entry& entry : entries->entries) {
      taken += entry.operations.size();
      ASSERT_TRUE(state.apply(entry).ok());
    }
  }
  EXPECT_EQ(taken, 2 * count);
  EXPECT_EQ(state.clients().at(own), count);
  EXPECT_EQ(state.clients().at(other), count);
  EXPECT_EQ(device.cursor(), opened->head);
}

TEST(Absence, LongerThanTheJournalKeepsItsEntriesLosesNothing) {  // S12, L4
  const TestFolder folder;
  const std::string data = folder.path() + "/data";
  const ServerProcess server(data, {"--keep-entries-days", "0.00001"});  // most of a second
  come_back_when_entries_are_gone(server.port(), folder.path(), [&] {
    const auto first_kept = [&data] {
      return adapters::sqlite::Database::open(data + "/flashkit.db", true).ask_number("SELECT min(seq) FROM journal");
    };
    for (int i = 0; i < 200 && first_kept() < 100; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_GE(first_kept(), 100u);
    EXPECT_LE(first_kept(), 470u);
  });
}

}  // namespace
}  // namespace flashkit::server::testing
