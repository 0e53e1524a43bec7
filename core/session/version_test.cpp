// Looking at earlier versions and going back to them, as a person at the editor sees it; and over random edits of
// several people: the restored design is the version, and undo gives the design before, but for what others changed.
#include "base/json.h"
#include "interchange/export.h"
#include "operations/random_edits_for_tests.h"
#include "session/person_for_test.h"
#include "sync/journal_state.h"

namespace flashkit::session {
namespace {

// A design with people in it: what they send stands in the journal at once.
struct Room {
  Person person;
  sync::JournalState journal;
  std::size_t confirmed = 0;

  Room() {
    person.open_new(400, 300);
    person.loaded();
    settle();
  }
  void settle() {
    for (; confirmed < person.operations_sent.size(); ++confirmed) append(person.operations_sent[confirmed]);
  }
  // Whether it took effect.
  bool append(const std::string& operation) {
    sync::EntriesConfirmed message;
    message.document = k_document;
    message.entries.push_back(person.entry(operation));
    const auto replayed = journal.apply(message.entries.front());
    EXPECT_TRUE(replayed.ok());
    person.replica(message);
    return replayed.ok() && replayed.value().front().took_effect;
  }
  void show(const std::string& checkpoint) {
    ShowVersion message;
    message.checkpoint = checkpoint;
    person.give(message);
  }
  void restore(const std::string& checkpoint) {
    show(checkpoint);
    person.give(RestoreVersion{});
    settle();
  }
};

std::string canonical(const std::string& polotno) {
  const auto json = base::parse_json(polotno);
  EXPECT_TRUE(json.ok());
  return json.ok() ? base::canonical_json(json.value()) : polotno;
}

std::string design_in(const std::string& checkpoint) {
  const auto read = sync::read_checkpoint(checkpoint);
  EXPECT_TRUE(read.ok());
  return read.ok() ? canonical(interchange::export_polotno(read.value().document)) : std::string();
}

TEST(Versions, AreShownInPlaceOfTheDesignWhichCanNotBeChangedMeanwhile) {
  Room room;
  Person& person = room.person;
  const std::string box = person.insert("figure", 10, 10, 50, 50, {{"fill", "\"red\""}});
  room.settle();
  const std::string then = room.journal.checkpoint();
  person.set("fill", "\"blue\"");
  person.insert("figure", 100, 100, 20, 20);
  room.settle();
  const std::string present = person.exported();
  EXPECT_EQ(person.order().size(), 2u);

  room.show(then);
  EXPECT_EQ(person.design.version, room.journal.seq() - 2);
  EXPECT_TRUE(person.design.read_only);
  EXPECT_EQ(person.order(), std::vector<std::string>{box});
  EXPECT_TRUE(person.selection.nodes.empty());
  person.select({box});
  EXPECT_EQ(person.property("fill"), "\"red\"");
  EXPECT_EQ(canonical(person.exported()), design_in(then)) << "a copy of the version";
  const std::size_t sent = person.operations_sent.size();
  person.act(ActionKind::Delete);
  person.act(ActionKind::Undo);
  person.set("fill", "\"green\"");
  person.drag(30, 30, 90, 90);
  person.type("x");
  EXPECT_EQ(person.operations_sent.size(), sent) << "the past stays as it was";
  EXPECT_EQ(person.order(), std::vector<std::string>{box});

  room.show("");
  EXPECT_EQ(person.design.version, 0u);
  EXPECT_FALSE(person.design.read_only);
  EXPECT_EQ(person.exported(), present);
  EXPECT_EQ(person.order().size(), 2u);
  EXPECT_EQ(person.operations_sent.size(), sent);
}

TEST(Versions, OthersGoOnWhileOneIsLookedAtAndAreFoundAfterwards) {
  Room room;
  Person& person = room.person;
  person.insert("figure", 10, 10, 50, 50);
  room.settle();
  const std::string then = room.journal.checkpoint();
  room.show(then);
  Person other("other");
  other.open_from_replica();
  sync::DocumentLoaded loaded;
  loaded.document = k_document;
  loaded.complete = true;
  loaded.role = sync::Role::Edit;
  for (const std::string& operation : person.operations_sent) loaded.entries.push_back(other.entry(operation));
  other.replica(loaded);
  other.insert("figure", 200, 100, 30, 30);
  ASSERT_TRUE(room.append(other.operations_sent.back()));
  EXPECT_EQ(person.order().size(), 1u) << "the version has no part in it";
  EXPECT_EQ(person.design.version, room.journal.seq() - 1);
  room.show("");
  EXPECT_EQ(person.order().size(), 2u);
}

TEST(Versions, RestoringIsOneStepThatUndoTakesBackAndSaysSo) {
  Room room;
  Person& person = room.person;
  person.insert("text", 10, 10, 200, 50, {{"text", "\"hello\""}});
  room.settle();
  const std::string then = room.journal.checkpoint();
  person.set("text", "\"good bye\"");
  person.act(ActionKind::PageAdd);
  room.settle();
  const std::string present = person.exported();
  const std::size_t sent = person.operations_sent.size();
  room.restore(then);
  ASSERT_EQ(person.restored.size(), 1u);
  EXPECT_EQ(person.restored[0].operations, 1u);
  EXPECT_EQ(person.operations_sent.size(), sent + 1);
  EXPECT_EQ(person.design.version, 0u);
  EXPECT_FALSE(person.design.read_only);
  EXPECT_EQ(person.board.pages.size(), 1u);
  EXPECT_EQ(canonical(person.exported()), design_in(then));
  EXPECT_EQ(canonical(interchange::export_polotno(room.journal.document())), design_in(then)) << "and for everybody";
  person.act(ActionKind::Undo);
  EXPECT_EQ(canonical(person.exported()), canonical(present));
  person.act(ActionKind::Redo);
  EXPECT_EQ(canonical(person.exported()), design_in(then));
  room.settle();

  room.restore(room.journal.checkpoint());
  ASSERT_EQ(person.restored.size(), 2u);
  EXPECT_EQ(person.restored[1].operations, 0u) << "nothing was different";
}

TEST(Versions, TakingARestorationBackTakesNothingElseBack) {
  Room room;
  Person& person = room.person;
  const std::string node = person.insert("text", 10, 10, 200, 50, {{"text", "\"hello\""}});
  room.settle();
  const std::string then = room.journal.checkpoint();
  person.set("text", "\"good bye\"");
  room.settle();
  const std::string present = person.exported();
  EXPECT_FALSE(person.design.can_undo_restore);
  room.restore(then);
  EXPECT_TRUE(person.design.can_undo_restore);
  person.act(ActionKind::UndoRestore);
  EXPECT_EQ(canonical(person.exported()), canonical(present));
  EXPECT_FALSE(person.design.can_undo_restore);
  person.act(ActionKind::UndoRestore);
  EXPECT_EQ(canonical(person.exported()), canonical(present)) << "once";

  room.restore(then);
  person.select({node});
  person.set("fill", "\"#112233\"");
  EXPECT_FALSE(person.design.can_undo_restore);
  const std::string later = person.exported();
  person.act(ActionKind::UndoRestore);
  EXPECT_EQ(person.exported(), later) << "an own edit came after it";

  room.settle();
  room.restore(then);
  person.select({node});
  person.key("Enter");
  person.type("x");
  person.act(ActionKind::UndoRestore);
  EXPECT_EQ(person.property("text"), "\"x\"") << "letters that are no operation yet came after it, too";
}

TEST(Versions, WhatCanNotBeShownIsSaidAndChangesNothing) {
  Room room;
  Person& person = room.person;
  room.show("{\"format\":1}");
  ASSERT_EQ(person.notices.size(), 1u);
  EXPECT_EQ(person.notices[0].kind, "error");
  Room ahead;
  ahead.person.insert("figure", 10, 10, 50, 50);
  ahead.settle();
  ASSERT_GT(ahead.journal.seq(), room.journal.seq());
  room.show(ahead.journal.checkpoint());
  ASSERT_EQ(person.notices.size(), 2u) << "of a time that has not come here yet";
  EXPECT_EQ(person.design.version, 0u);
  person.give(RestoreVersion{});
  EXPECT_TRUE(person.restored.empty());
}

TEST(Versions, WhoMayOnlyLookMayLookAtVersionsAndRestoresNone) {
  Room room;
  const std::string then = room.journal.checkpoint();
  room.person.insert("figure", 10, 10, 50, 50);
  room.settle();
  sync::RoleChanged role;
  role.document = k_document;
  role.role = sync::Role::View;
  room.person.replica(role);
  const std::size_t sent = room.person.operations_sent.size();
  room.restore(then);
  EXPECT_TRUE(room.person.restored.empty());
  EXPECT_EQ(room.person.operations_sent.size(), sent);
  EXPECT_EQ(room.person.design.version, 1u) << "still looking";
}

TEST(Versions, OfRandomDesignsComeBackForEverybodyAndUndoSparesWhatOthersDid) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    Room room;
    operations::RandomEdits random(seed, {0xB, 7});
    std::uint64_t number = 1;
    const auto somebody_edits = [&](int count) {
      for (int i = 0; i < count; ++i) {
        room.append(base::encoded(random.operation(room.journal.document(), number)));
        ++number;
      }
    };
    somebody_edits(25);
    const std::string then = room.journal.checkpoint();
    somebody_edits(25);
    const std::string present = canonical(room.person.exported());
    room.restore(then);
    ASSERT_EQ(canonical(room.person.exported()), design_in(then)) << "seed " << seed;
    ASSERT_EQ(canonical(interchange::export_polotno(room.journal.document())), design_in(then)) << "seed " << seed;
    room.person.act(ActionKind::Undo);
    room.settle();
    ASSERT_EQ(canonical(room.person.exported()), present) << "seed " << seed;

    // Again, and somebody edits between the restore and its undo: what they wrote stays (I9).
    room.restore(then);
    somebody_edits(6);
    const document::Document before(room.journal.document());
    const std::size_t sent = room.person.operations_sent.size();
    room.person.act(ActionKind::Undo);
    if (room.person.operations_sent.size() == sent) continue;
    document::Document after(before);
    const auto undo = operations::decode_operation(room.person.operations_sent.back());
    ASSERT_TRUE(undo.ok());
    ASSERT_TRUE(operations::apply(after, undo.value()).took_effect) << "seed " << seed;
    room.settle();
    ASSERT_EQ(canonical(room.person.exported()), canonical(interchange::export_polotno(room.journal.document())));
  }
}

}  // namespace
}  // namespace flashkit::session
