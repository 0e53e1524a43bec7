#include "cli/command.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace flashkit::cli {
namespace {

int say(std::string_view command, const std::string& what, int code) {
  std::string line = "flashkit " + std::string(command) + ": " + what + "\n";
  // One line, whatever a path or a value holds.
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (static_cast<unsigned char>(line[i]) < 0x20) line[i] = ' ';
  }
  (void)std::fwrite(line.data(), 1, line.size(), stderr);
  return code;
}

bool write_all(int file, base::ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
  return true;
}

}  // namespace

int fail(std::string_view command, const std::string& what) { return say(command, what, 1); }
int misuse(std::string_view command, const std::string& what) {
  return say(command, what + "; see `flashkit " + std::string(command) + " --help`", 2);
}

std::optional<Failure> Options::parse(Arguments arguments, std::span<const std::string_view> known, Options& out) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--help" || argument == "-h") {
      out.help_ = true;
    } else if (argument.size() < 2 || argument.front() != '-') {
      out.rest_.push_back(argument);
    } else {
      const std::size_t equals = argument.find('=');
      const std::string_view flag = argument.substr(0, equals);
      if (std::find(known.begin(), known.end(), flag) == known.end()) {
        return Failure{"unknown flag " + std::string(flag)};
      }
      if (equals != std::string_view::npos) {
        out.flags_.emplace_back(flag, argument.substr(equals + 1));
      } else if (i + 1 < arguments.size()) {
        out.flags_.emplace_back(flag, arguments[++i]);
      } else {
        return Failure{"the flag " + std::string(flag) + " needs a value"};
      }
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> Options::find(std::string_view flag) const {
  for (const auto& [name, value] : flags_) {
    if (name == flag) return value;
  }
  return std::nullopt;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string_view extension_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view() : path.substr(dot + 1);
}

std::optional<Failure> write_output(const std::string& path, base::ByteView bytes) {
  const std::string temporary = path + ".part-" + std::to_string(::getpid());
  const auto failed = [&](const char* step) {
    return Failure{"cannot " + std::string(step) + " " + path + ": " + std::strerror(errno) +
                   "; choose a place that can be written with -o"};
  };
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return failed("write");
  const bool written = write_all(file, bytes);
  const int why = errno;
  const bool closed = ::close(file) == 0;
  if (!written || !closed || ::rename(temporary.c_str(), path.c_str()) != 0) {
    if (!written) errno = why;
    const Failure failure = failed("write");
    (void)::unlink(temporary.c_str());
    return failure;
  }
  return std::nullopt;
}

}  // namespace flashkit::cli
