#include "server/passed_push.h"

#include <charconv>

#include "base/proto.h"
#include "operations/ids.h"

namespace flashkit::server {

using base::Errc;
using base::Error;
using base::Result;

// The rules, a line's end, and the push as devices send it.
std::string write_passed(const PassedPush& passed) {
  return std::to_string(passed.rules) + '\n' + base::encoded(passed.push);
}

Result<PassedPush> read_passed(std::string_view bytes) {
  PassedPush out;
  const auto [end, code] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), out.rules);
  if (code != std::errc() || end == bytes.data() + bytes.size() || *end != '\n') {
    return Error{Errc::Malformed, "a passed push says which rules are known"};
  }
  Result<sync::Push> push = sync::decode_push(bytes.substr(static_cast<std::size_t>(end - bytes.data()) + 1));
  if (!push.ok()) return push.error();
  const auto document = operations::id_from_bytes<base::DocumentId>(push.value().document);
  if (!document) return Error{Errc::Malformed, "a passed push names its document"};
  out.document = *document;
  out.push = std::move(push).value();
  return out;
}

}  // namespace flashkit::server
