// Pictures and owners over the wire: previews that come by themselves, exports for those with a right, full queues that
// are refused, and a guest's designs that become an account's.
#include "server/pictures.h"

#include <thread>

#include "adapters/system/system.h"
#include "adapters/system/worker.h"
#include "base/json.h"
#include "operations/builder.h"
#include "ports/memory_blobs.h"
#include "ports/memory_journal.h"
#include "ports/memory_records.h"
#include "server/room_for_tests.h"
#include "server/wire_for_tests.h"

namespace flashkit::server::testing {
namespace {

using base::DocumentId;

const std::vector<std::string> k_right = {"X-Flashkit-Capability: 30313233343536373839616263646566"};

std::string page_operation(std::uint64_t number, const std::string& colour) {
  operations::OperationBuilder build({7, 7}, number);
  if (number == 1) {
    build.set({}, "width", "120");
    build.set({}, "height", "80");
    const operations::KeyAndJson look[] = {{"background", '"' + colour + '"'}};
    build.create("page", {.parent = {}, .order = "V", .x = 0, .y = 0, .width = 0, .height = 0, .rotation = 0}, look);
  } else {
    build.set({{7, 7}, base::k_ids_per_operation}, "background", '"' + colour + '"');
  }
  return base::encoded(build.take());
}

class PicturesTest : public ::testing::Test {
 protected:
  PicturesTest() : server_(folder_.path() + "/data") {}
  std::unique_ptr<LiveClient> connect(const std::vector<std::string>& headers = {}) {
    auto client = std::make_unique<LiveClient>(server_.port(), headers);
    EXPECT_TRUE(client->hello().has_value());
    EXPECT_TRUE(client->open(k_document, k_capability, true).has_value());
    return client;
  }
  void paint(LiveClient& client, std::uint64_t number, const std::string& colour) {
    client.push(k_document, {page_operation(number, colour)});
    ASSERT_TRUE(client.wait_for<sync::Acknowledged>(20'000).has_value());
  }
  HttpAnswer get(const std::string& what, const std::vector<std::string>& headers = k_right) {
    return http(server_.port(), "GET", "/api/v1/documents/" + base::to_hex(k_document) + "/" + what, headers);
  }
  std::uint64_t previews_made() {
    const std::string text = http(server_.port(), "GET", "/metrics").body;
    const std::size_t at = text.find("\nflashkit_previews_total ");
    return at == std::string::npos ? 0 : std::strtoull(text.c_str() + at + 25, nullptr, 10);
  }
  void wait_for_previews(std::uint64_t count) {
    for (int i = 0; i < 600 && previews_made() < count; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ASSERT_GE(previews_made(), count);
  }
  TestFolder folder_;
  ServerProcess server_;
};

TEST_F(PicturesTest, APreviewComesByItselfAfterChangesSettleAndWhenTheLastOneLeaves) {
  auto client = connect();
  paint(*client, 1, "red");
  wait_for_previews(1);  // nobody asked for it
  const HttpAnswer red = get("preview.jpg");
  ASSERT_EQ(red.status, 200);
  EXPECT_EQ(red.header("Content-Type"), "image/jpeg");
  EXPECT_EQ(red.body.substr(0, 3), "\xff\xd8\xff");
  paint(*client, 2, "blue");  // too soon after the last one for another by itself
  client.reset();
  wait_for_previews(2);
  const HttpAnswer blue = get("preview.jpg");
  EXPECT_EQ(blue.status, 200);
  EXPECT_NE(blue.body, red.body);
  EXPECT_EQ(get("preview.jpg", {}).status, 404) << "without a right there is nothing";
}

TEST_F(PicturesTest, ExportsEveryFormatForThoseWithARightAndForNobodyElse) {
  const auto client = connect();
  paint(*client, 1, "red");
  const std::pair<const char*, std::string> formats[] = {
      {"png", "\x89PNG"}, {"jpg", "\xff\xd8\xff"}, {"pdf", "%PDF-"}, {"svg", "<?xml"}, {"json", "{"}};
  for (const auto& [format, begin] : formats) {
    const HttpAnswer answer = get(std::string("export.") + format);
    EXPECT_EQ(answer.status, 200) << format;
    EXPECT_EQ(answer.body.substr(0, begin.size()), begin) << format;
    EXPECT_EQ(get(std::string("export.") + format, {}).status, 404) << format;
    EXPECT_EQ(get(std::string("export.") + format, {"X-Flashkit-Capability: " + std::string(32, '0')}).status, 404);
  }
  const HttpAnswer twice = get("export.png?scale=2");
  ASSERT_EQ(twice.status, 200);
  EXPECT_EQ(twice.body.substr(16, 8), std::string("\0\0\0\xf0\0\0\0\xa0", 8)) << "240 x 160";
  EXPECT_EQ(get("export.png?page=2").status, 404);
  EXPECT_EQ(get("export.png?page=0").status, 400);
  EXPECT_EQ(get("export.png?scale=0").status, 400);
  EXPECT_EQ(get("export.png?scale=nan").status, 400);
  EXPECT_EQ(get("export.exe").status, 404);
}

TEST_F(PicturesTest, AGuestsDesignsBecomeTheAccountsThatHeSignsInTo) {
  const std::string json = R"({"email":"ada@example.org","password":"correct horse","name":"Ada"})";
  const HttpAnswer made = http(server_.port(), "POST", "/api/v1/accounts", {}, json);
  ASSERT_EQ(made.status, 201);
  // On another device he begins as a guest and makes a design.
  const HttpAnswer guest = http(server_.port(), "GET", "/api/v1/me");
  const auto client = connect({cookie_of(guest)});
  paint(*client, 1, "red");
  const std::string name = base::to_hex(k_document);
  const auto owned = [&](const std::string& cookie) {
    return http(server_.port(), "GET", "/api/v1/documents", {cookie}).body.find(name) != std::string::npos;
  };
  EXPECT_TRUE(owned(cookie_of(guest)));
  EXPECT_FALSE(owned(cookie_of(made)));
  const HttpAnswer in = http(server_.port(), "POST", "/api/v1/sessions", {cookie_of(guest)}, json);
  ASSERT_EQ(in.status, 200);
  EXPECT_TRUE(owned(cookie_of(in)));
  EXPECT_TRUE(owned(cookie_of(made))) << "it is the account's, on every device";
  // Without the capability, by the account alone.
  EXPECT_EQ(get("export.png", {cookie_of(in)}).status, 200);
  EXPECT_EQ(get("export.png", {cookie_of(http(server_.port(), "GET", "/api/v1/me"))}).status, 404);
  EXPECT_EQ(get("export.png", k_right).status, 200) << "whoever has the address still has it";
}

class NoIdentity final : public ports::Identity {
 public:
  void create_guest(SignedInCallback) override {}
  void create_account(ports::NewAccount, SignedInCallback) override {}
  void sign_in(ports::Credentials, SignedInCallback) override {}
  void sign_out(std::string, DoneCallback) override {}
  void who(std::string, UserCallback) override {}
};

TEST(PicturesQueue, ExportsThatWaitAreBoundedAndHoldNoPreviewUp) {
  ports::MemoryWorld world;
  ports::MemoryJournal journal(world);
  ports::MemoryRecords records(world);
  ports::MemoryBlobs blobs(world);
  NoIdentity identity;
  ports::MemoryClock clock;
  ports::MemoryRandom random(world);
  Log log(true);
  Metrics metrics;
  adapters::Worker exports(0);  // each export takes for ever
  auto slow = std::make_unique<adapters::Worker>(1);
  Parts parts{journal, records, blobs, identity, clock, random, log, metrics, *slow, exports, *slow, {}, "n"};
  States states(parts);
  Pictures pictures(parts, states, "");
  sync::Entry entry;
  entry.seq = 1;
  entry.operations = {page_operation(1, "red")};
  journal.append_if(k_document, 1, base::encoded(entry), [](ports::AppendAnswer) {});
  world.run();
  int refused = 0;
  for (int i = 0; i < 50; ++i) {
    pictures.export_document(k_document, {.format = "png"}, [&refused](const base::Result<std::string>& answer) {
      if (!answer.ok() && answer.error().code == base::Errc::Unavailable) ++refused;
    });
    // The design is read on the slow pool, then the export waits for its own.
    for (int wait = 0; wait < 5000 && exports.waiting() < static_cast<std::size_t>(std::min(i + 1, 33)); ++wait) {
      world.run();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  EXPECT_EQ(exports.waiting(), 33u);
  EXPECT_EQ(refused, 17);
  std::atomic<bool> made = false;
  pictures.make_preview(k_document, [&made](const base::Result<void>& answer) { made = answer.ok(); });
  for (int wait = 0; wait < 20'000 && !made.load(); ++wait) {
    world.run();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_TRUE(made.load());
  slow.reset();
}

TEST(PicturesQueue, ExportsThatAllReadTheirDesignFirstAreBoundedToo) {
  room_testing::House house;
  sync::Entry entry;
  entry.seq = 1;
  entry.operations = {page_operation(1, "red")};
  house.journal.append_if(k_document, 1, base::encoded(entry), [](ports::AppendAnswer) {});
  house.settle();
  int refused = 0;
  for (int i = 0; i < 50; ++i) {
    house.pictures.export_document(k_document, {.format = "png"}, [&refused](const base::Result<std::string>& answer) {
      if (!answer.ok() && answer.error().code == base::Errc::Unavailable) ++refused;
    });
  }
  do {
    house.settle();
  } while (house.slow.run_one());
  EXPECT_EQ(house.exports.waiting(), 33u);
  EXPECT_EQ(refused, 17);
}

// As stores are that have stopped.
class SilentBlobs final : public ports::Blobs {
 public:
  void put_if_absent(std::string, std::shared_ptr<const std::string>, PutCallback) override {}
  void get(std::string, GetCallback) override { asked = true; }
  void size(std::string, SizeCallback) override {}
  std::atomic<bool> asked = false;
};

class SilentStore : public ::testing::Test {
 protected:
  // A page with an image that never comes.
  static operations::Operation image_operation() {
    operations::OperationBuilder build({7, 7}, 1);
    const base::NodeId page = build.create("page", {.parent = {}, .order = "V"});
    const operations::KeyAndJson source[] = {{"src", "\"blob:" + std::string(64, 'a') + '"'}};
    build.create("image", {.parent = page, .order = "V", .width = 10, .height = 10}, source);
    return build.take();
  }
  room_testing::House house{1};
  SilentBlobs silent;
  Parts parts{house.journal, house.records, silent,        house.identity, house.clock,   house.random, house.log,
              house.metrics, house.slow,    house.exports, house.slow,     {&house.loop}, "n"};
};

TEST_F(SilentStore, WhoPaintsAndWaitsForABlobOfAStoreThatStoppedGoesOn) {
  Pictures pictures(parts, house.states, "");
  document::Document document;
  ASSERT_TRUE(operations::apply(document, image_operation()).took_effect);
  std::atomic<bool> painted = false;
  house.slow.post([&] {
    static_cast<void>(pictures.paint_preview(document));
    painted = true;
  });
  while (!silent.asked) std::this_thread::yield();
  EXPECT_FALSE(painted);
  pictures.stop();
  house.slow.stop();  // it waits for the task
  EXPECT_TRUE(painted);
}

TEST_F(SilentStore, ImagesHaveTheirTimeAndThenAPreviewDoesWithoutAndAnExportIsRefused) {
  Pictures pictures(parts, house.states, "", std::chrono::milliseconds(50));
  document::Document document;
  ASSERT_TRUE(operations::apply(document, image_operation()).took_effect);
  EXPECT_TRUE(pictures.paint_preview(document).ok());
  EXPECT_TRUE(silent.asked);
  sync::Entry entry;
  entry.seq = 1;
  entry.operations = {base::encoded(image_operation())};
  house.journal.append_if(k_document, 1, base::encoded(entry), [](ports::AppendAnswer) {});
  std::optional<base::Errc> refused;
  pictures.export_document(k_document, {.format = "png"}, [&refused](const base::Result<std::string>& answer) {
    refused = answer.ok() ? base::Errc() : answer.error().code;
  });
  for (int wait = 0; wait < 20'000 && !refused; ++wait) {
    house.settle();
    house.exports.run_one();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(refused, base::Errc::Unavailable);
}

TEST(StatesTest, WhoOpensADesignDoesNotWaitForPictures) {
  room_testing::House house(1);
  sync::Entry entry;
  entry.seq = 1;
  entry.operations = {page_operation(1, "red")};
  house.journal.append_if(k_document, 1, base::encoded(entry), [](ports::AppendAnswer) {});
  std::atomic<bool> made = false;
  house.states.make_checkpoint(k_document, [&made](const base::Result<std::uint64_t>& at) { made = at.ok(); });
  adapters::Worker busy(0);  // with a picture that is never done
  adapters::Worker opening(1);
  Parts parts{house.journal, house.records, house.blobs,   house.identity, house.clock,   house.random, house.log,
              house.metrics, busy,          house.exports, opening,        {&house.loop}, "n"};
  States states(parts);
  std::atomic<std::uint64_t> seq = 0;
  for (int wait = 0; wait < 20'000 && seq == 0; ++wait) {
    house.settle();
    if (made.exchange(false)) {
      states.checkpoint_head(k_document, [&seq](const base::Result<CheckpointHead>& head) { seq = head.value().seq; });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(seq, 1u);
}

}  // namespace
}  // namespace flashkit::server::testing
