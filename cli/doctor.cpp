// flashkit doctor: is everything in a data folder whole?
#include "server/doctor.h"

#include <unistd.h>

#include <cstdio>

#include "cli/command.h"

namespace flashkit::cli {
namespace {

using server::Finding;
using server::Health;

constexpr std::string_view k_name = "doctor";
constexpr const char* k_help =
    "usage: flashkit doctor DATA [--repair]\n\n"
    "Examines a data folder while no server uses it: the database, every design's journal from its first entry on,\n"
    "checkpoints against a replay of the journal, and every blob against its name. Prints what it finds and changes\n"
    "nothing. With --repair it mends what can be mended without losing anything, and says what it did; when something\n"
    "could not be read it mends nothing that depends on it. Make a copy of the folder first.\n\n"
    "  damaged   lost or spoilt, and nothing here can bring it back: restore it from a copy\n"
    "  unread    could not be examined: the disk does not give it, or it needs a newer program\n"
    "  mendable  --repair mends it\n"
    "  repaired  was mended now\n\n"
    "Exit status: 0 all is well, 1 something is damaged, unread or left to mend, 2 wrong arguments.\n";

const char* word_for(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::Damage:
      return "damaged ";
    case Finding::Kind::Unread:
      return "unread  ";
    case Finding::Kind::Mendable:
      return "mendable";
    case Finding::Kind::Repaired:
      return "repaired";
  }
  return "";
}

void print(const Health& health) {
  for (const Finding& finding : health.findings) std::printf("%s  %s\n", word_for(finding.kind), finding.text.c_str());
  using Number = unsigned long long;
  std::printf("%llu designs, %llu entries, %llu checkpoints, %llu blobs (%.1f MB, %llu named by nothing)\n",
              Number{health.documents}, Number{health.entries}, Number{health.checkpoints}, Number{health.blobs},
              static_cast<double>(health.blob_bytes) / 1e6, Number{health.unused_blobs});
  std::printf("%s\n", health.well() ? "all is well" : "not all is well");
}

}  // namespace

int run_doctor(Arguments arguments) {
  bool repair = false;
  std::vector<std::string_view> rest;
  for (const std::string_view word : arguments) {
    if (word == "--help" || word == "-h") {
      std::fputs(k_help, stdout);
      return 0;
    }
    if (word == "--repair") {
      repair = true;
    } else if (word.starts_with("-")) {
      return misuse(k_name, "there is no flag `" + std::string(word) + "`");
    } else {
      rest.push_back(word);
    }
  }
  if (rest.size() != 1) return misuse(k_name, "name one data folder: flashkit doctor DATA");
  const bool to_person = ::isatty(STDERR_FILENO) == 1;
  const auto progress = [to_person](const std::string& what) {
    if (to_person) std::fprintf(stderr, "\r\033[Kexamining %s", what.c_str());
  };
  const base::Result<Health> health = server::examine(std::string(rest.front()), repair, progress);
  if (to_person) std::fputs("\r\033[K", stderr);
  if (!health.ok()) return fail(k_name, std::string(health.error().rule) + ": " + std::string(rest.front()));
  print(health.value());
  return health.value().well() ? 0 : 1;
}

}  // namespace flashkit::cli
