#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "base/json.h"
#include "interchange/export.h"
#include "interchange/import.h"
#include "interchange/limits.h"
#include "interchange/rich_text.h"

namespace flashkit::interchange {
namespace {

using document::Document;
using document::Key;

const base::OperationId k_maker{{1, 2}, 1};

Document load(std::string_view json) {
  auto import = import_polotno(json);
  EXPECT_TRUE(import.ok()) << import.error().rule << " at " << import.error().offset << " in " << json.substr(0, 200);
  return import.ok() ? build_document(import.value(), k_maker) : Document();
}
std::string round(std::string_view json) { return export_polotno(load(json)); }
std::vector<ImportWarning> warnings_of(std::string_view json) {
  auto import = import_polotno(json);
  return import.ok() ? import.value().warnings : std::vector<ImportWarning>{};
}
std::string one(std::string_view element, std::string_view version = R"("schemaVersion":4,)") {
  return "{" + std::string(version) + R"("width":100,"height":100,"pages":[{"id":"p","children":[)" +
         std::string(element) + "]}]}";
}
base::NodeId made(std::uint64_t index) { return {k_maker.client, k_maker.number * base::k_ids_per_operation + index}; }

TEST(Interchange, WhatNobodyTouchedComesOutAsItWas) {
  const std::string design =
      R"({"name":null,"schemaVersion":4,"width":1080,"height":1.50e2,"custom":{"a":[1.0,{}]},"pages":[)"
      R"({"children":[{"zebra":[1e2],"type":"text","id":"a","x":-0.0,"y":10.50,"width":3E1,"text":"a\u0001b é","fill":null},)"
      R"({"type":"lottie","id":"b","children":[{"x":1}],"src":"s"},{"id":"g","children":[{"id":"i","type":"image",)"
      R"("rotation":0}],"type":"group","x":17},{"id":"c","type":"page"},{"id":"d"},{"id":"e","type":7}],"id":"p",)"
      R"("width":"auto"},{"id":"q","children":null}],"audios":[],"junk":true})";
  EXPECT_EQ(round(design), design);
}

std::string text_element(const std::string& text) {
  return one(R"({"id":"a","type":"text","text":)" + std::string(document::Value::string(text).json_text()) + "}");
}

TEST(Interchange, FormatsOfLettersAreReadFromHtmlThatIsWrittenAlike) {
  for (const char* html : {
           "<p><strong>Hello</strong> world</p>",
           "<p>a</p><p><br></p><p><em>b &lt;c&gt; &amp;amp;</em></p>",
           "<p><strong><em><s><u><span style=\"color: rgb(1, 2, 3); font-family: Open Sans; font-size: 12.5px; "
           "letter-spacing: 0.1em;\">x</span></u></s></em></strong>y</p>",
           "<p><span style=\"font-weight: 300; font-style: normal; text-decoration: none;\">x</span></p>",
       }) {
    const Document design = load(text_element(html));
    const document::Node& text = *design.find(made(2));
    ASSERT_NE(text.text, nullptr) << html;
    EXPECT_EQ(text.string(Key::Text), text.text->visible());
    EXPECT_EQ(text.text->visible().find("<strong>"), std::string::npos);
    EXPECT_EQ(export_polotno(design), text_element(html));
  }
  const Document design = load(text_element("<p>a</p><p><strong>b &lt;3</strong></p>"));
  EXPECT_EQ(design.find(made(2))->string(Key::Text), "a\nb <3");
  EXPECT_EQ(design.find(made(2))->text->pieces().back().formats.front().value.as_string(), "bold");
}

TEST(Interchange, OtherHtmlStaysTheTextThatItIs) {
  for (const char* html : {"<p>no formats</p>", "<p><strong>not closed</p>", "<p><b>b</b></p>", "<strong>x</strong>",
                           "<p><strong class=\"a\">x</strong></p>", "<p><em><strong>other order</strong></em></p>",
                           "<p><strong>a</strong><strong>b</strong></p>", "<p><strong>&nbsp;</strong></p>", "<p>",
                           "<p><span style=\"position: fixed;\">x</span></p>", "<p><strong>a</strong></p>trailing",
                           "<p><span style=\"color: a\">x</span></p>", "<ul><li>x</li></ul>", "</p><p>"}) {
    const Document design = load(text_element(html));
    EXPECT_EQ(design.find(made(2))->text, nullptr) << html;
    EXPECT_EQ(export_polotno(design), text_element(html));
  }
}

TEST(Interchange, AMoveIsWrittenInPlaceOrAppendedAndTheRestStays) {
  Document document = load(one(R"({"id":"a","x":1.0,"type":"figure","y":2.50})"));
  document::Placement placement = document.find(made(2))->placement;
  placement.x = 7.25;
  placement.width = 33;
  document.place(made(2), placement);
  EXPECT_EQ(export_polotno(document), one(R"({"id":"a","x":7.25,"type":"figure","y":2.50,"width":33})"));
}

TEST(Interchange, NodesMadeInTheEditorGetIdTypeAndPlacement) {
  Document document;
  document.create(made(1), "page", {.parent = {}, .order = "V"});
  document.create(made(2), "line", {.parent = made(1), .order = "V", .x = 5, .y = 0, .width = 400, .height = 2});
  document.set(made(2), document.keys().number("color"), document::Value::string("red"));
  document.create(made(3), "text", {.parent = made(1), .order = "k"});
  document.set_removed(made(3), true);
  const std::string id = "00000000000000010000000000000002.";
  EXPECT_EQ(export_polotno(document), R"({"schemaVersion":4,"pages":[{"id":")" + id +
                                          R"(1048577","children":[{"id":")" + id +
                                          R"(1048578","type":"line","color":"red","x":5,"height":2}]}]})");
}

