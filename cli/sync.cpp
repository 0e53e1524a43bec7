// flashkit sync: a folder of designs in step with a server.
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "cli/command.h"
#include "cli/sync_folder.h"

namespace flashkit::cli {
namespace {

constexpr std::string_view k_name = "sync";
constexpr std::uint64_t k_look_ms = 300;
constexpr std::uint64_t k_once_patience_ms = 60'000;
constexpr std::string_view k_help =
    "usage: flashkit sync FOLDER [--server URL] [--add ADDRESS] [--once]\n\n"
    "Keeps a folder of designs in step with a server, both ways, one Polotno JSON file for each design. What you "
    "change\n"
    "in a file is sent, what others change is written into it; offline it goes on and sends later. What it knows "
    "stands\n"
    "in FOLDER/.flashkit. A new file in the folder becomes a new design. Pictures that designs name as blob:<sha256>\n"
    "travel too, as FOLDER/blobs/<sha256>.\n\n"
    "  --server URL    the server, as https://designs.example; remembered after the first time\n"
    "  --add ADDRESS   follow a design as well: https://designs.example/d/DOCUMENT#CAPABILITY\n"
    "  --once          end when all is in step; exit code 1 when something cannot be, at once without a server and\n"
    "                  after a minute with one that has trouble\n";

struct Address {
  std::string server;
  base::DocumentId document;
  base::Capability capability;
};
std::optional<Address> read_address(const std::string& text) {
  const std::size_t at = text.rfind("/d/");
  const std::size_t hash = text.find('#');
  if (at == std::string::npos || hash == std::string::npos || hash < at) return std::nullopt;
  const auto document = base::parse_id<base::DocumentId>(text.substr(at + 3, hash - at - 3));
  const auto capability = base::parse_id<base::Capability>(text.substr(hash + 1));
  if (!document.ok() || !capability.ok()) return std::nullopt;
  return Address{text.substr(0, at), document.value(), capability.value()};
}

struct Wish {
  std::string folder;
  std::string server;
  std::optional<Address> add;
  bool once = false;
};

std::optional<Failure> read_wish(Arguments arguments, Wish& out, bool& help) {
  std::vector<std::string_view> words;
  for (const std::string_view word : arguments) {
    out.once = out.once || word == "--once";
    if (word != "--once") words.push_back(word);
  }
  constexpr std::string_view k_flags[] = {"--server", "--add"};
  Options options;
  if (auto failure = Options::parse(words, k_flags, options)) return failure;
  help = options.help();
  if (help) return std::nullopt;
  if (options.rest().size() != 1 || options.rest()[0].empty()) return Failure{"name exactly one folder"};
  out.folder = options.rest()[0];
  while (out.folder.size() > 1 && out.folder.ends_with('/')) out.folder.pop_back();
  if (const auto server = options.find("--server")) out.server = *server;
  while (out.server.ends_with('/') && !out.server.ends_with("://")) out.server.pop_back();
  if (const auto add = options.find("--add")) {
    out.add = read_address(std::string(*add));
    if (!out.add.has_value())
      return Failure{"--add takes an address like https://designs.example/d/DOCUMENT#CAPABILITY"};
  }
  return std::nullopt;
}

std::string server_file(const Wish& wish) { return wish.folder + "/.flashkit/server"; }

// The server of the folder is remembered; one folder follows one server.
std::optional<Failure> choose_server(Wish& wish) {
  std::string known = read_whole(server_file(wish)).value_or("");
  while (known.ends_with('\n')) known.pop_back();
  if (wish.server.empty()) wish.server = !known.empty() ? known : wish.add.has_value() ? wish.add->server : "";
  if (wish.server.empty()) return Failure{"say with --server which server to follow"};
  if (wish.add.has_value() && wish.add->server != wish.server) {
    return Failure{"this folder follows " + wish.server + "; a design of another server needs another folder"};
  }
  if (!known.empty() && known != wish.server) {
    return Failure{"this folder follows " + known + "; take another folder for another server"};
  }
  return std::nullopt;
}

// Only when everything that was asked for makes sense: a folder of a mistyped name is not left behind.
std::optional<Failure> prepare_folder(const Wish& wish) {
  std::error_code code;
  std::filesystem::create_directories(wish.folder + "/.flashkit", code);
  if (code) return Failure{wish.folder + ": " + code.message()};
  if (!read_whole(server_file(wish)).value_or("").empty()) return std::nullopt;
  return write_whole(server_file(wish), wish.server + "\n");
}

void say(std::string line, bool trouble) {
  // One line, whatever a file is called.
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  std::FILE* to = trouble ? stderr : stdout;
  std::fprintf(to, "%s\n", line.c_str());
  std::fflush(to);
}

class Run {
 public:
  Run(const Wish& wish, SyncNet& net, SyncFolder& folder) : wish_(wish), net_(net), folder_(folder) {}
  int run() {
    net_.on_signal([this] { end(0); });
    tick();
    net_.run();
    return code_;
  }

