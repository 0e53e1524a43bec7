#include "adapters/dynamodb/item.h"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace flashkit::adapters::dynamodb {

using base::Json;

std::string to_base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // and the zero that OpenSSL writes
  const auto* in = reinterpret_cast<const unsigned char*>(bytes.data());
  ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), in, static_cast<int>(bytes.size()));
  out.pop_back();
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  // OpenSSL takes white space and padding that means nothing: ours has neither.
  if (text.find_first_of(" \t\r\n") != std::string_view::npos || text.find('=') < text.size() - padding) {
    return std::nullopt;
  }
  std::string out(text.size() / 4 * 3, '\0');
  const auto* in = reinterpret_cast<const unsigned char*>(text.data());
  const int count = ::EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), in, static_cast<int>(text.size()));
  if (count < 0 || static_cast<std::size_t>(count) != out.size()) return std::nullopt;
  out.resize(out.size() - padding);
  return out;
}

Json text_value(std::string text) { return Json::object({{"S", Json::string(std::move(text))}}); }
Json bytes_value(std::string_view bytes) { return Json::object({{"B", Json::string(to_base64(bytes))}}); }
Json number_value(std::uint64_t number) { return Json::object({{"N", Json::string(std::to_string(number))}}); }

Json key_json(const ItemKey& key) {
  return Json::object({{k_partition, text_value(key.partition)}, {k_sort, text_value(key.sort)}});
}

namespace {

const Json* typed(const Json& item, const char* name, const char* type) {
  const Json* attribute = item.find(name);
  const Json* value = attribute == nullptr ? nullptr : attribute->find(type);
  return value != nullptr && value->is_string() ? value : nullptr;
}

}  // namespace

std::optional<std::string> text_in(const Json& item, const char* name) {
  const Json* value = typed(item, name, "S");
  if (value == nullptr) return std::nullopt;
  return std::string(value->as_string());
}

std::optional<std::string> bytes_in(const Json& item, const char* name) {
  const Json* value = typed(item, name, "B");
  return value == nullptr ? std::nullopt : from_base64(value->as_string());
}

std::optional<std::uint64_t> number_in(const Json& item, const char* name) {
  const Json* value = typed(item, name, "N");
  if (value == nullptr) return std::nullopt;
  const std::string_view text = value->as_string();
  std::uint64_t out = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

namespace {

std::size_t value_size_bytes(const Json& value) {
  std::size_t out = 0;
  for (const auto& [type, inner] : value.members()) {
    const std::string_view text = inner.as_string();
    if (type == "B") {
      const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
      out += text.size() / 4 * 3 - padding;
    } else {
      out += type == "N" ? (text.size() + 1) / 2 + 1 : text.size();
    }
  }
  return out;
}

double steps_of(std::size_t size_bytes, std::size_t step) {
  return static_cast<double>(std::max<std::size_t>((size_bytes + step - 1) / step, 1));
}

}  // namespace

std::size_t item_size_bytes(const Json& item) {
  std::size_t out = 0;
  for (const auto& [name, value] : item.members()) out += name.size() + value_size_bytes(value);
  return out;
}

double write_units(std::size_t size_bytes) { return steps_of(size_bytes, 1024); }
double read_units(std::size_t size_bytes, bool consistent) {
  return steps_of(size_bytes, 4096) * (consistent ? 1.0 : 0.5);
}

}  // namespace flashkit::adapters::dynamodb