TEST(Interchange, GivesPlacementsTheDefaultsOfTheType) {
  const Document document = load(one(R"({"type":"line"},{"type":"text","x":null,"y":"12.5"},{"type":"group","x":9})"));
  EXPECT_EQ(document.find(made(2))->placement.width, 400);
  EXPECT_EQ(document.find(made(3))->placement.height, 0);
  EXPECT_EQ(document.find(made(3))->placement.x, 0);
  EXPECT_EQ(document.find(made(3))->placement.y, 12.5);
  EXPECT_EQ(document.find(made(4))->placement.x, 0);
}

TEST(Interchange, MigratesLetterSpacingOfVersion0) {
  EXPECT_EQ(
      round(one(
          R"({"id":"a","type":"text","fontSize":32,"letterSpacing":0.5},{"id":"b","type":"text","letterSpacing":0})",
          R"("schemaVersion":0,)")),
      one(R"({"id":"a","type":"text","fontSize":32,"letterSpacing":0.25},{"id":"b","type":"text","letterSpacing":0})"));
  EXPECT_EQ(round(one(R"({"id":"a","type":"text","fontSize":0,"letterSpacing":1})", "")),
            one(R"({"id":"a","type":"text","fontSize":0,"letterSpacing":1})"));
}

TEST(Interchange, MigratesFilterIntensityBeforeVersion2AlsoInGroups) {
  const std::string before =
      R"({"id":"g","type":"group","children":[{"id":"a","type":"image","filters":{"contrast":{"intensity":50},"warm":{"intensity":1}}}]})";
  const std::string after =
      R"({"id":"g","type":"group","children":[{"id":"a","type":"image","filters":{"contrast":{"intensity":0.5},"warm":{"intensity":1}}}]})";
  EXPECT_EQ(round(one(before, R"("schemaVersion":1,)")), one(after));
  EXPECT_EQ(round(one(before, R"("schemaVersion":2,)")), one(before));
}

TEST(Interchange, KeepsOldTextBackgroundsWhereADesignBefore3HoldsMarkup) {
  const std::string plain = R"({"id":"a","type":"text","text":"x","backgroundEnabled":true})";
  const std::string rich = R"(,{"id":"b","type":"text","text":"1 < 2 <strong>x</strong>"})";
  EXPECT_EQ(round(one(plain, R"("schemaVersion":2,)")), one(plain));
  EXPECT_EQ(round(one(plain + rich, R"("schemaVersion":2,)")),
            one(R"({"id":"a","type":"text","text":"x","backgroundEnabled":true,"legacyBackground":true})" + rich));
  EXPECT_EQ(round(one(plain + rich, R"("schemaVersion":3,)")), one(plain + rich));
}

