#include "cli/sync_folder.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/proto.h"
#include "cli/sync_changes.h"
#include "document/blob_names.h"
#include "interchange/export.h"
#include "interchange/import.h"
#include "operations/apply.h"
#include "operations/ids.h"
#include "sync/limits.h"

namespace flashkit::cli {

using base::DocumentId;
using base::OperationId;
using operations::id_bytes;

namespace {

constexpr std::uint32_t k_try_again = 503;

// A design's name as a file's: nothing that a file system or a shell might take for something else.
std::string file_name_of(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        byte >= 0x20 && byte != 0x7f && std::string_view("/\\:*?\"<>|").find(c) == std::string_view::npos;
    if (plain && out.size() < 80) out += c;
  }
  while (!out.empty() && (out.front() == '.' || out.front() == ' ')) out.erase(out.begin());
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out.empty() ? "Design" : out;
}

std::string file_text(const document::Document& design) { return interchange::export_polotno(design) + "\n"; }

operations::Operation filler(OperationId id) {
  operations::Operation out;
  out.client = id_bytes(id.client);
  out.number = id.number;
  out.schema = document::k_schema_version;
  return out;
}

}  // namespace

// ---- the beginning ----

std::optional<Failure> SyncFolder::start() {
  for (const auto& entry : std::filesystem::directory_iterator(hidden())) {
    if (entry.path().extension() != ".design") continue;
    const auto bytes = read_whole(entry.path().string());
    auto record = bytes.has_value() ? read_record(*bytes) : base::Error{base::Errc::Unavailable, "it cannot be read"};
    if (!record.ok()) return Failure{entry.path().string() + ": " + record.error().rule};
    Design& design = designs_[id_bytes(record.value().document)];
    design.record = std::move(record).value();
  }
  auto device = SyncDevice::open(hidden() + "/replica.db", net_, *this);
  if (!device.ok()) {
    return Failure{std::string(device.error().rule) + "; is another `flashkit sync` at work in this folder?"};
  }
  device_ = std::move(device).value();
  device_->start();
  for (auto& [bytes, design] : designs_) open(design);
  return std::nullopt;
}

void SyncFolder::open(Design& design) {
  sync::OpenDocument wish;
  wish.document = id_bytes(design.record.document);
  wish.capability = id_bytes(design.record.capability);
  wish.create = design.record.made_here;
  wish.rules = sync::k_rules;
  device_->tell(std::move(wish));
}

std::optional<Failure> SyncFolder::add(DocumentId document, base::Capability capability) {
  Design& design = designs_[id_bytes(document)];
  design.record.document = document;
  design.record.capability = capability;
  design.stopped = false;
  if (!save(design)) return Failure{"cannot write to " + hidden()};
  open(design);
  return std::nullopt;
}

// ---- looking at the files ----

void SyncFolder::look() {
  const Files files = list_designs(settings_.folder);
  std::set<std::string> known;
  for (auto& [bytes, design] : designs_) {
    if (!design.record.file.empty()) known.insert(design.record.file);
  }
  find_moved(files, known);
  for (const auto& [name, stamp] : files) {
    if (known.count(name) > 0) continue;
    const auto bytes = read_whole(settings_.folder + "/" + name);
    if (bytes.has_value() && not_ours_.count(hash_of(*bytes)) == 0) make_from(name, *bytes);
  }
  for (auto& [bytes, design] : designs_) {
    if (!design.stopped) reconcile(design, files);
    if (!design.loaded || !std::exchange(design.news, false)) continue;
    std::set<std::string> names;
    document::add_blob_names(design.view.document(), names);
    blobs_.want(names);
  }
  blobs_.look();
}

// A file that is gone and one of the same bytes that is new: it got another name.
void SyncFolder::find_moved(const Files& files, std::set<std::string>& known) {
  for (auto& [bytes, design] : designs_) {
    DesignRecord& record = design.record;
    if (design.stopped || record.file.empty() || record.said.hash.empty() || files.count(record.file) > 0) continue;
    for (const auto& [name, stamp] : files) {
      if (known.count(name) > 0) continue;
      const auto there = read_whole(settings_.folder + "/" + name);
      if (!there.has_value() || hash_of(*there) != record.said.hash) continue;
      say_(record.file + " is called " + name + " now", false);
      known.erase(record.file);
      known.insert(name);
      record.file = name;
      save(design);
      break;
    }
  }
}

