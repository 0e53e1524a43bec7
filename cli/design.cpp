#include "cli/design.h"

#include <unistd.h>

#include <climits>
#include <cstdlib>

#include "interchange/limits.h"
#include "painters/assets.h"

namespace flashkit::cli {
namespace {

std::string mend(base::Errc code) {
  switch (code) {
    case base::Errc::Limit:
      return "; split the design into smaller ones";
    case base::Errc::Malformed:
      return "; export the design again from the editor that made it";
    case base::Errc::Denied:
      return "; give yourself the right to read it";
    case base::Errc::NotFound:
      return "; check the path";
    case base::Errc::Unsupported:
    case base::Errc::Conflict:
    case base::Errc::Unavailable:
    case base::Errc::Corrupt:
      break;
  }
  return "";
}

std::string program_folder() {
  char path[PATH_MAX];
  const ssize_t length = ::readlink("/proc/self/exe", path, sizeof(path));
  return length <= 0 ? "." : folder_of(std::string(path, static_cast<std::size_t>(length)));
}

}  // namespace

std::optional<Failure> load_design(const std::string& path, Design& out) {
  out.path = path;
  const auto bytes = painters::read_file(path, interchange::k_max_design_bytes);
  if (!bytes.ok()) {
    const bool large = bytes.error().code == base::Errc::Limit;
    return Failure{path + ": " + (large ? "the design is larger than 256 MB" : bytes.error().rule) +
                   mend(bytes.error().code)};
  }
  auto import = interchange::import_polotno(base::text_of(bytes.value()));
  if (!import.ok()) {
    const base::Error& error = import.error();
    const std::string where = error.offset > 0 ? " (at byte " + std::to_string(error.offset) + ")" : "";
    return Failure{path + ": " + error.rule + where + mend(error.code)};
  }
  out.source_version = import.value().source_version;
  out.document = interchange::build_document(import.value(), {{0, 1}, 1});
  out.warnings = std::move(import.value().warnings);
  return std::nullopt;
}

std::optional<Failure> load_fonts(std::optional<std::string_view> wish, painters::FontFolder& out, bool& found) {
  std::vector<std::string> folders;
  const char* environment = std::getenv("FLASHKIT_FONTS");
  if (wish.has_value()) {
    folders.emplace_back(*wish);
  } else if (environment != nullptr && *environment != '\0') {
    folders.emplace_back(environment);
  }
  const bool wished = !folders.empty();
  if (!wished) {
    const std::string here = program_folder();
    folders = {here + "/../fonts", here + "/../../fonts", here + "/../share/flashkit/fonts", "build/fonts"};
  }
  for (const std::string& folder : folders) {
    auto opened = painters::FontFolder::open(folder);
    if (opened.ok()) {
      out = std::move(opened).value();
      found = true;
      return std::nullopt;
    }
    if (wished) {
      return Failure{folder + ": " + opened.error().rule + "; make one with `node tools/fonts.mjs " + folder + "`"};
    }
  }
  found = false;
  return std::nullopt;
}

}  // namespace flashkit::cli
