#include "text/line_break.h"

#include "text/unicode.h"

namespace flashkit::text {
namespace {

using enum LineClass;

template <class... Classes>
bool one_of(LineClass value, Classes... classes) {
  return ((value == classes) || ...);
}

// A character with the marks that follow it (LB9): where it stands, and its class.
struct Unit {
  std::uint32_t begin = 0;
  LineClass type = AL;
  bool ends_with_joiner = false;  // LB8a
};

bool takes_no_marks(LineClass type) { return one_of(type, BK, CR, LF, NL, SP, ZW); }

std::vector<Unit> units_of(std::u32string_view text) {
  std::vector<Unit> units;
  units.reserve(text.size());
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    const LineClass type = character(text[i]).line;
    const bool mark = type == CM || type == ZWJ;
    if (mark && !units.empty() && !takes_no_marks(units.back().type)) {
      units.back().ends_with_joiner = type == ZWJ;
      continue;
    }
    units.push_back({i, mark ? AL : type, type == ZWJ});
  }
  return units;
}

bool opens(LineClass type) { return type == OP || type == OW; }
bool closes_parenthesis(LineClass type) { return type == CP; }  // no East Asian wide one exists (LB30)
bool letter(LineClass type) { return type == AL || type == HL; }
bool ideograph(LineClass type) { return one_of(type, ID, IP, EB, EM); }
bool hangul(LineClass type) { return one_of(type, JL, JV, JT, H2, H3); }

// LB25 as the expression of section 8.2, example 7: numbers with their signs, separators and units stay whole.
std::vector<bool> inside_numbers(const std::vector<Unit>& units) {
  std::vector<bool> joined(units.size() + 1, false);  // no break before unit i
  const auto type = [&](std::size_t i) { return i < units.size() ? units[i].type : SP; };
  for (std::size_t start = 0; start < units.size();) {
    std::size_t at = start;
    if (one_of(type(at), PR, PO)) ++at;
    if (opens(type(at)) || type(at) == HY) ++at;
    if (type(at) != NU) {
      ++start;
      continue;
    }
    while (one_of(type(at), NU, SY, IS)) ++at;
    if (type(at) == CL || closes_parenthesis(type(at))) ++at;
    if (one_of(type(at), PR, PO)) ++at;
    for (std::size_t i = start + 1; i < at; ++i) joined[i] = true;
    start = at - start > 1 ? at - 1 : at;
  }
  return joined;
}

// Rules that look through spaces: `before` is the last unit that is no space.
bool joined_through_spaces(LineClass before, LineClass after) {
  if (opens(before)) return true;                                                // LB14
  if (before == QU && opens(after)) return true;                                 // LB15
  if ((before == CL || closes_parenthesis(before)) && after == NS) return true;  // LB16
  return before == B2 && after == B2;                                            // LB17
}

// LB21 to LB30b for two units side by side.
bool joined_pair(LineClass before, LineClass after) {
  if (one_of(after, BA, HY, NS) || before == BB) return true;                                 // LB21
  if (before == SY && after == HL) return true;                                               // LB21b
  if (after == IN) return true;                                                               // LB22
  if ((letter(before) && after == NU) || (before == NU && letter(after))) return true;        // LB23
  if ((before == PR && ideograph(after)) || (ideograph(before) && after == PO)) return true;  // LB23a
  if (one_of(before, PR, PO) && letter(after)) return true;                                   // LB24
  if (letter(before) && one_of(after, PR, PO)) return true;
  if (before == JL && one_of(after, JL, JV, H2, H3)) return true;  // LB26
  if (one_of(before, JV, H2) && one_of(after, JV, JT)) return true;
  if (one_of(before, JT, H3) && after == JT) return true;
  if ((hangul(before) && after == PO) || (before == PR && hangul(after))) return true;  // LB27
  if (letter(before) && letter(after)) return true;                                     // LB28
  if (before == IS && letter(after)) return true;                                       // LB29
  if ((letter(before) || before == NU) && after == OP) return true;                     // LB30
  if (before == CP && (letter(after) || after == NU)) return true;
  return one_of(before, EB, IP) && after == EM;  // LB30b
}

struct Context {
  const std::vector<Unit>& units;
  const std::vector<bool>& numbers;
  std::size_t last_other;      // index of the last unit before `i` that is no space
  bool has_other;              // whether there is one
  std::uint32_t flags_before;  // regional indicators in a row that end before `i`
};

LineBreak break_before(const Context& context, std::size_t i) {
  const LineClass before = context.units[i - 1].type;
  const LineClass after = context.units[i].type;
  if (one_of(before, BK, LF, NL) || (before == CR && after != LF)) return LineBreak::Mandatory;  // LB4, LB5
  if (before == CR || one_of(after, BK, CR, LF, NL, SP, ZW)) return LineBreak::Prohibited;       // LB5 to LB7
  const LineClass other = context.has_other ? context.units[context.last_other].type : SP;
  if (other == ZW) return LineBreak::Allowed;                                     // LB8
  if (context.units[i - 1].ends_with_joiner) return LineBreak::Prohibited;        // LB8a
  if (before == WJ || after == WJ || before == GL) return LineBreak::Prohibited;  // LB11, LB12
  if (after == GL && !one_of(before, SP, BA, HY)) return LineBreak::Prohibited;   // LB12a
  if (after == EX) return LineBreak::Prohibited;                                  // LB13
  const bool closing = after == CL || closes_parenthesis(after) || one_of(after, IS, SY);
  if (closing && before != NU) return LineBreak::Prohibited;
  if (context.has_other && joined_through_spaces(other, after)) return LineBreak::Prohibited;
  if (before == SP) return LineBreak::Allowed;                                                            // LB18
  if (before == QU || after == QU) return LineBreak::Prohibited;                                          // LB19
  if (before == CB || after == CB) return LineBreak::Allowed;                                             // LB20
  if (i >= 2 && context.units[i - 2].type == HL && one_of(before, HY, BA)) return LineBreak::Prohibited;  // LB21a
  if (context.numbers[i] || joined_pair(before, after)) return LineBreak::Prohibited;
  if (before == RI && after == RI && context.flags_before % 2 == 1) return LineBreak::Prohibited;  // LB30a
  return LineBreak::Allowed;                                                                       // LB31
}

}  // namespace

std::vector<LineBreak> line_breaks(std::u32string_view text) {
  std::vector<LineBreak> breaks(text.size() + 1, LineBreak::Prohibited);
  const std::vector<Unit> units = units_of(text);
  const std::vector<bool> numbers = inside_numbers(units);
  Context context{units, numbers, 0, false, 0};
  for (std::size_t i = 1; i < units.size(); ++i) {
    if (units[i - 1].type != SP) {
      context.last_other = i - 1;
      context.has_other = true;
    }
    context.flags_before = units[i - 1].type == RI ? context.flags_before + 1 : 0;
    breaks[units[i].begin] = break_before(context, i);
  }
  if (!text.empty()) breaks[text.size()] = LineBreak::Mandatory;
  return breaks;
}

}  // namespace flashkit::text
