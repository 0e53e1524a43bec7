#pragma once
// Reading a journal as entries with their operations in place: large ones keep them in a blob. Answers come on any
// thread.
#include <functional>
#include <memory>
#include <vector>

#include "ports/blobs.h"
#include "ports/journal.h"
#include "sync/generated/frames.pb.h"

namespace flashkit::server {

struct EntryPage {
  std::vector<sync::Entry> entries;  // consecutive
  bool complete = false;             // nothing stood behind them
};

class EntryReader {
 public:
  using PageCallback = std::function<void(base::Result<EntryPage>)>;
  EntryReader(ports::Journal& journal, ports::Blobs& blobs) : journal_(journal), blobs_(blobs) {}
  // As Journal::read_after. A page may become larger than the limit by the bodies of one large entry.
  void read(base::DocumentId document, std::uint64_t after_seq, std::size_t limit_bytes, PageCallback done);

 private:
  struct Job;
  void fill(const std::shared_ptr<Job>& job);
  ports::Journal& journal_;
  ports::Blobs& blobs_;
};

}  // namespace flashkit::server
