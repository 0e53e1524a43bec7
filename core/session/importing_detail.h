#pragma once
// A file becomes the operations of a fresh design.
#include <optional>
#include <string>
#include <string_view>

#include "interchange/import.h"
#include "session/desk_detail.h"

namespace flashkit::session {

// About what one operation of an import holds: well below what an operation may, so that a large design comes in parts
// that every server and device takes.
inline constexpr std::size_t k_import_bytes = 4u << 20;
// What one value of a file may hold, of which no operation holds a part only.
inline constexpr std::size_t k_import_value_bytes = 12u << 20;

// The place of a value that is too large to become part of an operation, in words.
std::optional<std::string> too_large_for_import(const interchange::Import& import);
// Makes the design: the root's registers, then every page and element. False where a part could not be made.
bool import_design(Desk& desk, const interchange::Import& import, std::string_view name);

}  // namespace flashkit::session
