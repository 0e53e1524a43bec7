// The server around the shipping Sequencer: a journal and blobs that fail in every way a conditional write can.
#include "base/proto.h"
#include "operations/ids.h"
#include "sync/frames.h"
#include "tests/simulator/world.h"

namespace flashkit::simulator {

using sync::AppendOutcome;

sync::SequencerMoment Server::moment() {
  const std::uint64_t high = world_.random.next();
  const std::uint64_t low = world_.random.next();
  return {world_.now_ms, high, low};
}

std::vector<sync::Entry> Server::served(DocumentId id, std::uint64_t after_seq) {
  std::vector<sync::Entry> out;
  const CloudDocument& document = cloud[id];
  for (std::uint64_t seq = std::max(after_seq, document.purged) + 1; seq <= document.entries.size(); ++seq) {
    sync::Entry entry = sync::decode_entry(document.entries[seq - 1]).value();
    if (!entry.body_blob.empty()) {
      entry.operations = sync::decode_entry_body(blobs.at(entry.body_blob)).value().operations;
      entry.body_blob.clear();
    }
    out.push_back(std::move(entry));
  }
  return out;
}

Room& Server::room(DocumentId id) {
  auto& found = rooms_[id];
  if (found == nullptr) {
    found = std::make_unique<Room>(id);
    load(id);
  }
  return *found;
}

void Server::load(DocumentId id) {
  const CloudDocument& document = cloud[id];
  sync::ClientTable clients;
  if (document.checkpoint_seq > 0) clients = sync::read_checkpoint_clients(document.checkpoint).value();
  perform(id, rooms_.at(id)->sequencer.load(document.checkpoint_seq, std::move(clients), moment()));
}

void Server::frame(std::uint64_t connection, const std::string& bytes) {
  if (!up) return;
  const auto decoded = sync::decode_client_frame(bytes);
  if (!decoded.ok()) return world_.fail("frames", "a device sent what is no frame");
  const auto& kind = decoded.value().kind;
  if (std::get_if<sync::Hello>(&kind) != nullptr) {
    sync::Welcome welcome;
    welcome.protocol = 1;
    send(connection, sync::server_frame(std::move(welcome)));
  } else if (const auto* wish = std::get_if<sync::Open>(&kind)) {
    open(connection, *wish);
  } else if (const auto* pushed = std::get_if<sync::Push>(&kind)) {
    push(connection, *pushed);
  } else if (const auto* ping = std::get_if<sync::Ping>(&kind)) {
    sync::Pong pong;
    pong.number = ping->number;
    send(connection, sync::server_frame(pong));
  }
}

void Server::open(std::uint64_t connection, const sync::Open& open) {
  const DocumentId id = *sync::id_from_bytes<DocumentId>(open.document);
  CloudDocument& document = cloud[id];
  auto& session = sessions_[connection][id];
  if (session == 0) session = next_session_++;
  Room& joined = room(id);
  joined.connections[session] = connection;
  joined.sequencer.join(session);
  sync::Opened opened;
  opened.document = open.document;
  opened.head = document.entries.size();
  opened.role = sync::Role::Edit;
  opened.checkpoint_seq = document.checkpoint_seq;
  opened.from_checkpoint = open.after_seq < document.purged;
  const std::uint64_t from = opened.from_checkpoint ? document.checkpoint_seq : open.after_seq;
  send(connection, sync::server_frame(opened));
  const auto entries = served(id, from);
  for (std::size_t at = 0; at < entries.size();) {
    sync::Entries page;
    page.document = open.document;
    page.head = document.entries.size();
    for (; at < entries.size() && page.entries.size() < 8; ++at) page.entries.push_back(entries[at]);
    send(connection, sync::server_frame(std::move(page)));
  }
}

// Some operations are refused for good, by their bytes: a rule that only the server knows.
void Server::push(std::uint64_t connection, const sync::Push& push) {
  const DocumentId id = *sync::id_from_bytes<DocumentId>(push.document);
  const auto session = sessions_[connection].find(id);
  if (session == sessions_[connection].end()) return;
  sync::Push passed;
  passed.document = push.document;
  passed.gesture_end = push.gesture_end;
  std::set<base::ClientId> stopped;
  for (const std::string& bytes : push.operations) {
    const auto read = operations::read_operation(bytes);
    if (!read.ok() || stopped.count(read.value().id.client) > 0) continue;
    const bool refused = world_.faults.rejections && !read.value().operation.steps.empty() &&
                         base::sha256(base::bytes_of(bytes))[0] < 12;
    if (!refused) {
      passed.operations.push_back(bytes);
      continue;
    }
    stopped.insert(read.value().id.client);
    sync::Rejected rejected;
    rejected.document = push.document;
    rejected.client = sync::id_bytes(read.value().id.client);
    rejected.number = read.value().id.number;
    rejected.reason = sync::RejectReason::Malformed;
    send(connection, sync::server_frame(std::move(rejected)));
  }
  perform(id, room(id).sequencer.push(session->second, passed, sync::Role::Edit, moment()));
}

void Server::closed(std::uint64_t connection) {
  const auto found = sessions_.find(connection);
  if (found == sessions_.end()) return;
  for (const auto& [id, session] : found->second) {
    const auto joined = rooms_.find(id);
    if (joined == rooms_.end()) continue;
    joined->second->sequencer.leave(session);
    joined->second->connections.erase(session);
  }
  sessions_.erase(found);
}

void Server::kill() {
  world_.note("server killed");
  up = false;
  ++epoch_;
  rooms_.clear();
  sessions_.clear();
}

void Server::perform(DocumentId id, const sync::SequencerEffects& effects) {
  for (const sync::SequencerEffect& effect : effects) {
    if (const auto* to_append = std::get_if<sync::AppendEntry>(&effect)) append(id, *to_append);
    if (const auto* to_read = std::get_if<sync::ReadEntries>(&effect)) read(id, to_read->after_seq);
    if (std::get_if<sync::LoadAgain>(&effect) != nullptr) load_again(id);
    if (const auto* frame = std::get_if<sync::SendFrame>(&effect)) {
      check_frame(id, frame->frame);
      const Room& in = *rooms_.at(id);
      const auto connection = in.connections.find(frame->session);
      if (connection != in.connections.end()) send(connection->second, frame->frame);
    }
    if (const auto* broadcast = std::get_if<sync::Broadcast>(&effect)) {
      check_frame(id, sync::server_frame(broadcast->entries));
      for (const auto& [session, connection] : rooms_.at(id)->connections) {
        send(connection, sync::server_frame(broadcast->entries));
      }
    }
    if (const auto* wake = std::get_if<sync::WakeAt>(&effect)) {
      const std::uint64_t epoch = epoch_;
      world_.at(wake->at_ms > world_.now_ms ? wake->at_ms - world_.now_ms : 0, [this, id, epoch] {
        if (epoch == epoch_) perform(id, room(id).sequencer.wake(moment()));
      });
    }
  }
}

// Said to be in the journal: then it is, durably (I3, I12).
void Server::check_frame(DocumentId id, const sync::ServerFrame& frame) {
  const CloudDocument& document = cloud[id];
  if (const auto* entries = std::get_if<sync::Entries>(&frame.kind)) {
    for (const sync::Entry& entry : entries->entries) {
      if (entry.seq > document.entries.size()) return world_.fail("I12", "an entry was shown before it was durable");
    }
  }
  const auto* acknowledged = std::get_if<sync::Acknowledged>(&frame.kind);
  if (acknowledged == nullptr) return;
  const auto client = sync::id_from_bytes<base::ClientId>(acknowledged->client);
  const auto last = document.last_numbers.find(*client);
  if (last == document.last_numbers.end() || last->second < acknowledged->number) {
    world_.fail("I3", "an operation was acknowledged that is not in the journal");
  }
}

bool Server::write(DocumentId id, const sync::AppendEntry& append) {
  CloudDocument& document = cloud[id];
  if (append.seq > document.entries.size() + 1) {
    world_.fail("I1", "an entry was written beyond head + 1");
    return false;
  }
  if (append.seq <= document.entries.size()) return false;
  if (!append.body_blob.empty()) blobs[append.body_blob] = append.body;
  document.entries.push_back(append.entry);
  const sync::Entry entry = served(id, append.seq - 1).back();
  for (const std::string& bytes : entry.operations) {
    const auto read = operations::read_operation(bytes);
    if (read.ok()) document.last_numbers[read.value().id.client] = read.value().id.number;
  }
  world_.note("journal", id.low, append.seq);
  return true;
}

void Server::past_entry(DocumentId id, std::string operation) {
  sync::Entry entry;
  entry.seq = cloud[id].entries.size() + 1;
  entry.token = operations::id_bytes(world_.random.next(), 1);
  entry.operations.push_back(std::move(operation));
  sync::AppendEntry append;
  append.seq = entry.seq;
  append.entry = base::encoded(entry);
  write(id, append);
}

void Server::append(DocumentId id, const sync::AppendEntry& append) {
  const std::uint64_t epoch = epoch_;
  const std::uint64_t delay = world_.random.between(1, 30);
  const auto answer = [this, id, epoch](AppendOutcome outcome) {
    if (epoch == epoch_) perform(id, room(id).sequencer.appended(outcome, moment()));
  };
  const bool faulty = !world_.healed;
  if (faulty && world_.faults.failed_appends && world_.random.one_in(6)) {
    world_.at(delay, [answer] { answer(AppendOutcome::Failed); });
    return;
  }
  if (faulty && world_.faults.ambiguous_appends && world_.random.one_in(5)) {
    const std::uint64_t kind = world_.random.below(3);  // written, never, or late
    const std::uint64_t late = kind == 0 ? delay / 2 : world_.random.between(delay, delay + 400);
    if (kind != 1) world_.at(late, [this, id, append] { write(id, append); });
    world_.at(delay, [answer] { answer(AppendOutcome::Unknown); });
    return;
  }
  // The write lands even when the server dies meanwhile.
  world_.at(delay / 2, [this, id, append, answer, delay] {
    const bool written = write(id, append);
    world_.at(delay - delay / 2,
              [answer, written] { answer(written ? AppendOutcome::Appended : AppendOutcome::Taken); });
  });
}

void Server::read(DocumentId id, std::uint64_t after_seq) {
  const std::uint64_t epoch = epoch_;
  const bool fails = !world_.healed && world_.faults.failed_reads && world_.random.one_in(4);
  world_.at(world_.random.between(1, 20), [this, id, epoch, after_seq, fails] {
    if (epoch != epoch_) return;
    if (fails) return perform(id, room(id).sequencer.read_failed(moment()));
    perform(id, room(id).sequencer.entries_read(served(id, after_seq), true, moment()));
  });
}

void Server::load_again(DocumentId id) {
  const std::uint64_t epoch = epoch_;
  const bool fails = !world_.healed && world_.faults.failed_reads && world_.random.one_in(4);
  world_.at(world_.random.between(1, 20), [this, id, epoch, fails] {
    if (epoch != epoch_) return;
    if (fails) return perform(id, room(id).sequencer.read_failed(moment()));
    load(id);
  });
}

void Server::send(std::uint64_t connection, const sync::ServerFrame& frame) {
  world_.to_client(connection, base::encoded(frame));
}

void Server::make_checkpoint(DocumentId id) {
  CloudDocument& document = cloud[id];
  if (document.entries.size() == document.checkpoint_seq) return;
  sync::JournalState state;
  if (document.checkpoint_seq > 0) state = sync::JournalState(sync::read_checkpoint(document.checkpoint).value());
  for (const sync::Entry& entry : served(id, state.seq())) {
    if (!state.apply(entry).ok()) return world_.fail("I5", "a tail does not follow its checkpoint");
  }
  document.checkpoint_seq = state.seq();
  document.checkpoint = state.checkpoint();
  document.all_checkpoints.emplace_back(document.checkpoint_seq, document.checkpoint);
  if (world_.random.one_in(2)) document.purged = document.checkpoint_seq;
  world_.note("checkpoint", id.low, document.checkpoint_seq);
}

}  // namespace flashkit::simulator
