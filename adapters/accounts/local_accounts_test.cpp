// Guests become accounts and keep their id; a wrong password and an unknown address are the same answer; sessions end.
#include "adapters/accounts/local_accounts.h"

#include "adapters/system/system.h"
#include "base/sha256.h"
#include "ports/contract_fixture.h"
#include "ports/memory_records.h"

namespace flashkit::adapters::accounts {
namespace {

using ports::SignedIn;
using ports::User;
using ports::contract::Answer;

class LocalAccountsTest : public testing::Test {
 protected:
  void step() {
    ports::contract::nap();
    world_.run();
  }
  base::Result<SignedIn> create(ports::NewAccount wish) {
    Answer<base::Result<SignedIn>> answer;
    identity_->create_account(std::move(wish), answer.callback());
    return answer.wait(*this);
  }
  base::Result<SignedIn> sign_in(const std::string& email, const std::string& password) {
    Answer<base::Result<SignedIn>> answer;
    identity_->sign_in({email, password}, answer.callback());
    return answer.wait(*this);
  }
  std::optional<User> who(const std::string& token) {
    Answer<base::Result<std::optional<User>>> answer;
    identity_->who(token, answer.callback());
    const auto out = answer.wait(*this);
    EXPECT_TRUE(out.ok());
    return out.ok() ? out.value() : std::nullopt;
  }
  friend class Answer<base::Result<SignedIn>>;
  friend class Answer<base::Result<std::optional<User>>>;
  friend class Answer<base::Result<void>>;
  friend class Answer<base::Result<std::optional<ports::Record>>>;
  friend class Answer<base::Result<std::uint64_t>>;

  ports::MemoryWorld world_;
  ports::MemoryRecords records_{world_};
  ports::MemoryClock clock_;
  SystemRandom random_;
  std::unique_ptr<ports::Identity> identity_ =
      make_local_accounts(records_, clock_, random_, {.cost = {.passes = 1, .memory_bytes = 8192}});
};

TEST_F(LocalAccountsTest, AGuestBecomesAnAccountAndKeepsHisId) {
  Answer<base::Result<SignedIn>> answer;
  identity_->create_guest(answer.callback());
  const auto guest = answer.wait(*this);
  ASSERT_TRUE(guest.ok());
  EXPECT_TRUE(who(guest.value().session_token)->guest);
  const auto account = create({.email = "Ada@Example.org",
                               .password = "correct horse",
                               .name = "Ada",
                               .guest_token = guest.value().session_token});
  ASSERT_TRUE(account.ok());
  EXPECT_EQ(account.value().user.id, guest.value().user.id);
  EXPECT_FALSE(who(account.value().session_token)->guest);
  EXPECT_FALSE(who(guest.value().session_token)) << "who knew the guest's session does not come into the account";
  const auto again = sign_in("ada@example.ORG", "correct horse");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.value().user.id, guest.value().user.id);
  EXPECT_EQ(again.value().user.name, "Ada");
}

TEST_F(LocalAccountsTest, AGuestsSessionEndsWithHimAlsoWhenItCannotBeErased) {
  Answer<base::Result<SignedIn>> answer;
  identity_->create_guest(answer.callback());
  const std::string token = answer.wait(*this).value().session_token;
  Answer<base::Result<std::optional<ports::Record>>> kept;
  const ports::RecordKey place{"K#" + base::to_hex(base::sha256(base::bytes_of(token))), "SESSION"};
  records_.get(place, kept.callback());
  const std::string session = kept.wait(*this).value()->value;
  ASSERT_TRUE(create({.email = "a@b.c", .password = "12345678", .name = "", .guest_token = token}).ok());
  Answer<base::Result<std::uint64_t>> again;
  records_.put(place, session, ports::PutCondition::always(), again.callback());
  ASSERT_TRUE(again.wait(*this).ok());
  EXPECT_FALSE(who(token));
}

TEST_F(LocalAccountsTest, AWrongPasswordAndAnUnknownAddressAreOneAnswer) {
  ASSERT_TRUE(create({.email = "a@b.c", .password = "12345678", .name = "", .guest_token = ""}).ok());
  const auto wrong = sign_in("a@b.c", "12345679");
  const auto unknown = sign_in("x@b.c", "12345678");
  ASSERT_FALSE(wrong.ok());
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(wrong.error().code, base::Errc::Denied);
  EXPECT_STREQ(wrong.error().rule, unknown.error().rule);
}

TEST_F(LocalAccountsTest, RefusesBadAddressesShortPasswordsAndTakenAddresses) {
  for (const char* email : {"", "ada", "@", "a@", "@b", "a b@c.d", "a@b@c"}) {
    EXPECT_EQ(create({.email = email, .password = "12345678", .name = "", .guest_token = ""}).error().code,
              base::Errc::Malformed);
  }
  EXPECT_FALSE(create({.email = "a@b.c", .password = "1234567", .name = "", .guest_token = ""}).ok());
  ASSERT_TRUE(create({.email = "a@b.c", .password = "12345678", .name = "", .guest_token = ""}).ok());
  EXPECT_EQ(create({.email = "A@b.c", .password = "other pass", .name = "", .guest_token = ""}).error().code,
            base::Errc::Conflict);
}

TEST_F(LocalAccountsTest, SessionsEndBySigningOutAndByAge) {
  const auto account = create({.email = "a@b.c", .password = "12345678", .name = "", .guest_token = ""});
  ASSERT_TRUE(account.ok());
  const auto second = sign_in("a@b.c", "12345678");
  ASSERT_TRUE(second.ok());
  Answer<base::Result<void>> out;
  identity_->sign_out(account.value().session_token, out.callback());
  ASSERT_TRUE(out.wait(*this).ok());
  EXPECT_FALSE(who(account.value().session_token).has_value());
  EXPECT_TRUE(who(second.value().session_token).has_value());
  clock_.now_ms += std::int64_t{401} * 24 * 3600 * 1000;
  EXPECT_FALSE(who(second.value().session_token).has_value());
  EXPECT_FALSE(who("").has_value());
  EXPECT_FALSE(who("0123456789abcdef0123456789abcdef").has_value());
}

}  // namespace
}  // namespace flashkit::adapters::accounts
