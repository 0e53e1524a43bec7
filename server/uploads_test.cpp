// Blobs in pieces: cut in the middle, wrong bytes, two at once, too much, and what nobody goes on with. Rules A1 to A4.
#include "server/uploads.h"

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
