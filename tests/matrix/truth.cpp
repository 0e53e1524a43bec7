#include "tests/matrix/truth.h"

#include <algorithm>
#include <memory>

#include "adapters/aws/ground_for_test.h"
#include "adapters/cloud/cloud.h"
#include "adapters/files/file_blobs.h"
#include "adapters/sqlite/store.h"
#include "base/sha256.h"
#include "operations/ids.h"
#include "ports/contract_fixture.h"
#include "server/entries.h"
#include "sync/journal_state.h"

namespace flashkit::tests::matrix {

using adapters::cloud::Cloud;

namespace {

Truth replay(ports::Journal& journal, ports::Blobs& blobs, base::DocumentId document) {
  struct World {
    void step() { ports::contract::nap(); }
  } world;
  Truth out;
  server::EntryReader reader(journal, blobs);
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

std::unique_ptr<Cloud> open_cloud(const std::string& name) {
  const adapters::aws::Environment environment = adapters::aws::stand_in_environment(name);
  return Cloud::open(adapters::cloud::read_cloud_settings(environment).settings, environment);
}

}  // namespace

Truth replay_folder(const std::string& data, base::DocumentId document) {
  auto store = adapters::sqlite::Store::open({.path = data + "/flashkit.db"});
  auto blobs = adapters::files::open_file_blobs({.folder = data + "/blobs"});
  if (store.ok() && blobs.ok()) return replay(store.value()->journal(), *blobs.value(), document);
  Truth out;
  out.problems.emplace_back("what the server kept cannot be opened");
  return out;
}

Truth replay_cloud(const std::string& name, base::DocumentId document) {
  const std::unique_ptr<Cloud> cloud = open_cloud(name);
  return replay(cloud->journal(), cloud->personal(), document);
}

bool make_cloud(const std::string& name) {
  if (adapters::aws::stand_in("FLASHKIT_DYNAMODB").empty()) return false;
  const auto parts = open_cloud(name)->ensure(true);
  return std::all_of(parts.begin(), parts.end(), [](const auto& part) { return part.good; });
}

std::vector<std::string> environment_of_cloud(const std::string& name) {
  std::vector<std::string> out;
  for (const auto& [key, value] : adapters::aws::stand_in_environment(name)) out.push_back(key + '=' + value);
  return out;
}

}  // namespace flashkit::tests::matrix
