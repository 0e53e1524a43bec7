#include <algorithm>
#include <iterator>

#include "base/number.h"
#include "display/letter_styles_detail.h"
#include "display/text_element.h"

namespace flashkit::display {

using document::Key;

namespace {

constexpr double k_max_font_px = 20'000;

std::uint16_t weight_of(const document::Value& value) {
  if (value.is_number()) return static_cast<std::uint16_t>(within(value.as_number(400), 1, 1000));
  const std::string text = value.as_string();
  if (text == "bold" || text == "bolder") return 700;
  const auto number = base::parse_number(text);
  return number.has_value() ? static_cast<std::uint16_t>(within(*number, 1, 1000)) : 400;
}

constexpr Key k_letter_properties[] = {Key::FontFamily, Key::FontSize,      Key::FontWeight,    Key::FontStyle,
                                       Key::Fill,       Key::LetterSpacing, Key::TextDecoration};

// Style and colour of the letters of one piece: their formats, else the element's properties, else what is usual.
class LetterStyle {
 public:
  LetterStyle(const Properties& properties, const document::LetterFormats& formats)
      : properties_(properties), formats_(formats) {}

  text::TextStyle style() const {
    text::TextStyle out;
    out.family = text_of(Key::FontFamily, "Roboto");
    out.size_px = within(number_of(Key::FontSize, 14), 1, k_max_font_px);
    const std::string slant = text_of(Key::FontStyle, "normal");
    const document::Value* weight = find(Key::FontWeight);
    out.font = {weight == nullptr ? std::uint16_t{400} : weight_of(*weight), slant == "italic" || slant == "oblique"};
    out.letter_spacing_em = within(number_of(Key::LetterSpacing, 0), -100, 100);
    const std::string decoration = text_of(Key::TextDecoration, "");
    out.underline = decoration.find("underline") != std::string::npos;
    out.line_through = decoration.find("line-through") != std::string::npos;
    return out;
  }
  std::string fill() const { return text_of(Key::Fill, "black"); }

 private:
  const document::Value* find(Key key) const {
    const document::LetterFormat* format = find_format(formats_, document::name_of(key));
    return format != nullptr && !format->value.is_null() ? &format->value : properties_.find(key);
  }
  std::string text_of(Key key, std::string_view otherwise) const {
    const document::Value* value = find(key);
    return value == nullptr ? std::string(otherwise) : value->as_string(otherwise);
  }
  double number_of(Key key, double otherwise) const {
    const document::Value* value = find(key);
    return value == nullptr ? otherwise : value->as_number(otherwise);
  }
  const Properties& properties_;
  const document::LetterFormats& formats_;
};

}  // namespace

bool is_letter_property(Key key) {
  return std::find(std::begin(k_letter_properties), std::end(k_letter_properties), key) !=
         std::end(k_letter_properties);
}

std::vector<text::StyleRun> style_runs(const Properties& properties, std::string_view shown,
                                       std::vector<std::string>& fills) {
  const document::TextSequence* letters = properties.node().text.get();
  std::vector<text::StyleRun> out;
  if (letters != nullptr && letters->has_formats() && letters->visible() == shown) {
    std::uint32_t at = 0;
    for (const document::TextPiece& piece : letters->pieces()) {
      if (piece.removed) continue;
      const LetterStyle style(properties, piece.formats);
      text::StyleRun run{at, at + static_cast<std::uint32_t>(piece.text.size()), style.style()};
      at = run.end;
      const std::string fill = style.fill();
      if (!out.empty() && out.back().style == run.style && fills.back() == fill) {
        out.back().end = run.end;
      } else {
        out.push_back(std::move(run));
        fills.push_back(fill);
      }
    }
  }
  if (out.empty()) {
    const document::LetterFormats none;
    const LetterStyle style(properties, none);
    out.push_back({.style = style.style()});
    fills.push_back(style.fill());
  }
  return out;
}

}  // namespace flashkit::display
