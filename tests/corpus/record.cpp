// Writes a recording of what this build makes: journals, checkpoints, a device's database and a server's folder, with
// the facts that every later build must read in them. Usage: flashkit_record FOLDER (which must not be there yet).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>
#include <utility>

#include "operations/ids.h"
#include "operations/random_edits_for_tests.h"
#include "server/http.h"
#include "server/wire_for_tests.h"
#include "sync/journal_state.h"
#include "sync/limits.h"
#include "sync/minimum.h"
#include "tests/corpus/recorded_device.h"
#include "tests/corpus/recordings.h"

namespace flashkit::tests::corpus {
namespace {

using base::ClientId;
using base::NodeId;
using operations::KeyAndJson;
using operations::NewNode;
using operations::Operation;
using operations::OperationBuilder;
using server::testing::http;
using server::testing::LiveClient;
using server::testing::ServerProcess;
using server::testing::TestFolder;
namespace fs = std::filesystem;

const ClientId k_ann{0xA11CE, 1};
const ClientId k_bob{0xB0B, 2};
const base::DocumentId k_made_here{0x5eed, 3};

void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "flashkit_record: %s\n", what);
  std::exit(1);
}

// A journal as it grows, with the state that the next operation is made on.
class Tape {
 public:
  OperationBuilder ann() { return {k_ann, ++ann_}; }
  OperationBuilder bob() { return {k_bob, ++bob_}; }
  const document::Document& design() const { return state_.document(); }
  void add(std::vector<Operation> made) {
    sync::Entry entry;
    for (const Operation& each : made) entry.operations.push_back(base::encoded(each));
    add_entry(std::move(entry));
  }
  void add(Operation operation) { add(std::vector<Operation>{std::move(operation)}); }
  void add_entry(sync::Entry entry) {
    entry.seq = state_.seq() + 1;
    entry.token = std::string(16, static_cast<char>(entry.seq));
    entry.node = "recorder";
    if (entry.schema == 0) entry.schema = 1;
    asked_ = asked_.raised_by(sync::asked_by(entry.operations));
    entry.min_reader = asked_.reader;
    entry.min_writer = asked_.writer;
    must(state_.apply(entry).ok(), "an entry does not follow");
    checkpoints.push_back(state_.checkpoint());
    entries.push_back(std::move(entry));
  }
  std::vector<sync::Entry> entries;
  std::vector<std::string> checkpoints;  // after each of them

 private:
  sync::JournalState state_;
  sync::Minimum asked_;
  std::uint64_t ann_ = 0;
  std::uint64_t bob_ = 0;
};

document::Placement at(double x, double y, const char* order = "V") {
  document::Placement out;
  out.order = order;
  out.x = x;
  out.y = y;
  out.width = 120.5;
  out.height = 1.0 / 3;
  out.rotation = 12.25;
  return out;
}

// ---- one of everything ----

std::vector<NewNode> one_of_each_kind() {
  std::vector<NewNode> out{{"page", at(0, 0), std::nullopt, {{"id", "\"p1\""}, {"width", "\"auto\""}}}};
  const char* const types[] = {"text", "image", "svg", "figure", "line", "group", "table", "video", "gif", "hologram"};
  char order[] = "A";
  for (const char* type : types) {
    ++order[0];
    out.push_back({type, at(10, 20, order), 0, {{"id", std::string("\"") + type + "\""}, {"opacity", "0.75"}}});
  }
  out[1].properties.emplace_back("text", "\"Two gr\\u00fc\\u00dfe \\ud83d\\ude80 \\u05d0\\u05d1\"");
  out.push_back({"text", at(1, 2), 6, {{"text", "\"in the group\""}}});
  return out;
}

Operation with_unknown_parts(Operation operation) {
  // A kind of step, a field of the operation and one of a step that no program knows yet: fields 19 and 99, as bytes.
  operations::Step later;
  later.unknown_fields = std::string("\x9a\x01\x05later", 8);
  operation.steps.push_back(later);
  operation.steps.front().unknown_fields = std::string("\x9a\x06\x01x", 4);
  operation.unknown_fields = std::string("\x9a\x06\x02yz", 5);
  return operation;
}

