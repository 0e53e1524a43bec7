// Under which name a person's operations are made.
#include <set>

#include "session/person_for_test.h"

namespace flashkit::session {
namespace {

// The operations that somebody else will see as waiting when they load the design.
sync::DocumentLoaded whole_of(const Person& person) {
  sync::DocumentLoaded out;
  out.document = k_document;
  out.outbox = person.operations_sent;
  out.role = sync::Role::Edit;
  out.complete = true;
  return out;
}

TEST(ClientId, IsDrawnFreshByEverySessionForEveryDocumentAtItsFirstEdit) {  // D11
  Person person;
  person.open_new(100, 100);
  person.loaded();
  person.insert("figure", 1, 1, 5, 5);
  person.insert("figure", 9, 9, 5, 5);
  ASSERT_EQ(person.operations_sent.size(), 3u);
  std::set<std::string> clients;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(person.sent(i).number, i + 1) << "from 1, without a gap";
    clients.insert(person.sent(i).client);
  }
  EXPECT_EQ(clients.size(), 1u);

  // Another session of the same profile loads the same design with all that waits: a cloned or rolled back device would
  // do the same. It goes on under a name of its own, from number 1.
  Person again("another session");
  again.open_from_replica();
  again.replica(whole_of(person));
  EXPECT_TRUE(again.operations_sent.empty()) << "looking needs no name";
  again.insert("figure", 30, 30, 5, 5);
  ASSERT_EQ(again.operations_sent.size(), 1u);
  EXPECT_EQ(again.sent(0).number, 1u);
  EXPECT_TRUE(clients.insert(again.sent(0).client).second);

  // The first session closes the design and opens it again: fresh as well, and so is the name for another design.
  const sync::DocumentLoaded all = whole_of(person);
  person.open_from_replica();
  person.replica(all);
  person.insert("figure", 50, 50, 5, 5);
  ASSERT_EQ(person.operations_sent.size(), 4u);
  EXPECT_EQ(person.sent(3).number, 1u);
  EXPECT_TRUE(clients.insert(person.sent(3).client).second);
}

}  // namespace
}  // namespace flashkit::session
