#include "server/entries.h"

#include <utility>

namespace flashkit::server {

using base::Result;

struct EntryReader::Job {
  EntryPage page;
  std::size_t next = 0;
  std::size_t left_bytes = 0;
  PageCallback done;
};

void EntryReader::read(base::DocumentId document, std::uint64_t after_seq, std::size_t limit_bytes, PageCallback done) {
  journal_.read_after(document, after_seq, limit_bytes,
                      [this, limit_bytes, done = std::move(done)](Result<ports::JournalPage> page) {
                        if (!page.ok()) {
                          done(page.error());
                          return;
                        }
                        const auto job = std::make_shared<Job>();  // shared with the answers of the blobs
                        job->page.complete = page.value().complete;
                        job->left_bytes = limit_bytes;
                        for (const ports::JournalEntry& each : page.value().entries) {
                          Result<sync::Entry> entry = sync::decode_entry(each.bytes);
                          if (!entry.ok() || entry.value().seq != each.seq) {
                            done(base::Error{base::Errc::Corrupt, "a journal entry cannot be read"});
                            return;
                          }
                          job->page.entries.push_back(std::move(entry).value());
                        }
                        job->done = done;
                        fill(job);
                      });
}

void EntryReader::fill(const std::shared_ptr<Job>& job) {
  std::vector<sync::Entry>& entries = job->page.entries;
  while (job->next < entries.size() && entries[job->next].body_blob.empty()) ++job->next;
  if (job->next >= entries.size()) {
    job->done(std::move(job->page));
    return;
  }
  if (job->left_bytes == 0) {
    // Enough for one page: the rest is for the next one.
    entries.resize(job->next);
    job->page.complete = false;
    job->done(std::move(job->page));
    return;
  }
  blobs_.get(entries[job->next].body_blob, [this, job](Result<std::string> bytes) {
    if (!bytes.ok()) {
      job->done(bytes.error());
      return;
    }
    Result<sync::EntryBody> body = sync::decode_entry_body(bytes.value());
    if (!body.ok()) {
      job->done(base::Error{base::Errc::Corrupt, "the body of a journal entry cannot be read"});
      return;
    }
    job->left_bytes -= std::min(job->left_bytes, bytes.value().size());
    sync::Entry& entry = job->page.entries[job->next];
    entry.operations = std::move(body).value().operations;
    entry.body_blob.clear();
    ++job->next;
    fill(job);
  });
}

}  // namespace flashkit::server
