#pragma once
// Family names are compared without regard to ASCII case and to spaces around them.
#include <string>
#include <string_view>

namespace flashkit::text {

inline std::string family_key(std::string_view name) {
  while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  std::string key(name);
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
}

}  // namespace flashkit::text
