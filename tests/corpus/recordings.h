#pragma once
// What a build of Flashkit wrote down (a folder below tests/corpus/recorded), and what this build reads in it: the
// facts are lines of text that stand beside the recording as `expected.txt`; the faults are what this build could not
// read, or would write otherwise without a new version of the format.
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "sync/generated/frames.pb.h"

namespace flashkit::tests::corpus {

struct Findings {
  std::string facts;
  std::vector<std::string> faults;

  void fact(const std::string& line) { facts += line + "\n"; }
  void fault(const std::string& line) { faults.push_back(line); }
};

// Reads the whole recording. What is opened for writing (databases) is copied into `scratch` first.
Findings read_recording(const std::string& folder, const std::string& scratch);

// The design of the server and the capability that opens it, the account and its password.
inline constexpr base::DocumentId k_every_step{0x5eed, 1};
inline constexpr base::DocumentId k_random{0x5eed, 2};
inline constexpr char k_capability[] = "recorded-designs";  // 16 bytes
inline constexpr char k_email[] = "ada@example.org";
inline constexpr char k_password[] = "the recorded one";

// Files whole. A journal's file: for each entry its length (four bytes, little-endian) and its bytes.
std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& bytes);
std::vector<std::string> read_journal(const std::string& path);
void write_journal(const std::string& path, const std::vector<std::string>& entries);
std::string hash_of(const std::string& bytes);

}  // namespace flashkit::tests::corpus
