#pragma once
// Letters with formats as Polotno writes them: the HTML of its editor, in the text itself (p, br, strong, em, u, s and
// span with a style). Read is only what would be written again byte for byte, so that a file loses nothing either way;
// other HTML stays the text that it is.
#include <optional>
#include <string>
#include <string_view>

#include "document/text_sequence.h"

namespace flashkit::interchange {

// The visible letters; plain where none has a format that HTML can say.
std::string write_rich_text(const document::TextSequence& letters);
// Letters of the run {nil, 0}. Nothing for what is no such HTML, or is plain.
std::optional<document::TextSequence> read_rich_text(std::string_view html);

}  // namespace flashkit::interchange