void add_trees(Tape& tape, std::vector<NodeId>& nodes) {
  OperationBuilder create = tape.ann();
  nodes = create.create_batch(one_of_each_kind());
  tape.add(create.take());
  OperationBuilder set = tape.bob();
  set.set({}, "name", "\"Every step\"");
  set.set({}, "width", "1080");
  set.set(nodes[2], "src", "\"blob:" + hash_of("a picture") + "\"");
  set.set(nodes[3], "custom", "{\"b\":[1,2,{\"c\":null}],\"a\":9007199254740993}");
  set.set(nodes[3], "__proto__", "{\"constructor\":1}");
  set.set(nodes[4], "opacity", "1e-7");
  set.set(nodes[10], "depth", "[true,false,\"\\u2028\"]");
  tape.add(set.take());
  OperationBuilder place = tape.ann();
  document::Placement moved = at(-5.5, 1e9, "Zz");
  moved.parent = nodes[0];
  place.place(nodes[2], moved);
  place.unset(nodes[3], "opacity");
  tape.add(place.take());
  OperationBuilder remove = tape.ann();
  remove.remove(nodes[6]);
  tape.add(remove.take());
  OperationBuilder under_removed = tape.bob();
  under_removed.set(nodes[11], "fill", "\"red\"");
  document::Placement out_of_group = at(7, 7, "b");
  out_of_group.parent = nodes[0];
  OperationBuilder bring_back = tape.ann();
  bring_back.remove(nodes[6], false);
  tape.add({under_removed.take(), bring_back.take()});
  OperationBuilder move_out = tape.bob();
  move_out.place(nodes[11], out_of_group);
  tape.add(move_out.take());
  OperationBuilder copy = tape.ann();
  document::Placement copied = at(50, 50, "c");
  copied.parent = nodes[0];
  copy.create_copy(tape.design(), nodes[6], copied);
  tape.add(copy.take());
  OperationBuilder spread = tape.ann();
  spread.spread_children(tape.design(), nodes[0]);
  OperationBuilder page = tape.bob();
  page.create("page", at(0, 0, "Zz"));
  tape.add({spread.take(), page.take()});
}

void add_text(Tape& tape, NodeId text) {
  // Both on the same state: both keep their letters.
  OperationBuilder ann = tape.ann();
  OperationBuilder bob = tape.bob();
  must(ann.insert_text(tape.design(), text, 3, " new").ok(), "letters go in");
  must(bob.insert_text(tape.design(), text, 3, "\xF0\x9F\x8E\x88").ok(), "letters go in");
  tape.add({ann.take(), bob.take()});
  ann = tape.ann();
  bob = tape.bob();
  must(ann.delete_text(tape.design(), text, 2, 4).ok(), "letters go");
  must(bob.insert_text(tape.design(), text, 4, "kept").ok(), "letters go in");
  tape.add({ann.take(), bob.take()});
  ann = tape.ann();
  ann.set(text, "text", "\"written anew\"");
  tape.add(ann.take());
  bob = tape.bob();
  must(bob.insert_text(tape.design(), text, 0, "And ").ok(), "letters go in");
  tape.add(bob.take());
  // Both format, one types between; a key that no program draws, and one taken away again.
  ann = tape.ann();
  bob = tape.bob();
  must(ann.format_text(tape.design(), text, 0, 8, "fontWeight", "\"bold\"").ok(), "letters get a format");
  must(ann.format_text(tape.design(), text, 4, 7, "glow", "{\"of\":2}").ok(), "letters get a format");
  must(bob.insert_text(tape.design(), text, 6, "now ").ok(), "letters go in");
  must(bob.format_text(tape.design(), text, 2, 3, "fontWeight", "300").ok(), "letters get a format");
  tape.add({ann.take(), bob.take()});
  ann = tape.ann();
  must(ann.format_text(tape.design(), text, 6, 2, "glow", "").ok(), "letters lose a format");
  must(ann.delete_text(tape.design(), text, 1, 1).ok(), "letters go");
  tape.add(ann.take());
}

