#pragma once
// What a command of the program is, and what commands share: reading arguments, reading and writing files, and saying
// what went wrong in one line.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace flashkit::cli {

using Arguments = std::span<const std::string_view>;

struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(Arguments arguments);
};

// A failure in words for people.
struct Failure {
  std::string what;
};

// `flashkit NAME: what` on standard error; gives the exit code 1 (2 for a misuse of the command).
int fail(std::string_view command, const std::string& what);
int misuse(std::string_view command, const std::string& what);

// Flags as `--flag value` or `--flag=value` (`-o` too), the rest in order. `help` is set by --help or -h.
class Options {
 public:
  // `known` are the flags that take a value. The failure names the flag that is unknown or lacks its value.
  static std::optional<Failure> parse(Arguments arguments, std::span<const std::string_view> known, Options& out);
  bool help() const { return help_; }
  std::optional<std::string_view> find(std::string_view flag) const;
  const std::vector<std::string_view>& rest() const { return rest_; }

 private:
  bool help_ = false;
  std::vector<std::pair<std::string_view, std::string_view>> flags_;
  std::vector<std::string_view> rest_;
};

// The folder a path's file lies in, "." for a bare name.
std::string folder_of(const std::string& path);
std::string_view extension_of(std::string_view path);  // without the dot; may be empty
// Writes beside the path, then renames. The failure names the path.
std::optional<Failure> write_output(const std::string& path, base::ByteView bytes);

int run_serve(Arguments arguments);
int run_render(Arguments arguments);
int run_convert(Arguments arguments);
int run_inspect(Arguments arguments);
int run_sync(Arguments arguments);
int run_doctor(Arguments arguments);
int run_cloud(Arguments arguments);

}  // namespace flashkit::cli