TEST(Interchange, KnowsOldNamesAndKeepsThem) {
  EXPECT_EQ(round(one(R"({"id":"a","type":"svg","locked":true,"draggable":false,"svgSource":"s"})")),
            one(R"({"id":"a","type":"svg","locked":true,"draggable":false,"svgSource":"s","contentEditable":false,)"
                R"("styleEditable":false,"resizable":false,"removable":false,"src":"s"})"));
  EXPECT_EQ(round(R"({"schemaVersion":4,"fonts":[{"name":"A","url":"u"}],"pages":[]})"),
            R"({"schemaVersion":4,"fonts":[{"name":"A","url":"u","fontFamily":"A"}],"pages":[]})");
  EXPECT_EQ(round(one(R"({"id":"a","type":"text","fontWeight":700})")),
            one(R"({"id":"a","type":"text","fontWeight":"700"})"));
}

TEST(Interchange, HalfLettersAreReplaced) {
  EXPECT_EQ(round(one(R"({"id":"a","type":"text","text":"a\ud83d","name":"\udc00\ud83d\ude00\\\\ud83d\uD83Dx"})")),
            one("{\"id\":\"a\",\"type\":\"text\",\"text\":\"a\xEF\xBF\xBD\",\"name\":\"\xEF\xBF\xBD\xF0\x9F\x98\x80"
                "\\\\\\\\ud83d\xEF\xBF\xBDx\"}"));
}

TEST(Interchange, LockedSaysMoreThanTheFlagsBesideIt) {
  const std::string written =
      round(one(R"({"id":"a","type":"text","locked":true,"draggable":true,"resizable":null,"removable":false})"));
  EXPECT_EQ(written, one(R"({"id":"a","type":"text","locked":true,"draggable":false,"resizable":false,)"
                         R"("removable":false,"contentEditable":false,"styleEditable":false})"));
  EXPECT_EQ(round(written), written);
  const std::string open = one(R"({"id":"a","type":"text","locked":false,"draggable":true})");
  EXPECT_EQ(round(open), open);
}

TEST(Interchange, UnlockingAnElementDropsTheOldWordLocked) {
  Document document = load(one(R"({"id":"a","type":"text","locked":true})"));
  EXPECT_FALSE(document.find(made(2))->flag(Key::Draggable));
  document.set(made(2), document::number_of(Key::Draggable), document::Value::boolean(true));
  EXPECT_EQ(export_polotno(document).find("locked"), std::string::npos);
}

TEST(Interchange, StripsRuntimeKeysAndWritesTheVersion) {
  EXPECT_EQ(round(R"({"_history":[1],"width":5,"pages":[{"_x":1,"id":"p","children":[]}]})"),
            R"({"schemaVersion":4,"width":5,"pages":[{"id":"p","children":[]}]})");
  EXPECT_EQ(round(R"({"pages":[],"schemaVersion":5})"), R"({"pages":[],"schemaVersion":5})");
  EXPECT_EQ(round(R"({"pages":[],"schemaVersion":"3"})"), R"({"pages":[],"schemaVersion":4})");
}

TEST(Interchange, AcceptsABomAndWrappers) {
  EXPECT_EQ(round("\xEF\xBB\xBF{\"pages\":[],\"schemaVersion\":4}"), R"({"pages":[],"schemaVersion":4})");
  const auto import = import_polotno(R"([{"data":{"x":{"pages":[{"id":"p"}],"schemaVersion":4}}}])");
  ASSERT_TRUE(import.ok());
  EXPECT_EQ(import.value().nodes.size(), 2u);
  ASSERT_EQ(import.value().warnings.size(), 1u);
  EXPECT_EQ(import.value().warnings[0].path, "[0].data.x");
}

