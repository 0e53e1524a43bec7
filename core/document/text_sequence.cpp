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

std::size_t TextSequence::cut(Place place) {
  TextPiece& piece = pieces_[place.piece];
  if (place.within == 0) return place.piece;
  if (place.within == piece.text.size()) return place.piece + 1;
  TextPiece tail{piece.run, piece.offset + place.within, piece.text.substr(place.within), piece.removed, piece.formats};
  piece.text.resize(place.within);
  pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(place.piece) + 1, std::move(tail));
  return place.piece + 1;
}

Result<void> TextSequence::insert(TextRunId run, std::optional<TextPoint> after, std::string_view utf8) {
  std::size_t at = 0;
  LetterFormats formats;
  if (after.has_value()) {
    const auto found = find(*after);
    if (!found.has_value()) return Error{Errc::NotFound, "the character to insert after never was in this text", 0};
    formats = pieces_[found->piece].formats;
    at = cut({found->piece, found->within + 1});
  }
  if (utf8.empty()) return {};
  pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(at),
                 TextPiece{run, 0, base::to_utf32(utf8), false, std::move(formats)});
  return {};
}

namespace {

// Characters of one run, from the first to before the last.
struct Stretch {
  TextRunId run;
  std::uint64_t from = 0;
  std::uint64_t to = 0;
};

// What the spans name, by run and offset, each character once.
std::vector<Stretch> stretches(std::span<const TextSpan> spans) {
  std::vector<Stretch> all;
  all.reserve(spans.size());
  for (const TextSpan& span : spans) {
    if (span.length > 0)
      all.push_back({span.first.run, span.first.offset, std::uint64_t{span.first.offset} + span.length});
  }
  std::sort(all.begin(), all.end(),
            [](const Stretch& a, const Stretch& b) { return a.run != b.run ? a.run < b.run : a.from < b.from; });
  std::vector<Stretch> out;
  for (const Stretch& next : all) {
    if (!out.empty() && out.back().run == next.run && next.from <= out.back().to) {
      out.back().to = std::max(out.back().to, next.to);
    } else {
      out.push_back(next);
    }
  }
  return out;
}

// Gives `found` every part of a piece that the spans name: which piece, and its first and last character. One way
// through the pieces, however many spans there are. False when a character never was there.
template <class Found>
bool find_stretches(const std::vector<TextPiece>& pieces, std::span<const TextSpan> spans, Found&& found) {
  const std::vector<Stretch> wanted = stretches(spans);
  std::uint64_t missing = 0;
  for (const Stretch& stretch : wanted) missing += stretch.to - stretch.from;
  for (std::size_t i = 0; i < pieces.size() && missing > 0; ++i) {
    const TextPiece& piece = pieces[i];
    const std::uint64_t end = std::uint64_t{piece.offset} + piece.text.size();
    auto at = std::lower_bound(wanted.begin(), wanted.end(), piece, [](const Stretch& stretch, const TextPiece& in) {
      return stretch.run != in.run ? stretch.run < in.run : stretch.to <= in.offset;
    });
    for (; at != wanted.end() && at->run == piece.run && at->from < end; ++at) {
      const std::uint64_t from = std::max<std::uint64_t>(at->from, piece.offset);
      const std::uint64_t to = std::min(at->to, end);
      missing -= std::min(missing, to - from);
      found(i, static_cast<std::uint32_t>(from - piece.offset), static_cast<std::uint32_t>(to - piece.offset - 1));
    }
  }
  return missing == 0;
}

}  // namespace

Result<void> TextSequence::remove(std::span<const TextSpan> spans) {
  struct Part {
    std::size_t piece;
    std::uint32_t first;
    std::uint32_t last;
  };
  std::vector<Part> parts;  // that are still visible
  bool whole = true;        // each of them is all of its piece
  const bool all = find_stretches(pieces_, spans, [&](std::size_t i, std::uint32_t first, std::uint32_t last) {
    if (pieces_[i].removed) return;
    parts.push_back({i, first, last});
    whole = whole && first == 0 && last + 1 == pieces_[i].text.size();
  });
  if (!all) return Error{Errc::NotFound, "a character to remove never was in this text", 0};
  if (whole) {
    for (const Part& part : parts) pieces_[part.piece].removed = true;
    return {};
  }
  // What stands behind the first cut is put back piece by piece, so that no cut moves what another has moved.
  const std::size_t begin = parts.front().piece;
  std::vector<TextPiece> behind(std::make_move_iterator(pieces_.begin() + static_cast<std::ptrdiff_t>(begin)),
                                std::make_move_iterator(pieces_.end()));
  pieces_.erase(pieces_.begin() + static_cast<std::ptrdiff_t>(begin), pieces_.end());
  auto part = parts.begin();
  for (std::size_t i = 0; i < behind.size(); ++i) {
    TextPiece& piece = behind[i];
    if (part == parts.end() || part->piece != begin + i) {
      pieces_.push_back(std::move(piece));
      continue;
    }
    std::uint32_t done = 0;
    const auto put = [&](std::uint32_t to, bool removed) {
      if (to == done) return;
      pieces_.push_back({piece.run, piece.offset + done, piece.text.substr(done, to - done), removed, piece.formats});
      done = to;
    };
    for (; part != parts.end() && part->piece == begin + i; ++part) {
      put(part->first, false);
      put(part->last + 1, true);
    }
    put(static_cast<std::uint32_t>(piece.text.size()), false);
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
  const bool all = find_stretches(pieces_, spans, [&](std::size_t i, std::uint32_t first, std::uint32_t last) {
    if (!out.has_value()) out = {Place{i, first}, Place{i, last}};
    out->second = std::max(out->second, Place{i, last});
  });
  return all ? out : std::nullopt;
}

Result<void> TextSequence::format(std::span<const TextSpan> spans, std::string_view key,
                                  const std::optional<Value>& value, base::OperationId writer, std::size_t most) {
  const auto reached = reach(spans);
  if (!reached.has_value()) return Error{Errc::NotFound, "a character to format never was in this text", 0};
  const auto& [first, last] = *reached;
  // The end is cut first: what is cut behind the beginning would move it.
  const std::size_t pieces_before = pieces_.size();
  cut({last.piece, last.within + 1});
  const std::size_t tail = pieces_before - last.piece - 1 + (pieces_.size() - pieces_before);
  for (std::size_t i = cut(first); i < pieces_.size() - tail; ++i) {
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
