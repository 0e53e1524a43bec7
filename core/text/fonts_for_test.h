#pragma once
// The font bundle for tests: env FLASHKIT_FONTS, else build/fonts of the source folder.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <string>

#include "text/layout.h"

namespace flashkit::text {

inline std::string bundle_folder() {
  const char* folder = std::getenv("FLASHKIT_FONTS");
  return folder != nullptr ? folder : "build/fonts";
}

inline std::optional<base::Bytes> read_test_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  in.seekg(0, std::ios::end);
  base::Bytes bytes(static_cast<std::size_t>(in.tellg()));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return bytes;
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

// Lays out as a session does: what is missing is brought, until nothing is.
class Stage {
 public:
  Stage() {
    if (auto catalog = bundle_catalog()) {
      fonts.set_catalog(std::move(*catalog));
      ready = true;
    }
  }
  TextLayout lay(const TextInput& input) {
    TextLayout layout = layout_paragraphs(fonts, input);
    for (int round = 0; round < 8 && !layout.missing.empty(); ++round) {
      for (const std::string& file : layout.missing) {
        if (auto bytes = bundle_file(file)) static_cast<void>(fonts.add(std::move(*bytes)).ok());
      }
      layout = layout_paragraphs(fonts, input);
    }
    return layout;
  }
  TextLayout lay(std::string_view text, std::optional<double> width_px = {}, const TextStyle& style = {},
                 Align align = Align::Start) {
    TextInput input;
    input.text = text;
    input.width_px = width_px;
    input.align = align;
    input.styles = {{0, 0xFFFFFFFFu, style}};
    return lay(input);
  }
  FontLibrary fonts;
  bool ready = false;
};

// One stage for many tests: big fonts are read once.
inline Stage& shared_stage() {
  static Stage stage;
  return stage;
}

// Texts of many scripts from a seed, with what makes layouts difficult.
inline std::string random_text(std::mt19937_64& random) {
  static const char* const k_pieces[] = {"a",
                                         "fi",
                                         "office ",
                                         "AV",
                                         " ",
                                         "  ",
                                         "\n",
                                         "é",
                                         "e\xCC\x81",
                                         "שלום",
                                         " ב",
                                         "سلام",
                                         "عليكم ",
                                         "123",
                                         "(",
                                         ")",
                                         "नमस्ते",
                                         "कि ",
                                         "漢",
                                         "かな",
                                         "한국어 ",
                                         "😀",
                                         "👨‍👩‍👧",
                                         "🇩🇪",
                                         "\t",
                                         "ß",
                                         "-",
                                         ", ",
                                         "ไทย",
                                         "\xE2\x80\x8B",
                                         "\xC2\xAD",
                                         "\xE2\x80\x8F",
                                         "௧",
                                         "Σ",
                                         "longwordwithoutspaces"};
  std::string text;
  for (auto pieces = random() % 24; pieces > 0; --pieces) text += k_pieces[random() % std::size(k_pieces)];
  return text;
}

inline TextInput random_input(std::mt19937_64& random, std::string_view text) {
  TextInput input;
  input.text = text;
  input.align = static_cast<Align>(random() % 5);
  input.transform = static_cast<CaseTransform>(random() % 4);
  if (random() % 4 != 0) input.width_px = static_cast<double>(random() % 300);
  if (random() % 4 == 0) input.line_height.reset();
  const char* const families[] = {"Roboto", "Open Sans", "Anton", "Lobster"};
  std::uint32_t begin = 0;
  for (auto styles = 1 + random() % 3; styles > 0; --styles) {
    const auto end = begin + 1 + static_cast<std::uint32_t>(random() % 20);
    TextStyle style{families[random() % 4], static_cast<double>(8 + random() % 40)};
    style.underline = random() % 3 == 0;
    style.letter_spacing_em = random() % 4 == 0 ? 0.1 : 0;
    input.styles.push_back({begin, end, style});
    begin = end;
  }
  return input;
}

#define FLASHKIT_NEED_FONTS(stage) \
  if (!(stage).ready) GTEST_SKIP() << "no font bundle; make it with node tools/fonts.mjs build/fonts"

}  // namespace flashkit::text
