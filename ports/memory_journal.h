#pragma once
// The journal in memory, with the faults of MemoryWorld. For tests and the simulator; keeps nothing.
#include <map>

#include "ports/journal.h"
#include "ports/memory_world.h"

namespace flashkit::ports {

class MemoryJournal final : public Journal {
 public:
  explicit MemoryJournal(MemoryWorld& world) : world_(world) {}
  void append_if(base::DocumentId document, std::uint64_t seq, std::string entry, AppendCallback done) override;
  void read_after(base::DocumentId document, std::uint64_t after_seq, std::size_t limit_bytes,
                  PageCallback done) override;
  void head(base::DocumentId document, HeadCallback done) override;
  void forget_later(Forgetting wish, ForgetCallback done) override;
  void sweep(std::int64_t now_ms, SweepCallback done) override;

  const std::vector<std::string>& entries(base::DocumentId document) { return entries_[document]; }
  // Entries up to this number are no longer kept.
  void forget(base::DocumentId document, std::uint64_t up_to) { forgotten_[document] = up_to; }

 private:
  AppendAnswer write(base::DocumentId document, std::uint64_t seq, const std::string& entry);

  MemoryWorld& world_;
  std::map<base::DocumentId, std::vector<std::string>> entries_;
  std::map<base::DocumentId, std::uint64_t> forgotten_;
  std::vector<Forgetting> to_forget_;
};

}  // namespace flashkit::ports
