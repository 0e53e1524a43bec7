#include "server/static_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/id.h"
#include "base/sha256.h"

namespace flashkit::server {

namespace {

constexpr std::size_t k_file_limit_bytes = 64u << 20;
constexpr std::size_t k_keep_limit_bytes = 96u << 20;
constexpr std::string_view k_nonce_mark = "__FLASHKIT_NONCE__";

bool compresses_well(std::string_view media_type) {
  return media_type.starts_with("text/") || media_type.starts_with("application/") || media_type == "image/svg+xml" ||
         media_type == "font/ttf" || media_type == "font/otf";
}

std::string read_whole(int file, std::size_t size) {
  std::string out(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = ::read(file, out.data() + done, size - done);
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  out.resize(done);
  return out;
}

// A host name as a browser may send it; anything else must not reach a header.
std::string safe_host(std::string_view host) {
  for (const char c : host) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                      c == '-' || c == ':' || c == '[' || c == ']';
    if (!fine) return {};
  }
  return std::string(host);
}

// Styles need the nonce; scripts come from files only. 'wasm-unsafe-eval' lets the engine compile.
std::string content_policy(const Request& request, const std::string& nonce, const std::string& store) {
  const std::string host = safe_host(request.header("Host"));
  std::string out = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";
  if (!nonce.empty()) out += " 'nonce-" + nonce + "'";
  out += "; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'";
  if (!host.empty()) out += " ws://" + host + " wss://" + host;
  if (!store.empty()) out += " " + store;
  out +=
      "; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
      "frame-ancestors 'none'";
  return out;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

bool has_ending(std::string_view path) { return path.find('.', path.rfind('/')) != std::string_view::npos; }

}  // namespace

std::size_t StaticFiles::File::size_bytes() const {
  return bytes->size() + (zipped ? zipped->size() : 0) + (brotli ? brotli->size() : 0);
}

// The build compresses harder than a server has time to; what it did not prepare is zipped at its first use.
StaticFiles::File StaticFiles::load(const std::string& path, int descriptor, std::size_t size_bytes,
                                    std::string_view media_type) {
  File file;
  file.bytes = std::make_shared<const std::string>(read_whole(descriptor, size_bytes));
  if (!compresses_well(media_type) || file.bytes->size() <= 512) return file;
  auto zipped = std::make_shared<const std::string>(gzip(*file.bytes));
  if (!zipped->empty() && zipped->size() < file.bytes->size() * 9 / 10) file.zipped = std::move(zipped);
  const int prepared = ::open((path + ".br").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (prepared < 0) return file;
  struct stat status {};
  if (::fstat(prepared, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
      static_cast<std::size_t>(status.st_size) < file.bytes->size()) {
    file.brotli = std::make_shared<const std::string>(read_whole(prepared, static_cast<std::size_t>(status.st_size)));
  }
  ::close(prepared);
  return file;
}

std::optional<StaticFiles::File> StaticFiles::find(const std::string& path, std::string_view media_type) {
  const int raw = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (raw < 0) return std::nullopt;
  struct stat status {};
  std::optional<File> out;
  if (::fstat(raw, &status) == 0 && S_ISREG(status.st_mode) &&
      static_cast<std::size_t>(status.st_size) <= k_file_limit_bytes) {
    const std::string tag = '"' + std::to_string(status.st_mtim.tv_sec) + '-' + std::to_string(status.st_mtim.tv_nsec) +
                            '-' + std::to_string(status.st_size) + '"';
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto kept = kept_.find(path);
    if (kept != kept_.end() && kept->second.tag == tag) {
      out = kept->second;
    } else {
      File file = load(path, raw, static_cast<std::size_t>(status.st_size), media_type);
      file.tag = tag;
      const std::size_t size = file.size_bytes();
      if (kept != kept_.end()) {
        kept_bytes_ -= kept->second.size_bytes();
        kept_.erase(kept);
      }
      if (kept_bytes_ + size <= k_keep_limit_bytes) {
        kept_bytes_ += size;
        kept_.emplace(path, file);
      }
      out = std::move(file);
    }
  }
  ::close(raw);
  return out;
}

Response StaticFiles::answer(const Request& request, const File& file, std::string_view media_type,
                             bool immutable) const {
  Response out;
  out.headers = {{"Content-Type", std::string(media_type)},
                 {"Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache"},
                 {"ETag", file.tag},
                 {"Vary", "Accept-Encoding"},
                 {"Content-Security-Policy", content_policy(request, "", store_)},
                 {"Cross-Origin-Resource-Policy", "same-origin"}};
  if (request.header("If-None-Match") == file.tag) {
    out.status = 304;
    return out;
  }
  out.body = file.bytes;
  if (file.brotli && accepts_encoding(request, "br")) {
    out.headers.push_back({"Content-Encoding", "br"});
    out.body = file.brotli;
  } else if (file.zipped && accepts_encoding(request, "gzip")) {
    out.headers.push_back({"Content-Encoding", "gzip"});
    out.body = file.zipped;
  }
  return out;
}

Response StaticFiles::page(const Request& request) {
  const std::optional<File> file = find(app_folder_ + "/index.html", "text/html");
  if (!file) return error_response(404, "the web app is not built");
  struct NonceTag;
  const std::string nonce = base::to_hex(random_.id<base::Id128<NonceTag>>());
  std::string html = *file->bytes;
  if (html.find(k_nonce_mark) == std::string::npos) {
    const std::size_t head = html.find("<head>");
    if (head != std::string::npos) html.insert(head + 6, "<meta name=\"csp-nonce\" content=\"" + nonce + "\">");
  }
  replace_all(html, k_nonce_mark, nonce);
  Response out = text_response(200, std::move(html), "text/html; charset=utf-8");
  out.headers = {{"Content-Type", "text/html; charset=utf-8"},
                 {"Cache-Control", "no-cache"},
                 {"Content-Security-Policy", content_policy(request, nonce, store_)},
                 {"Cross-Origin-Opener-Policy", "same-origin-allow-popups"},
                 {"Cross-Origin-Resource-Policy", "same-origin"}};
  return out;
}

Response StaticFiles::serve(const Request& request) {
  const std::string& path = request.path;
  if (path.starts_with("/fonts/")) {
    const std::string name = path.substr(7);
    if (fonts_folder_.empty() || name.empty()) return error_response(404, "there are no fonts here");
    // Fonts are asked for by the hash alone and stand in the folder with their ending.
    const bool hashed = base::is_blob_name(name);
    const std::string_view type = hashed ? "font/ttf" : media_type_of(name);
    const std::optional<File> file = find(fonts_folder_ + "/" + name + (hashed ? ".ttf" : ""), type);
    return file ? answer(request, *file, type, hashed) : error_response(404, "there is no such font");
  }
  if (app_folder_.empty()) return error_response(404, "the web app is not built");
  if (path != "/" && path != "/index.html") {
    const std::string_view type = media_type_of(path);
    if (const std::optional<File> file = find(app_folder_ + path, type)) {
      Response out = answer(request, *file, type, path.starts_with("/assets/"));
      if (path == "/sw.js" || path == "/service-worker.js") out.headers.push_back({"Service-Worker-Allowed", "/"});
      return out;
    }
    if (has_ending(path) || path.starts_with("/assets/")) return error_response(404, "there is no such file");
  }
  return page(request);
}

}  // namespace flashkit::server
