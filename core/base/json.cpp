#include "base/json.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>
#include <cmath>

#include "base/assert.h"
#include "base/number.h"
#include "base/utf8.h"

namespace flashkit::base {
namespace {

namespace bj = boost::json;

// Collects what Boost.JSON's event parser reports into our tree, which keeps number texts (its own tree does not).
class TreeBuilder {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit TreeBuilder(std::size_t most_values) : values_left_(most_values) {}

  Json take() { return std::move(root_); }

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code& error) { return count(error) && open(Json::object()); }
  bool on_object_end(std::size_t, bj::error_code&) { return close(); }
  bool on_array_begin(bj::error_code& error) { return count(error) && open(Json::array()); }
  bool on_array_end(std::size_t, bj::error_code&) { return close(); }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) { return collect(part); }
  bool on_key(bj::string_view part, std::size_t, bj::error_code&) {
    collect(part);
    stack_.back().key = std::move(text_);
    text_.clear();
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) { return collect(part); }
  bool on_string(bj::string_view part, std::size_t, bj::error_code& error) {
    collect(part);
    return count(error) && put(Json::string(std::exchange(text_, {})));
  }
  bool on_number_part(bj::string_view part, bj::error_code&) { return collect(part); }
  bool on_int64(std::int64_t, bj::string_view part, bj::error_code& error) { return count(error) && number(part); }
  bool on_uint64(std::uint64_t, bj::string_view part, bj::error_code& error) { return count(error) && number(part); }
  bool on_double(double, bj::string_view part, bj::error_code& error) {
    if (!count(error)) return false;
    number(part);
    if (last_number_is_finite_) return true;
    error = bj::error::not_number;
    return false;
  }
  bool on_bool(bool value, bj::error_code& error) { return count(error) && put(Json::boolean(value)); }
  bool on_null(bj::error_code& error) { return count(error) && put(Json()); }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  struct Open {
    Json value;
    std::string key;  // of the member being read
  };

  bool collect(bj::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool number(bj::string_view part) {
    collect(part);
    last_number_is_finite_ = parse_number(text_).has_value();
    return put(Json::raw_number(std::exchange(text_, {})));
  }
  // Values within arrays and objects; boost's own limits are per container.
  bool count(bj::error_code& error) {
    if (values_left_-- > 0) return true;
    error = bj::error::array_too_large;
    return false;
  }
  bool open(Json value) {
    stack_.push_back({std::move(value), {}});
    return true;
  }
  bool close() {
    Json value = std::move(stack_.back().value);
    stack_.pop_back();
    if (value.is_object()) merge_duplicates(value);
    return put(std::move(value));
  }
  bool put(Json value) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Open& top = stack_.back();
    if (top.value.is_array()) {
      top.value.items().push_back(std::move(value));
    } else {
      top.value.members().emplace_back(std::move(top.key), std::move(value));
    }
    return true;
  }
  static void merge_duplicates(Json& object) {
    auto& members = object.members();
    // Sorted keys, as canonical JSON has them, are all different.
    const auto unordered = std::adjacent_find(members.begin(), members.end(),
                                              [](const auto& a, const auto& b) { return a.first >= b.first; });
    if (unordered == members.end()) return;
    std::vector<std::size_t> order(members.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const int compared = members[a].first.compare(members[b].first);
      return compared != 0 ? compared < 0 : a < b;
    });
    std::vector<bool> drop(members.size(), false);
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (members[order[i]].first != members[order[i - 1]].first) continue;
      std::size_t first = i - 1;
      while (first > 0 && members[order[first - 1]].first == members[order[i]].first) --first;
      members[order[first]].second = members[order[i]].second;
      drop[order[i]] = true;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (drop[i]) continue;
      if (kept != i) members[kept] = std::move(members[i]);
      ++kept;
    }
    members.erase(members.begin() + static_cast<std::ptrdiff_t>(kept), members.end());
  }

  Json root_;
  std::vector<Open> stack_;
  std::string text_;
  std::size_t values_left_;
  bool last_number_is_finite_ = true;
};

const char* rule_of(const bj::error_code& error) {
  if (error == bj::error::array_too_large) return "the JSON holds too many values";
  if (error == bj::error::too_deep) return "the JSON is nested too deeply";
  if (error == bj::error::incomplete) return "the JSON ends too early";
  if (error == bj::error::extra_data) return "something follows the end of the JSON";
  if (error == bj::error::not_number || error == bj::error::exponent_overflow)
    return "a number is too large to be represented";
  return "this is not JSON";
}

void write_value(std::string& out, const Json& value, bool canonical);

// RFC 8785, 3.2.3: keys are ordered by UTF-16 code units.
bool before_in_utf16(std::string_view a, std::string_view b) {
  const auto units = [](std::string_view text) {
    std::u16string out;
    for (const char32_t c : to_utf32(text)) {
      if (c < 0x10000) {
        out += static_cast<char16_t>(c);
      } else {
        out += static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10));
        out += static_cast<char16_t>(0xDC00 + ((c - 0x10000) & 0x3FF));
      }
    }
    return out;
  };
  const auto plain = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  };
  if (plain(a) && plain(b)) return a < b;
  return units(a) < units(b);
}

