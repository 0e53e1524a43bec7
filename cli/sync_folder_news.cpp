// The other half of sync_folder.cpp: what the replica says, and where everything stands.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/proto.h"
#include "base/utf8.h"
#include "cli/sync_folder.h"
#include "document/blob_names.h"
#include "operations/apply.h"
#include "operations/ids.h"

namespace flashkit::cli {

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
  while (!base::is_utf8(out)) out.pop_back();  // the last letter may have been cut
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out.empty() ? "Design" : out;
}

}  // namespace

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
      trouble(*design, news->text, TroubleOf::Server);
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
  end_trouble(*design, TroubleOf::Server);
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
    if (design.record.stopped || design.is_stuck()) return true;
    if (design.missing > 0 || design.untold) return false;
    const bool here = design.loaded && design.head_known && design.view.seq() >= design.head;
    return here && !design.dirty && design.record.intents.empty() && design.view.pending_count() == 0;
  });
}

bool SyncFolder::has_trouble() const {
  return blobs_.has_trouble() || folder_unread_ || !left_alone_.empty() || has_design(&Design::is_stuck);
}

bool SyncFolder::has_passing_trouble() const { return last_disconnect_.for_now || has_design(&Design::may_do_better); }

std::size_t SyncFolder::designs() const {
  return static_cast<std::size_t>(
      std::count_if(designs_.begin(), designs_.end(), [](const auto& each) { return !each.second.record.stopped; }));
}

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
