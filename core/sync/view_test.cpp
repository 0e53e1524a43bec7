// Checkpoints and the view, held against plain replay.
#include "sync/view.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/sha256.h"
#include "operations/ids.h"
#include "operations/random_edits_for_tests.h"
#include "sync/journal_state.h"
#include "sync/people_for_tests.h"

namespace flashkit::sync {
namespace {

using base::ClientId;
using base::NodeId;
using base::OperationId;
using operations::Operation;
using operations::OperationBuilder;
using operations::RandomEdits;

std::string create_page(ClientId client) {
  OperationBuilder build(client, 1);
  build.create("page", {.parent = {}, .order = "V"});
  return base::encoded(build.take());
}

TEST(Checkpoint, IsTheSameBytesEverywhere) {  // S8, I6: a golden hash, native and WebAssembly alike
  const std::pair<bool, const char*> golden[] = {
      {false, "de94f4d256a35cf8f4af6e70cc0830e048b20d18087343ea83512b2e9fd0f0e4"},
      {true, "99d718834a2b20dbbd5a4a0890f2db5ba36ab6f6c5fc381a49243e84ab864b48"}};
  for (const auto& [formats, hash] : golden) {
    JournalState state;
    RandomEdits random(7, {0xA, 1}, formats);
    for (std::uint64_t seq = 1; seq <= (formats ? 120 : 40); ++seq) {
      ASSERT_TRUE(state.apply(entry(seq, {base::encoded(random.operation(state.document()))})).ok());
    }
    const std::string text = state.checkpoint();
    EXPECT_TRUE(text.starts_with("{\"clients\":{\"000000000000000a0000000000000001\":"));
    EXPECT_EQ(text.find("true,[\"") != std::string::npos || text.find("false,[\"") != std::string::npos, formats);
    const auto again = base::parse_json(text);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(base::canonical_json(again.value()), text) << "a checkpoint is canonical JSON";
    EXPECT_EQ(base::to_hex(base::sha256(base::bytes_of(text))), hash);
  }
}

TEST(Checkpoint, AndTailEqualFullReplayByteForByte) {  // S8, I5
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    RandomEdits random(seed);
    JournalState full;
    JournalState resumed;
    for (std::uint64_t seq = 1; seq <= 50; ++seq) {
      const Entry next = entry(seq, {base::encoded(random.operation(full.document()))});
      ASSERT_TRUE(full.apply(next).ok());
      ASSERT_TRUE(resumed.apply(next).ok());
      ASSERT_EQ(full.checkpoint(), resumed.checkpoint()) << "seed " << seed << " at " << seq;
      if (random.below(4) != 0) continue;
      auto read = read_checkpoint(resumed.checkpoint());
      ASSERT_TRUE(read.ok()) << read.error().rule;
      resumed = JournalState(std::move(read).value());
    }
  }
}

TEST(Checkpoint, RefusesBrokenTextWithoutCrashing) {
  RandomEdits random(3);
  JournalState state;
  for (std::uint64_t seq = 1; seq <= 30; ++seq) {
    ASSERT_TRUE(state.apply(entry(seq, {base::encoded(random.operation(state.document()))})).ok());
  }
  const std::string good = state.checkpoint();
  for (int i = 0; i < 300; ++i) {
    std::string bad = good;
    const std::uint64_t hits = 1 + random.below(3);
    for (std::uint64_t k = 0; k < hits; ++k) bad[random.below(bad.size())] = static_cast<char>(random.below(128));
    if (random.below(4) == 0) bad.resize(random.below(bad.size()));
    const auto read = read_checkpoint(bad);
    if (read.ok()) operations::check_tree(read.value().document);
  }
  EXPECT_EQ(read_checkpoint("{\"format\":2}").error().code, base::Errc::Unsupported);
}

TEST(Checkpoint, IsReadHoweverManyValuesItHolds) {  // S8: nothing may be written that nobody reads
  std::string node = ",[null";
  for (int i = 1; i < 1'000; ++i) node += ",null";
  node += ']';
  std::string nodes = "[0";
  for (std::size_t i = 0; i <= base::JsonLimits().values / 1'000; ++i) nodes += node;
  const std::string json = R"({"clients":{")" + base::to_hex(k_ann) + R"(":3},"document":{"nodes":)" + nodes +
                           R"(]},"format":1,"schema":1,"seq":7})";
  const auto clients = read_checkpoint_clients(json);
  ASSERT_TRUE(clients.ok()) << clients.error().rule;
  EXPECT_EQ(clients.value(), (ClientTable{{k_ann, 3}}));
  EXPECT_EQ(read_checkpoint(json).error().code, base::Errc::Malformed) << "those are no nodes";
}

TEST(JournalState, CountsEveryOperationOnce) {  // S3, I2
  JournalState state;
  const std::string bytes = create_page(k_ann);
  ASSERT_TRUE(state.apply(entry(1, {bytes})).ok());
  const auto again = state.apply(entry(2, {bytes}));
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again.value().front().took_effect);
  EXPECT_FALSE(state.apply(entry(4, {})).ok());
  EXPECT_EQ(state.seq(), 2u);
}

TEST(View, ShowsAnOwnOperationAtOnceAndNothingMoreWhenItIsConfirmed) {
  View view;
  const std::string page = create_page(k_ann);
  ASSERT_TRUE(view.add_local(operations::decode_operation(page).value()).took_effect);
  EXPECT_EQ(view.document().node_count(), 2u);
  EXPECT_EQ(view.last_number(k_ann), 1u);
  const Entry entries[] = {entry(1, {page})};
  const View::Confirmed confirmed = view.confirm(entries);
  EXPECT_TRUE(confirmed.changes.empty());
  EXPECT_EQ(view.pending_count(), 0u);
  EXPECT_EQ(view.seq(), 1u);
}

TEST(View, SaysWhichOwnOperationsHadNoEffect) {  // S11
  View view;
  const std::string page = create_page(k_bob);
  const Entry first[] = {entry(1, {page})};
  view.confirm(first);
  const NodeId page_id{k_bob, base::k_ids_per_operation};
  OperationBuilder groups(k_ann, 1);
  const NodeId outer = groups.create("group", {.parent = page_id, .order = "A"});
  const NodeId inner = groups.create("group", {.parent = page_id, .order = "B"});
  const Operation made = groups.take();
  view.add_local(made);
  OperationBuilder mine(k_ann, 2);
  mine.place(outer, {.parent = inner, .order = "A"});
  const Operation into = mine.take();
  ASSERT_TRUE(view.add_local(into).took_effect);
  OperationBuilder theirs(k_bob, 2);
  theirs.place(inner, {.parent = outer, .order = "A"});
  const Entry rest[] = {entry(2, {base::encoded(made)}), entry(3, {base::encoded(theirs.take())}),
                        entry(4, {base::encoded(into)})};
  const View::Confirmed confirmed = view.confirm(rest);
  EXPECT_EQ(confirmed.no_effect, (std::vector<OperationId>{{k_ann, 2}}));
  EXPECT_EQ(view.document().find(inner)->placement.parent, outer);
}

TEST(View, AsksForWhatIsMissing) {
  View view;
  const Entry late[] = {entry(2, {})};
  EXPECT_TRUE(view.confirm(late).gap);
  EXPECT_EQ(view.seq(), 0u);
}

TEST(View, KnowsTheLastWriterOfARegister) {
  View view;
  const std::string page = create_page(k_bob);
  const Entry first[] = {entry(1, {page})};
  view.confirm(first);
  const NodeId id{k_bob, base::k_ids_per_operation};
  const auto width = document::number_of(document::Key::Width);
  EXPECT_EQ(view.last_writer(id, width), (OperationId{k_bob, 1}));
  OperationBuilder mine(k_ann, 1);
  mine.set(id, "width", "10");
  const Operation operation = mine.take();
  view.add_local(operation);
  EXPECT_EQ(view.last_writer(id, width), (OperationId{k_ann, 1}));
  OperationBuilder theirs(k_bob, 2);
  theirs.set(id, "width", "20");
  const Entry second[] = {entry(2, {base::encoded(theirs.take())})};
  view.confirm(second);
  EXPECT_EQ(view.document().find(id)->number(document::Key::Width), 10) << "a pending change hides the other";
  EXPECT_EQ(view.last_writer(id, width), (OperationId{k_ann, 1}));
  view.remove_pending({k_ann, 1});
  EXPECT_EQ(view.document().find(id)->number(document::Key::Width), 20);
  EXPECT_EQ(view.last_number(k_ann), 1u) << "the number of a rejected operation is not given to another";
  EXPECT_EQ(view.last_writer(id, width), (OperationId{k_bob, 2}));
}

// Several people at one journal, each with a view; some operations are rejected, some views start afresh.
TEST(View, EqualsReplayAfterAnyInterleaving) {  // S7
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    RandomEdits random(seed);
    struct Person {
      View view;
      RandomEdits edits;
      ClientId client;
      std::vector<std::string> outbox;
    };
    std::vector<Person> people;
    for (std::uint64_t i = 0; i < 3; ++i) {
      const ClientId client{0xC0 + i, seed};
      people.push_back({{}, RandomEdits(seed * 10 + i, client), client, {}});
    }
    std::vector<Entry> journal;
    const auto replayed = [&](const Person& person) {
      JournalState state;
      for (std::uint64_t i = 0; i < person.view.seq(); ++i) EXPECT_TRUE(state.apply(journal[i]).ok());
      for (const std::string& bytes : person.outbox) state.apply_operation(bytes);
      return write_checkpoint(0, {}, state.document());
    };
    for (int step = 0; step < 110; ++step) {
      Person& person = people[random.below(people.size())];
      const std::uint64_t what = random.below(10);
      if (what < 4) {
        const Operation operation =
            person.edits.operation(person.view.document(), person.view.last_number(person.client) + 1);
        if (person.view.add_local(operation).took_effect) person.outbox.push_back(base::encoded(operation));
      } else if (what < 7 && !person.outbox.empty()) {
        const std::uint64_t count = 1 + random.below(person.outbox.size());
        Entry next = entry(journal.size() + 1, {});
        // A view knows what is in the journal only when it is confirmed: here the outbox still holds it until then.
        for (std::uint64_t i = 0; i < count; ++i) next.operations.push_back(person.outbox[i]);
        journal.push_back(next);
        for (Person& reader : people) {
          if (&reader != &person && random.below(3) == 0) continue;
          std::vector<Entry> news(journal.begin() + static_cast<std::ptrdiff_t>(reader.view.seq()), journal.end());
          ASSERT_FALSE(reader.view.confirm(news).gap);
        }
        person.outbox.erase(person.outbox.begin(), person.outbox.begin() + static_cast<std::ptrdiff_t>(count));
      } else if (what == 7 && !person.outbox.empty()) {
        const std::string bytes = person.outbox.back();
        person.outbox.pop_back();
        person.view.remove_pending(operations::read_operation(bytes).value().id);
      } else if (what == 8) {
        JournalState state;
        const std::uint64_t at = random.below(journal.size() + 1);
        for (std::uint64_t i = 0; i < at; ++i) ASSERT_TRUE(state.apply(journal[i]).ok());
        DocumentLoaded loaded;
        loaded.checkpoint_seq = at;
        if (at > 0) loaded.checkpoint = state.checkpoint();
        loaded.entries.assign(journal.begin() + static_cast<std::ptrdiff_t>(at), journal.end());
        loaded.outbox.assign(
            person.outbox.begin(),
            person.outbox.begin() + static_cast<std::ptrdiff_t>(random.below(person.outbox.size() + 1)));
        ASSERT_TRUE(person.view.load(loaded).ok());
      } else {
        std::vector<Entry> news(journal.begin() + static_cast<std::ptrdiff_t>(person.view.seq()), journal.end());
        ASSERT_FALSE(person.view.confirm(news).gap);
      }
      if (step % 6 != 0 && step < 100) continue;
      ASSERT_EQ(write_checkpoint(0, {}, person.view.document()), replayed(person))
          << "seed " << seed << " step " << step;
      ASSERT_EQ(person.view.pending_count(), person.outbox.size());
    }
  }
}

}  // namespace
}  // namespace flashkit::sync
