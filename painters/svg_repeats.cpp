#include "painters/svg_repeats.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace flashkit::painters {
namespace {

constexpr std::string_view k_space = " \t\r\n";

// From a part to one that it holds or refers to.
struct Edge {
  std::size_t part;
  std::uint64_t depth;  // of the layers around it in the first
  bool draws;           // rather than paints with: a pattern, a mask
};

// An element with an id (or the file), the elements in it that have none, and what it holds or refers to.
struct Part {
  SvgWeight own{.elements = 1};
  std::vector<Edge> edges;
  SvgWeight whole;
  enum class State { New, Open, Done } state = State::New;
};

// Whether a tag or a style sheet gives the property a value other than `idle`.
bool sets(std::string_view text, std::string_view name, std::string_view idle) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + name.size())) {
    if (at == 0 || std::string_view(" \t\r\n\"';{").find(text[at - 1]) == std::string_view::npos) continue;
    std::size_t i = text.find_first_not_of(k_space, at + name.size());
    if (i == std::string_view::npos || (text[i] != '=' && text[i] != ':')) continue;
    i = text.find_first_not_of(" \t\r\n\"'", i + 1);
    if (i == std::string_view::npos || !text.substr(i).starts_with(idle)) return true;
    const std::size_t behind = i + idle.size();
    if (behind < text.size() && std::string_view(" \t\r\n\"';}!").find(text[behind]) == std::string_view::npos)
      return true;
  }
  return false;
}

// The surfaces that are alive while an element is drawn and would not be without what `text` sets.
std::uint64_t layers_of(std::string_view text, bool clips_are_layers) {
  if (sets(text, "mask", "none")) return 2;
  const bool layer = sets(text, "opacity", "1") || sets(text, "filter", "none") ||
                     sets(text, "mix-blend-mode", "normal") || (clips_are_layers && sets(text, "clip-path", "none"));
  return layer ? 1 : 0;
}

class Reader {
 public:
  explicit Reader(std::string_view svg)
      : svg_(svg), clips_are_layers_(svg.find("objectBoundingBox") != std::string_view::npos) {
    parts_.emplace_back();
    const std::size_t from = svg.find("<style");
    const std::size_t to = svg.rfind("</style");
    // What a style sheet asks for may be asked of any element.
    if (from < to && to != std::string_view::npos) styled_ = layers_of(svg.substr(from, to - from), clips_are_layers_);
  }

  std::vector<Part> read() {
    for (std::size_t at = svg_.find('<'); at != std::string_view::npos; at = svg_.find('<', at)) {
      const std::string_view rest = svg_.substr(at);
      const std::string_view end = rest.starts_with("<!--") ? "-->" : rest.starts_with("<![CDATA[") ? "]]>" : ">";
      const std::size_t length = end == ">" ? tag_end(rest) : rest.find(end);
      if (length == std::string_view::npos) break;
      if (end == ">") tag(rest.substr(1, length - 1));
      at += length + 1;
    }
    return std::move(parts_);
  }
  std::uint64_t longest_filter() const { return longest_filter_; }

 private:
  struct Open {
    std::size_t part;
    std::uint64_t depth;
  };

