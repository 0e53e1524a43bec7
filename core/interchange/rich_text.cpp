#include "interchange/rich_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/number.h"
#include "base/utf8.h"
#include "document/generated/properties.h"

namespace flashkit::interchange {

using document::Key;
using document::LetterFormats;
using document::TextPiece;
using document::TextSequence;
using document::Value;

namespace {

// ---- writing ----

const Value* value_of(const LetterFormats& formats, Key key) {
  const document::LetterFormat* format = find_format(formats, document::name_of(key));
  return format == nullptr ? nullptr : &format->value;
}

bool is_safe(std::string_view css) { return !css.empty() && css.find_first_of("\"<>&;\n\r") == std::string_view::npos; }

// Tags around the letters of a run, outermost first; empty for plain letters.
struct Tags {
  std::vector<std::string> open;
  std::vector<std::string> names;
  bool operator==(const Tags&) const = default;
};

class TagsOf {
 public:
  explicit TagsOf(const LetterFormats& formats) : formats_(formats) {}

  Tags run() {
    weight();
    slant();
    lines();
    declare("color", text_of(Key::Fill));
    declare("font-family", text_of(Key::FontFamily));
    declare("font-size", number_of(Key::FontSize, "px"));
    declare("letter-spacing", number_of(Key::LetterSpacing, "em"));
    if (!later_.empty()) css_ += (css_.empty() ? "" : " ") + later_;
    if (!css_.empty()) add("span", "span style=\"" + css_ + "\"");
    return std::move(out_);
  }

 private:
  void add(const std::string& name, const std::string& open) {
    out_.names.push_back(name);
    out_.open.push_back(open);
  }
  static void append(std::string& css, std::string_view property, std::string_view value) {
    if (!is_safe(value)) return;
    css += css.empty() ? "" : " ";
    css.append(property).append(": ").append(value).append(";");
  }
  void declare(std::string_view property, const std::string& value) { append(css_, property, value); }
  std::string text_of(Key key) const {
    const Value* value = value_of(formats_, key);
    return value == nullptr ? std::string() : value->as_string();
  }
  std::string number_of(Key key, std::string_view unit) const {
    const Value* value = value_of(formats_, key);
    return value == nullptr || !value->is_number() ? std::string() : base::shortest(value->as_number(0)).append(unit);
  }
  void weight() {
    const Value* value = value_of(formats_, Key::FontWeight);
    if (value == nullptr) return;
    const std::string said = value->is_number() ? base::shortest(value->as_number(400)) : value->as_string();
    if (said == "bold" || said == "700") {
      add("strong", "strong");
    } else {
      append(later_, "font-weight", said);
    }
  }
  void slant() {
    const std::string said = text_of(Key::FontStyle);
    if (said == "italic" || said == "oblique") {
      add("em", "em");
    } else {
      append(later_, "font-style", said);
    }
  }
  void lines() {
    const Value* value = value_of(formats_, Key::TextDecoration);
    if (value == nullptr || !value->is_string()) return;
    const std::string said = value->as_string();
    const bool through = said.find("line-through") != std::string::npos;
    const bool under = said.find("underline") != std::string::npos;
    if (through) add("s", "s");
    if (under) add("u", "u");
    if (!through && !under) append(later_, "text-decoration", "none");
  }

  const LetterFormats& formats_;
  Tags out_;
  std::string css_;
  std::string later_;  // what takes something back, behind what gives
};

class HtmlWriter {
 public:
  std::string run(const TextSequence& letters) {
    for (const TextPiece& piece : letters.pieces()) {
      if (!piece.removed) write(piece.text, TagsOf(piece.formats).run());
    }
    if (!any_tags_) return letters.visible();
    end_line();
    return std::move(out_);
  }

 private:
  void write(std::u32string_view text, const Tags& tags) {
    for (const char32_t letter : text) {
      if (letter == U'\n') {
        end_line();
        continue;
      }
      if (!(tags == now_)) turn_to(tags);
      line_ += letter == U'&'   ? std::string("&amp;")
               : letter == U'<' ? std::string("&lt;")
               : letter == U'>' ? std::string("&gt;")
                                : base::to_utf8(std::u32string_view(&letter, 1));
    }
  }
  void turn_to(const Tags& tags) {
    for (auto name = now_.names.rbegin(); name != now_.names.rend(); ++name) line_ += "</" + *name + ">";
    for (const std::string& open : tags.open) line_ += "<" + open + ">";
    any_tags_ = any_tags_ || !tags.open.empty();
    now_ = tags;
  }
  void end_line() {
    turn_to({});
    out_ += "<p>" + (line_.empty() ? "<br>" : line_) + "</p>";
    line_.clear();
  }

  std::string out_;
  std::string line_;
  Tags now_;
  bool any_tags_ = false;
};

// ---- reading ----

void set_format(LetterFormats& formats, Key key, Value value) {
  const std::string name(document::name_of(key));
  const auto at = std::lower_bound(
      formats.begin(), formats.end(), name,
      [](const document::LetterFormat& format, const std::string& wanted) { return format.key < wanted; });
  if (at != formats.end() && at->key == name) {
    at->value = std::move(value);
  } else {
    formats.insert(at, {name, std::move(value)});
  }
}

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html) : html_(html) {}

