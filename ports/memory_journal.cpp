#include "ports/memory_journal.h"

#include <algorithm>
#include <utility>

namespace flashkit::ports {

using base::Errc;
using base::Error;

AppendAnswer MemoryJournal::write(base::DocumentId document, std::uint64_t seq, const std::string& entry) {
  std::vector<std::string>& journal = entries_[document];
  if (seq == 0 || seq > journal.size() + 1) {
    return {AppendAnswer::What::Failed, {}, Error{Errc::Conflict, "an append may not leave a gap"}};
  }
  if (seq <= forgotten_[document]) {
    return {AppendAnswer::What::Failed, {}, Error{Errc::Conflict, "that number is below the first that is kept"}};
  }
  if (seq <= journal.size()) return {AppendAnswer::What::Taken, journal[seq - 1], {}};
  journal.push_back(entry);
  return {AppendAnswer::What::Appended, {}, {}};
}

void MemoryJournal::append_if(base::DocumentId document, std::uint64_t seq, std::string entry, AppendCallback done) {
  if (entry.size() > k_entry_limit_bytes) {
    world_.post([done = std::move(done)] {
      done({AppendAnswer::What::Failed, {}, Error{Errc::Limit, "an entry is larger than the journal takes"}});
    });
    return;
  }
  world_.post([this, document, seq, entry = std::move(entry), done = std::move(done)] {
    const Error lost{Errc::Unavailable, "the answer was lost"};
    if (world_.happens(world_.faults.refused)) {
      done({AppendAnswer::What::Failed, {}, Error{Errc::Unavailable, "the store refused"}});
    } else if (world_.happens(world_.faults.lost_request)) {
      done({AppendAnswer::What::Unknown, {}, lost});
    } else if (world_.happens(world_.faults.late)) {
      world_.post([this, document, seq, entry] { write(document, seq, entry); });
      done({AppendAnswer::What::Unknown, {}, lost});
    } else if (world_.happens(world_.faults.lost_answer)) {
      write(document, seq, entry);
      done({AppendAnswer::What::Unknown, {}, lost});
    } else {
      done(write(document, seq, entry));
    }
  });
}

void MemoryJournal::read_after(base::DocumentId document, std::uint64_t after_seq, std::size_t limit_bytes,
                               PageCallback done) {
  world_.post([this, document, after_seq, limit_bytes, done = std::move(done)] {
    if (world_.happens(world_.faults.refused)) {
      done(Error{Errc::Unavailable, "the store refused"});
      return;
    }
    const std::vector<std::string>& journal = entries_[document];
    JournalPage page;
    std::size_t bytes = 0;
    std::uint64_t seq = std::max(after_seq, forgotten_[document]);
    while (seq < journal.size() && (page.entries.empty() || bytes + journal[seq].size() <= limit_bytes)) {
      if (!page.entries.empty() && world_.happens(world_.faults.short_page)) break;
      bytes += journal[seq].size();
      page.entries.push_back({seq + 1, journal[seq]});
      ++seq;
    }
    page.complete = seq >= journal.size();
    done(std::move(page));
  });
}

void MemoryJournal::forget_later(Forgetting wish, ForgetCallback done) {
  world_.post([this, wish, done = std::move(done)] {
    if (world_.happens(world_.faults.refused)) {
      done(Error{Errc::Unavailable, "the store refused"});
    } else if (wish.up_to >= entries_[wish.document].size()) {
      done(Error{Errc::Conflict, "the last entry is not given up"});
    } else {
      to_forget_.push_back(wish);
      done(wish.up_to);
    }
  });
}

void MemoryJournal::sweep(std::int64_t now_ms, SweepCallback done) {
  world_.post([this, now_ms, done = std::move(done)] {
    for (const Forgetting& each : to_forget_) {
      std::uint64_t& forgotten = forgotten_[each.document];
      if (each.at_ms <= now_ms) forgotten = std::max(forgotten, each.up_to);
    }
    done(false);
  });
}

void MemoryJournal::head(base::DocumentId document, HeadCallback done) {
  world_.post([this, document, done = std::move(done)] {
    if (world_.happens(world_.faults.refused)) {
      done(Error{Errc::Unavailable, "the store refused"});
      return;
    }
    done(std::uint64_t{entries_[document].size()});
  });
}

}  // namespace flashkit::ports
