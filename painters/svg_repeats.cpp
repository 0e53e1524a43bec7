#include "painters/svg_repeats.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace flashkit::painters {
namespace {

constexpr std::string_view k_space = " \t\r\n";

// An element with an id (or the file), the elements in it that have none, and what it holds or refers to.
struct Part {
  std::uint64_t elements = 1;
  std::vector<std::size_t> parts;
  std::uint64_t total = 0;
  enum class State { New, Open, Done } state = State::New;
};

class Reader {
 public:
  explicit Reader(std::string_view svg) : svg_(svg) { parts_.emplace_back(); }

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

 private:
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
    const std::string_view id = attribute(text, "id");
    const std::size_t around = open_.empty() ? 0 : open_.back();
    std::size_t here = around;
    if (id.empty()) {
      ++parts_[around].elements;
    } else {
      here = named(id);
      parts_[around].parts.push_back(here);
    }
    const std::string_view target = attribute(text, "href");
    if (target.starts_with('#')) {
      const std::size_t other = named(target.substr(1));
      parts_[here].parts.push_back(other);
    }
    if (!text.ends_with('/')) open_.push_back(here);
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
  std::vector<Part> parts_;
  std::vector<std::size_t> open_;  // the part around what comes next
  std::unordered_map<std::string, std::size_t> names_;
};

}  // namespace

std::uint64_t drawn_elements(std::string_view svg, std::uint64_t limit) {
  std::vector<Part> parts = Reader(svg).read();
  struct Visit {
    std::size_t part;
    std::size_t next;
  };
  std::vector<Visit> visits{{0, 0}};
  parts[0].state = Part::State::Open;
  while (!visits.empty()) {
    Visit& visit = visits.back();
    Part& part = parts[visit.part];
    if (visit.next < part.parts.size()) {
      Part& child = parts[part.parts[visit.next]];
      if (child.state == Part::State::New) {
        child.state = Part::State::Open;
        visits.push_back({part.parts[visit.next], 0});
        continue;
      }
      if (child.state == Part::State::Done) part.total = std::min(limit + 1, part.total + child.total);
      ++visit.next;
      continue;
    }
    part.total = std::min(limit + 1, part.total + part.elements);
    part.state = Part::State::Done;
    visits.pop_back();
  }
  return parts[0].total;
}

}  // namespace flashkit::painters
