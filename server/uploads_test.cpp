// Blobs in pieces: cut in the middle, wrong bytes, two at once, too much, and what nobody goes on with. Rules A1 to A4
// and A6.
#include "server/uploads.h"

#include <atomic>
#include <filesystem>
#include <future>

#include "adapters/files/file_blobs.h"
#include "base/sha256.h"
#include "server/wire_for_tests.h"

namespace flashkit::server::testing {
namespace {

namespace fs = std::filesystem;
using base::Errc;
using base::Result;

// A store that takes blobs from strangers.
class StoreForTest final : public ports::DirectBlobs {
 public:
  void examine(ExamineCallback done) override {
    ++examined;
    done(keeps_word);
  }
  void put(ports::DirectPut put, std::uint32_t valid_s, RequestCallback done) override {
    if (!signs) return done(base::Error{Errc::Unavailable, "no credentials"});
    done(ports::DirectRequest{"https://store/" + put.name, {{"x-length", std::to_string(put.size_bytes)}}, valid_s});
  }
  void get(std::string name, std::uint32_t valid_s, RequestCallback done) override {
    done(ports::DirectRequest{"https://store/" + name, {}, valid_s});
  }
  std::string origin() const override { return "https://store"; }
  Result<bool> keeps_word = true;
  bool signs = true;
  std::atomic<int> examined = 0;
};

class UploadsTest : public ::testing::Test {
 protected:
  UploadsTest() { blobs_ = adapters::files::open_file_blobs({.folder = folder_.path() + "/blobs"}).value(); }
  void start(UploadLimits limits = {}) {
    uploads_ = nullptr;
    uploads_ = Uploads::open(folder_.path() + "/uploads", *blobs_, limits).value();
  }
  Result<UploadState> add(const std::string& user, const std::string& bytes, std::uint64_t offset, std::size_t count) {
    return add_as(user, name_of(bytes),
                  {offset, bytes.size(), std::make_shared<const std::string>(bytes.substr(offset, count))});
  }
  Result<UploadState> add_as(const std::string& user, const std::string& name, UploadPiece piece) {
    std::promise<Result<UploadState>> answer;
    uploads_->append({user, name}, std::move(piece),
                     [&answer](const Result<UploadState>& state) { answer.set_value(state); });
    return answer.get_future().get();
  }
  Result<UploadStart> begin(const std::string& user, const std::string& bytes) {
    std::promise<Result<UploadStart>> answer;
    uploads_->begin({user, name_of(bytes)}, bytes.size(),
                    [&answer](const Result<UploadStart>& start) { answer.set_value(start); });
    return answer.get_future().get();
  }
  void start_with_store(UploadLimits limits = {}) {
    start(limits);
    uploads_->offer(store_, clock_, [this](bool keeps_word) { verdicts_.push_back(keeps_word); });
    look("", picture_);  // the offer was made before it
  }
  // What the store was given past the server.
  void arrives(const std::string& bytes) {
    std::promise<Result<bool>> answer;
    blobs_->put_if_absent(name_of(bytes), std::make_shared<const std::string>(bytes),
                          [&answer](const Result<bool>& put) { answer.set_value(put); });
    EXPECT_TRUE(answer.get_future().get().ok());
  }
  UploadState look(const std::string& user, const std::string& bytes) {
    std::promise<Result<UploadState>> answer;
    uploads_->look({user, name_of(bytes)}, [&answer](const Result<UploadState>& state) { answer.set_value(state); });
    return answer.get_future().get().value();
  }
  std::string blob(const std::string& bytes) {
    std::promise<Result<std::string>> answer;
    blobs_->get(name_of(bytes), [&answer](const Result<std::string>& got) { answer.set_value(got); });
    const Result<std::string> got = answer.get_future().get();
    return got.ok() ? got.value() : std::string();
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_.path() + "/uploads"), {}));
  }

  TestFolder folder_;
  std::unique_ptr<ports::Blobs> blobs_;
  struct : ports::Clock {
    std::int64_t wall_ms() override { return 0; }
    std::int64_t steady_ms() override { return now_ms; }
    std::atomic<std::int64_t> now_ms = 0;
  } clock_;
  StoreForTest store_;
  std::vector<bool> verdicts_;
  std::unique_ptr<Uploads> uploads_;
  const std::string picture_ = std::string(300'000, 'p') + "end";
};

