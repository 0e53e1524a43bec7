#pragma once
// DynamoDB's JSON: requests as text, attributes of items as values. Pure. The table of design: keys `PK` and `SK`;
// `b` the bytes (an entry, a record's value), `t` the random token of the write that made this state, and for records
// `p` the token of the write before it, `c` of the write that created it, and `v` the version; `x` says when an entry
// may go, in seconds of the wall clock (DynamoDB's time to live). Names are short because storage and traffic are
// billed.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace flashkit::adapters::dynamodb {

inline constexpr char k_partition[] = "PK";
inline constexpr char k_sort[] = "SK";
inline constexpr char k_bytes[] = "b";
inline constexpr char k_token[] = "t";
inline constexpr char k_token_before[] = "p";
inline constexpr char k_token_created[] = "c";
inline constexpr char k_version[] = "v";
inline constexpr char k_expiry[] = "x";

std::string to_base64(std::string_view bytes);
// Nothing for what is not base64 with its padding.
std::optional<std::string> from_base64(std::string_view text);

// {"S":...}, {"B":...}, {"N":...}
base::Json text_value(std::string text);
base::Json bytes_value(std::string_view bytes);
base::Json number_value(std::uint64_t number);

struct ItemKey {
  std::string partition;
  std::string sort;
};
base::Json key_json(const ItemKey& key);

// One attribute of an item; nothing if it is missing or of another type.
std::optional<std::string> text_in(const base::Json& item, const char* name);
std::optional<std::string> bytes_in(const base::Json& item, const char* name);
std::optional<std::uint64_t> number_in(const base::Json& item, const char* name);

// The size that Amazon bills: names and values; a number counts a byte for two digits and one more.
std::size_t item_size_bytes(const base::Json& item);
// Capacity units: a write takes one for each KB, a consistent read one for each 4 KB, any other read half of that. What
// is empty counts as one byte.
double write_units(std::size_t size_bytes);
double read_units(std::size_t size_bytes, bool consistent);

}  // namespace flashkit::adapters::dynamodb
