#include "document/text_sequence.h"

#include "base/utf8.h"

namespace flashkit::document {

using base::Errc;
using base::Error;
using base::Result;

TextSequence::TextSequence(TextRunId base, std::string_view utf8) {
  if (!utf8.empty()) pieces_.push_back({base, 0, base::to_utf32(utf8), false});
}

std::optional<std::size_t> TextSequence::split_at(TextPoint point) {
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    TextPiece& piece = pieces_[i];
    const auto length = static_cast<std::uint32_t>(piece.text.size());
    if (piece.run != point.run || point.offset < piece.offset || point.offset - piece.offset >= length) continue;
    const std::uint32_t head = point.offset - piece.offset;
    if (head == 0) return i;
    TextPiece tail{piece.run, point.offset, piece.text.substr(head), piece.removed};
    piece.text.resize(head);
    pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(tail));
    return i + 1;
  }
  return std::nullopt;
}

Result<void> TextSequence::insert(TextRunId run, std::optional<TextPoint> after, std::string_view utf8) {
  std::size_t at = 0;
  if (after.has_value()) {
    const auto found = split_at(*after);
    if (!found.has_value()) return Error{Errc::NotFound, "the character to insert after never was in this text", 0};
    // Cut behind the character, unless it ends its piece.
    at = *found + 1;
    if (pieces_[*found].text.size() > 1) {
      const auto next = split_at({after->run, after->offset + 1});
      FLASHKIT_ASSERT(next.has_value());
      at = *next;
    }
  }
  if (utf8.empty()) return {};
  pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(at), TextPiece{run, 0, base::to_utf32(utf8), false});
  return {};
}

Result<void> TextSequence::remove(TextPoint first, std::uint32_t length) {
  for (std::uint32_t done = 0; done < length;) {
    const auto found = split_at({first.run, first.offset + done});
    if (!found.has_value()) return Error{Errc::NotFound, "a character to remove never was in this text", done};
    TextPiece& piece = pieces_[*found];
    const std::uint32_t rest = length - done;
    if (piece.text.size() > rest) {
      const auto next = split_at({first.run, first.offset + length});
      FLASHKIT_ASSERT(next.has_value());
    }
    pieces_[*found].removed = true;
    done += static_cast<std::uint32_t>(pieces_[*found].text.size());
  }
  return {};
}

std::string TextSequence::visible() const {
  std::string out;
  for (const TextPiece& piece : pieces_) {
    if (!piece.removed) out += base::to_utf8(piece.text);
  }
  return out;
}

std::size_t TextSequence::visible_length() const {
  std::size_t length = 0;
  for (const TextPiece& piece : pieces_) length += piece.removed ? 0 : piece.text.size();
  return length;
}

std::optional<TextPoint> TextSequence::point_at(std::size_t visible_index) const {
  for (const TextPiece& piece : pieces_) {
    if (piece.removed) continue;
    if (visible_index < piece.text.size()) {
      return TextPoint{piece.run, piece.offset + static_cast<std::uint32_t>(visible_index)};
    }
    visible_index -= piece.text.size();
  }
  return std::nullopt;
}

}  // namespace flashkit::document
