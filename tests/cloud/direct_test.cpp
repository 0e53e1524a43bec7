// Blobs past the server, with the real one on DynamoDB Local and radosgw: what it lets whom put where, and that only
// the right bytes ever become the blob. docs/protocol.md, rules A4 and A6.
#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/cloud/fleet.h"

namespace flashkit::tests::cloud {
namespace {

using server::testing::Connection;
using server::testing::cookie_of;
using server::testing::http;
using server::testing::HttpAnswer;
using server::testing::name_of;

// A request of the store, as a device has it of the server.
struct Ticket {
  std::string host;
  std::uint16_t port = 0;
  std::string target;
  std::string headers;  // whole lines
};

Ticket ticket_to(const std::string& url) {
  const adapters::aws::Url parsed = adapters::aws::parse_url(url).value();
  return {parsed.endpoint.authority(), parsed.endpoint.port, parsed.path, {}};
}

HttpAnswer ask_store(const Ticket& ticket, const std::string& method, const std::string& body = {}) {
  Connection connection(ticket.port);
  std::string head = method + ' ' + ticket.target + " HTTP/1.1\r\nHost: " + ticket.host + "\r\nConnection: close\r\n";
  if (method == "PUT") head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  connection.send(head + ticket.headers + "\r\n" + body);
  return server::testing::parse_answer(connection.receive_all(10'000));
}

class DirectTest : public testing::Test {
 protected:
  void SetUp() override {
    if (adapters::aws::stand_in("FLASHKIT_S3").empty()) GTEST_SKIP() << "the stand-ins do not run here";
    fleet_ = std::make_unique<Fleet>(1);
    ann_ = cookie_of(ask("GET", "/api/v1/me"));
    // The server looks at the store first.
    EXPECT_TRUE(until([this] { return begin(ann_, "0").ticket.has_value(); })) << fleet_->node(0).log();
  }
  struct Begun {
    int status = 0;
    bool done = false;
    std::optional<Ticket> ticket;
  };
  HttpAnswer ask(const std::string& method, const std::string& target, const std::vector<std::string>& headers = {},
                 const std::string& body = {}) {
    return http(fleet_->node(0).port(), method, target, headers, body);
  }
  Begun begin_named(const std::string& cookie, const std::string& name, std::size_t size) {
    const HttpAnswer answer = ask("POST", "/api/v1/uploads/" + name + "?size=" + std::to_string(size), {cookie});
    Begun out{.status = answer.status, .done = false, .ticket = {}};
    const auto json = base::parse_json(answer.body);
    if (answer.status != 200 || !json.ok()) return out;
    out.done = json.value().find("done")->as_bool();
    const base::Json* put = json.value().find("put");
    if (put == nullptr) return out;
    out.ticket = ticket_to(put->text_at("url"));
    for (const base::Json& each : put->find("headers")->items()) {
      out.ticket->headers += each.text_at("name") + ": " + each.text_at("value") + "\r\n";
    }
    return out;
  }
  Begun begin(const std::string& cookie, const std::string& bytes) {
    return begin_named(cookie, name_of(bytes), bytes.size());
  }
  std::unique_ptr<Fleet> fleet_;
  std::string ann_;
};

TEST_F(DirectTest, ABlobGoesPastTheServerAndIsReadOnEitherWay) {  // A6
  const std::string bytes(3'000'000, 'p');
  const Begun begun = begin(ann_, bytes);
  ASSERT_TRUE(begun.ticket);
  EXPECT_EQ(ask_store(*begun.ticket, "PUT", bytes).status, 200);
  EXPECT_TRUE(begin(ann_, bytes).done);
  EXPECT_TRUE(begin(cookie_of(ask("GET", "/api/v1/me")), bytes).done) << "nobody sends it again";
  const std::string path = "/api/v1/blobs/" + name_of(bytes);
  EXPECT_EQ(ask("GET", path).body, bytes);
  const HttpAnswer redirect = ask("GET", path + "?direct=1");
  EXPECT_EQ(redirect.status, 307);
  EXPECT_EQ(redirect.body, "");
  EXPECT_EQ(redirect.header("Cache-Control"), "no-store");
  const Ticket ticket = ticket_to(redirect.header("Location"));
  EXPECT_EQ(ask_store(ticket, "GET").body, bytes);
  EXPECT_EQ(ask_store({ticket.host, ticket.port, ticket.target.substr(0, ticket.target.find('?')), {}}, "GET").status,
            403)
      << "without the signature it is nobody's";
  EXPECT_EQ(ask("HEAD", path + "?direct=1").status, 200) << "a signature is good for one method";
}

TEST_F(DirectTest, OtherBytesAreNoBlobAndThePiecesAreStillThere) {  // A3, A6
  const std::string bytes = "what it should be";
  const Begun begun = begin(ann_, bytes);
  EXPECT_EQ(ask_store(*begun.ticket, "PUT", "what it is not...").status, 400);
  EXPECT_EQ(ask_store(*begun.ticket, "PUT", bytes + "!").status, 403);
  const Begun again = begin(ann_, bytes);
  EXPECT_FALSE(again.done);
  EXPECT_TRUE(again.ticket) << "a fresh request for who asks anew";
  const std::string place = "/api/v1/uploads/" + name_of(bytes) + "?size=" + std::to_string(bytes.size());
  EXPECT_EQ(ask("PATCH", place + "&offset=0", {ann_}, bytes.substr(0, 4)).status, 200);
  EXPECT_FALSE(begin(ann_, bytes).ticket) << "what began in pieces goes on in pieces";
  EXPECT_EQ(ask("PATCH", place + "&offset=4", {ann_}, bytes.substr(4)).body, "{\"offset\":17,\"done\":true}\n");
  EXPECT_EQ(ask_store(*again.ticket, "PUT", bytes).status, 412) << "there already, and not written over";
}

TEST_F(DirectTest, NobodySpoilsAnothersBlob) {  // A3, A6
  const std::string bytes = "a picture that two have";
  const std::string eve = cookie_of(ask("GET", "/api/v1/me"));
  const Begun hers = begin(eve, bytes);
  ASSERT_TRUE(hers.ticket);
  EXPECT_EQ(ask_store(*hers.ticket, "PUT", "and one of them may lie").status, 400);
  const Begun mine = begin(ann_, bytes);
  EXPECT_EQ(ask_store(*mine.ticket, "PUT", bytes).status, 200);
  EXPECT_EQ(ask_store(*hers.ticket, "PUT", "and one of them may lie").status, 400) << "also when it is there";
  EXPECT_EQ(ask("GET", "/api/v1/blobs/" + name_of(bytes)).body, bytes);
  EXPECT_TRUE(begin(eve, bytes).done);
}

TEST_F(DirectTest, LimitsHoldAsForPieces) {  // A4
  const auto name = [](std::size_t i) { return name_of(std::to_string(i)); };
  EXPECT_EQ(begin_named(ann_, name(0), (64u << 20) + 1).status, 413);
  EXPECT_FALSE(begin_named(ann_, name(0), (8u << 20) + 1).ticket) << "larger ones go in pieces";
  std::size_t granted = 0;
  while (granted < 40 && begin_named(ann_, name(granted + 1), 8u << 20).ticket) ++granted;
  EXPECT_EQ(granted, 31u) << "of 8 MB each, beside what was asked for before: 256 MB of one person";
  EXPECT_EQ(begin_named(ann_, name(99), 8u << 20).status, 503);
  EXPECT_TRUE(begin_named(ann_, name(1), 8u << 20).ticket) << "a second request for the same is no second upload";
  const std::string ben = cookie_of(ask("GET", "/api/v1/me"));
  EXPECT_TRUE(begin_named(ben, name(99), 8u << 20).ticket) << "the limit is each person's own";
}

TEST_F(DirectTest, OnlyTheAppItselfAsksAndAStrangerBecomesAGuest) {
  const std::string target = "/api/v1/uploads/" + name_of("x") + "?size=1";
  EXPECT_EQ(ask("POST", target, {ann_, "Sec-Fetch-Site: cross-site"}).status, 403);
  EXPECT_EQ(ask("POST", target, {ann_, "Origin: https://elsewhere"}).status, 403);
  const HttpAnswer stranger = ask("POST", target);
  EXPECT_EQ(stranger.status, 200);
  EXPECT_NE(stranger.header("Set-Cookie"), "");
  EXPECT_EQ(stranger.header("Cache-Control"), "no-store");
}

}  // namespace
}  // namespace flashkit::tests::cloud
