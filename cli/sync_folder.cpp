#include "cli/sync_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/proto.h"
#include "base/utf8.h"
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

// A file is gone when it was missing so often: many programs remove a file before they write it anew.
constexpr unsigned k_missing_looks = 4;

std::string file_text(const document::Document& design) { return interchange::export_polotno(design) + "\n"; }

// Why a file cannot be followed whatever is in it; empty: it can.
std::string unfit(const std::string& name, const FileStamp& stamp) {
  if (!base::is_utf8(name)) return "its name is not UTF-8; give it another one";
  return stamp.is_link ? "it is a link to another file; put the file itself here" : std::string();
}

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
  if (auto failure = keep_interrupted()) return failure;  // now that the folder is ours
  device_->start();
  for (auto& [bytes, design] : designs_) {
    if (!design.record.stopped) open(design);
  }
  return std::nullopt;
}

// A run that was stopped while it exchanged a file's bytes may have left there what a person had just saved. What it
// was about to write itself, whole or in part, can go.
std::optional<Failure> SyncFolder::keep_interrupted() {
  const std::string writing = hidden() + "/writing";
  const auto bytes = read_whole(writing);
  if (!bytes.has_value()) return std::nullopt;
  const std::string hash = hash_of(*bytes);
  bool ours = bytes->empty();
  const Design* about = nullptr;  // the design that was being written
  bool is_there = false;          // and its file is as that run wrote it
  for (const auto& [id, design] : designs_) {
    const DesignRecord& record = design.record;
    ours = ours || hash == record.said.hash;
    if (!record.next.has_value() || record.file.empty()) continue;
    ours = ours || file_text(record.next->design).starts_with(*bytes);
    const auto there = read_whole(path_of(design));
    if (is_there) continue;
    is_there = there.has_value() && hash_of(*there) == record.next->hash;
    about = &design;
  }
  if (ours) {
    (void)::unlink(writing.c_str());
    return std::nullopt;
  }
  const std::string name = about == nullptr ? "Design.json" : about->record.file;
  const std::string path = settings_.folder + "/" + name;
  if (!is_there || ::renameat2(AT_FDCWD, writing.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) != 0) {
    return keep_beside(name);
  }
  // Nobody was there since: the person's is back, as that run would have done it.
  (void)::unlink(writing.c_str());
  say_(name + ": what you saved last is back in its place", false);
  return std::nullopt;
}

std::optional<Failure> SyncFolder::keep_beside(const std::string& name) {
  const std::string from = hidden() + "/writing";
  const std::string stem = name.substr(0, name.size() - std::string_view(".json").size());
  for (int i = 1; i < 100; ++i) {
    const std::string kept = stem + " (kept" + (i > 1 ? " " + std::to_string(i) : "") + ").json";
    const std::string path = settings_.folder + "/" + kept;
    const bool moved = ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0 ||
                       (::link(from.c_str(), path.c_str()) == 0 && ::unlink(from.c_str()) == 0);
    if (!moved) continue;
    say_("a run before was interrupted while you saved " + name + ": what you saved is kept in " + kept, true);
    return std::nullopt;
  }
  return Failure{from + " holds something that you saved, and it cannot be moved to " + settings_.folder +
                 "; take it out by hand"};
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
  if (std::exchange(design.record.stopped, false) && !std::filesystem::exists(path_of(design))) {
    design.record.said = {};
    design.record.next.reset();
    design.record.file.clear();
  }
  if (!save(design)) return Failure{"cannot write to " + hidden()};
  open(design);
  return std::nullopt;
}

// ---- looking at the files ----

void SyncFolder::look() {
  const auto listed = list_designs(settings_.folder);
  if (std::exchange(folder_unread_, !listed.has_value()) != !listed.has_value() && folder_unread_) {
    say_("the folder " + settings_.folder + " cannot be read", true);
  }
  if (!listed.has_value()) return;
  const Files& files = *listed;
  std::set<std::string> known;
  for (auto& [bytes, design] : designs_) {
    if (!design.record.file.empty()) known.insert(design.record.file);
    if (design.record.stopped && files.count(design.record.file) > 0) come_back(design);
  }
  find_moved(files, known);
  std::erase_if(left_alone_, [&](const auto& each) { return files.count(each.first) == 0; });
  for (const auto& [name, stamp] : files) {
    if (known.count(name) == 0) look_at_new(name, stamp);
  }
  for (auto& [bytes, design] : designs_) {
    if (!design.record.stopped) reconcile(design, files);
    if (!design.loaded || !std::exchange(design.news, false)) continue;
    std::set<std::string> names;
    document::add_blob_names(design.view.document(), names);
    blobs_.want(names);
  }
  blobs_.look();
}

void SyncFolder::look_at_new(const std::string& name, const FileStamp& stamp) {
  const std::string why = unfit(name, stamp);
  if (!why.empty()) return leave_alone(name, why);
  const auto bytes = read_whole(settings_.folder + "/" + name);
  if (!bytes.has_value() && errno == ENOENT) return;
  if (!bytes.has_value()) return leave_alone(name, "it cannot be read (" + std::string(std::strerror(errno)) + ")");
  left_alone_.erase(name);
  if (not_ours_.count(hash_of(*bytes)) == 0) make_from(name, *bytes);
}

void SyncFolder::leave_alone(const std::string& name, const std::string& why) {
  std::string& said = left_alone_[name];
  if (std::exchange(said, why) != why) say_(name + " is left alone: " + why, true);
}