void SyncFolder::make_from(const std::string& name, const std::string& bytes) {
  const auto import = interchange::import_polotno(bytes);
  if (!import.ok()) {
    if (not_ours_.insert(hash_of(bytes)).second) {
      say_(name + " is left alone: " + import.error().rule, true);
    }
    return;
  }
  const auto document = random_.id<DocumentId>();
  Design& design = designs_[id_bytes(document)];
  design.record.document = document;
  design.record.capability = random_.id<base::Capability>();
  design.record.made_here = true;
  design.record.file = name;
  if (!save(design)) return;
  say_(name + " is new; its address is " + address_of(design), false);
  open(design);
}

void SyncFolder::reconcile(Design& design, const Files& files) {
  if (!design.loaded) return;
  const auto found = files.find(design.record.file);
  if (found == files.end()) {
    if (design.record.said.hash.empty()) {
      write_file(design);
      return;
    }
    design.stopped = true;
    say_(design.record.file + " was taken away: the design stays in the cloud and is no longer followed; " + "`--add " +
             address_of(design) + "` brings it back",
         true);
    std::error_code ignored;
    std::filesystem::remove(hidden() + "/" + base::to_hex(design.record.document) + ".design", ignored);
    sync::CloseDocument close;
    close.document = id_bytes(design.record.document);
    device_->tell(std::move(close));
    return;
  }
  if (!(found->second == design.stamp)) {
    const auto bytes = read_whole(path_of(design));
    if (!bytes.has_value() || !take_file(design, *bytes)) return;
    design.stamp = found->second;
  }
  if (design.dirty) write_file(design);
}

// False: the file says nothing that could be taken in, and is left as it is.
bool SyncFolder::take_file(Design& design, const std::string& bytes) {
  DesignRecord& record = design.record;
  const std::string hash = hash_of(bytes);
  if (hash == record.said.hash) return true;
  if (design.client.is_nil()) design.client = random_.id<base::ClientId>();
  const auto changes_on = [&](const Said& said) {
    return changes_of({said.design, design.view.document(), bytes, design.client, design.number + 1});
  };
  auto changes = changes_on(record.said);
  if (changes.ok() && record.next.has_value()) {
    // Stopped between two writes: the file stands on what was to be written when that explains it better.
    auto on_next = changes_on(*record.next);
    const auto steps = [](const std::vector<operations::Operation>& operations) {
      std::size_t count = 0;
      for (const operations::Operation& each : operations) count += each.steps.size();
      return count;
    };
    if (on_next.ok() && (hash == record.next->hash || steps(on_next.value()) < steps(changes.value()))) {
      changes = std::move(on_next);
      record.said = std::move(*record.next);
    }
  }
  if (!changes.ok()) {
    // Perhaps it is only half written: it is said when it stays so.
    if (std::exchange(design.complained, hash) == hash && design.trouble.empty()) {
      trouble(design, std::string(changes.error().rule) + "; it is left alone until it changes");
    }
    return false;
  }
  record.next.reset();
  // What the file says, without what others did meanwhile: the next change of the file is a change of this.
  document::Document says = record.said.design;
  const auto on_itself = changes_of({record.said.design, record.said.design, bytes, design.client, design.number + 1});
  for (const operations::Operation& each : on_itself.ok() ? on_itself.value() : changes.value()) {
    (void)operations::apply(says, each);
  }
  record.said = {hash, std::move(says)};
  return commit(design, changes.value());
}

// First on the disk beside the file's new state, then in the replica: stopped in between, it is said to it again.
bool SyncFolder::commit(Design& design, const std::vector<operations::Operation>& operations) {
  std::vector<std::string> bytes;
  for (const operations::Operation& operation : operations) {
    const bool holds = design.view.add_local(operation).took_effect;
    const OperationId id{design.client, ++design.number};
    bytes.push_back(base::encoded(holds ? operation : filler(id)));
  }
  design.record.intents.insert(design.record.intents.end(), bytes.begin(), bytes.end());
  design.complained.clear();
  design.trouble.clear();
  design.dirty = design.news = true;  // others' changes, and what the file could not say
  if (!save(design)) return false;
  if (!bytes.empty()) store(design, bytes);
  return true;
}