 private:
  void tick() {
    folder_.look();
    const bool in_step = folder_.in_step();
    // Twice in a row: what was written just now was looked at as well.
    if (in_step && was_in_step_) settled();
    was_in_step_ = in_step;
    if (wish_.once && gives_up()) return end(1);  // it was said why
    if (!ended_) net_.after(k_look_ms, [this] { tick(); });
  }
  // Of a server that is there more than one try is asked.
  bool gives_up() {
    const Disconnect& how = folder_.last_disconnect();
    if (!how.why.empty() && !how.for_now) return true;
    if (!folder_.has_passing_trouble()) return false;
    if (!trouble_since_ms_) trouble_since_ms_ = net_.now_ms();
    return net_.now_ms() - *trouble_since_ms_ > k_once_patience_ms;
  }
  void settled() {
    const bool trouble = folder_.has_trouble();
    if (!std::exchange(told_, true)) tell(trouble);
    if (wish_.once) end(trouble ? 1 : 0);
  }
  void tell(bool trouble) {
    const std::size_t count = folder_.designs();
    if (trouble) {
      say("not everything is in step; what is not was said", true);
    } else if (count == 0) {
      say("there are no designs in " + wish_.folder + " yet: put some there, or follow one with --add", false);
    } else {
      say(count == 1 ? "1 design is in step" : std::to_string(count) + " designs are in step", false);
    }
  }
  void end(int code) {
    ended_ = true;
    code_ = code;
    net_.stop();
  }
  const Wish& wish_;
  SyncNet& net_;
  SyncFolder& folder_;
  bool was_in_step_ = false;
  bool told_ = false;
  std::optional<std::uint64_t> trouble_since_ms_;
  bool ended_ = false;
  int code_ = 0;
};

}  // namespace

int run_sync(Arguments arguments) {
  Wish wish;
  bool help = false;
  if (const auto failure = read_wish(arguments, wish, help)) return misuse(k_name, failure->what);
  if (help) return std::fputs(k_help.data(), stdout) < 0 ? 1 : 0;
  if (const auto failure = choose_server(wish)) return fail(k_name, failure->what);
  auto server = ServerUrl::parse(wish.server);
  if (!server.ok()) return fail(k_name, wish.server + ": " + server.error().rule);
  if (const auto failure = prepare_folder(wish)) return fail(k_name, failure->what);
  const auto net = SyncNet::make(std::move(server).value());
  SyncFolder folder({wish.folder, wish.server}, *net, say);
  if (const auto failure = folder.start()) return fail(k_name, failure->what);
  if (wish.add.has_value()) {
    if (const auto failure = folder.add(wish.add->document, wish.add->capability)) return fail(k_name, failure->what);
  }
  return Run(wish, *net, folder).run();
}

}  // namespace flashkit::cli