TEST(Interchange, SaysWhatItDidNotUnderstandAndWhere) {
  const auto warnings = warnings_of(
      R"({"schemaVersion":4,"pages":[{"children":[]},null,{"children":[5,{"type":"text","filters":3,"odd":1},)"
      R"({"type":"text","odd":2},{"type":"hologram"},{"type":"group","children":[{"type":"text","opacity":"x"}]}]}]})");
  std::string all;
  for (const auto& warning : warnings) all += warning.path + " x" + std::to_string(warning.count) + "\n";
  EXPECT_EQ(all,
            "pages[1] x1\npages[2].children[0] x1\npages[2].children[1].filters x1\npages[2].children[1].odd x2\n"
            "pages[2].children[3] x1\npages[2].children[4].children[0].opacity x1\n");
}

TEST(Interchange, RefusesWhatIsNoDesign) {
  const auto rule = [](std::string_view json) {
    const auto import = import_polotno(json);
    return import.ok() ? std::string("ok") : std::string(import.error().rule);
  };
  EXPECT_EQ(rule(""), "the JSON ends too early");
  EXPECT_EQ(rule(R"({"pages":[)"), "the JSON ends too early");
  EXPECT_EQ(rule("{\"pages\":[]} x"), "something follows the end of the JSON");
  EXPECT_EQ(rule("{\"pages\":[NaN]}"), "this is not JSON");
  EXPECT_EQ(rule(R"({"pages":[{"width":1e999}]})"), "a number is too large to be represented");
  EXPECT_EQ(rule(R"({"a":1})"), "there are no `pages` in this file: it is not a Polotno design");
  EXPECT_EQ(rule("7"), "this is not a JSON object: it is not a Polotno design");
  EXPECT_EQ(rule(R"({"pages":{}})"), "`pages` is not a list: it is not a Polotno design");
  EXPECT_EQ(rule(std::string(1'000'000, '[')), "the JSON is nested too deeply");
  std::string groups = R"({"pages":[{"children":[)";
  for (int i = 0; i < 100'000; ++i) groups += R"({"type":"group","children":[)";
  EXPECT_EQ(rule(groups), "the JSON is nested too deeply");
  const auto cut = import_polotno("{\"width\":1,\"pages\":[{\"id\": tru");
  ASSERT_FALSE(cut.ok());
  EXPECT_GE(cut.error().offset, 25u);
}

// Each would take hours if the work were not linear in the input.
TEST(Interchange, TakesWhatIsLargeButPlainInItsStride) {
  std::string inside = "{\"" + std::string(4'000'000, 'k') + "\":[0";
  for (int i = 0; i < 100'000; ++i) inside += ",0";
  EXPECT_FALSE(import_polotno(inside + "]}").ok());
  std::string keys = R"("type":"text")";
  for (int i = 0; i < 50'000; ++i) keys += ",\"k" + std::to_string(i) + "\":0";
  const auto many = import_polotno(one("{" + keys + "}"));
  ASSERT_FALSE(many.ok());
  EXPECT_EQ(many.error().code, base::Errc::Limit);
}

TEST(Interchange, OrderKeysAscendAndLeaveRoom) {
  for (const std::size_t count : {0u, 1u, 2u, 61u, 62u, 5'000u}) {
    const auto keys = spread_order_keys(count);
    ASSERT_EQ(keys.size(), count);
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
    EXPECT_TRUE(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
    for (const auto& key : keys) EXPECT_NE(key.back(), '0');
  }
}

// Random designs: known and unknown keys and types, odd numbers, nulls, nesting.
class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}
  std::string design() {
    return R"({"schemaVersion":4,"pages":[)" + list([this] { return page(); }) + "]" + extras() + "}";
  }

 private:
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  template <class Make>
  std::string list(Make make) {
    std::string out;
    for (std::uint32_t i = below(4); i-- > 0;) out += (out.empty() ? "" : ",") + make();
    return out;
  }
  std::string value(int depth) {
    static const char* const simple[] = {
        "null", "true", "-0",        "1.50",  "1e-7",        "123456789012345678901", "\"\"",
        "[]",   "{}",   "\"a\\nb\"", "0.1e1", "\"\\u0007\"", "\"\xF0\x9F\x98\x80\""};
    if (depth > 0 && below(4) == 0) return "[" + list([&] { return value(depth - 1); }) + "]";
    if (depth > 0 && below(4) == 0) return R"({"k")" + (":" + value(depth - 1)) + "}";
    return simple[below(std::size(simple))];
  }
  std::string extras() {
    static const char* const keys[] = {"x",    "y",   "width",   "rotation", "opacity",
                                       "text", "src", "odd key", "\xC3\xA4", "custom"};
    std::string out;
    for (const char* key : keys) {
      if (below(3) == 0) out += std::string(",\"") + key + "\":" + value(2);
    }
    return out;
  }
  std::string page() {
    return R"({"id":"p","children":[)" + list([this] { return element(4); }) + "]" + extras() + "}";
  }
  std::string element(int depth) {
    static const char* const types[] = {"text",  "image", "svg",   "figure", "line", "table",
                                        "video", "gif",   "other", "page",   "root"};
    if (depth > 0 && below(4) == 0) {
      return R"({"type":"group","id":"g","children":[)" + list([&] { return element(depth - 1); }) + "]" + extras() +
             "}";
    }
    return std::string(R"({"id":"e","type":")") + types[below(std::size(types))] + "\"" + extras() + "}";
  }
  std::mt19937 random_;
};

TEST(Interchange, ExportOfAnyVersion4DesignIsTheDesignItself) {
  for (std::uint32_t seed = 0; seed < 2'000; ++seed) {
    const std::string design = Generator(seed).design();
    ASSERT_EQ(round(design), design) << "seed " << seed;
  }
}

TEST(Interchange, DamagedDesignsNeverCrash) {
  std::mt19937 random(7);
  std::size_t read = 0;
  for (std::uint32_t seed = 0; seed < 2'000; ++seed) {
    std::string design = Generator(seed).design();
    for (int i = 0; i < 3; ++i) design[random() % design.size()] = "{}[],:\"0e\\"[random() % 10];
    const auto import = import_polotno(design);
    if (!import.ok()) continue;
    ++read;
    const std::string once = export_polotno(build_document(import.value(), k_maker));
    ASSERT_EQ(round(once), once) << "seed " << seed;
  }
  EXPECT_GT(read, 10u);
}

std::vector<std::filesystem::path> corpus() {
  const char* shared = std::getenv("FLASHKIT_SHARED");
  const std::filesystem::path root = shared != nullptr ? shared : "../shared";
  std::vector<std::filesystem::path> out;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(root / "data/polotno-designs", error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() == ".json") out.push_back(at->path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

TEST(Interchange, EveryRealDesignImportsAndItsExportIsAFixedPoint) {
  const auto files = corpus();
  if (files.empty()) GTEST_SKIP() << "no shared designs: set FLASHKIT_SHARED";
  for (const auto& path : files) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    const std::string source = text.str();
    const auto import = import_polotno(source);
    ASSERT_TRUE(import.ok()) << path;
    const std::string once = export_polotno(build_document(import.value(), k_maker));
    EXPECT_EQ(round(once), once) << path;
    if (import.value().source_version == 4) {
      EXPECT_EQ(once, base::write_json(base::parse_json(source).value())) << path;
    }
    if (const char* folder = std::getenv("FLASHKIT_EXPORTS")) {
      std::ofstream(std::filesystem::path(folder) / path.filename(), std::ios::binary) << once;
    }
  }
}

// Letters with a format that no operation may say stay as they are in the file.
TEST(RichText, AFormatThatIsTooLongIsNotReadAsLetters) {
  const auto html = [](std::size_t length) {
    return R"(<p><span style="font-family: )" + std::string(length, 'F') + R"(;">a</span></p>)";
  };
  EXPECT_TRUE(read_rich_text(html(1022)).has_value());  // and the quotes
  EXPECT_FALSE(read_rich_text(html(1023)).has_value());
}

}  // namespace
}  // namespace flashkit::interchange
