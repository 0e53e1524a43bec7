#pragma once
// Tags in the `text` of a text element. Who looks for them decides which ones count; what a tag is stands here once.
#include <cstddef>
#include <optional>
#include <string_view>

namespace flashkit::document {

enum class TagSet {
  Quill,     // p br span strong em ol ul li: by these an old file is told to hold rich text
  RichText,  // those and b i u s div a h1 ... h6: what a rich text may hold
};

// From "<" to behind ">".
struct TagAt {
  std::size_t begin = 0;
  std::size_t end = 0;
};
// The first tag of the set that begins at `from` or later: "<", perhaps "/", its name in any case, then ">", "/" or a
// white space, and a ">" somewhere behind. "a < b" holds none. Whoever goes on behind each tag reads the text once.
std::optional<TagAt> next_tag(std::string_view text, std::size_t from, TagSet set);

inline bool holds_tag(std::string_view text, TagSet set) { return next_tag(text, 0, set).has_value(); }

}  // namespace flashkit::document
