// A connection and the sign-in that it began with: L13.
#include <gtest/gtest.h>

#include "server/room_for_tests.h"

namespace flashkit::server::room_testing {
namespace {

class SignIn : public ::testing::Test {
 protected:
  SignIn() {
    house.identity.reachable = true;
    house.identity.signed_in = ports::User{.id = "ann", .email = {}, .name = {}};
    ann.come(true);
  }
  House house;
  Person ann{house, "ann", "a sign-in"};
};

TEST_F(SignIn, AConnectionEndsWithItsSignInAndNothingThatWaitsIsLost) {  // L13, L6
  house.pass(3 * k_sign_in_every_ms);
  EXPECT_EQ(house.identity.asked, 3);
  EXPECT_EQ(ann.socket->closed_with, 0);
  house.identity.signed_in.reset();
  ann.push(1, "just before", false);  // waits for company when the connection ends
  house.pass(k_sign_in_every_ms);
  EXPECT_EQ(ann.socket->closed_with, close_code::k_signed_out);
  // She comes again as a guest, with the address that gives the right, and pushes what she has no answer for.
  Person again(house, "ann");
  again.come();
  again.push(1, "just before");
  again.push(2, "and more");
  house.pass(1000);
  std::size_t operations = 0;
  for (const sync::Entries& news : again.heard<sync::Entries>()) {
    for (const sync::Entry& entry : news.entries) operations += entry.operations.size();
  }
  EXPECT_EQ(operations, 2u);
  EXPECT_EQ(again.heard<sync::Acknowledged>().back().number, 2u);
}

TEST_F(SignIn, AnotherPersonBehindTheSameSignInIsNotTheSame) {  // L13
  house.identity.signed_in->id = "bob";
  house.pass(k_sign_in_every_ms);
  EXPECT_EQ(ann.socket->closed_with, close_code::k_signed_out);
}

TEST_F(SignIn, WhileItCannotBeToldPeopleGoOn) {  // L13
  house.identity.reachable = false;
  house.pass(2 * k_sign_in_every_ms);
  EXPECT_EQ(ann.socket->closed_with, 0);
  ann.push(1);
  EXPECT_EQ(ann.heard<sync::Acknowledged>().size(), 1u);
  house.identity.reachable = true;
  house.identity.signed_in.reset();
  house.pass(k_sign_in_every_ms);
  EXPECT_EQ(ann.socket->closed_with, close_code::k_signed_out);
}

TEST_F(SignIn, WhoNeverSignedInIsNotAskedFor) {  // L13
  Person bob(house, "bob");
  bob.come();
  house.pass(2 * k_sign_in_every_ms);
  EXPECT_EQ(house.identity.asked, 2) << "for Ann alone";
  EXPECT_EQ(bob.socket->closed_with, 0);
}

}  // namespace
}  // namespace flashkit::server::room_testing
