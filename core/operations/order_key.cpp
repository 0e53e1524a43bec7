#include "operations/order_key.h"

#include <algorithm>
#include <cstdint>

#include "operations/limits.h"

namespace flashkit::operations {
namespace {

constexpr std::string_view k_digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr int k_base = 62;
constexpr std::size_t k_least_width = 4;

using Digits = std::vector<int>;

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  if (c >= 'a' && c <= 'z') return c - 'a' + 36;
  return -1;
}

// The first `width` digits, filled up with zeros.
Digits cut(std::string_view key, std::size_t width) {
  Digits out(width, 0);
  for (std::size_t i = 0; i < std::min(width, key.size()); ++i) out[i] = digit_of(key[i]);
  return out;
}

// False when it goes past the end.
bool step_up(Digits& digits) {
  for (std::size_t i = digits.size(); i-- > 0;) {
    if (++digits[i] < k_base) return true;
    digits[i] = 0;
  }
  return false;
}
bool step_down(Digits& digits) {
  for (std::size_t i = digits.size(); i-- > 0;) {
    if (--digits[i] >= 0) return true;
    digits[i] = k_base - 1;
  }
  return false;
}

Digits middle(const Digits& low, const Digits& high) {
  // (low + high) / 2 with one digit more in front for the carry.
  Digits sum(low.size() + 1, 0);
  int carry = 0;
  for (std::size_t i = low.size(); i-- > 0;) {
    const int digit = low[i] + high[i] + carry;
    sum[i + 1] = digit % k_base;
    carry = digit / k_base;
  }
  sum[0] = carry;
  int rest = 0;
  for (int& digit : sum) {
    const int value = rest * k_base + digit;
    digit = value / 2;
    rest = value % 2;
  }
  return Digits(sum.begin() + 1, sum.end());
}

std::string text_of(const Digits& digits) {
  std::string out;
  for (const int digit : digits) out += k_digits[static_cast<std::size_t>(digit)];
  return out;
}

// The digits of the new key at this width, if there is room: greater than every key that starts as `before` does, and
// such that whatever is appended stays less than `after`.
bool fit(std::string_view before, std::string_view after, std::size_t width, Digits& out) {
  Digits low = cut(before, width);
  if (!step_up(low)) return false;
  if (after.empty()) {
    out = before.empty() ? cut("V", width) : low;
    return true;
  }
  Digits high = cut(after, width);
  if (!step_down(high) || high < low) return false;
  out = before.empty() ? high : middle(low, high);
  return true;
}

void spread(std::string_view before, std::string_view after, std::size_t count, std::string_view suffix,
            std::vector<std::string>& out) {
  if (count == 0) return;
  const std::string key = order_key_between(before, after, suffix);
  const std::size_t left = (count - 1) / 2;
  spread(before, key, left, suffix, out);
  out.push_back(key);
  spread(key, after, count - 1 - left, suffix, out);
}

}  // namespace

bool is_order_key(std::string_view key) {
  return !key.empty() && key.size() <= k_max_order_key_bytes && key.back() != '0' &&
         std::all_of(key.begin(), key.end(), [](char c) { return digit_of(c) >= 0; });
}

std::string order_suffix(base::ClientId client) {
  std::uint64_t bits = (client.high ^ (client.low << 32 | client.low >> 32)) * 0x9E3779B97F4A7C15u;
  bits ^= bits >> 29;
  std::string out;
  for (int i = 0; i < 5; ++i) {
    out += k_digits[bits % k_base];
    bits /= k_base;
  }
  return out + k_digits[1 + bits % (k_base - 1)];
}

std::string order_key_between(std::string_view before, std::string_view after, std::string_view client_suffix) {
  if (before.empty() || after.empty() || before < after) {
    const std::size_t most = std::max(before.size(), after.size()) + 1;
    Digits digits;
    for (std::size_t width = k_least_width; width <= std::max(most, k_least_width); ++width) {
      if (fit(before, after, width, digits)) return text_of(digits) + std::string(client_suffix);
    }
  }
  return std::string(before) + 'V' + std::string(client_suffix);
}

std::vector<std::string> order_keys_between(std::string_view before, std::string_view after, std::size_t count,
                                            std::string_view client_suffix) {
  std::vector<std::string> out;
  out.reserve(count);
  if (!before.empty() && !after.empty()) {
    spread(before, after, count, client_suffix, out);
    return out;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view last = out.empty() ? (after.empty() ? before : after) : std::string_view(out.back());
    out.push_back(after.empty() ? order_key_between(last, {}, client_suffix)
                                : order_key_between({}, last, client_suffix));
  }
  if (!after.empty()) std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace flashkit::operations