// A file that is gone and one of the same bytes that is new: it got another name.
void SyncFolder::find_moved(const Files& files, std::set<std::string>& known) {
  for (auto& [bytes, design] : designs_) {
    DesignRecord& record = design.record;
    if (record.stopped || record.file.empty() || record.said.hash.empty() || files.count(record.file) > 0) continue;
    for (const auto& [name, stamp] : files) {
      if (known.count(name) > 0 || !unfit(name, stamp).empty()) continue;
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
  if (design.untold && !tell_untold(design)) return;
  const auto found = files.find(design.record.file);
  if (found == files.end()) {
    if (design.record.said.hash.empty()) {
      write_file(design);
    } else if (++design.missing >= k_missing_looks) {
      stop(design);
    }
    return;
  }
  design.missing = 0;
  const std::string why = unfit(found->first, found->second);
  if (!why.empty()) return trouble(design, why, TroubleOf::Reading);
  if (!(found->second == design.stamp)) {
    const auto bytes = read_whole(path_of(design));
    if (!bytes.has_value()) {
      const int code = errno;
      if (code == ENOENT) return;
      return trouble(design, "it cannot be read (" + std::string(std::strerror(code)) + ")", TroubleOf::Reading);
    }
    if (!take_file(design, *bytes)) return;
    end_trouble(design, TroubleOf::Reading);
    design.stamp = found->second;
  }
  if (design.dirty) write_file(design);
}

// Kept in mind: when the file is back it goes on, after a restart too.
void SyncFolder::stop(Design& design) {
  design.missing = 0;
  design.record.stopped = true;
  design.loaded = false;
  design.stamp = {};
  end_trouble(design, design.trouble_of);
  say_(design.record.file + " was taken away: the design stays in the cloud and is no longer followed; put the file " +
           "back to go on, or `--add " + address_of(design) + "` brings it back",
       true);
  save(design);
  sync::CloseDocument close;
  close.document = id_bytes(design.record.document);
  device_->tell(std::move(close));
}

void SyncFolder::come_back(Design& design) {
  design.record.stopped = false;
  say_(design.record.file + " is back: its design is followed again", false);
  save(design);
  open(design);
}

// Those after them would wait for them. False: the disk does not take them yet.
bool SyncFolder::tell_untold(Design& design) {
  if (!save(design)) return false;
  end_trouble(design, TroubleOf::Writing);
  design.untold = false;
  store(design, design.record.intents);
  return true;
}

// False: the file says nothing that could be taken in, and is left as it is.
bool SyncFolder::take_file(Design& design, const std::string& bytes) {
  DesignRecord& record = design.record;
  const std::string hash = hash_of(bytes);
  if (hash == record.said.hash) {
    design.complained.clear();
    return true;
  }
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
      trouble(design, std::string(changes.error().rule) + "; it is left alone until it changes", TroubleOf::Reading);
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
  design.untold = !bytes.empty();
  return design.untold ? tell_untold(design) : save(design);
}

void SyncFolder::store(Design& design, const std::vector<std::string>& operations) {
  sync::StoreOperations wish;
  wish.document = id_bytes(design.record.document);
  wish.operations = operations;
  wish.gesture_end = true;
  device_->tell(std::move(wish));
}

// ---- writing files ----

// What a person wrote between two exchanges stands where the next write would begin. False: it still does.
bool SyncFolder::rescue_writing(Design& design) {
  if (!std::filesystem::exists(hidden() + "/writing")) return true;
  const auto failure = keep_beside(design.record.file.empty() ? "Design.json" : design.record.file);
  if (failure.has_value()) trouble(design, failure->what, TroubleOf::Writing);
  return !failure.has_value();
}

void SyncFolder::write_file(Design& design) {
  if (!rescue_writing(design)) return;
  DesignRecord& record = design.record;
  const std::string before = record.file.empty() ? std::string() : read_whole(path_of(design)).value_or("");
  if (record.file.empty()) record.file = free_name(design);
  // What the file says already in its own way is not written over.
  if (!before.empty() && hash_of(before) == record.said.hash) {
    const auto different = changes_of({design.view.document(), design.view.document(), before, {1, 1}, 1});
    if (different.ok() && different.value().empty()) {
      record.said.design = design.view.document();
      design.dirty = !save(design);
      if (!design.dirty) end_trouble(design, TroubleOf::Writing);
      return;
    }
  }
  // Changed since it was looked at: it is read first.
  if (!before.empty() && hash_of(before) != record.said.hash) return void(design.stamp = {});
  const std::string text = file_text(design.view.document());
  record.next = Said{hash_of(text), design.view.document()};
  if (!save(design)) return;
  const auto replaced = replace_file_if(path_of(design), record.said.hash, text, hidden() + "/writing");
  if (!replaced.ok()) {
    const std::string why = std::strerror(errno);
    record.next.reset();
    trouble(design, "the file cannot be written (" + why + ")", TroubleOf::Writing);
    return;
  }
  end_trouble(design, TroubleOf::Writing);
  if (!replaced.value()) {
    // Somebody was quicker: what they wrote is read first, however much it looks like what was there.
    (void)rescue_writing(design);
    record.next.reset();
    design.stamp = {};
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
  if (failure.has_value()) trouble(design, failure->what, TroubleOf::Writing);
  return !failure.has_value();
}

void SyncFolder::trouble(Design& design, const std::string& what, TroubleOf of) {
  const std::string name = design.record.file.empty() ? address_of(design) : design.record.file;
  if (design.trouble != what) say_(name + ": " + what, true);
  design.trouble = what;
  design.trouble_of = of;
  design.trouble_passes = false;
}

void SyncFolder::end_trouble(Design& design, TroubleOf of) {
  if (design.trouble_of == of) design.trouble.clear();
}

}  // namespace flashkit::cli
