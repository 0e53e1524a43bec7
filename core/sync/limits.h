#pragma once
// Sizes and times of the live protocol, for devices and servers (docs/protocol.md quotes them).
#include <cstddef>
#include <cstdint>

namespace flashkit::sync {

inline constexpr std::uint32_t k_protocol_least = 1;
inline constexpr std::uint32_t k_protocol_most = 1;
// The rules of designs that this program knows. Raised when older programs would misread a design or harm it; what
// rides along harmlessly needs no new number. 2: formats of letters (sync/minimum.h).
inline constexpr std::uint32_t k_rules = 2;

// What a program speaks and knows. Of another build than this one only in tests.
struct Program {
  std::uint32_t protocol_least = k_protocol_least;
  std::uint32_t protocol_most = k_protocol_most;
  std::uint32_t rules = k_rules;
};

// The rules that a program must know to show a design, and to change it. 0: any program. Only raised.
struct Minimum {
  std::uint32_t reader = 0;
  std::uint32_t writer = 0;
  bool operator==(const Minimum&) const = default;
  bool exceeds(const Minimum& other) const { return reader > other.reader || writer > other.writer; }
  Minimum raised_by(const Minimum& other) const {
    return {reader > other.reader ? reader : other.reader, writer > other.writer ? writer : other.writer};
  }
};

inline constexpr std::size_t k_max_operation_bytes = 16u << 20;
inline constexpr std::size_t k_max_inline_entry_bytes = 16u << 10;  // above: the body goes to a blob
inline constexpr std::size_t k_max_entry_bytes = 4u << 20;          // of several operations; one alone may be larger
inline constexpr std::size_t k_max_frame_bytes = 24u << 20;
inline constexpr std::size_t k_max_presence_bytes = 16u << 10;
inline constexpr std::size_t k_max_checkpoint_bytes = 256u << 20;
inline constexpr std::size_t k_max_push_bytes = 256u << 10;   // one Push frame, unless one operation is larger
inline constexpr std::size_t k_push_window_bytes = 1u << 20;  // pushed and not yet answered, per document
inline constexpr std::size_t k_max_push_operations = 1000;

// Group commit, where appends are paid for each.
inline constexpr std::uint64_t k_group_ms = 100;        // with company
inline constexpr std::uint64_t k_group_alone_ms = 250;  // alone; a gesture's end never waits

// Connection.
inline constexpr std::uint64_t k_ping_ms = 15'000;        // after so much silence
inline constexpr std::uint64_t k_pong_limit_ms = 10'000;  // no frame at all for so long after a ping: half-open
inline constexpr std::uint64_t k_connect_limit_ms = 20'000;
inline constexpr std::uint64_t k_move_ms = 200;  // to another server, when this one says that it stops
inline constexpr std::uint64_t k_backoff_least_ms = 500;
inline constexpr std::uint64_t k_backoff_most_ms = 30'000;
inline constexpr std::uint64_t k_answer_limit_ms = 20'000;  // a push or an open unanswered for so long is made again
inline constexpr std::uint64_t k_storage_retry_ms = 2'000;

// Device.
inline constexpr std::size_t k_entries_before_compaction = 200;
inline constexpr std::size_t k_entries_per_compaction = 256;
inline constexpr std::size_t k_waiting_for_checkpoint_bytes = 4u << 20;

}  // namespace flashkit::sync
