#include "base/number.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "base/assert.h"

namespace flashkit::base {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t i) {
  while (i < text.size() && is_digit(text[i])) ++i;
  return i;
}

// RFC 8259, section 6.
bool is_json_number(std::string_view text) {
  std::size_t i = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t start = i;
  i = skip_digits(text, i);
  if (i == start || (text[start] == '0' && i - start > 1)) return false;
  if (i < text.size() && text[i] == '.') {
    const std::size_t fraction = ++i;
    i = skip_digits(text, i);
    if (i == fraction) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    const std::size_t exponent = i;
    i = skip_digits(text, i);
    if (i == exponent) return false;
  }
  return i == text.size();
}

}  // namespace

// ECMA-262, Number::toString: digits d1..dk and n with value = 0.d1..dk * 10^n.
std::string shortest(double value) {
  FLASHKIT_ASSERT(std::isfinite(value));
  if (value == 0) return "0";
  const auto decimal = fmt::detail::dragonbox::to_decimal(std::fabs(value));
  std::string digits = std::to_string(decimal.significand);  // fmt::format would bring all of std::locale along
  int n = static_cast<int>(digits.size()) + decimal.exponent;
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  const int k = static_cast<int>(digits.size());
  std::string out = value < 0 ? "-" : "";
  if (k <= n && n <= 21) {
    out += digits + std::string(static_cast<std::size_t>(n - k), '0');
  } else if (0 < n && n <= 21) {
    out += digits.substr(0, static_cast<std::size_t>(n)) + "." + digits.substr(static_cast<std::size_t>(n));
  } else if (-6 < n && n <= 0) {
    out += "0." + std::string(static_cast<std::size_t>(-n), '0') + digits;
  } else {
    out += digits.substr(0, 1);
    if (k > 1) out += "." + digits.substr(1);
    out += n - 1 < 0 ? "e-" : "e+";
    out += std::to_string(std::abs(n - 1));
  }
  return out;
}

namespace {

// Both factors are exact below 2^53 and up to 10^22, so one division rounds correctly (Clinger, "How to read floating
// point numbers accurately"). Nothing for longer numbers and for exponents. strtod costs some twenty times as much in
// WebAssembly, where long double is computed in software, and a design is mostly numbers.
std::optional<double> parse_short_number(std::string_view text) {
  constexpr double k_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::size_t k_most_digits = 18;
  const bool negative = text[0] == '-';
  std::uint64_t digits = 0;
  std::size_t count = 0;
  std::size_t fraction = 0;
  bool after_point = false;
  for (const char c : text.substr(negative ? 1 : 0)) {
    if (c == '.') {
      after_point = true;
      continue;
    }
    if (!is_digit(c) || ++count > k_most_digits) return std::nullopt;
    digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
    if (after_point) ++fraction;
  }
  if (digits > std::uint64_t{1} << 53) return std::nullopt;
  const double value = static_cast<double>(digits) / k_powers[fraction];
  return negative ? -value : value;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (!is_json_number(text)) return std::nullopt;
  if (const auto value = parse_short_number(text)) return value;
  const std::string copy(text);
  const double value = std::strtod(copy.c_str(), nullptr);
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace flashkit::base
