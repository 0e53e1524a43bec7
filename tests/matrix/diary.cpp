#include "tests/matrix/diary.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "adapters/files/file_blobs.h"
#include "adapters/sqlite/store.h"
#include "base/sha256.h"
#include "operations/ids.h"
#include "ports/contract_fixture.h"
#include "server/entries.h"
#include "sync/journal_state.h"

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

Truth replay_folder(const std::string& data, base::DocumentId document) {
  struct World {
    void step() { ports::contract::nap(); }
  } world;
  Truth out;
  auto store = adapters::sqlite::Store::open({.path = data + "/flashkit.db"});
  auto blobs = adapters::files::open_file_blobs({.folder = data + "/blobs"});
  if (!store.ok() || !blobs.ok()) {
    out.problems.emplace_back("what the server kept cannot be opened");
    return out;
  }
  server::EntryReader reader(store.value()->journal(), *blobs.value());
  sync::JournalState state;
  std::map<std::string, std::uint64_t> last;
  for (bool complete = false; !complete;) {
    ports::contract::Answer<base::Result<server::EntryPage>> answer;
    reader.read(document, state.seq(), 1u << 20, answer.callback());
    const auto page = answer.wait(world);
    if (!page.ok()) {
      out.problems.emplace_back(std::string("the journal cannot be read: ") + page.error().rule);
      return out;
    }
    for (const sync::Entry& entry : page.value().entries) {
      for (const std::string& bytes : entry.operations) {
        const auto operation = operations::decode_operation(bytes);
        const auto id = operation.ok() ? operations::id_of(operation.value()) : std::nullopt;
        if (!id) {
          out.problems.emplace_back("an operation in the journal cannot be read");
          continue;
        }
        const std::string client = base::to_hex(id->client);
        if (++out.operations[{client, id->number}] == 1 && id->number != ++last[client]) {
          out.problems.push_back("a client's numbers have a gap at " + std::to_string(id->number));
        }
      }
      if (!state.apply(entry).ok()) {
        out.problems.push_back("the journal has a gap at " + std::to_string(entry.seq));
        return out;
      }
    }
    complete = page.value().complete;
  }
  out.seq = state.seq();
  out.hash = base::to_hex(base::sha256(base::bytes_of(state.checkpoint())));
  return out;
}

}  // namespace flashkit::tests::matrix
