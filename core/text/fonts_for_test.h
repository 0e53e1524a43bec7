#pragma once
// The font bundle for tests: env FLASHKIT_FONTS, else build/fonts of the source folder.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "text/fonts.h"

namespace flashkit::text {

inline std::string bundle_folder() {
  const char* folder = std::getenv("FLASHKIT_FONTS");
  return folder != nullptr ? folder : FLASHKIT_SOURCE_DIR "/build/fonts";
}

inline std::optional<base::Bytes> read_test_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return base::copy_of(base::bytes_of(text));
}

inline std::optional<FontCatalog> bundle_catalog() {
  const auto bytes = read_test_file(bundle_folder() + "/fonts.json");
  if (!bytes) return std::nullopt;
  auto parsed = FontCatalog::parse(base::text_of(*bytes));
  if (!parsed.ok()) return std::nullopt;
  return std::move(parsed).value();
}

inline std::optional<base::Bytes> bundle_file(const std::string& file) {
  return read_test_file(bundle_folder() + "/" + file + ".ttf");
}

}  // namespace flashkit::text