  std::optional<TextSequence> run() {
    while (at_ < html_.size()) {
      if (!(html_[at_] == '<' ? read_tag() : read_letters())) return std::nullopt;
    }
    if (!open_.empty() || in_line_) return std::nullopt;
    return TextSequence(std::move(pieces_));
  }

 private:
  bool read_tag() {
    const std::size_t end = html_.find('>', at_);
    if (end == std::string_view::npos) return false;
    const std::string_view tag = html_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    if (tag == "p") return begin_line();
    if (tag == "/p") return std::exchange(in_line_, false);
    if (tag == "br") return in_line_;
    if (tag.starts_with('/')) return close(tag.substr(1));
    return open(tag);
  }
  bool begin_line() {
    if (in_line_) return false;
    in_line_ = true;
    if (any_line_) append(U"\n", {});
    any_line_ = true;
    return true;
  }
  bool close(std::string_view name) {
    if (open_.empty() || open_.back().first != name) return false;
    open_.pop_back();
    return true;
  }
  bool open(std::string_view tag) {
    LetterFormats formats = open_.empty() ? LetterFormats() : open_.back().second;
    const std::string_view name = tag.substr(0, tag.find(' '));
    bool known = in_line_;
    if (tag == "strong") {
      set_format(formats, Key::FontWeight, Value::string("bold"));
    } else if (tag == "em") {
      set_format(formats, Key::FontStyle, Value::string("italic"));
    } else if (tag == "s") {
      set_format(formats, Key::TextDecoration, Value::string("line-through"));
    } else if (tag == "u") {
      const Value* lines = value_of(formats, Key::TextDecoration);
      set_format(formats, Key::TextDecoration,
                 Value::string(lines == nullptr ? "underline" : "underline line-through"));
    } else {
      constexpr std::string_view k_style = "span style=\"";
      known = known && tag.starts_with(k_style) && tag.ends_with("\"") && tag.size() > k_style.size() &&
              read_css(tag.substr(k_style.size(), tag.size() - k_style.size() - 1), formats);
    }
    open_.emplace_back(std::string(name), std::move(formats));
    return known;
  }
  static bool read_css(std::string_view css, LetterFormats& formats) {
    for (std::size_t at = 0; at < css.size();) {
      const std::size_t colon = css.find(": ", at);
      const std::size_t end = css.find(';', at);
      if (colon == std::string_view::npos || end == std::string_view::npos || colon > end) return false;
      if (!read_declaration(css.substr(at, colon - at), css.substr(colon + 2, end - colon - 2), formats)) return false;
      at = end + 1;
      if (at < css.size() && css[at] == ' ') ++at;
    }
    return true;
  }
  static bool read_declaration(std::string_view property, std::string_view value, LetterFormats& formats) {
    const auto number = [&](std::string_view unit, Key key) {
      const auto read = value.ends_with(unit) ? base::parse_number(value.substr(0, value.size() - unit.size()))
                                              : std::optional<double>();
      if (read.has_value()) set_format(formats, key, Value::number(*read));
      return read.has_value();
    };
    if (property == "font-size") return number("px", Key::FontSize);
    if (property == "letter-spacing") return number("em", Key::LetterSpacing);
    if (property == "text-decoration") {
      set_format(formats, Key::TextDecoration, Value::string(""));
      return value == "none";
    }
    const std::pair<std::string_view, Key> texts[] = {{"color", Key::Fill},
                                                      {"font-family", Key::FontFamily},
                                                      {"font-weight", Key::FontWeight},
                                                      {"font-style", Key::FontStyle}};
    for (const auto& [name, key] : texts) {
      if (property != name) continue;
      Value said = Value::string(value);
      if (said.json_text().size() > document::k_max_letter_format_bytes) return false;  // no operation could say it
      set_format(formats, key, std::move(said));
      return true;
    }
    return false;
  }
  bool read_letters() {
    const std::size_t end = std::min(html_.find('<', at_), html_.size());
    std::string text;
    while (at_ < end) {
      const std::string_view rest = html_.substr(at_, end - at_);
      const std::pair<std::string_view, char> entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
      const auto* entity = std::find_if(std::begin(entities), std::end(entities),
                                        [&](const auto& each) { return rest.starts_with(each.first); });
      const bool found = entity != std::end(entities);
      text += found ? entity->second : rest.front();
      at_ += found ? entity->first.size() : 1;
    }
    append(base::to_utf32(text), open_.empty() ? LetterFormats() : open_.back().second);
    return in_line_;
  }
  void append(const std::u32string& text, const LetterFormats& formats) {
    pieces_.push_back({{}, offset_, text, false, formats});
    offset_ += static_cast<std::uint32_t>(text.size());
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::uint32_t offset_ = 0;
  bool in_line_ = false;
  bool any_line_ = false;
  std::vector<std::pair<std::string, LetterFormats>> open_;  // tags, and what holds in each
  std::vector<TextPiece> pieces_;
};

}  // namespace

std::string write_rich_text(const TextSequence& letters) { return HtmlWriter().run(letters); }

// By hand: every library that reads HTML reads more than this, and mends what it reads.
std::optional<TextSequence> read_rich_text(std::string_view html) {
  if (!html.starts_with("<p>")) return std::nullopt;
  std::optional<TextSequence> out = HtmlReader(html).run();
  if (!out.has_value() || !out->has_formats() || write_rich_text(*out) != html) return std::nullopt;
  return out;
}

}  // namespace flashkit::interchange
