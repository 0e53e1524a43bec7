#pragma once
// Random operations for property tests: mostly sensible, sometimes refused. The same on every platform, so each draw is
// a statement of its own: compilers differ in the order of arguments.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "operations/builder.h"

namespace flashkit::operations {

class RandomEdits {
 public:
  // Without formats: as a program of rules 1 edits.
  explicit RandomEdits(std::uint64_t seed, base::ClientId client = {0xA, 1}, bool formats = true)
      : state_(seed * 0x9E3779B97F4A7C15u), client_(client), kinds_(formats ? 11 : 10) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : next() % limit; }

  Operation operation(const document::Document& design) { return operation(design, number_++); }
  Operation operation(const document::Document& design, std::uint64_t number) {
    OperationBuilder build(client_, number);
    const std::uint64_t steps = 1 + below(3);
    for (std::uint64_t i = 0; i < steps; ++i) step(design, build);
    return build.take();
  }

 private:
  base::NodeId any(const document::Document& design) {
    const auto ids = design.in_tree_order();
    return ids[below(ids.size())];
  }
  document::Placement placement(const document::Document& design) {
    document::Placement out;
    out.parent = any(design);
    const auto siblings = design.live_children(out.parent);
    const base::NodeId before = siblings.empty() ? base::NodeId{} : siblings[below(siblings.size())];
    out.order = order_key_before(design, out.parent, before, order_suffix(client_));
    out.x = static_cast<double>(below(1000)) / 8;
    out.width = static_cast<double>(below(100));
    return out;
  }
  void step(const document::Document& design, OperationBuilder& build) {
    const std::uint64_t what = design.node_count() < 3 ? below(2) : below(kinds_);
    if (what <= 1) {
      document::Placement there = placement(design);
      const char* const types[] = {"text", "figure", "group", "widget"};
      const char* type = types[below(4)];
      if (what == 0) {
        type = "page";
        there.parent = {};
      }
      const KeyAndJson words[] = {{"text", "\"ab\\u00e9\""}, {"custom", "[1,2]"}};
      build.create(type, there, words);
    } else if (what <= 3) {
      const char* const keys[] = {"fill", "opacity", "custom", "another"};
      const char* const values[] = {"\"red\"", "0.25", "null", "{\"a\":[true]}"};
      const char* value = values[below(4)];
      const char* key = keys[below(4)];
      build.set(any(design), key, value);
    } else if (what == 4) {
      build.unset(any(design), "custom");
    } else if (what == 5) {
      const document::Placement there = placement(design);
      build.place(any(design), there);
    } else if (what == 6) {
      const bool removed = below(3) != 0;
      build.remove(any(design), removed);
    } else {
      edit_letters(design, build, what);
    }
  }
  void edit_letters(const document::Document& design, OperationBuilder& build, std::uint64_t what) {
    const base::NodeId id = any(design);
    const document::Node& node = *design.find(id);
    const std::size_t length = text_of(node).visible_length();
    if (what == 10) {
      const std::size_t from = below(length + 1);
      const std::size_t count = below(length - from + 1);
      const char* const keys[] = {"fontWeight", "fill"};
      const char* const values[] = {"\"bold\"", "\"red\"", ""};
      const char* key = keys[below(2)];
      (void)build.format_text(design, id, from, count, key, values[below(3)]).ok();
    } else if (what == 7 && length > 0) {
      const std::size_t from = below(length);
      (void)build.delete_text(design, id, from, 1 + below(std::min<std::size_t>(3, length - from))).ok();
    } else {
      const char* text = below(2) == 0 ? "x" : "\xE2\x82\xACz";
      (void)build.insert_text(design, id, below(length + 1), text).ok();
    }
  }

  std::uint64_t state_;
  base::ClientId client_;
  std::uint64_t kinds_;
  std::uint64_t number_ = 1;
};

inline std::string describe(const document::LetterFormats& formats) {
  std::string out;
  for (const document::LetterFormat& format : formats)
    out += " " + format.key + "=" + std::string(format.value.json_text());
  return out;
}

// Everything that two equal documents must share, as text.
inline std::string describe(const document::Document& design) {
  std::string out;
  for (const base::NodeId id : design.in_tree_order()) {
    const document::Node& node = *design.find(id);
    const document::Placement& p = node.placement;
    out += base::to_text(id) + " " + node.type + " " + base::to_text(p.parent) + " " + p.order + " " +
           std::to_string(p.x) + " " + std::to_string(p.width) + (node.removed ? " removed" : "");
    for (const document::Property& property : node.properties) {
      out += " " + std::string(design.keys().name(property.key)) + "=" + std::string(property.value.json_text());
    }
    out += " base " + std::to_string(node.text_base.number);
    if (node.text != nullptr) {
      for (const document::TextPiece& piece : node.text->pieces()) {
        out += " [" + base::to_hex(piece.run.client) + std::to_string(piece.run.number) + "," +
               std::to_string(piece.offset) + "," + std::to_string(piece.text.size()) + (piece.removed ? "-" : "") +
               describe(piece.formats) + "]";
      }
    }
    out += "\n";
  }
  return out;
}

// What a person can see: live nodes and their values.
inline std::string visible(const document::Document& design) {
  std::string out;
  for (const base::NodeId id : design.in_tree_order()) {
    if (!design.is_live(id)) continue;
    const document::Node& node = *design.find(id);
    out += base::to_text(id) + " " + base::to_text(node.placement.parent) + " " + node.placement.order + " " +
           std::to_string(node.placement.x);
    std::vector<std::string> values;
    for (const document::Property& property : node.properties) {
      if (design.keys().name(property.key) == "text" && property.value.as_string().empty()) continue;
      values.push_back(std::string(design.keys().name(property.key)) + "=" + std::string(property.value.json_text()));
    }
    std::sort(values.begin(), values.end());
    for (const std::string& value : values) out += " " + value;
    if (node.text != nullptr) {
      std::string formats;  // of each visible letter
      for (const document::TextPiece& piece : node.text->pieces()) {
        for (std::size_t i = 0; i < piece.text.size() && !piece.removed; ++i) formats += describe(piece.formats) + "|";
      }
      if (formats.find_first_not_of('|') != std::string::npos) out += " " + formats;
    }
    out += "\n";
  }
  return out;
}

// I7: every node but the root lies in a parent that is there, without a cycle, and siblings are totally ordered. What
// the document keeps beside that says the same.
inline void check_tree(const document::Document& design) {
  ASSERT_EQ(design.in_tree_order().size(), design.node_count());
  for (const base::NodeId id : design.in_tree_order()) {
    const document::Node& node = *design.find(id);
    std::size_t height = 0;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const document::Node* child = design.find(node.children[i]);
      ASSERT_NE(child, nullptr);
      height = std::max(height, 1 + document::Document::height(*child));
      ASSERT_EQ(child->placement.parent, id);
      if (i == 0) continue;
      const document::Node& left = *design.find(node.children[i - 1]);
      const int compared = left.placement.order.compare(child->placement.order);
      ASSERT_TRUE(compared < 0 || (compared == 0 && left.id < child->id));
    }
    ASSERT_EQ(document::Document::height(node), height);
  }
}

}  // namespace flashkit::operations
