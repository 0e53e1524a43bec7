// The program `flashkit`.
#include <array>
#include <cstdio>
#include <exception>
#include <new>

#include "cli/command.h"

namespace flashkit::cli {
namespace {

constexpr std::array k_commands{
    Command{"serve", "serves the app, its API and the live protocol", run_serve},
    Command{"render", "draws a design as PNG, JPEG, PDF or SVG", run_render},
    Command{"convert", "brings a Polotno design up to the current version", run_convert},
    Command{"inspect", "says as JSON what is in a design and what is missing", run_inspect},
    Command{"sync", "keeps a folder of designs in step with a server", run_sync},
    Command{"cloud", "makes or checks what a server needs of Amazon's services", run_cloud},
    Command{"doctor", "examines a data folder, and repairs what is safe", run_doctor},
};

int help(std::FILE* to) {
  std::fputs("flashkit: designs on your own machine\n\nusage: flashkit COMMAND [ARGUMENTS]\n\n", to);
  for (const Command& command : k_commands) {
    std::fprintf(to, "  %-9.*s %.*s\n", static_cast<int>(command.name.size()), command.name.data(),
                 static_cast<int>(command.summary.size()), command.summary.data());
  }
  std::fputs("\n`flashkit COMMAND --help` says more.\n", to);
  return to == stdout ? 0 : 2;
}

int run(Arguments arguments) {
  if (arguments.empty()) return help(stderr);
  const std::string_view name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") return help(stdout);
  for (const Command& command : k_commands) {
    if (command.name == name) return command.run(arguments.subspan(1));
  }
  std::fprintf(stderr, "flashkit: there is no command `%.*s`; `flashkit --help` lists them\n",
               static_cast<int>(name.size()), name.data());
  return 2;
}

}  // namespace
}  // namespace flashkit::cli

int main(int count, char** values) {
  try {
    const std::vector<std::string_view> arguments(values + (count > 0 ? 1 : 0), values + count);
    return flashkit::cli::run(arguments);
  } catch (const std::bad_alloc&) {
    std::fputs("flashkit: there is not enough memory for this\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "flashkit: %s\n", error.what());
  }
  return 1;
}
