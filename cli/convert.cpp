// flashkit convert: a Polotno design in, the same design at the current version out.
#include <cstdio>

#include "cli/design.h"
#include "interchange/export.h"

namespace flashkit::cli {
namespace {

constexpr std::string_view k_help =
    "usage: flashkit convert IN.json -o OUT.json\n\n"
    "Reads a Polotno design of any version and writes it at version 4. What needs no change is written as it was.\n"
    "Warnings about what was not understood go to standard error; it is kept all the same.\n\n"
    "  -o FILE   where to write\n";

}  // namespace

int run_convert(Arguments arguments) {
  constexpr std::string_view k_name = "convert";
  constexpr std::string_view k_flags[] = {"-o"};
  Options options;
  if (const auto failure = Options::parse(arguments, k_flags, options)) return misuse(k_name, failure->what);
  if (options.help()) return std::fputs(k_help.data(), stdout) < 0 ? 1 : 0;
  const auto out = options.find("-o");
  if (options.rest().size() != 1) return misuse(k_name, "name exactly one design");
  if (!out.has_value()) return misuse(k_name, "say with -o where to write");
  if (extension_of(*out) != "json") return misuse(k_name, "can only write .json");
  Design design;
  if (const auto failure = load_design(std::string(options.rest()[0]), design)) return fail(k_name, failure->what);
  for (const auto& warning : design.warnings) {
    std::fprintf(stderr, "warning: %s: %s%s\n", warning.path.c_str(), warning.what.c_str(),
                 warning.count > 1 ? (" (" + std::to_string(warning.count) + " times)").c_str() : "");
  }
  const std::string json = interchange::export_polotno(design.document) + "\n";
  if (const auto failure = write_output(std::string(*out), base::bytes_of(json))) return fail(k_name, failure->what);
  return 0;
}

}  // namespace flashkit::cli
