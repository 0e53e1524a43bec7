#include "document/markup.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace flashkit::document {
namespace {

constexpr std::string_view k_quill[] = {"p", "br", "span", "strong", "em", "ol", "ul", "li"};
constexpr std::string_view k_more[] = {"b", "i", "u", "s", "div", "a", "h1", "h2", "h3", "h4", "h5", "h6"};
constexpr std::size_t k_longest_name = 6;

bool is_of(TagSet set, std::string_view name) {
  if (std::find(std::begin(k_quill), std::end(k_quill), name) != std::end(k_quill)) return true;
  return set == TagSet::RichText && std::find(std::begin(k_more), std::end(k_more), name) != std::end(k_more);
}

// Where the name of a tag that begins at `at` has ended as it should; nothing for what is no tag of the set.
std::optional<std::size_t> end_of_name(std::string_view text, std::size_t at, TagSet set) {
  std::size_t i = at + 1;
  if (i < text.size() && text[i] == '/') ++i;
  std::string name;
  for (; i < text.size() && name.size() <= k_longest_name; ++i) {
    const char c = text[i];
    const bool upper = c >= 'A' && c <= 'Z';
    if (!upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) break;
    name += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (i == text.size() || !is_of(set, name)) return std::nullopt;
  return std::string_view("/> \n\t\r\f").find(text[i]) == std::string_view::npos ? std::nullopt : std::optional(i);
}

}  // namespace

std::optional<TagAt> next_tag(std::string_view text, std::size_t from, TagSet set) {
  for (std::size_t at = text.find('<', from); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const auto named = end_of_name(text, at, set);
    if (!named.has_value()) continue;
    const std::size_t end = text.find('>', *named);
    if (end == std::string_view::npos) return std::nullopt;  // what has no end here has none further on
    return TagAt{at, end + 1};
  }
  return std::nullopt;
}

}  // namespace flashkit::document
