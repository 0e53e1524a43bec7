#pragma once
// The characters of a text as runs with permanent ids, so that two people typing in one box both keep their letters
// (design: "insert after id", journal order decides). Offsets count code points.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "document/value.h"

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

inline constexpr std::size_t k_max_letter_format_bytes = 1024;  // of its value: every piece of a text has it

// A register of each letter it lies on: a property of the text that is another for these letters.
struct LetterFormat {
  std::string key;
  Value value;
  // The operation that wrote it, for undo; unknown (nil) where the text came from a checkpoint. No part of the state.
  base::OperationId writer = {};
  bool operator==(const LetterFormat& other) const { return key == other.key && value == other.value; }
};
using LetterFormats = std::vector<LetterFormat>;  // by key, each once

// Null when the letters have no such format.
const LetterFormat* find_format(const LetterFormats& formats, std::string_view key);

struct TextPiece {
  TextRunId run;
  std::uint32_t offset = 0;  // of its first code point within the run
  std::u32string text;
  bool removed = false;
  LetterFormats formats = {};
};

struct TextSpan {
  TextPoint first;
  std::uint32_t length = 0;
};

class TextSequence {
 public:
  TextSequence(TextRunId base, std::string_view utf8);
  explicit TextSequence(std::vector<TextPiece> pieces) : pieces_(std::move(pieces)) {}

  // Puts the new run right behind `after` (nothing: at the start), with the formats of that character. NotFound when
  // it never was here.
  base::Result<void> insert(TextRunId run, std::optional<TextPoint> after, std::string_view utf8);
  // Marks the characters as removed; those that are already removed stay so. NotFound for a character that never was.
  base::Result<void> remove(std::span<const TextSpan> spans);
  // Gives all letters from the first to the last that the spans name this value, those between them that no span names
  // included: who formats a word means the letters, too, that somebody else is typing into it. Removed ones keep
  // formats as well, for undo. Nothing: the letters have it no longer. NotFound when the spans name no character or one
  // that never was; Limit when a letter would have more than `most` formats.
  base::Result<void> format(std::span<const TextSpan> spans, std::string_view key, const std::optional<Value>& value,
                            base::OperationId writer, std::size_t most);

  struct Place {
    std::size_t piece = 0;
    std::uint32_t within = 0;  // the piece
    auto operator<=>(const Place&) const = default;
  };
  // The first and the last of the characters that the spans name; nothing when they name none, or one that never was.
  std::optional<std::pair<Place, Place>> reach(std::span<const TextSpan> spans) const;

  std::string visible() const;  // UTF-8
  std::size_t visible_length() const;
  bool has_formats() const;  // of visible letters
  // The character at a visible index; nothing when the index is past the end.
  std::optional<TextPoint> point_at(std::size_t visible_index) const;
  const std::vector<TextPiece>& pieces() const { return pieces_; }

 private:
  // Makes a piece begin there (at the piece's end, too) and gives its index.
  std::size_t cut(Place place);
  std::optional<Place> find(TextPoint point) const;
  std::vector<TextPiece> pieces_;
};

}  // namespace flashkit::document
