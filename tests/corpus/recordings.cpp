#include "tests/corpus/recordings.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include "adapters/sqlite/database.h"
#include "adapters/sqlite/store.h"
#include "base/proto.h"
#include "base/sha256.h"
#include "operations/ids.h"
#include "server/doctor.h"
#include "server/states.h"
#include "sync/frames.h"
#include "sync/journal_state.h"
#include "sync/limits.h"
#include "tests/corpus/recorded_device.h"

namespace flashkit::tests::corpus {

using adapters::sqlite::Database;
using adapters::sqlite::Statement;
using base::Result;
using sync::JournalState;
namespace fs = std::filesystem;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::vector<std::string> read_journal(const std::string& path) {
  const std::string bytes = read_file(path);
  std::vector<std::string> out;
  for (std::size_t at = 0; at + 4 <= bytes.size();) {
    std::uint32_t size = 0;
    std::memcpy(&size, bytes.data() + at, 4);
    out.push_back(bytes.substr(at + 4, size));
    at += 4 + size;
  }
  return out;
}

void write_journal(const std::string& path, const std::vector<std::string>& entries) {
  std::string bytes;
  for (const std::string& entry : entries) {
    const auto size = static_cast<std::uint32_t>(entry.size());
    char raw[4];
    std::memcpy(raw, &size, 4);
    bytes.append(raw, 4).append(entry);
  }
  write_file(path, bytes);
}

std::string hash_of(const std::string& bytes) { return base::to_hex(base::sha256(base::bytes_of(bytes))); }

namespace {

std::vector<fs::path> files_in(const std::string& folder, const std::string& end) {
  std::vector<fs::path> out;
  for (const fs::directory_entry& each : fs::directory_iterator(folder)) {
    const std::string name = each.path().filename().string();
    if (name.size() > end.size() && name.ends_with(end)) out.push_back(each.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

class Reading {
 public:
  Reading(std::string folder, std::string scratch) : folder_(std::move(folder)), scratch_(std::move(scratch)) {}

  Findings run() {
    for (const fs::path& path : files_in(folder_, ".journal")) read_one_journal(path);
    for (const fs::path& path : files_in(folder_, ".json.zst")) read_checkpoint(path);
    read_replica();
    read_server();
    return std::move(out_);
  }

 private:
  // ---- journals ----

  void read_one_journal(const fs::path& path) {
    const std::string name = path.stem().string();
    JournalState state;
    const std::vector<std::string> entries = read_journal(path.string());
    for (const std::string& bytes : entries) {
      auto entry = sync::decode_entry(bytes);
      const std::string where = name + " entry " + std::to_string(state.seq() + 1);
      if (!entry.ok()) return out_.fault(where + " cannot be read");
      if (base::encoded(entry.value()) != bytes) out_.fault(where + " would be written with other bytes");
      if (!put_body_in_place(entry.value())) return out_.fault(where + " has a body that cannot be read");
      const auto replayed = state.apply(entry.value());
      if (!replayed.ok()) return out_.fault(where + ": " + replayed.error().rule);
      check_operations(entry.value(), where);
      std::string effects;
      for (const sync::Replayed& each : replayed.value()) effects += each.took_effect ? '+' : '-';
      states_[name][state.seq()] = state.checkpoint();
      out_.fact("journal " + name + " " + std::to_string(state.seq()) + " " + effects + " " +
                hash_of(states_[name][state.seq()]));
    }
  }

  // Who passes an operation on passes on the same bytes, whatever he understands of them.
  void check_operations(const sync::Entry& entry, const std::string& where) {
    for (const std::string& bytes : entry.operations) {
      const auto read = operations::read_operation(bytes);
      if (!read.ok() || base::encoded(read.value().operation) != bytes) {
        out_.fault(where + " has an operation that would be written with other bytes");
      }
    }
  }

  bool put_body_in_place(sync::Entry& entry) {
    if (entry.body_blob.empty()) return true;
    const std::string bytes = read_file(folder_ + "/blobs/" + entry.body_blob);
    auto body = sync::decode_entry_body(bytes);
    if (!body.ok() || hash_of(bytes) != entry.body_blob) return false;
    entry.operations = std::move(body.value().operations);
    return true;
  }

  // ---- checkpoints: <journal>-<number>-<hash of the JSON>.json.zst ----

  void read_checkpoint(const fs::path& path) {
    const std::string name = path.filename().string();
    const std::size_t second = name.rfind('-');
    const std::size_t first = name.rfind('-', second - 1);
    const std::string hash = name.substr(second + 1, 64);
    const std::string journal = name.substr(0, first);
    const std::uint64_t seq = std::stoull(name.substr(first + 1));
    const Result<std::string> json = server::unpack_checkpoint(read_file(path.string()), hash);
    if (!json.ok()) return out_.fault(name + ": " + json.error().rule);
    const Result<sync::Checkpoint> read = sync::read_checkpoint(json.value());
    if (!read.ok()) return out_.fault(name + ": " + read.error().rule);
    const std::string again = sync::write_checkpoint(read.value());
    if (again != states_[journal][seq]) out_.fault(name + " is not what its journal gives");
    if (again != json.value()) out_.fault(name + " would be written with other bytes");
    out_.fact("checkpoint " + journal + " " + std::to_string(seq) + " clients " +
              std::to_string(read.value().clients.size()) + " " + hash_of(again));
  }

  // ---- a device's database ----

  void read_replica() {
    const std::string database = scratch_ + "/replica.db";
    fs::copy_file(folder_ + "/replica.db", database);
    {
      auto device = RecordedDevice::open(database);
      if (!device.ok()) return out_.fault(std::string("replica.db: ") + device.error().rule);
      read_designs(*device.value());
    }
    const std::string fresh = scratch_ + "/fresh_replica.db";
    if (!RecordedDevice::open(fresh).ok()) return out_.fault("a new replica.db cannot be made");
    if (schema_of(database) != schema_of(fresh)) {
      out_.fault("replica.db, brought up to date, has other tables than a new one: a change needs a migration");
    }
  }

  void read_designs(RecordedDevice& device) {
    device.tell(sync::ListDocuments{});
    const auto lists = device.take<sync::DocumentList>();
    if (lists.empty()) return out_.fault("replica.db: it lists no designs");
    for (const sync::DocumentRow& row : lists.back().rows) {
      out_.fact("listed " + name_of(row.document) + " \"" + row.name + "\" waiting " + std::to_string(row.waiting) +
                " rejected " + std::to_string(row.rejected) + (row.trashed ? " trashed" : "") +
                (row.in_cloud ? " in the cloud" : "") + " preview " + std::to_string(row.preview.size()));
      sync::OpenDocument open;
      open.document = row.document;
      open.capability = row.capability;
      open.rules = sync::k_rules;
      device.tell(std::move(open));
      const auto loaded = device.take<sync::DocumentLoaded>();
      if (loaded.empty()) {
        out_.fault("replica.db: " + name_of(row.document) + " does not open");
      } else {
        read_design(loaded.back());
      }
    }
  }

  void read_design(const sync::DocumentLoaded& loaded) {
    const std::string name = name_of(loaded.document);
    JournalState state;
    if (!loaded.checkpoint.empty()) {
      auto checkpoint = sync::read_checkpoint(loaded.checkpoint);
      if (!checkpoint.ok()) return out_.fault(name + " has a checkpoint that cannot be read");
      state = JournalState(std::move(checkpoint).value());
    }
    for (const sync::Entry& entry : loaded.entries) {
      if (!state.apply(entry).ok()) return out_.fault(name + " has an entry that does not follow");
    }
    const std::string confirmed = hash_of(state.checkpoint());
    for (const std::string& bytes : loaded.outbox) state.apply_operation(bytes);
    std::string kept;
    for (const sync::KeptOperation& each : loaded.rejected) {
      kept += " kept " + std::to_string(each.number) + " because " + std::to_string(static_cast<int>(each.reason));
    }
    out_.fact("device " + name + " checkpoint " + std::to_string(loaded.checkpoint_seq) + " entries " +
              std::to_string(loaded.entries.size()) + " outbox " + std::to_string(loaded.outbox.size()) + " role " +
              std::to_string(static_cast<int>(loaded.role)) + (loaded.complete ? " complete" : "") + kept + " " +
              confirmed + " " + hash_of(state.checkpoint()));
  }

  static std::string name_of(const std::string& document) {
    const auto id = operations::id_from_bytes<base::DocumentId>(document);
    return id ? base::to_hex(*id) : "(no id)";
  }

  // ---- a server's data folder ----

  void read_server() {
    const std::string data = scratch_ + "/server";
    fs::copy(folder_ + "/server", data, fs::copy_options::recursive);
    const auto health = server::examine(data, false, [](const std::string&) {});
    if (!health.ok()) return out_.fault(std::string("the server's folder: ") + health.error().rule);
    for (const server::Finding& finding : health.value().findings) out_.fault("doctor: " + finding.text);
    out_.fact("server designs " + std::to_string(health.value().documents) + " entries " +
              std::to_string(health.value().entries) + " checkpoints " + std::to_string(health.value().checkpoints) +
              " blobs " + std::to_string(health.value().blobs) + " unused " +
              std::to_string(health.value().unused_blobs));
    for (const base::DocumentId document : {k_every_step, k_random}) replay_from_server(data, document);
    const std::string fresh = scratch_ + "/fresh.db";
    if (!adapters::sqlite::Store::open({.path = fresh}).ok()) return out_.fault("a new database cannot be made");
    if (!adapters::sqlite::Store::open({.path = data + "/flashkit.db"}).ok() ||
        schema_of(data + "/flashkit.db") != schema_of(fresh)) {
      out_.fault("flashkit.db, brought up to date, has other tables than a new one: a change needs a migration");
    }
  }

  void replay_from_server(const std::string& data, base::DocumentId document) {
    JournalState state;
    Database database = Database::open(data + "/flashkit.db", true);
    Statement statement(database.raw(), "SELECT entry FROM journal WHERE document = ?1 ORDER BY seq");
    auto use = statement.use();
    const std::string id = sync::id_bytes(document);
    use.bind_blob(1, id);
    while (use.step() == SQLITE_ROW) {
      auto entry = sync::decode_entry(use.bytes(0));
      if (!entry.ok()) return out_.fault("the server has an entry that cannot be read");
      const std::string body = entry.value().body_blob;
      if (!body.empty()) {
        auto read = sync::decode_entry_body(
            read_file(data + "/blobs/" + body.substr(0, 2) + "/" + body.substr(2, 2) + "/" + body));
        if (!read.ok()) return out_.fault("the server has a body that cannot be read");
        entry.value().operations = std::move(read.value().operations);
      }
      if (!state.apply(entry.value()).ok()) return out_.fault("the server has an entry that does not follow");
    }
    out_.fact("cloud " + base::to_hex(document) + " " + std::to_string(state.seq()) + " " +
              hash_of(state.checkpoint()));
  }

  static std::string schema_of(const std::string& database) {
    return Database::open(database, false)
        .ask_text(
            "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
            " ORDER BY type, name)");
  }

  std::string folder_;
  std::string scratch_;
  Findings out_;
  std::map<std::string, std::map<std::uint64_t, std::string>> states_;  // of journals, by name and number
};

}  // namespace

Findings read_recording(const std::string& folder, const std::string& scratch) {
  return Reading(folder, scratch).run();
}

}  // namespace flashkit::tests::corpus