void write_number(std::string& out, const Json& value, bool canonical) {
  const std::string_view text = value.number_text();
  const double number = value.as_number();
  const bool integer = text.find_first_of(".eE") == std::string_view::npos;
  const bool large = integer && std::fabs(number) > 9007199254740991.0;
  if (canonical && !large) {
    out += shortest(number);
  } else {
    out += text;
  }
}

void write_object(std::string& out, const Json& value, bool canonical) {
  std::vector<const Json::Member*> members;
  members.reserve(value.members().size());
  for (const auto& member : value.members()) members.push_back(&member);
  if (canonical) {
    std::sort(members.begin(), members.end(),
              [](const auto* a, const auto* b) { return before_in_utf16(a->first, b->first); });
  }
  out += '{';
  bool first = true;
  for (const auto* member : members) {
    if (!first) out += ',';
    first = false;
    append_json_string(out, member->first);
    out += ':';
    write_value(out, member->second, canonical);
  }
  out += '}';
}

void write_value(std::string& out, const Json& value, bool canonical) {
  switch (value.kind()) {
    case Json::Kind::Null:
      out += "null";
      return;
    case Json::Kind::Boolean:
      out += value.as_bool() ? "true" : "false";
      return;
    case Json::Kind::Number:
      write_number(out, value, canonical);
      return;
    case Json::Kind::String:
      append_json_string(out, value.as_string());
      return;
    case Json::Kind::Array: {
      out += '[';
      bool first = true;
      for (const Json& item : value.items()) {
        if (!first) out += ',';
        first = false;
        write_value(out, item, canonical);
      }
      out += ']';
      return;
    }
    case Json::Kind::Object:
      write_object(out, value, canonical);
      return;
  }
}

}  // namespace

Json Json::boolean(bool value) {
  Json out;
  out.kind_ = Kind::Boolean;
  out.flag_ = value;
  return out;
}
Json Json::number(double value) { return raw_number(shortest(value)); }
Json Json::raw_number(std::string text) {
  Json out;
  out.kind_ = Kind::Number;
  out.text_ = std::move(text);
  return out;
}
Json Json::string(std::string value) {
  Json out;
  out.kind_ = Kind::String;
  out.text_ = std::move(value);
  return out;
}
Json Json::array(std::vector<Json> items) {
  Json out;
  out.kind_ = Kind::Array;
  out.items_ = std::move(items);
  return out;
}
Json Json::object(std::vector<Member> members) {
  Json out;
  out.kind_ = Kind::Object;
  out.members_ = std::move(members);
  return out;
}

double Json::as_number(double otherwise) const {
  return kind_ == Kind::Number ? parse_number(text_).value_or(otherwise) : otherwise;
}

const Json* Json::find(std::string_view key) const {
  for (auto member = members_.rbegin(); member != members_.rend(); ++member) {
    if (member->first == key) return &member->second;
  }
  return nullptr;
}

void Json::set(std::string key, Json value) {
  for (auto& member : members_) {
    if (member.first == key) {
      member.second = std::move(value);
      return;
    }
  }
  members_.emplace_back(std::move(key), std::move(value));
}

Result<Json> parse_json(std::string_view text, JsonLimits limits) {
  if (text.size() > limits.size_bytes) return Error{Errc::Limit, "the JSON is too large", text.size()};
  const std::size_t skipped = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  text.remove_prefix(skipped);
  bj::parse_options options;
  options.max_depth = limits.depth;
  bj::basic_parser<TreeBuilder> parser(options, limits.values);
  bj::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) {
    const std::size_t rest = text.find_first_not_of(" \t\r\n", used);
    if (rest != std::string_view::npos) error = bj::error::extra_data;
  }
  if (error) {
    const bool limit = error == bj::error::too_deep || error == bj::error::array_too_large;
    const Errc code = limit ? Errc::Limit : Errc::Malformed;
    return Error{code, rule_of(error), used + skipped};
  }
  return parser.handler().take();
}

std::string write_json(const Json& value) {
  std::string out;
  write_value(out, value, false);
  return out;
}

std::string canonical_json(const Json& value) {
  std::string out;
  write_value(out, value, true);
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char k_digits[] = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;  // from here on nothing needed an escape
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.substr(plain, i - plain));
    plain = i + 1;
    const std::string_view known = "\"\\\b\f\n\r\t";
    const std::size_t which = known.find(c);
    out += '\\';
    if (which != std::string_view::npos) {
      out += "\"\\bfnrt"[which];
    } else {
      out += "u00";
      out += k_digits[byte >> 4];
      out += k_digits[byte & 15];
    }
  }
  out.append(text.substr(plain));
  out += '"';
}

}  // namespace flashkit::base