void SyncFolder::store(Design& design, const std::vector<std::string>& operations) {
  sync::StoreOperations wish;
  wish.document = id_bytes(design.record.document);
  wish.operations = operations;
  wish.gesture_end = true;
  device_->tell(std::move(wish));
}

// ---- writing files ----

void SyncFolder::write_file(Design& design) {
  DesignRecord& record = design.record;
  const std::string before = record.file.empty() ? std::string() : read_whole(path_of(design)).value_or("");
  if (record.file.empty()) record.file = free_name(design);
  // What the file says already in its own way is not written over.
  if (!before.empty() && hash_of(before) == record.said.hash) {
    const auto different = changes_of({design.view.document(), design.view.document(), before, {1, 1}, 1});
    if (different.ok() && different.value().empty()) {
      record.said.design = design.view.document();
      design.dirty = !save(design);
      return;
    }
  }
  const std::string text = file_text(design.view.document());
  record.next = Said{hash_of(text), design.view.document()};
  if (!save(design)) return;
  const auto replaced = replace_file_if(path_of(design), record.said.hash, text, hidden() + "/writing");
  if (!replaced.ok()) {
    record.next.reset();
    trouble(design, "the file cannot be written");
    return;
  }
  if (!replaced.value()) {
    // Somebody was quicker: what they wrote is read first.
    record.next.reset();
    if (record.said.hash.empty()) record.file.clear();
    save(design);
    return;
  }
  const bool fresh = record.said.hash.empty();
  record.said = std::move(*record.next);
  record.next.reset();
  design.dirty = !save(design);
  design.stamp = {};
  say_(record.file + (fresh ? " is here now" : " was changed by others"), false);
}

bool SyncFolder::save(Design& design) {
  const std::string path = hidden() + "/" + base::to_hex(design.record.document) + ".design";
  const auto failure = write_whole(path, write_record(design.record));
  if (failure.has_value()) trouble(design, failure->what);
  return !failure.has_value();
}

void SyncFolder::trouble(Design& design, const std::string& what) {
  const std::string name = design.record.file.empty() ? address_of(design) : design.record.file;
  if (design.trouble != what) say_(name + ": " + what, true);
  design.trouble = what;
  design.trouble_passes = false;
}

// ---- what the replica says ----

SyncFolder::Design* SyncFolder::find(const std::string& document) {
  const auto found = designs_.find(document);
  return found == designs_.end() ? nullptr : &found->second;
}

void SyncFolder::heard(const sync::ReplicaMessage& message) {
  if (const auto* loaded = std::get_if<sync::DocumentLoaded>(&message.kind)) {
    if (Design* design = find(loaded->document)) load(*design, *loaded);
  } else if (const auto* confirmed = std::get_if<sync::EntriesConfirmed>(&message.kind)) {
    Design* design = find(confirmed->document);
    if (design == nullptr || !design->loaded) return;
    const auto answer = design->view.confirm(confirmed->entries);
    if (answer.gap) open(*design);
    for (std::size_t i = 0; i < answer.no_effect.size(); ++i) {
      say_(design->record.file + ": a change came too late for what others did, and had no effect", true);
    }
    design->dirty = design->news = true;
  } else if (const auto* stored = std::get_if<sync::OperationsStored>(&message.kind)) {
    if (Design* design = find(stored->document)) forget_stored(*design, *stored);
  } else if (const auto* rejected = std::get_if<sync::OperationRejected>(&message.kind)) {
    Design* design = find(rejected->document);
    const auto client = operations::id_from_bytes<base::ClientId>(rejected->kept->client);
    if (design == nullptr || !client.has_value()) return;
    design->view.remove_pending({*client, rejected->kept->number});
    design->dirty = true;
    trouble(*design, "the server refused a change, which is kept aside: " + rejected->kept->text);
  } else if (const auto* status = std::get_if<sync::ReplicaStatus>(&message.kind)) {
    if (!status->trouble.empty() && status->trouble != status_.trouble) say_(status->trouble, true);
    status_ = *status;
  } else if (const auto* role = std::get_if<sync::RoleChanged>(&message.kind)) {
    Design* design = find(role->document);
    if (design == nullptr) return;
    if (role->role == sync::Role::Edit) {
      design->trouble.clear();
    } else {
      trouble(*design, "there is no right to change this design; what you change stays on this device");
    }
  } else if (const auto* news = std::get_if<sync::DocumentTrouble>(&message.kind)) {
    if (Design* design = find(news->document)) {
      trouble(*design, news->text);
      design->trouble_of_server = true;
      design->trouble_passes = news->code == k_try_again;
    }
  }
}

