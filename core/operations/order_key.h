#pragma once
// Order keys of siblings: base-62 fractions (digits 0-9 A-Z a-z, compared as bytes) that end in a suffix of the client
// who made them, so that two people inserting at one spot never make the same key. Ties are decided by node id.
//
// Length: 10 bytes for the first seven million appends or prepends; insertions at one spot add about one digit for
// every five of them (never more than 24 + n / 4 bytes after n of them, whoever makes them). From 64 bytes on the
// siblings should be spread afresh.
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace flashkit::operations {

// 1 to 1024 digits, the last not '0' (else nothing fits between "a" and "a0").
bool is_order_key(std::string_view key);
// Six digits from the client's id, the last not '0'.
std::string order_suffix(base::ClientId client);
// Strictly between; an empty neighbour is the end. Where nothing fits (before >= after, which only equal keys of two
// clients with one suffix bring about) the key stands right behind `before`. Neighbours must be order keys or empty.
std::string order_key_between(std::string_view before, std::string_view after, std::string_view client_suffix);
// `count` rising keys between the two, evenly spread.
std::vector<std::string> order_keys_between(std::string_view before, std::string_view after, std::size_t count,
                                            std::string_view client_suffix);

}  // namespace flashkit::operations
