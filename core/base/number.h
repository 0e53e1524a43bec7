#pragma once
// Numbers as text: ECMAScript's shortest form (RFC 8785, 3.2.2.3), the same bytes on every platform.
#include <optional>
#include <string>
#include <string_view>

namespace flashkit::base {

// ECMAScript Number::toString of a finite number; -0 gives "0". The number must be finite.
std::string shortest(double value);
// Parses a whole JSON number; nothing for anything else or for what overflows to infinity.
std::optional<double> parse_number(std::string_view text);

}  // namespace flashkit::base
