#pragma once
// A node: one page or element (or the root). Its placement is one register; each property is one register; `removed` is
// the soft-delete register of the subtree below it.
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "document/generated/properties.h"
#include "document/text_sequence.h"
#include "document/value.h"

namespace flashkit::document {

// Parent, order key and transform are one register, so that two people's moves never mix. Degrees clockwise about the
// top left corner; page pixels. Pages use parent and order only. Children of groups have page coordinates too.
struct Placement {
  base::NodeId parent;
  std::string order;
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  double rotation = 0;
  bool operator==(const Placement&) const = default;
};

// A key of a Document's KeyTable: the permanent number of a known key, or a number given to an unknown name.
using KeyNumber = std::uint32_t;
inline constexpr KeyNumber k_no_key = 0;
inline KeyNumber number_of(Key key) { return static_cast<KeyNumber>(key); }
inline bool is_known(KeyNumber key) { return key != k_no_key && key < k_known_keys; }  // a Key

struct Property {
  KeyNumber key = 0;
  Value value;
};

// From so many properties on a node says in a table where they stand.
inline constexpr std::size_t k_many_properties = 64;
struct PropertyPlaces {
  boost::unordered_flat_map<KeyNumber, std::uint32_t> by_key;
  std::size_t gaps = 0;  // see Document::take
};

struct Node {
  // What every write of a property needs stands first, so that it lies in one line of the cache.
  base::NodeId id;
  // In the order in which the keys were first set, which is the order of export. x, y, width, height and rotation stand
  // here only to remember how an import wrote them; the truth is `placement` (pages excepted).
  std::vector<Property> properties;
  // Kept by Document: which of the known keys the node has, and where many properties stand.
  std::array<std::uint64_t, k_known_keys / 64 + 1> known{};
  std::unique_ptr<PropertyPlaces> places;
  Kind kind = Kind::Unknown;
  bool removed = false;
  std::string type;  // as in the file; "page" and "root" for those
  Placement placement;
  std::vector<base::NodeId> children;  // by (order key, id), removed ones included
  // Kept by Document: how many of the children are how high (see Document::height).
  std::vector<std::uint32_t> children_heights;
  // Of text elements, after the first edit of characters; the property `text` then follows it.
  std::unique_ptr<TextSequence> text;
  TextRunId text_base;  // the id of the run that the `text` property stands for while `text` is empty

  bool may_have(KeyNumber key) const { return key >= k_known_keys || (known[key / 64] >> (key % 64) & 1) != 0; }
  std::optional<std::size_t> index_of(KeyNumber key) const;
  const Value* find(KeyNumber key) const;  // null for k_no_key
  const Value* find(Key key) const { return find(number_of(key)); }
  // The value, or the default of this kind where it is absent or null.
  double number(Key key) const;
  bool flag(Key key) const;
  std::string string(Key key) const;
};

Kind kind_of(std::string_view type);

}  // namespace flashkit::document