void SyncFolder::load(Design& design, const sync::DocumentLoaded& loaded) {
  if (!loaded.complete) return;  // the cloud has to answer first
  auto answer = design.view.load(loaded);
  if (!answer.ok()) return trouble(design, answer.error().rule);
  if (!design.loaded) {
    for (const std::string& bytes : design.record.intents) {
      const auto read = operations::read_operation(bytes);
      const bool fresh = read.ok() && design.view.last_number(read.value().id.client) < read.value().id.number;
      if (fresh) (void)design.view.add_local(read.value().operation);
    }
    if (!design.record.intents.empty()) store(design, design.record.intents);
  }
  design.loaded = true;
  design.dirty = design.news = true;
  if (!answer.value().unstored.empty()) store(design, answer.value().unstored);
}

void SyncFolder::forget_stored(Design& design, const sync::OperationsStored& stored) {
  std::erase_if(design.record.intents, [&](const std::string& bytes) {
    const auto read = operations::read_operation(bytes);
    return !read.ok() || (id_bytes(read.value().id.client) == stored.client && read.value().id.number <= stored.number);
  });
}

void SyncFolder::reaches(const std::string& document, std::uint64_t head) {
  Design* design = find(document);
  if (design == nullptr) return;
  design->head = head;
  design->head_known = true;
  if (std::exchange(design->trouble_of_server, false)) design->trouble.clear();
}

void SyncFolder::disconnected(const Disconnect& how) {
  if (how.why != last_disconnect_.why) say_(how.why + "; what you change is kept and sent later", true);
  last_disconnect_ = how;
  for (auto& [bytes, design] : designs_) design.head_known = false;
}

// ---- where it stands ----

bool SyncFolder::in_step() const {
  // What waits for a design in trouble may wait for ever.
  if (status_.waiting > 0 && !has_design(&Design::is_stuck)) return false;
  if (!blobs_.settled()) return false;
  return std::all_of(designs_.begin(), designs_.end(), [](const auto& each) {
    const Design& design = each.second;
    if (design.stopped || design.is_stuck()) return true;
    const bool here = design.loaded && design.head_known && design.view.seq() >= design.head;
    return here && !design.dirty && design.record.intents.empty() && design.view.pending_count() == 0;
  });
}

bool SyncFolder::has_trouble() const { return blobs_.has_trouble() || has_design(&Design::is_stuck); }

bool SyncFolder::has_passing_trouble() const { return last_disconnect_.for_now || has_design(&Design::may_do_better); }

std::string SyncFolder::address_of(const Design& design) const {
  return settings_.server + "/d/" + base::to_hex(design.record.document) + "#" + base::to_hex(design.record.capability);
}

std::string SyncFolder::free_name(const Design& design) const {
  const std::string name = file_name_of(design.view.document().root().string(document::Key::Name));
  std::set<std::string> taken;
  for (const auto& [bytes, other] : designs_) taken.insert(other.record.file);
  for (int i = 1;; ++i) {
    std::string out = name + (i > 1 ? " " + std::to_string(i) : "") + ".json";
    if (taken.count(out) == 0 && !std::filesystem::exists(settings_.folder + "/" + out)) return out;
  }
}

}  // namespace flashkit::cli
