#include "text/case_transform.h"

#include <algorithm>

#include "text/segment.h"
#include "text/unicode.h"
#include "text/unicode_tables_detail.h"

namespace flashkit::text {
namespace {

struct CaseTable {
  const tables::CaseDelta* deltas;
  std::uint32_t delta_count;
  const tables::SpecialCase* specials;
  std::uint32_t special_count;
};

CaseTable upper_table() {
  return {tables::k_upper, tables::k_upper_count, tables::k_special_upper, tables::k_special_upper_count};
}
CaseTable lower_table() {
  return {tables::k_lower, tables::k_lower_count, tables::k_special_lower, tables::k_special_lower_count};
}
// The table of differences between title and upper case; what it lacks is as in upper case.
CaseTable title_table() {
  return {tables::k_title, tables::k_title_count, tables::k_special_title, tables::k_special_title_count};
}

const tables::SpecialCase* find_special(const CaseTable& table, char32_t code) {
  const auto* const end = table.specials + table.special_count;
  const auto* const found = std::lower_bound(
      table.specials, end, code, [](const tables::SpecialCase& row, char32_t wanted) { return row.from < wanted; });
  return found != end && found->from == code ? found : nullptr;
}

// The code point itself if the table does not change it.
char32_t find_simple(const CaseTable& table, char32_t code) {
  const auto* const end = table.deltas + table.delta_count;
  const auto* const found = std::lower_bound(
      table.deltas, end, code, [](const tables::CaseDelta& row, char32_t wanted) { return row.last < wanted; });
  if (found == end || code < found->first || (code - found->first) % found->step != 0) return code;
  return static_cast<char32_t>(static_cast<std::int64_t>(code) + found->delta);
}

bool cased(char32_t code) {
  return find_simple(upper_table(), code) != code || find_simple(lower_table(), code) != code;
}

// Sigma ends a word: a cased letter stands before it and none after (marks do not count).
bool is_final_sigma(std::u32string_view text, std::size_t at) {
  std::size_t before = at;
  while (before > 0 && character(text[before - 1]).is(character_flag::k_mark)) --before;
  std::size_t after = at + 1;
  while (after < text.size() && character(text[after]).is(character_flag::k_mark)) ++after;
  return before > 0 && cased(text[before - 1]) && !(after < text.size() && cased(text[after]));
}

class Writer {
 public:
  explicit Writer(std::u32string_view text) : text_(text) {}

  void keep(std::uint32_t at) { put(text_[at], at); }
  void upper(std::uint32_t at) { map(upper_table(), at); }
  void lower(std::uint32_t at) {
    if (text_[at] == 0x3A3 && is_final_sigma(text_, at)) {
      put(0x3C2, at);
    } else {
      map(lower_table(), at);
    }
  }
  void title(std::uint32_t at) {
    const CaseTable table = title_table();
    if (find_special(table, text_[at]) != nullptr || find_simple(table, text_[at]) != text_[at]) {
      map(table, at);
    } else if (is_own_title(text_[at])) {
      keep(at);
    } else {
      map(upper_table(), at);
    }
  }
  CasedText take() {
    out_.origin.push_back(static_cast<std::uint32_t>(text_.size()));
    return std::move(out_);
  }

 private:
  // Letters such as U+01C5 are title case already, and their upper case is another letter.
  static bool is_own_title(char32_t code) {
    return find_simple(upper_table(), code) != code && find_simple(lower_table(), code) != code;
  }
  void put(char32_t code, std::uint32_t at) {
    out_.text.push_back(code);
    out_.origin.push_back(at);
  }
  void map(const CaseTable& table, std::uint32_t at) {
    const tables::SpecialCase* const special = find_special(table, text_[at]);
    if (special == nullptr) {
      put(find_simple(table, text_[at]), at);
      return;
    }
    for (const std::uint32_t code : special->to) {
      if (code != 0) put(code, at);
    }
  }

  std::u32string_view text_;
  CasedText out_;
};

CasedText capitalize(std::u32string_view text) {
  Writer writer(text);
  const std::vector<std::uint32_t> words = word_boundaries(text);
  for (std::size_t word = 0; word + 1 < words.size(); ++word) {
    bool begun = false;
    for (std::uint32_t i = words[word]; i < words[word + 1]; ++i) {
      const bool counts = character(text[i]).is(character_flag::k_letter | character_flag::k_number);
      if (counts && !begun) {
        writer.title(i);
      } else {
        writer.keep(i);
      }
      begun = begun || counts;
    }
  }
  return writer.take();
}

}  // namespace

CasedText transform_case(std::u32string_view text, CaseTransform transform) {
  if (transform == CaseTransform::Capitalize) return capitalize(text);
  Writer writer(text);
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    if (transform == CaseTransform::Uppercase) {
      writer.upper(i);
    } else if (transform == CaseTransform::Lowercase) {
      writer.lower(i);
    } else {
      writer.keep(i);
    }
  }
  return writer.take();
}

}  // namespace flashkit::text
