#pragma once
// The characters of a text as runs with permanent ids, so that two people typing in one box both keep their letters
// (design: "insert after id", journal order decides). Offsets count code points.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace flashkit::document {

struct TextRunId {
  base::ClientId client;
  std::uint64_t number = 0;
  bool operator==(const TextRunId&) const = default;
  auto operator<=>(const TextRunId&) const = default;
};

// One character: the offset-th code point that the run was inserted with.
struct TextPoint {
  TextRunId run;
  std::uint32_t offset = 0;
  bool operator==(const TextPoint&) const = default;
};

struct TextPiece {
  TextRunId run;
  std::uint32_t offset = 0;  // of its first code point within the run
  std::u32string text;
  bool removed = false;
};

class TextSequence {
 public:
  TextSequence(TextRunId base, std::string_view utf8);
  explicit TextSequence(std::vector<TextPiece> pieces) : pieces_(std::move(pieces)) {}

  // Puts the new run right behind `after` (nothing: at the start). NotFound when that character never was here.
  base::Result<void> insert(TextRunId run, std::optional<TextPoint> after, std::string_view utf8);
  // Marks the characters as removed; those that are already removed stay so. NotFound for a character that never was.
  base::Result<void> remove(TextPoint first, std::uint32_t length);

  std::string visible() const;  // UTF-8
  std::size_t visible_length() const;
  // The character at a visible index; nothing when the index is past the end.
  std::optional<TextPoint> point_at(std::size_t visible_index) const;
  const std::vector<TextPiece>& pieces() const { return pieces_; }

 private:
  // Makes a piece begin at this character and gives its index.
  std::optional<std::size_t> split_at(TextPoint point);
  std::vector<TextPiece> pieces_;
};

}  // namespace flashkit::document
