#include "tests/matrix/diary.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace flashkit::tests::matrix {

void DiaryReader::read() {
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  std::ostringstream rest;
  rest << file.rdbuf();
  const std::string text = rest.str();
  std::size_t from = 0;
  for (std::size_t end; (end = text.find('\n', from)) != std::string::npos; from = end + 1) {
    take(text.substr(from, end - from));
  }
  offset += from;
}

void DiaryReader::begin_life() {
  read();
  loaded = false;
  still.clear();
}

void DiaryReader::take(const std::string& line) {
  std::istringstream words(line);
  std::string what;
  words >> what;
  if (what == "made" || what == "stored" || what == "acknowledged") {
    Promise promise;
    words >> promise.first >> promise.second;
    if (what == "made") {
      made.insert(promise);
    } else {
      std::uint64_t& last = (what == "stored" ? stored : acknowledged)[promise.first];
      last = std::max(last, promise.second);
    }
  } else if (what == "seq") {
    std::uint64_t now = 0;
    words >> now;
    if (now < seq) bad.push_back("it read " + std::to_string(seq) + " and later " + std::to_string(now));
    seq = now;
    loaded = true;
  } else if (what == "still") {
    std::getline(words >> std::ws, still);
  } else if (what == "bad") {
    bad.push_back(line.substr(4));
  }
}

}  // namespace flashkit::tests::matrix
