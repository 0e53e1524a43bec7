// The live protocol over real sockets: rights, order, catching up, presence, back-pressure, hostile frames. What the
// sequencer decides is tested in its own room.
#include <sys/socket.h>
#include <zlib.h>

#include <thread>

#include "server/wire_for_tests.h"

namespace flashkit::server::testing {
namespace {

using base::DocumentId;

class LiveTest : public ::testing::Test {
 protected:
  explicit LiveTest(std::vector<std::string> more = {}) : server_(folder_.path() + "/data", std::move(more)) {}
  std::unique_ptr<LiveClient> connect() {
    auto client = std::make_unique<LiveClient>(server_.port());
    EXPECT_TRUE(client->hello().has_value());
    return client;
  }
  std::unique_ptr<LiveClient> connect_to(DocumentId document, std::uint64_t after = 0) {
    auto client = connect();
    EXPECT_TRUE(client->open(document, k_capability, true, after).has_value());
    return client;
  }
  TestFolder folder_;
  ServerProcess server_;
  const DocumentId document_{0x1234, 0x5678};
};

TEST_F(LiveTest, WhatOnePushesEverybodyGetsAndTheAuthorIsTold) {
  const auto writer = connect_to(document_);
  const auto reader = connect_to(document_);
  const std::string bytes = operation_bytes({7, 7}, 1, "hello");
  writer->push(document_, {bytes});
  const auto acknowledged = writer->wait_for<sync::Acknowledged>();
  ASSERT_TRUE(acknowledged.has_value());
  EXPECT_EQ(acknowledged->number, 1u);
  EXPECT_EQ(acknowledged->seq, 1u);
  const auto entries = reader->wait_for<sync::Entries>();
  ASSERT_TRUE(entries.has_value());
  ASSERT_EQ(entries->entries.size(), 1u);
  EXPECT_EQ(entries->entries[0].operations, std::vector<std::string>{bytes});
  const auto late = connect_to(document_);
  const auto caught_up = late->wait_for<sync::Entries>();
  ASSERT_TRUE(caught_up.has_value());
  EXPECT_EQ(caught_up->entries, entries->entries);
}

TEST_F(LiveTest, WithoutARightThereIsNothing) {
  const auto owner = connect_to(document_);
  owner->push(document_, {operation_bytes({7, 7}, 1, "mine")});
  ASSERT_TRUE(owner->wait_for<sync::Acknowledged>().has_value());
  const auto stranger = connect();
  stranger->send_open(document_, "0123456789abcdeX", true);
  const auto refused = stranger->wait_for<sync::Trouble>();
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->code, 403u);
  stranger->push(document_, {operation_bytes({8, 8}, 1, "theirs")});
  const auto push = stranger->wait_for<sync::Trouble>();
  ASSERT_TRUE(push.has_value());
  EXPECT_EQ(push->code, 403u);
  EXPECT_TRUE(stranger->seen.empty());
  stranger->send_open({9, 9}, k_capability, false);
  EXPECT_EQ(stranger->wait_for<sync::Trouble>()->code, 404u);
}

TEST_F(LiveTest, ARevokedRightEndsAtOnceWhileTheOwnerGoesOn) {
  auto owner = connect_to(document_);
  const std::string set = owner->answer.header("Set-Cookie");
  const std::string cookie = "Cookie: " + set.substr(0, set.find(';'));
  const auto guest = connect_to(document_);
  const std::string path = "/api/v1/documents/" + base::to_hex(document_);
  const std::vector<std::string> capability = {"X-Flashkit-Capability: 30313233343536373839616263646566"};
  EXPECT_EQ(http(server_.port(), "GET", path, capability).status, 200);
  EXPECT_EQ(http(server_.port(), "GET", path).status, 404);
  EXPECT_EQ(http(server_.port(), "DELETE", path + "/capability").status, 404) << "only the owner may";
  EXPECT_EQ(http(server_.port(), "DELETE", path + "/capability", {cookie}).status, 200);
  const auto revoked = guest->wait_for<sync::Revoked>(2000);
  ASSERT_TRUE(revoked.has_value());
  EXPECT_EQ(revoked->role, sync::Role::None);
  guest->push(document_, {operation_bytes({8, 8}, 1, "late")});
  EXPECT_TRUE(guest->wait_for<sync::Trouble>().has_value());
  owner->push(document_, {operation_bytes({7, 7}, 1, "still mine")});
  EXPECT_TRUE(owner->wait_for<sync::Acknowledged>().has_value());
  EXPECT_EQ(http(server_.port(), "GET", path, capability).status, 404);
  EXPECT_NE(http(server_.port(), "GET", "/api/v1/documents", {cookie}).body.find(base::to_hex(document_)),
            std::string::npos);
}

TEST_F(LiveTest, PresenceIsRelayedAndEndsWithTheConnection) {
  const auto one = connect_to(document_);
  auto two = connect_to(document_);
  sync::Presence presence;
  presence.document = operations::id_bytes(document_);
  presence.payload = "where I am";
  two->send(presence);
  const auto seen = one->wait_for<sync::Presence>();
  ASSERT_TRUE(seen.has_value());
  EXPECT_EQ(seen->payload, "where I am");
  EXPECT_FALSE(seen->peer.empty());
  two.reset();
  const auto gone = one->wait_for<sync::Presence>();
  ASSERT_TRUE(gone.has_value());
  EXPECT_EQ(gone->peer, seen->peer);
  EXPECT_TRUE(gone->payload.empty());
}

TEST_F(LiveTest, LargeOperationsComeBackWholeAndLongJournalsInOrder) {
  const auto writer = connect_to(document_);
  const std::string large = operation_bytes({7, 7}, 1, std::string(1'000'000, 'x'));
  writer->push(document_, {large});
  ASSERT_TRUE(writer->wait_for<sync::Acknowledged>(20'000).has_value());
  for (std::uint64_t number = 2; number <= 30; ++number) {
    writer->push(document_, {operation_bytes({7, 7}, number, std::string(20'000, 'y'))});
    ASSERT_TRUE(writer->wait_for<sync::Acknowledged>().has_value());
  }
  const auto reader = connect_to(document_);
  std::vector<std::string> operations;
  std::uint64_t next = 1;
  while (operations.size() < 30) {
    const auto page = reader->wait_for<sync::Entries>();
    ASSERT_TRUE(page.has_value());
    for (const sync::Entry& entry : page->entries) {
      EXPECT_EQ(entry.seq, next++);
      operations.insert(operations.end(), entry.operations.begin(), entry.operations.end());
    }
  }
  EXPECT_EQ(operations.front(), large);
}

TEST_F(LiveTest, FarBehindMeansTheCheckpointFirstAndItIsTheReplay) {
  const auto writer = connect_to(document_);
  for (std::uint64_t number = 1; number <= 700; ++number) {
    writer->push(document_, {operation_bytes({7, 7}, number, std::to_string(number))});
    ASSERT_TRUE(writer->wait_for<sync::Acknowledged>().has_value());
  }
  std::optional<sync::Opened> opened;
  for (int i = 0; i < 100 && (!opened || opened->checkpoint_seq <= 500); ++i) {
    const auto reader = connect();
    opened = reader->open(document_, k_capability, false);
    ASSERT_TRUE(opened.has_value());
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ASSERT_GT(opened->checkpoint_seq, 500u);
  EXPECT_TRUE(opened->from_checkpoint);
  const std::string path = "/api/v1/documents/" + base::to_hex(document_) + "/checkpoints/";
  const std::vector<std::string> capability = {"X-Flashkit-Capability: 30313233343536373839616263646566"};
  const HttpAnswer checkpoint = http(server_.port(), "GET", path + std::to_string(opened->checkpoint_seq), capability);
  EXPECT_EQ(checkpoint.status, 200);
  EXPECT_NE(checkpoint.body.find("\"seq\":" + std::to_string(opened->checkpoint_seq)), std::string::npos);
  EXPECT_NE(checkpoint.body.find(base::hex_of(7, 7)), std::string::npos);
  EXPECT_EQ(http(server_.port(), "GET", path + std::to_string(opened->checkpoint_seq)).status, 404);
  EXPECT_EQ(http(server_.port(), "GET", path + "1", capability).status, 404);
  EXPECT_EQ(http(server_.port(), "GET", path + "x", capability).status, 404);
}

TEST_F(LiveTest, HostileFramesEndOnlyTheirOwnConnection) {
  const auto good = connect_to(document_);
  LiveClient silent(server_.port());
  silent.send_open(document_, k_capability, true);
  EXPECT_FALSE(silent.receive().has_value());
  EXPECT_EQ(silent.close_code(), 1002) << "nothing before hello";
  const auto garbage = connect();
  garbage->send_raw(std::string(100, '\xff'));
  EXPECT_FALSE(garbage->receive().has_value());
  EXPECT_EQ(garbage->close_code(), 1002);
  const auto huge = connect();
  huge->send_raw(std::string(200'000, 'x'));
  EXPECT_FALSE(huge->receive().has_value());
  EXPECT_EQ(huge->close_code(), 1009) << "who has no document open sends nothing large";
  const auto odd = connect();
  odd->send_open({0, 0}, k_capability, true);
  EXPECT_EQ(odd->wait_for<sync::Trouble>()->code, 400u);
  sync::Open short_id;
  short_id.document = "short";
  odd->send(short_id);
  EXPECT_EQ(odd->wait_for<sync::Trouble>()->code, 400u);
  odd->send_open(document_, k_capability, true, 99);
  EXPECT_EQ(odd->wait_for<sync::Trouble>()->code, 409u) << "knows more than the server";
  good->push(document_, {"not an operation", operation_bytes({7, 7}, 5, "gap")});
  EXPECT_EQ(good->wait_for<sync::Rejected>()->reason, sync::RejectReason::Malformed);
  EXPECT_EQ(good->wait_for<sync::Rejected>()->reason, sync::RejectReason::Gap);
  sync::Hello old;
  old.protocol_least = 90;
  old.protocol_most = 99;
  LiveClient newer(server_.port());
  newer.send(old);
  EXPECT_EQ(newer.wait_for<sync::Trouble>()->code, 426u);
}

// As a browser does it: a message's bytes and a sync flush, without the flush's last four.
std::string deflated(std::string bytes) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, -13, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_SYNC_FLUSH);
  out.resize(stream.total_out - 4);
  deflateEnd(&stream);
  return out;
}

std::string inflated(std::string bytes) {
  bytes += std::string("\0\0\xff\xff", 4);
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, -13), Z_OK);
  std::string out(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  inflate(&stream, Z_SYNC_FLUSH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

constexpr unsigned k_compressed = 0x40 | 2;
const std::vector<std::string> k_offer{"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"};

TEST_F(LiveTest, LongMessagesAreCompressedForWhoOffersIt) {
  LiveClient writer(server_.port(), k_offer);
  EXPECT_NE(writer.answer.header("Sec-WebSocket-Extensions").find("client_max_window_bits=13"), std::string::npos);
  LiveClient plain(server_.port(), {"Sec-WebSocket-Extensions: permessage-deflate"});
  EXPECT_TRUE(plain.answer.header("Sec-WebSocket-Extensions").starts_with("permessage-deflate"))
      << "who cannot be told a window has it too";
  const auto say = [&](auto kind) {
    writer.send_raw(deflated(base::encoded(sync::client_frame(std::move(kind)))), k_compressed);
  };
  say(hello_frame());
  ASSERT_TRUE(writer.wait_for<sync::Welcome>().has_value());
  say(open_frame(document_, k_capability, true));
  ASSERT_TRUE(writer.wait_for<sync::Opened>().has_value());
  std::vector<std::string> operations;
  std::size_t size = 0;
  for (std::uint64_t number = 1; number <= 1000; ++number) {
    operations.push_back(operation_bytes({7, 7}, number, std::to_string(number)));
    size += operations.back().size();
  }
  say(push_frame(document_, operations));
  const auto acknowledged = writer.wait_for<sync::Acknowledged>();
  ASSERT_TRUE(acknowledged.has_value());
  EXPECT_EQ(acknowledged->number, 1000u);
  LiveClient reader(server_.port(), k_offer);
  ASSERT_TRUE(reader.hello().has_value());
  reader.send_open(document_, k_capability, true);
  EXPECT_FALSE(reader.wait_for<sync::Entries>(1000).has_value()) << "no long message comes as it is";
  ASSERT_EQ(reader.compressed.size(), 1u);
  EXPECT_LT(reader.compressed[0].size(), size / 4);
  const auto older = connect_to(document_);
  const auto page = older->wait_for<sync::Entries>();
  ASSERT_TRUE(page.has_value()) << "without an offer they come as they are";
  const auto unpacked = sync::decode_server_frame(inflated(reader.compressed[0]));
  ASSERT_TRUE(unpacked.ok());
  EXPECT_EQ(std::get<sync::Entries>(unpacked.value().kind), *page);
}

TEST_F(LiveTest, AMessageThatUnpacksToTooMuchEndsItsConnection) {
  LiveClient hostile(server_.port(), k_offer);
  hostile.send_raw(deflated(std::string(50'000'000, 'x')), k_compressed);
  EXPECT_FALSE(hostile.receive().has_value());
  EXPECT_EQ(hostile.close_code(), 1009);
  LiveClient broken(server_.port(), k_offer);
  broken.send_raw(std::string(2000, '\xff'), k_compressed);
  EXPECT_FALSE(broken.receive().has_value());
  EXPECT_FALSE(broken.open());
  connect_to(document_);
}

class SlowLiveTest : public LiveTest {
 protected:
  SlowLiveTest() : LiveTest({"--live-queue-bytes", "600000"}) {}
};

TEST_F(SlowLiveTest, AReaderThatDoesNotReadCostsABoundedQueueAndCatchesUp) {
  const auto slow = connect_to(document_);
  const int small = 128 << 10;
  ::setsockopt(slow->connection().raw(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  const auto writer = connect_to(document_);
  constexpr std::uint64_t k_count = 80;
  for (std::uint64_t number = 1; number <= k_count; ++number) {
    writer->push(document_, {operation_bytes({7, 7}, number, std::string(100'000, 'z'))});
    ASSERT_TRUE(writer->wait_for<sync::Acknowledged>().has_value()) << number;
  }
  // 8 MB went by; whether it was kept on or dropped, the reader gets every entry in order.
  std::uint64_t got = 0;
  const auto read_all = [&got](LiveClient& client) {
    while (got < k_count) {
      const auto page = client.wait_for<sync::Entries>(3000);
      if (!page) return;
      for (const sync::Entry& entry : page->entries) ASSERT_EQ(entry.seq, ++got);
    }
  };
  read_all(*slow);
  if (got < k_count) {
    const auto again = connect_to(document_, got);
    read_all(*again);
  }
  EXPECT_EQ(got, k_count);
}

}  // namespace
}  // namespace flashkit::server::testing
