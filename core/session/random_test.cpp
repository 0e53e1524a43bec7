// Whatever is done, in whatever order: nothing breaks, undoing everything gives the first design again, and what is
// said about saving is never better than the truth.
#include <random>

#include "session/person_for_test.h"

namespace flashkit::session {
namespace {

class RandomHands {
 public:
  RandomHands(Person& person, std::uint64_t seed) : person_(person), random_(seed) {}
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  double place() { return static_cast<double>(below(1200)) - 100; }

  void do_something() {
    person_.now_ms += static_cast<double>(below(400));
    person_.held.shift = below(4) == 0;
    person_.held.alt = below(5) == 0;
    person_.held.control = below(4) == 0;
    switch (below(12)) {
      case 0:
        person_.drag(place(), place(), place(), place());
        break;
      case 1:
        person_.click(place(), place(), static_cast<std::uint32_t>(1 + below(3)));
        break;
      case 2:
        person_.act(static_cast<ActionKind>(below(34)), some_page());
        break;
      case 3: {
        constexpr const char* k_keys[] = {"ArrowLeft", "ArrowDown", "Escape", "Enter", "Backspace",
                                          "Tab",       "a",         "Home",   "End"};
        person_.key(k_keys[below(9)]);
        break;
      }
      case 4:
        person_.type(below(2) == 0 ? "abc " : "\xC3\xA9");
        break;
      case 5:
        person_.compose("x", below(2) == 0);
        break;
      case 6: {
        constexpr const char* k_types[] = {"text", "figure", "line", "image", "svg", "unheard-of"};
        person_.insert(k_types[below(6)], place(), place(), static_cast<double>(below(300)),
                       static_cast<double>(below(300)));
        break;
      }
      case 7:
        person_.set(below(2) == 0 ? "opacity" : "fill", below(2) == 0 ? "0.5" : "\"red\"", below(2) == 0);
        break;
      case 8:
        person_.choose(static_cast<Tool>(below(6)));
        break;
      case 9:
        person_.pointer(static_cast<PointerPhase>(below(5)), place(), place());
        break;
      case 10:
        paste_or_place();
        break;
      default:
        person_.act(below(3) == 0 ? ActionKind::Redo : ActionKind::Undo);
        break;
    }
  }
  // Nothing half done is left.
  void come_to_rest() {
    person_.pointer(PointerPhase::Cancel, 0, 0);
    person_.choose(Tool::Select);
    person_.act(ActionKind::SelectNone);
    SetProperties nothing;
    person_.give(nothing);
    person_.wait(1000);
  }

 private:
  std::string some_page() { return person_.board.pages[below(person_.board.pages.size())].page; }
  void paste_or_place() {
    if (below(2) == 0) {
      Paste paste;
      paste.elements = person_.clipboard.elements;
      paste.text = "pasted";
      person_.give(paste);
      return;
    }
    SetPlacement placement;
    placement.rotation = static_cast<double>(below(720)) - 360;
    placement.width = static_cast<double>(below(100));
    placement.live = below(3) == 0;
    person_.give(placement);
  }
  Person& person_;
  std::mt19937_64 random_;
};

// The design as a file, with what may be left behind by undoing taken away: nothing.
TEST(RandomUse, UndoingEverythingGivesTheFirstDesignAgain) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    Person person("seed" + std::to_string(seed));
    person.open_new(1000, 1000);
    const std::string first = person.exported();
    RandomHands hands(person, seed);
    for (int i = 0; i < 150; ++i) hands.do_something();
    hands.come_to_rest();
    for (int i = 0; i < 1000 && person.design.can_undo; ++i) person.act(ActionKind::Undo);
    EXPECT_FALSE(person.design.can_undo) << "seed " << seed;
    EXPECT_EQ(person.exported(), first) << "seed " << seed;
  }
}

TEST(RandomUse, ReplayingWhatWasSentGivesWhatIsSeen) {
  for (std::uint64_t seed = 100; seed < 108; ++seed) {
    Person person("seed" + std::to_string(seed));
    person.open_new(1000, 1000);
    RandomHands hands(person, seed);
    for (int i = 0; i < 120; ++i) hands.do_something();
    hands.come_to_rest();
    Person other("other");
    other.open_from_replica();
    sync::DocumentLoaded loaded;
    loaded.document = k_document;
    loaded.complete = true;
    loaded.role = sync::Role::Edit;
    for (const std::string& operation : person.operations_sent) loaded.entries.push_back(other.entry(operation));
    other.replica(loaded);
    EXPECT_EQ(other.exported(), person.exported()) << "seed " << seed;
  }
}

// The design is told in pieces; together they say what somebody hears who opens it now.
TEST(RandomUse, WhatIsToldOfTheDesignInPiecesIsTheWhole) {
  for (std::uint64_t seed = 300; seed < 306; ++seed) {
    Person person("seed" + std::to_string(seed));
    person.open_new(1000, 1000);
    RandomHands hands(person, seed);
    for (int i = 0; i < 120; ++i) hands.do_something();
    hands.come_to_rest();
    Person other("other");
    other.open_from_replica();
    sync::DocumentLoaded loaded;
    loaded.document = k_document;
    loaded.complete = true;
    loaded.role = sync::Role::Edit;
    for (const std::string& operation : person.operations_sent) loaded.entries.push_back(other.entry(operation));
    other.replica(loaded);
    EXPECT_EQ(other.design.pages, person.design.pages) << "seed " << seed;
    EXPECT_EQ(other.design.colours, person.design.colours) << "seed " << seed;
  }
}

TEST(RandomUse, SavingIsNeverBetterThanTheTruth) {
  for (std::uint64_t seed = 200; seed < 206; ++seed) {
    Person person("seed" + std::to_string(seed));
    std::mt19937_64 random(seed);
    const bool memory_only = random() % 3 == 0;
    person.open_new(1000, 1000);
    RandomHands hands(person, seed);
    std::size_t stored = 0;
    std::size_t confirmed = 0;
    for (int i = 0; i < 120; ++i) {
      hands.do_something();
      if (random() % 5 == 0) person.status(static_cast<sync::Connection>(random() % 3), memory_only);
      if (random() % 5 == 0 && !person.operations_sent.empty()) {
        person.store_all();
        stored = person.operations_sent.size();
      }
      if (random() % 7 == 0) {
        person.confirm_from(confirmed);
        confirmed = person.operations_sent.size();
      }
      const SavingState said = person.saving.state;
      if (said == SavingState::Device) {
        EXPECT_TRUE(stored == person.operations_sent.size() && !memory_only);
      }
      if (said == SavingState::Cloud) {
        EXPECT_EQ(confirmed, person.operations_sent.size());
      }
      if (said == SavingState::Offline) {
        EXPECT_EQ(stored, person.operations_sent.size());
      }
    }
  }
}

TEST(RandomUse, BrokenMessagesOfTheReplicaAreHarmless) {
  Person person;
  person.open_new(100, 100);
  std::mt19937_64 random(7);
  for (int i = 0; i < 3000; ++i) {
    ReplicaSaid said;
    for (std::uint64_t length = random() % 40; length > 0; --length) said.message += static_cast<char>(random() & 0xFF);
    person.give(said);
  }
  EXPECT_EQ(person.board.pages.size(), 1u);
}

}  // namespace
}  // namespace flashkit::session
