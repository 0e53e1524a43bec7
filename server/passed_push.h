#pragma once
// Operations on their way from the server they came to, which has authorised them, to the one that their document
// prefers, which writes for all (docs/protocol.md, N8).
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "sync/generated/frames.pb.h"

namespace flashkit::server {

struct PassedPush {
  base::DocumentId document;
  std::uint32_t rules = 1;  // that every program behind the operations knows
  sync::Push push;          // names the document too; its minimum is what the document asked where they came from
};
// How far the journal reaches, every operation of the push among it; nothing: it cannot be said.
using PassedCallback = std::function<void(std::optional<std::uint64_t>)>;

inline constexpr std::size_t k_passed_bytes = 256u << 10;  // larger ones are written where they came
inline constexpr std::size_t k_passed_body_bytes = k_passed_bytes + 1024;

std::string write_passed(const PassedPush& passed);
// Untrusted bytes. Errors: Malformed.
base::Result<PassedPush> read_passed(std::string_view bytes);

}  // namespace flashkit::server
