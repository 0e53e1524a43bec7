// Files that are there whole or not at all: on a full disk, in a folder that is not there, over a name that is a
// folder, and when the writer is killed in the middle.
#include "adapters/files/whole_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>

namespace flashkit::adapters::files {
namespace {

namespace fs = std::filesystem;

class WholeFile : public testing::Test {
 protected:
  WholeFile() {
    char name[] = "/tmp/flashkit_test_XXXXXX";
    folder_ = ::mkdtemp(name);
  }
  ~WholeFile() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string text(const std::string& name) const {
    std::string out;
    EXPECT_FALSE(read_whole(path(name), out)) << name;
    return out;
  }
  std::size_t count() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  std::error_code replace(const std::string& name, std::string_view bytes) const {
    return replace_whole(path(name), path("beside"), bytes, 0600);
  }

 private:
  std::string folder_;
};

// No file of this process grows beyond `most_bytes` while it lives.
class FullDisk {
 public:
  explicit FullDisk(rlim_t most_bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    before_signal_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{most_bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, before_signal_);
  }

 private:
  rlimit before_{};
  void (*before_signal_)(int) = nullptr;
};

TEST_F(WholeFile, IsReplacedWhole) {
  std::string large(3 << 20, 'x');
  large += '\0';
  for (const std::string& bytes : {std::string("first"), large, std::string(), std::string("last")}) {
    ASSERT_FALSE(replace("a", bytes));
    EXPECT_TRUE(text("a") == bytes);
  }
  EXPECT_EQ(count(), 1u);
}

TEST_F(WholeFile, IsNeverCreatedOverAnother) {
  std::error_code code;
  EXPECT_TRUE(create_whole(path("a"), path("beside"), "mine", 0600, code));
  EXPECT_FALSE(code);
  EXPECT_FALSE(create_whole(path("a"), path("beside"), "yours", 0600, code));
  EXPECT_FALSE(code);
  EXPECT_EQ(text("a"), "mine");
  EXPECT_EQ(count(), 1u);
}

TEST_F(WholeFile, HasTheRightsItWasGiven) {
  ASSERT_FALSE(replace("a", "b"));
  struct stat status {};
  ASSERT_EQ(::stat(path("a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, mode_t{0600});
}

// What a killed writer left beside may be anything, a link among it: nothing is written through that.
TEST_F(WholeFile, ThrowsAwayWhatLiesBeside) {
  ASSERT_FALSE(replace("other", "untouched"));
  ASSERT_EQ(::symlink(path("other").c_str(), path("beside").c_str()), 0);
  ASSERT_FALSE(replace("a", "new"));
  EXPECT_EQ(text("a"), "new");
  EXPECT_EQ(text("other"), "untouched");
  EXPECT_EQ(count(), 2u);
}

TEST_F(WholeFile, StaysAsItWasOnAFullDisk) {
  ASSERT_FALSE(replace("a", "old"));
  {
    const FullDisk disk(1000);
    const std::string large(100'000, 'x');
    EXPECT_EQ(replace("a", large), std::errc::file_too_large);
    std::error_code code;
    EXPECT_FALSE(create_whole(path("b"), path("beside"), large, 0600, code));
    EXPECT_EQ(code, std::errc::file_too_large);
    EXPECT_EQ(write_beside(path("beside"), large, 0600), std::errc::file_too_large);
  }
  EXPECT_EQ(text("a"), "old");
  EXPECT_EQ(count(), 1u);
}

TEST_F(WholeFile, NeedsItsFolder) {
  std::error_code code;
  std::string bytes = "before";
  EXPECT_EQ(replace_whole(path("no/a"), path("no/beside"), "x", 0600), std::errc::no_such_file_or_directory);
  EXPECT_EQ(replace_whole(path("no/a"), path("beside"), "x", 0600), std::errc::no_such_file_or_directory);
  EXPECT_FALSE(create_whole(path("no/a"), path("beside"), "x", 0600, code));
  EXPECT_EQ(code, std::errc::no_such_file_or_directory);
  EXPECT_EQ(flush_folder(path("no")), std::errc::no_such_file_or_directory);
  EXPECT_EQ(read_whole(path("no/a"), bytes), std::errc::no_such_file_or_directory);
  EXPECT_TRUE(bytes.empty());
  EXPECT_EQ(count(), 0u);
}

TEST_F(WholeFile, LeavesFoldersAlone) {
  fs::create_directories(path("a/inside"));
  std::error_code code;
  std::string bytes;
  EXPECT_EQ(replace("a", "x"), std::errc::is_a_directory);
  EXPECT_FALSE(create_whole(path("a"), path("beside"), "x", 0600, code));
  EXPECT_FALSE(code);  // there is something of that name
  EXPECT_EQ(write_beside(path("a"), "x", 0600), std::errc::is_a_directory);
  EXPECT_EQ(read_whole(path("a"), bytes), std::errc::is_a_directory);
  EXPECT_TRUE(fs::is_directory(path("a/inside")));
  EXPECT_EQ(count(), 1u);
}

TEST_F(WholeFile, IsTheOldOneOrTheNewOneWhenItsWriterIsKilled) {
  std::array<std::string, 2> texts;
  texts[0].assign(200'000, 'o');
  texts[1].assign(150'000, 'n');
  ASSERT_FALSE(replace("a", texts[0]));
  std::size_t left_beside = 0;
  for (int round = 0; round < 30 || (left_beside == 0 && round < 300); ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (std::size_t i = 1;; ++i) {
        if (replace("a", texts[i % 2])) ::_exit(1);
      }
    }
    ::usleep(static_cast<useconds_t>(1000 + 333 * (round % 30)));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status)) << "a write failed";
    const std::string now = text("a");
    EXPECT_TRUE(now == texts[0] || now == texts[1]) << now.size() << " bytes, round " << round;
    if (fs::exists(path("beside"))) ++left_beside;
    ASSERT_FALSE(replace("a", texts[0])) << "what the killed one left is in the way";
  }
  EXPECT_GT(left_beside, 0u) << "nobody was killed in the middle";
  EXPECT_EQ(count(), 1u);
}

}  // namespace
}  // namespace flashkit::adapters::files
