#pragma once
// The limits that decide whether an operation is valid. Every replica of every version must decide alike, so these
// numbers are permanent: they may only change together with the protocol version.
#include <cstddef>
#include <cstdint>

#include "document/text_sequence.h"

namespace flashkit::operations {

inline constexpr std::uint64_t k_max_operation_number = (std::uint64_t{1} << 43) - 1;  // number * 2^20 fits 63 bits
inline constexpr std::size_t k_max_type_bytes = 256;
inline constexpr std::size_t k_max_key_bytes = 1024;
inline constexpr std::size_t k_max_order_key_bytes = 1024;
inline constexpr std::size_t k_max_depth = 100;              // of the tree: the root has depth 0, pages 1
inline constexpr std::size_t k_max_text_steps = 4096;        // of one operation: letters typed and erased
inline constexpr std::size_t k_max_spans = 16384;            // of all of them
inline constexpr std::size_t k_max_formatted_spans = 16384;  // of one operation
inline constexpr std::size_t k_max_letter_formats = 32;      // of one letter
inline constexpr std::size_t k_max_letter_format_bytes =
    document::k_max_letter_format_bytes;  // JSON text as it was sent

inline constexpr std::size_t k_max_steps = std::size_t{1} << 20;

// From this length on the siblings should get fresh order keys (see OperationBuilder::spread_children).
inline constexpr std::size_t k_long_order_key_bytes = 64;

}  // namespace flashkit::operations