TEST_F(UploadsTest, GoesOnWhereItWasCutAlsoAfterARestart) {  // A2
  start();
  EXPECT_EQ(look("ann", picture_).offset, 0u);
  EXPECT_EQ(add("ann", picture_, 0, 100'000).value().offset, 100'000u);
  start();
  EXPECT_EQ(look("ann", picture_).offset, 100'000u);
  EXPECT_FALSE(look("ann", picture_).done);
  const UploadState repeated = add("ann", picture_, 0, 100'000).value();  // its answer was lost
  EXPECT_TRUE(repeated.elsewhere);
  EXPECT_EQ(repeated.offset, 100'000u) << "nothing is taken twice";
  EXPECT_TRUE(add("ann", picture_, 100'000, picture_.size()).value().done);
  EXPECT_EQ(blob(picture_), picture_);
  EXPECT_EQ(files(), 0u);
}

TEST_F(UploadsTest, WhatIsThereIsNotSentAgain) {  // A1
  start();
  EXPECT_TRUE(add("ann", picture_, 0, picture_.size()).value().done);
  EXPECT_TRUE(look("bob", picture_).done);
  EXPECT_TRUE(look("", picture_).done);
}

TEST_F(UploadsTest, BytesThatAreNotTheBlobAreThrownAwayAndNobodySpoilsAnothersUpload) {  // A3
  start();
  const std::string wrong(picture_.size(), 'w');
  EXPECT_EQ(add("ann", picture_, 0, 100'000).value().offset, 100'000u);
  const auto spoilt = add_as("eve", name_of(picture_), {0, wrong.size(), std::make_shared<const std::string>(wrong)});
  EXPECT_EQ(spoilt.error().code, Errc::Corrupt);
  EXPECT_EQ(look("eve", picture_).offset, 0u) << "from the first byte";
  EXPECT_TRUE(add("ann", picture_, 100'000, picture_.size()).value().done) << "hers is whole";
}

TEST_F(UploadsTest, TwoUploadsOfOneBlobAtOnceBothEndWell) {  // A3
  start();
  for (std::uint64_t offset = 0; offset < picture_.size(); offset += 50'000) {
    for (const char* user : {"ann", "bob"}) EXPECT_TRUE(add(user, picture_, offset, 50'000).ok());
  }
  EXPECT_EQ(blob(picture_), picture_);
  EXPECT_EQ(files(), 0u);
  // Two devices of one person: who comes second is told where to go on.
  const std::string other(1000, 'o');
  EXPECT_EQ(add("ann", other, 0, 400).value().offset, 400u);
  EXPECT_TRUE(add("ann", other, 0, 300).value().elsewhere);
  EXPECT_EQ(add("ann", other, 400, 300).value().offset, 700u);
  EXPECT_TRUE(add("ann", other, 700, 300).value().done);
}

TEST_F(UploadsTest, RefusesWhatDoesNotFitAndWhatIsTooMuch) {  // A4
  start({.whole_bytes = 3000, .person_bytes = 2000, .abandoned_s = 3600});
  const auto piece = [](std::uint64_t offset, std::uint64_t size, std::size_t length) {
    return UploadPiece{offset, size, std::make_shared<const std::string>(length, 'x')};
  };
  const std::string name = name_of("x");
  EXPECT_EQ(add_as("ann", "no name", piece(0, 1, 1)).error().code, Errc::Malformed);
  EXPECT_EQ(add_as("ann", name, piece(0, 0, 0)).error().code, Errc::Malformed);
  EXPECT_EQ(add_as("ann", name, piece(0, 10, 11)).error().code, Errc::Malformed);
  EXPECT_EQ(add_as("ann", name, piece(11, 10, 0)).error().code, Errc::Malformed);
  EXPECT_EQ(add_as("ann", name, piece(0, ports::k_blob_limit_bytes + 1, 1)).error().code, Errc::Limit);
  EXPECT_EQ(add_as("ann", name, piece(0, 2001, 1)).error().code, Errc::Unavailable);
  EXPECT_TRUE(add_as("ann", name, piece(0, 2000, 1999)).ok());
  EXPECT_EQ(add_as("bob", name, piece(0, 1500, 1)).error().code, Errc::Unavailable) << "others' count too";
  EXPECT_TRUE(add_as("bob", name, piece(0, 900, 1)).ok());
}

TEST_F(UploadsTest, WhatIsAnnouncedHasItsRoomAndNotOnlyWhatHasCome) {  // A4
  start({.whole_bytes = 3000, .person_bytes = 2000, .abandoned_s = 3600});
  const std::string first(900, '1');
  const std::string second(900, '2');
  const std::string third(900, '3');
  EXPECT_TRUE(add("ann", first, 0, 1).ok());
  EXPECT_TRUE(add("ann", second, 0, 1).ok());
  EXPECT_EQ(add("ann", third, 0, 1).error().code, Errc::Unavailable) << "though there are two bytes so far";
  EXPECT_TRUE(add("bob", first, 0, 1).ok());
  EXPECT_EQ(add("cyd", first, 0, 1).error().code, Errc::Unavailable);
  const UploadPiece grown{1, 1999, std::make_shared<const std::string>("x")};
  EXPECT_EQ(add_as("ann", name_of(first), grown).error().code, Errc::Unavailable) << "nor is it announced bit by bit";
  EXPECT_TRUE(add("ann", first, 1, 899).value().done);
  EXPECT_TRUE(add("ann", third, 0, 1).ok()) << "what is a blob is not on its way any more";
  start({.whole_bytes = 3000, .person_bytes = 2000, .abandoned_s = 3600});
  EXPECT_TRUE(add("ann", second, 1, 1).ok());
  EXPECT_TRUE(add("ann", third, 1, 1).ok());
  EXPECT_EQ(add("ann", std::string(900, '4'), 0, 1).error().code, Errc::Unavailable) << "it is said again";
}

TEST_F(UploadsTest, WhatNobodyGoesOnWithIsRemoved) {  // A4
  start();
  EXPECT_TRUE(add("ann", picture_, 0, 1000).ok());
  EXPECT_TRUE(add("bob", picture_, 0, 2000).ok());
  ASSERT_EQ(files(), 2u);
  for (const fs::directory_entry& each : fs::directory_iterator(folder_.path() + "/uploads")) {
    if (fs::file_size(each) == 1000)
      fs::last_write_time(each, fs::file_time_type::clock::now() - std::chrono::hours(25));
  }
  uploads_->sweep();
  EXPECT_EQ(look("ann", picture_).offset, 0u);
  EXPECT_EQ(look("bob", picture_).offset, 2000u);
}

TEST_F(UploadsTest, OffersTheStoresOwnWayInForWhatFitsOneRequest) {  // A6
  start_with_store();
  EXPECT_EQ(verdicts_, std::vector<bool>{true});
  const UploadStart offered = begin("ann", picture_).value();
  ASSERT_TRUE(offered.put);
  EXPECT_EQ(offered.put->url, "https://store/" + name_of(picture_));
  EXPECT_EQ(offered.put->headers[0].value, std::to_string(picture_.size()));
  EXPECT_EQ(offered.put->valid_s, k_direct_s);
  EXPECT_FALSE(offered.state.done);
  arrives(picture_);
  EXPECT_TRUE(begin("ann", picture_).value().state.done) << "asking again says that it is there";
  EXPECT_TRUE(begin("bob", picture_).value().state.done) << "to anybody";
  // What is larger goes in pieces, and so does what began in pieces.
  EXPECT_TRUE(begin("ann", std::string(k_direct_bytes, 'x')).value().put);
  EXPECT_FALSE(begin("ann", std::string(k_direct_bytes + 1, 'x')).value().put);
  const std::string begun(1000, 'b');
  EXPECT_TRUE(add("ann", begun, 0, 400).ok());
  EXPECT_FALSE(begin("ann", begun).value().put);
  EXPECT_EQ(begin("ann", begun).value().state.offset, 400u);
  EXPECT_TRUE(begin("bob", begun).value().put) << "everybody has an upload of his own";
}

TEST_F(UploadsTest, OffersItOnlyForAStoreThatWasSeenToCheckWhatItIsGiven) {  // A6
  start();
  EXPECT_FALSE(begin("ann", picture_).value().put) << "the store is a folder";
  store_.keeps_word = false;
  start_with_store();
  EXPECT_FALSE(begin("ann", picture_).value().put);
  store_.keeps_word = base::Error{Errc::Unavailable, "no answer"};
  start_with_store();
  EXPECT_FALSE(begin("ann", picture_).value().put);
  store_.keeps_word = true;
  uploads_->sweep();
  look("", picture_);
  EXPECT_TRUE(begin("ann", picture_).value().put) << "it was asked again";
  EXPECT_EQ(store_.examined, 3);
  uploads_->sweep();
  look("", picture_);
  EXPECT_EQ(store_.examined, 3) << "and not any more";
  store_.signs = false;
  EXPECT_TRUE(begin("ann", picture_).ok()) << "there are the pieces";
  EXPECT_FALSE(begin("ann", picture_).value().put);
}

TEST_F(UploadsTest, WhatIsOfferedCountsAsOnItsWayForAsLongAsItIsGood) {  // A4, A6
  start_with_store({.whole_bytes = 1800, .person_bytes = 2000, .abandoned_s = 3600});
  const std::string one(1500, '1');
  const std::string two(1000, '2');
  EXPECT_EQ(begin("ann", std::string(2001, 'x')).error().code, Errc::Unavailable);
  EXPECT_EQ(begin("ann", std::string(ports::k_blob_limit_bytes + 1, 'x')).error().code, Errc::Limit);
  EXPECT_EQ(begin("ann", "").error().code, Errc::Malformed);
  ASSERT_TRUE(begin("ann", one).value().put);
  EXPECT_TRUE(begin("ann", one).value().put) << "an expired one is asked for anew, and counts once";
  EXPECT_EQ(begin("ann", two).error().code, Errc::Unavailable);
  EXPECT_EQ(add("ann", two, 0, 10).error().code, Errc::Unavailable) << "pieces count the same";
  EXPECT_TRUE(add("ann", one, 0, 10).ok()) << "the same blob in pieces instead is the same upload";
  EXPECT_TRUE(begin("bob", one).value().put) << "the limit is each person's own: nothing of it lies here";
  arrives(one);
  EXPECT_TRUE(begin("bob", one).value().state.done);
  EXPECT_TRUE(begin("bob", two).value().put) << "what arrived is not on its way any more";
  const std::string three(1900, '3');
  EXPECT_EQ(begin("bob", three).error().code, Errc::Unavailable);
  clock_.now_ms = k_direct_s * 1000;
  EXPECT_TRUE(begin("bob", three).value().put) << "nor what nobody may bring any more";
}

TEST_F(UploadsTest, GivesOnePersonOnlySoManyRequestsAtOnce) {  // A6
  start_with_store();
  for (std::size_t i = 1; i <= Grants::k_most; ++i) EXPECT_TRUE(begin("ann", std::string(i, 'm')).value().put);
  EXPECT_FALSE(begin("ann", std::string(1000, 'm')).value().put) << "there are the pieces";
  EXPECT_TRUE(begin("ann", "m").value().put) << "anew, for what she has one for";
  EXPECT_TRUE(begin("bob", std::string(1000, 'm')).value().put);
  clock_.now_ms = k_direct_s * 1000;
  EXPECT_TRUE(begin("ann", std::string(1000, 'm')).value().put);
}

TEST(UploadsOnTheWire, AreGoneOnWithAfterAKilledServer) {  // A2
  const TestFolder folder;
  const std::string data = folder.path() + "/data";
  const std::string picture(200'000, 'k');
  const std::string target = "/api/v1/uploads/" + name_of(picture);
  const auto piece = [&](const ServerProcess& server, std::size_t offset, std::size_t count,
                         const std::string& cookie) {
    return http(server.port(), "PATCH", target + "?offset=" + std::to_string(offset) + "&size=200000", {cookie},
                picture.substr(offset, count));
  };
  std::string cookie;
  {
    ServerProcess server(data);
    cookie = cookie_of(http(server.port(), "GET", "/api/v1/me"));
    EXPECT_EQ(piece(server, 0, 120'000, cookie).body, "{\"offset\":120000,\"done\":false}\n");
    server.stop(SIGKILL);
  }
  ServerProcess server(data);
  EXPECT_EQ(http(server.port(), "GET", target, {cookie}).body, "{\"offset\":120000,\"done\":false}\n");
  EXPECT_EQ(piece(server, 120'000, 80'000, cookie).body, "{\"offset\":200000,\"done\":true}\n");
  EXPECT_EQ(http(server.port(), "GET", "/api/v1/blobs/" + name_of(picture)).body, picture);
}

}  // namespace
}  // namespace flashkit::server::testing