  // Of the '>' that is in no quotes.
  static std::size_t tag_end(std::string_view text) {
    char quote = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (quote != 0) {
        if (text[i] == quote) quote = 0;
      } else if (text[i] == '"' || text[i] == '\'') {
        quote = text[i];
      } else if (text[i] == '>') {
        return i;
      }
    }
    return std::string_view::npos;
  }

  void tag(std::string_view text) {
    if (text.empty() || text[0] == '?' || text[0] == '!') return;
    if (text[0] == '/') {
      if (!open_.empty()) open_.pop_back();
      return;
    }
    const Open around = open_.empty() ? Open{0, 0} : open_.back();
    count_filter_steps(text);
    const std::uint64_t layers = std::max(styled_, layers_of(text, clips_are_layers_));
    Open here{around.part, around.depth + layers};
    const std::string_view id = attribute(text, "id");
    if (id.empty()) {
      ++parts_[here.part].own.elements;
    } else {
      here = {named(id), layers};
      parts_[around.part].edges.push_back({here.part, around.depth, true});
    }
    SvgWeight& own = parts_[here.part].own;
    own.layers += layers;
    own.layers_at_once = std::max(own.layers_at_once, here.depth);
    refer(text, here);
    if (!text.ends_with('/')) open_.push_back(here);
  }

  void refer(std::string_view text, Open from) {
    const std::string_view target = attribute(text, "href");
    if (target.starts_with('#')) {
      const std::size_t other = named(target.substr(1));
      parts_[from.part].edges.push_back({other, from.depth, true});
    }
    constexpr std::string_view k_url = "url(#";
    for (std::size_t at = text.find(k_url); at != std::string_view::npos; at = text.find(k_url, at)) {
      at += k_url.size();
      const std::size_t end = text.find(')', at);
      if (end == std::string_view::npos) return;
      const std::size_t other = named(text.substr(at, end - at));
      parts_[from.part].edges.push_back({other, from.depth, false});
      at = end;
    }
  }

  void count_filter_steps(std::string_view tag) {
    const std::string_view name = tag.substr(tag.substr(0, tag.find_first_of(" \t\r\n/")).rfind(':') + 1);
    if (name.starts_with("filter")) filter_steps_ = 0;
    if (!name.starts_with("fe")) return;
    longest_filter_ = std::max(longest_filter_, ++filter_steps_);
  }

  // Of `name`, or of `prefix:name`.
  static std::string_view attribute(std::string_view text, std::string_view name) {
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
      if (at == 0 || (text[at - 1] != ':' && k_space.find(text[at - 1]) == std::string_view::npos)) continue;
      std::size_t i = text.find_first_not_of(k_space, at + name.size());
      if (i == std::string_view::npos || text[i] != '=') continue;
      i = text.find_first_not_of(k_space, i + 1);
      if (i == std::string_view::npos || (text[i] != '"' && text[i] != '\'')) continue;
      const std::size_t end = text.find(text[i], i + 1);
      if (end != std::string_view::npos) return text.substr(i + 1, end - i - 1);
    }
    return {};
  }

  std::size_t named(std::string_view id) {
    const auto [found, fresh] = names_.try_emplace(std::string(id), parts_.size());
    if (fresh) parts_.emplace_back();
    return found->second;
  }

  std::string_view svg_;
  bool clips_are_layers_;
  std::uint64_t styled_ = 0;  // layers of any element, by a style sheet
  std::uint64_t filter_steps_ = 0;
  std::uint64_t longest_filter_ = 0;
  std::vector<Part> parts_;
  std::vector<Open> open_;  // what is around what comes next
  std::unordered_map<std::string, std::size_t> names_;
};

}  // namespace

SvgWeight svg_weight(std::string_view svg, std::uint64_t limit) {
  Reader reader(svg);
  std::vector<Part> parts = reader.read();
  struct Visit {
    std::size_t part;
    std::size_t next;
  };
  const auto add = [limit](std::uint64_t a, std::uint64_t b) { return std::min(limit + 1, a + b); };
  std::vector<Visit> visits{{0, 0}};
  parts[0].state = Part::State::Open;
  parts[0].whole = parts[0].own;
  while (!visits.empty()) {
    Visit& visit = visits.back();
    Part& part = parts[visit.part];
    if (visit.next == part.edges.size()) {
      part.state = Part::State::Done;
      visits.pop_back();
      continue;
    }
    const Edge edge = part.edges[visit.next];
    Part& other = parts[edge.part];
    if (other.state == Part::State::New) {
      other.state = Part::State::Open;
      other.whole = other.own;
      visits.push_back({edge.part, 0});
      continue;
    }
    if (other.state == Part::State::Done) {
      if (edge.draws) part.whole.elements = add(part.whole.elements, other.whole.elements);
      part.whole.layers = add(part.whole.layers, other.whole.layers);
      part.whole.layers_at_once = std::max(part.whole.layers_at_once, add(edge.depth, other.whole.layers_at_once));
    }
    ++visit.next;
  }
  SvgWeight out = parts[0].whole;
  // A filter keeps what each of its steps made.
  if (out.layers_at_once > 0) out.layers_at_once += reader.longest_filter();
  return out;
}

}  // namespace flashkit::painters