void add_oddities(Tape& tape, const std::vector<NodeId>& nodes) {
  OperationBuilder ann = tape.ann();
  ann.set(nodes[4], "fill", "\"ann\"");
  OperationBuilder bob = tape.bob();
  bob.set(nodes[4], "fill", "\"bob\"");
  tape.add({bob.take(), ann.take()});  // the later one wins
  OperationBuilder missing = tape.ann();
  missing.set({k_bob, 12345}, "fill", "1");
  OperationBuilder cycle = tape.bob();
  document::Placement below_itself = at(0, 0);
  below_itself.parent = nodes[6];
  cycle.place(nodes[6], below_itself);
  tape.add({missing.take(), cycle.take()});
  const Operation empty = tape.ann().take();
  tape.add({empty, empty});  // takes its number; the second time it is passed over
  OperationBuilder known = tape.bob();
  known.set(nodes[10], "depth", "2");
  tape.add(with_unknown_parts(known.take()));
  sync::Entry later;
  OperationBuilder schema = tape.ann();
  schema.set({}, "name", "\"Every step, and later ones\"");
  Operation of_later = schema.take();
  of_later.schema = 7;
  later.operations.push_back(base::encoded(of_later));
  later.schema = 7;
  later.unknown_fields = std::string("\x9a\x06\x03xyz", 6);
  tape.add_entry(std::move(later));
  OperationBuilder large = tape.ann();
  large.set(nodes[3], "src", '"' + std::string(20'000, 'm') + '"');
  tape.add(large.take());
}

Tape every_step() {
  Tape tape;
  std::vector<NodeId> nodes;
  add_trees(tape, nodes);
  add_text(tape, nodes[1]);
  add_oddities(tape, nodes);
  return tape;
}

Tape random_steps() {
  Tape tape;
  operations::RandomEdits ann(20261123, k_ann);
  operations::RandomEdits bob(7, k_bob);
  for (int i = 0; i < 70; ++i) {
    Operation first = ann.operation(tape.design());
    Operation second = bob.operation(tape.design());
    tape.add({std::move(first), std::move(second)});
    tape.add(ann.operation(tape.design()));
  }
  return tape;
}

// ---- files ----

void write_tape(const std::string& folder, const std::string& name, const Tape& tape) {
  std::vector<std::string> journal;
  for (sync::Entry entry : tape.entries) {
    sync::EntryBody body;
    body.operations = entry.operations;
    const std::string bytes = base::encoded(body);
    if (bytes.size() > sync::k_max_inline_entry_bytes) {
      entry.body_blob = hash_of(bytes);
      entry.operations.clear();
      write_file(folder + "/blobs/" + entry.body_blob, bytes);
    }
    journal.push_back(base::encoded(entry));
  }
  write_journal(folder + "/" + name + ".journal", journal);
  for (const std::size_t seq : {tape.entries.size() / 2, tape.entries.size()}) {
    const std::string& json = tape.checkpoints[seq - 1];
    write_file(folder + "/" + name + "-" + std::to_string(seq) + "-" + hash_of(json) + ".json.zst",
               server::zstd_compress(json));
  }
}

// ---- a device ----

void open_design(RecordedDevice& device, base::DocumentId document, bool create) {
  sync::OpenDocument open;
  open.document = sync::id_bytes(document);
  open.capability = k_capability;
  open.create = create;
  open.rules = sync::k_rules;
  device.tell(open);
}

void store(RecordedDevice& device, base::DocumentId document, std::vector<std::string> made) {
  sync::StoreOperations wish;
  wish.document = sync::id_bytes(document);
  wish.operations = std::move(made);
  device.tell(wish);
}

void name_design(RecordedDevice& device, base::DocumentId document, const char* name) {
  sync::ChangeRow row;
  row.document = sync::id_bytes(document);
  row.name = name;
  row.preview = std::string("\xff\xd8 a preview");
  row.width = 1080;
  row.height = 1350.5;
  device.tell(row);
}

std::string named(ClientId client, std::uint64_t number) {
  OperationBuilder build(client, number);
  build.set({}, "name", "\"from this device " + std::to_string(number) + "\"");
  return base::encoded(build.take());
}

// Takes a design in as the cloud sends it: from a checkpoint on, or from the first entry.
void receive(RecordedDevice& device, base::DocumentId document, const Tape& tape, std::uint64_t checkpoint) {
  const std::uint64_t head = tape.entries.size();
  sync::Opened opened;
  opened.document = sync::id_bytes(document);
  opened.head = head;
  opened.role = sync::Role::Edit;
  opened.checkpoint_seq = checkpoint;
  opened.from_checkpoint = checkpoint != 0;
  device.from_server(opened);
  sync::Entries entries;
  entries.document = sync::id_bytes(document);
  entries.entries.assign(tape.entries.begin() + static_cast<std::ptrdiff_t>(checkpoint), tape.entries.end());
  entries.head = head;
  device.from_server(entries);
  if (checkpoint != 0) {
    sync::HostCheckpointFetched fetched;
    fetched.document = sync::id_bytes(document);
    fetched.seq = checkpoint;
    fetched.checkpoint = tape.checkpoints[checkpoint - 1];
    device.put(fetched);
  }
}

void write_device(const std::string& folder, const Tape& whole, const Tape& tail) {
  auto opened = RecordedDevice::open(folder + "/replica.db");
  must(opened.ok(), "the device's database opens");
  RecordedDevice& device = *opened.value();
  open_design(device, k_every_step, false);
  open_design(device, k_random, false);
  open_design(device, k_made_here, true);  // made here, never in the cloud
  device.connected();
  sync::Welcome welcome;
  welcome.protocol = 1;
  device.from_server(welcome);
  receive(device, k_every_step, whole, 0);
  receive(device, k_random, tail, tail.entries.size() / 2);
  const ClientId mine{0xDE71CE, 5};
  store(device, k_every_step, {named(mine, 1), named(mine, 2), named(mine, 3)});
  sync::Rejected rejected;
  rejected.document = sync::id_bytes(k_every_step);
  rejected.client = sync::id_bytes(mine);
  rejected.number = 2;
  rejected.reason = sync::RejectReason::TooLarge;
  rejected.text = "The change is too large.";
  device.from_server(rejected);
  store(device, k_made_here, {named(mine, 1)});
  name_design(device, k_every_step, "Every step");
  name_design(device, k_random, "Random steps");
  name_design(device, k_made_here, "Made here");
  sync::ChangeRow trash;
  trash.document = sync::id_bytes(k_made_here);
  trash.trashed = true;
  device.tell(trash);
}

// ---- a server ----

void push_all(LiveClient& client, base::DocumentId document, const Tape& tape) {
  must(client.open(document, k_capability, true).has_value(), "the server opens a design");
  for (const sync::Entry& entry : tape.entries) {
    client.push(document, entry.operations);
    const auto last = operations::read_operation(entry.operations.back());
    must(last.ok(), "an operation is well formed");
    const std::string who = operations::id_bytes(last.value().id.client);
    while (true) {
      const auto answer = client.wait_for<sync::Acknowledged>();
      must(answer.has_value(), "the server acknowledges");
      if (answer->client == who && answer->number >= last.value().id.number) break;
    }
  }
}

void write_server(const std::string& folder, const Tape& whole, const Tape& tail) {
  const std::string data = folder + "/server";
  ServerProcess server(data);
  must(server.port() != 0, "the server starts");
  const std::string picture = "a picture";
  const auto guest = http(server.port(), "PUT", "/api/v1/blobs/" + hash_of(picture), {}, picture);
  must(guest.status == 201 || guest.status == 200, "the server takes a picture");
  const auto account = http(server.port(), "POST", "/api/v1/accounts",
                            {"Content-Type: application/json", server::testing::cookie_of(guest)},
                            std::string("{\"email\":\"") + k_email + "\",\"password\":\"" + k_password + "\"}");
  must(account.status == 201, "the server makes an account");
  LiveClient client(server.port(), {server::testing::cookie_of(account)});
  must(client.hello().has_value(), "the server greets");
  push_all(client, k_every_step, whole);
  push_all(client, k_random, tail);
  // More than a checkpoint's worth of entries, so that there is one.
  const ClientId more{0xFADE, 9};
  for (std::uint64_t number = 1; number <= 80; ++number) {
    client.push(k_random, {named(more, number)});
    must(client.wait_for<sync::Acknowledged>().has_value(), "the server acknowledges");
  }
  for (int i = 0; i < 100; ++i) {
    const auto state = http(server.port(), "GET", "/api/v1/documents/" + base::to_hex(k_random),
                            {server::testing::cookie_of(account)});
    if (state.body.find("\"checkpoint\":0") == std::string::npos) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  must(server.stop(SIGTERM) == 0, "the server stops well");
  fs::remove(folder + "/server.log");
}

int record(const std::string& folder) {
  if (fs::exists(folder)) {
    std::fprintf(stderr, "flashkit_record: %s is there already; a recording is never written again\n", folder.c_str());
    return 1;
  }
  fs::create_directories(folder + "/blobs");
  const Tape whole = every_step();
  const Tape tail = random_steps();
  write_tape(folder, "every_step", whole);
  write_tape(folder, "random", tail);
  write_device(folder, whole, tail);
  write_server(folder, whole, tail);
  const TestFolder scratch;
  const Findings findings = read_recording(folder, scratch.path());
  for (const std::string& fault : findings.faults) std::fprintf(stderr, "flashkit_record: %s\n", fault.c_str());
  write_file(folder + "/expected.txt", findings.facts);
  return findings.faults.empty() ? 0 : 1;
}

}  // namespace
}  // namespace flashkit::tests::corpus

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("usage: flashkit_record FOLDER\n", stderr);
    return 2;
  }
  return flashkit::tests::corpus::record(words[1]);
}
