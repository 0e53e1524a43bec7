#include "base/json.h"

#include <algorithm>
#include <cmath>

#include "base/assert.h"
#include "base/number.h"
#include "base/utf8.h"

namespace flashkit::base {
namespace {

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
