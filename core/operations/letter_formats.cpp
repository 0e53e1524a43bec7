#include "operations/letter_formats.h"

#include <algorithm>
#include <set>

namespace flashkit::operations {
namespace {

using document::LetterFormat;
using document::TextPiece;
using document::TextSequence;
using document::Value;

// Goes through the visible letters piece by piece.
class Visible {
 public:
  explicit Visible(const TextSequence& text) : pieces_(text.pieces()) { skip(); }
  bool at_end() const { return piece_ == pieces_.size(); }
  const TextPiece& piece() const { return pieces_[piece_]; }
  std::size_t left() const { return piece().text.size() - within_; }
  document::TextPoint point() const { return {piece().run, piece().offset + static_cast<std::uint32_t>(within_)}; }
  void go_on(std::size_t letters) {
    within_ += letters;
    if (within_ < piece().text.size()) return;
    within_ = 0;
    ++piece_;
    skip();
  }

 private:
  void skip() {
    while (piece_ < pieces_.size() && pieces_[piece_].removed) ++piece_;
  }
  const std::vector<TextPiece>& pieces_;
  std::size_t piece_ = 0;
  std::size_t within_ = 0;
};

void add_keys(const TextSequence& text, std::set<std::string>& keys) {
  for (const TextPiece& piece : text.pieces()) {
    if (piece.removed) continue;
    for (const LetterFormat& format : piece.formats) keys.insert(format.key);
  }
}

const Value* value_of(const TextPiece& piece, const std::string& key) {
  const LetterFormat* format = find_format(piece.formats, key);
  return format == nullptr ? nullptr : &format->value;
}

bool same(const Value* a, const Value* b) { return a == nullptr || b == nullptr ? a == b : *a == *b; }

}  // namespace

std::vector<FormatStep> format_steps(const TextSequence& has, const TextSequence& wants) {
  constexpr std::size_t k_most_spans = 1000;  // of one step
  std::set<std::string> keys;
  add_keys(has, keys);
  add_keys(wants, keys);
  std::vector<FormatStep> out;
  for (const std::string& key : keys) {
    bool goes_on = false;  // the letter before needed the same
    const Value* last = nullptr;
    Visible to(has);
    for (Visible from(wants); !from.at_end() && !to.at_end();) {
      const std::size_t letters = std::min(from.left(), to.left());
      const Value* wanted = value_of(from.piece(), key);
      const bool needed = !same(value_of(to.piece(), key), wanted);
      if (needed) {
        if (!goes_on || !same(wanted, last) || out.back().spans.size() >= k_most_spans) {
          out.push_back({key, wanted == nullptr ? std::nullopt : std::optional(*wanted), {}});
        }
        out.back().spans.push_back({to.point(), static_cast<std::uint32_t>(letters)});
      }
      goes_on = needed;
      last = wanted;
      from.go_on(letters);
      to.go_on(letters);
    }
  }
  return out;
}

}  // namespace flashkit::operations
