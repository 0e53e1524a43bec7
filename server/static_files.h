#pragma once
// The built web app and the fonts, from two folders. Hashed assets and fonts are immutable; the page itself carries a
// fresh nonce in every answer. A file is answered as brotli where the build left FILE.br beside it. Paths without a
// file and without an ending are the app's own addresses and get the page. Files are read again when they change; small
// ones are kept in memory. Callable from any thread.
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "ports/random.h"
#include "server/http.h"

namespace flashkit::server {

class StaticFiles {
 public:
  StaticFiles(std::string app_folder, std::string fonts_folder, ports::Random& random)
      : app_folder_(std::move(app_folder)), fonts_folder_(std::move(fonts_folder)), random_(random) {}

  // Pages may also talk to this origin; to be said before anything is served.
  void allow_connections_to(std::string origin) { store_ = std::move(origin); }

  // For GET and HEAD. The path of `request` was checked by parse_target.
  Response serve(const Request& request);

 private:
  struct File {
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const std::string> zipped;  // only where it is smaller
    std::shared_ptr<const std::string> brotli;  // made by the build, beside the file, with ".br" after its name
    std::string tag;
    std::size_t size_bytes() const;  // of all its forms
  };
  std::optional<File> find(const std::string& path, std::string_view media_type);
  static File load(const std::string& path, int descriptor, std::size_t size_bytes, std::string_view media_type);
  Response page(const Request& request);
  Response answer(const Request& request, const File& file, std::string_view media_type, bool immutable) const;

  std::string app_folder_;
  std::string fonts_folder_;
  std::string store_;  // empty: only to the server itself
  ports::Random& random_;
  std::mutex mutex_;
  std::map<std::string, File> kept_;
  std::size_t kept_bytes_ = 0;
};

}  // namespace flashkit::server
