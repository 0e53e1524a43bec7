#pragma once
// What the journal of a cell holds in the end, wherever its server keeps it: in a folder, or on stand-ins for DynamoDB
// and S3 (scripts/cloud.sh).
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/id.h"
#include "tests/matrix/diary.h"

namespace flashkit::tests::matrix {

// The journal replayed: how often each operation stands in it, and the state it gives.
struct Truth {
  std::map<Promise, int> operations;
  std::uint64_t seq = 0;
  std::string hash;  // of the checkpoint, as the diary says it
  std::vector<std::string> problems;
};
Truth replay_folder(const std::string& data, base::DocumentId document);
// Of the table and the buckets of that name.
Truth replay_cloud(const std::string& name, base::DocumentId document);

// Makes them. False: the environment names no stand-ins, or they do not answer.
bool make_cloud(const std::string& name);
// What tells a server to stand on them, as NAME=VALUE.
std::vector<std::string> environment_of_cloud(const std::string& name);

}  // namespace flashkit::tests::matrix
