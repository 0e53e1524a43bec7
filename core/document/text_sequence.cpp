#include "document/text_sequence.h"

#include <algorithm>

#include "base/utf8.h"

namespace flashkit::document {

using base::Errc;
using base::Error;
using base::Result;

TextSequence::TextSequence(TextRunId base, std::string_view utf8) {
  if (!utf8.empty()) pieces_.push_back({base, 0, base::to_utf32(utf8), false});
}

std::optional<TextSequence::Place> TextSequence::find(TextPoint point) const {
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const TextPiece& piece = pieces_[i];
    if (piece.run != point.run || point.offset < piece.offset) continue;
    const std::uint32_t within = point.offset - piece.offset;
    if (within < piece.text.size()) return Place{i, within};
  }
  return std::nullopt;
}

std::optional<std::size_t> TextSequence::split_at(TextPoint point) {
  const auto place = find(point);
  if (!place.has_value()) return std::nullopt;
  if (place->within == 0) return place->piece;
  TextPiece& piece = pieces_[place->piece];
  TextPiece tail{piece.run, point.offset, piece.text.substr(place->within), piece.removed, piece.formats};
  piece.text.resize(place->within);
  pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(place->piece) + 1, std::move(tail));
  return place->piece + 1;
}

Result<void> TextSequence::insert(TextRunId run, std::optional<TextPoint> after, std::string_view utf8) {
  std::size_t at = 0;
  LetterFormats formats;
  if (after.has_value()) {
    const auto found = split_at(*after);
    if (!found.has_value()) return Error{Errc::NotFound, "the character to insert after never was in this text", 0};
    formats = pieces_[*found].formats;
    // Cut behind the character, unless it ends its piece.
    at = *found + 1;
    if (pieces_[*found].text.size() > 1) {
      const auto next = split_at({after->run, after->offset + 1});
      FLASHKIT_ASSERT(next.has_value());
      at = *next;
    }
  }
  if (utf8.empty()) return {};
  pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(at),
                 TextPiece{run, 0, base::to_utf32(utf8), false, std::move(formats)});
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

namespace {

auto place_of(LetterFormats& formats, std::string_view key) {
  return std::lower_bound(formats.begin(), formats.end(), key,
                          [](const LetterFormat& format, std::string_view wanted) { return format.key < wanted; });
}

}  // namespace

const LetterFormat* find_format(const LetterFormats& formats, std::string_view key) {
  const auto found =
      std::find_if(formats.begin(), formats.end(), [&](const LetterFormat& format) { return format.key == key; });
  return found == formats.end() ? nullptr : &*found;
}

std::optional<std::pair<TextSequence::Place, TextSequence::Place>> TextSequence::reach(
    std::span<const TextSpan> spans) const {
  std::optional<std::pair<Place, Place>> out;
  for (const TextSpan& span : spans) {
    for (std::uint32_t done = 0; done < span.length;) {
      const auto begin = find({span.first.run, span.first.offset + done});
      if (!begin.has_value()) return std::nullopt;
      const auto rest = static_cast<std::uint32_t>(pieces_[begin->piece].text.size()) - begin->within;
      const std::uint32_t taken = std::min(rest, span.length - done);
      const Place end{begin->piece, begin->within + taken - 1};
      if (!out.has_value()) out = {*begin, end};
      out->first = std::min(out->first, *begin);
      out->second = std::max(out->second, end);
      done += taken;
    }
  }
  return out;
}

Result<void> TextSequence::format(std::span<const TextSpan> spans, std::string_view key,
                                  const std::optional<Value>& value, base::OperationId writer, std::size_t most) {
  const auto reached = reach(spans);
  if (!reached.has_value()) return Error{Errc::NotFound, "a character to format never was in this text", 0};
  const auto& [first, last] = *reached;
  // The end is cut first: what is cut behind the beginning would move it.
  const auto cut = [this](std::size_t piece, std::uint32_t within) {
    return within < pieces_[piece].text.size() ? *split_at({pieces_[piece].run, pieces_[piece].offset + within})
                                               : piece + 1;
  };
  const std::size_t pieces_before = pieces_.size();
  cut(last.piece, last.within + 1);
  const std::size_t tail = pieces_before - last.piece - 1 + (pieces_.size() - pieces_before);
  for (std::size_t i = cut(first.piece, first.within); i < pieces_.size() - tail; ++i) {
    LetterFormats& formats = pieces_[i].formats;
    const auto at = place_of(formats, key);
    const bool has = at != formats.end() && at->key == key;
    if (!value.has_value()) {
      if (has) formats.erase(at);
    } else if (has) {
      at->value = *value;
      at->writer = writer;
    } else {
      if (formats.size() >= most) return Error{Errc::Limit, "a letter has a limited number of formats", most};
      formats.insert(at, {std::string(key), *value, writer});
    }
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

bool TextSequence::has_formats() const {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [](const TextPiece& piece) { return !piece.removed && !piece.formats.empty(); });
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
