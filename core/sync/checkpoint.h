#pragma once
// A document's state after entry n as canonical JSON (RFC 8785), the same bytes on every machine and build. Checkpoint
// plus tail equals full replay byte for byte: the table of last numbers per client, the characters of texts with their
// ids, and removed nodes stand in it. docs/formats.md describes the layout.
#include <map>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "document/document.h"

namespace flashkit::sync {

// The last operation number of every client in the journal.
using ClientTable = std::map<base::ClientId, std::uint64_t>;

struct Checkpoint {
  std::uint64_t seq = 0;
  ClientTable clients;
  document::Document document;
};

std::string write_checkpoint(std::uint64_t seq, const ClientTable& clients, const document::Document& document);
inline std::string write_checkpoint(const Checkpoint& state) {
  return write_checkpoint(state.seq, state.clients, state.document);
}
// Untrusted bytes: the same rules hold for every node as in operations::apply. Linear.
base::Result<Checkpoint> read_checkpoint(std::string_view json);
// Only the table of clients, for those who need no document.
base::Result<ClientTable> read_checkpoint_clients(std::string_view json);

}  // namespace flashkit::sync
