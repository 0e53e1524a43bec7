// A connection and the sign-in that it began with: L13. And what comes along from a guest into an account.
#include <gtest/gtest.h>

#include "server/room_for_tests.h"
#include "server/router.h"

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

// One guest, and one account that he signs in to.
class GuestAndAccount final : public ports::Identity {
 public:
  void create_guest(SignedInCallback done) override { done(base::Error{base::Errc::Unavailable, "no more guests"}); }
  void create_account(ports::NewAccount, SignedInCallback done) override {
    done(base::Error{base::Errc::Conflict, "it is there"});
  }
  void sign_in(ports::Credentials, SignedInCallback done) override {
    done(ports::SignedIn{{.id = "account", .email = "a@b.c", .name = {}, .guest = false}, "its token"});
  }
  void sign_out(std::string token, DoneCallback done) override {
    ended.push_back(std::move(token));
    done({});
  }
  void who(std::string token, UserCallback done) override {
    if (!reachable) return done(base::Error{base::Errc::Unavailable, "not now"});
    if (token != "guest token" || !ended.empty()) return done(std::optional<ports::User>());
    done(std::optional<ports::User>(ports::User{.id = "guest", .email = {}, .name = {}}));
  }
  bool reachable = true;
  std::vector<std::string> ended;
};

class Adopting : public ::testing::Test {
 protected:
  static DocumentId document(std::uint64_t number) { return {9, number}; }
  std::optional<ports::Record> record(const ports::RecordKey& key) {
    std::optional<ports::Record> out;
    house.records.get(key, [&out](const base::Result<std::optional<ports::Record>>& got) { out = got.value(); });
    house.settle();
    return out;
  }
  Response sign_in() {
    Request request;
    request.method = "POST";
    request.path = "/api/v1/sessions";
    request.headers = {{"Cookie", "flashkit_user=guest token"}};
    request.body = R"({"email":"a@b.c","password":"correct horse"})";
    house.clock.now_ms += 1000;  // no faster than passwords may be tried
    Response out;
    router.handle(std::move(request), [&out](Response response) { out = std::move(response); });
    house.settle();
    return out;
  }
  static bool gives_cookie(const Response& response) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [](const Header& each) { return each.name == "Set-Cookie"; });
  }
  House house;
  GuestAndAccount identity;
  Parts parts{house.journal, house.records, house.blobs,   identity,   house.clock,   house.random, house.log,
              house.metrics, house.slow,    house.exports, house.slow, {&house.loop}, "n"};
  Router router{Config{}, parts, house.hub, house.pictures, [] { return StoreNumbers{}; }};
};

TEST_F(Adopting, WhoIsSignedInHasAllOfItAndWhoIsNotTriesAgain) {
  RightsBook rights(house.records);
  constexpr std::uint64_t k_designs = 6;
  for (std::uint64_t i = 0; i < k_designs; ++i) {
    rights.create(document(i), {.owner = "guest", .grants = {}}, [](const base::Result<Rights>&) {});
  }
  house.settle();
  identity.reachable = false;
  EXPECT_EQ(sign_in().status, 503) << "nobody knows whose designs to bring";
  identity.reachable = true;
  house.world.faults.refused = 200;
  int refused = 0;
  Response answer = sign_in();
  for (; answer.status != 200 && refused < 1000; ++refused) {
    EXPECT_EQ(answer.status, 503);
    EXPECT_FALSE(gives_cookie(answer)) << "he is the guest still, who can try again";
    EXPECT_TRUE(identity.ended.empty());
    answer = sign_in();
  }
  house.world.faults.refused = 0;
  EXPECT_GT(refused, 0);
  ASSERT_EQ(answer.status, 200);
  EXPECT_TRUE(gives_cookie(answer));
  EXPECT_EQ(identity.ended, std::vector<std::string>{"guest token"}) << "what still speaks as the guest comes again";
  for (std::uint64_t i = 0; i < k_designs; ++i) {
    EXPECT_EQ(read_rights(record(rights_key(document(i)))->value).value().owner, "account");
    EXPECT_TRUE(record(owned_key("account", document(i))));
  }
}

TEST_F(Adopting, ADesignThatFellOutOfItsOwnersListComesBackWhenHeOpensIt) {
  const auto open = [this](const char* user) {
    Person person(house, user);
    person.come(true);
  };
  open("ann");
  ASSERT_TRUE(record(owned_key("ann", k_document)));
  house.records.erase(owned_key("ann", k_document), ports::PutCondition::always(), [](const base::Result<void>&) {});
  house.settle();
  house.hub.sweep();
  open("bob");
  EXPECT_FALSE(record(owned_key("ann", k_document)));
  EXPECT_FALSE(record(owned_key("bob", k_document))) << "he has the address alone";
  open("ann");
  EXPECT_TRUE(record(owned_key("ann", k_document)));
}

}  // namespace
}  // namespace flashkit::server::room_testing
