#include "painters/assets.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>

#include "base/sha256.h"
#include "painters/limits.h"

namespace flashkit::painters {
namespace {

using base::Bytes;
using base::Errc;
using base::Error;
using base::Result;

constexpr std::uint8_t k_not_base64 = 255;

constexpr std::array<std::uint8_t, 256> base64_table() {
  std::array<std::uint8_t, 256> out{};
  for (auto& entry : out) entry = k_not_base64;
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < digits.size(); ++i)
    out[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  out['-'] = 62;
  out['_'] = 63;
  return out;
}
constexpr std::array<std::uint8_t, 256> k_base64 = base64_table();

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

Result<Bytes> base64_decoded(std::string_view text) {
  Bytes out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '=') break;
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    const std::uint8_t digit = k_base64[static_cast<unsigned char>(c)];
    if (digit == k_not_base64) return Error{Errc::Malformed, "the data URL is not base64", i};
    bits = bits << 6 | digit;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<std::uint8_t>(bits >> count & 255));
  }
  return out;
}

bool is_inside(const std::filesystem::path& path, const std::filesystem::path& folder) {
  auto part = path.begin();
  for (const auto& expected : folder) {
    if (part == path.end() || *part != expected) return false;
    ++part;
  }
  return true;
}

}  // namespace

bool is_data_url(std::string_view source) { return source.starts_with("data:"); }

Result<Bytes> decode_data_url(std::string_view source) {
  if (!is_data_url(source)) return Error{Errc::Malformed, "this is not a data URL"};
  const std::size_t comma = source.find(',');
  if (comma == std::string_view::npos) return Error{Errc::Malformed, "the data URL has no comma"};
  if (source.size() > k_max_asset_bytes) return Error{Errc::Limit, "the data URL is too large"};
  const std::string_view kind = source.substr(5, comma - 5);
  const std::string_view data = source.substr(comma + 1);
  if (kind.ends_with(";base64")) {
    if (data.find('%') != std::string_view::npos) return base64_decoded(percent_decoded(data));
    return base64_decoded(data);
  }
  return base::copy_of(base::bytes_of(percent_decoded(data)));
}

Result<Bytes> read_file(const std::string& path, std::size_t limit_bytes) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    if (errno == EACCES || errno == EPERM) return Error{Errc::Denied, "the file may not be read"};
    return Error{Errc::NotFound, "there is no such file"};
  }
  struct stat about {};
  const bool regular = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  if (!regular || static_cast<std::uint64_t>(about.st_size) > limit_bytes) {
    ::close(file);
    if (!regular) return Error{Errc::NotFound, "this is not a file"};
    return Error{Errc::Limit, "the file is too large", static_cast<std::uint64_t>(about.st_size)};
  }
  Bytes out(static_cast<std::size_t>(about.st_size));
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = ::read(file, out.data() + done, out.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  ::close(file);
  out.resize(done);
  return out;
}

Result<Bytes> FileAssets::load(std::string_view source) {
  if (is_data_url(source)) return decode_data_url(source);
  if (source.starts_with("blob:") && base::is_blob_name(source.substr(5))) {
    if (blobs_.empty()) return Error{Errc::NotFound, "there is no store of blobs here"};
    return read_file(blobs_ + "/" + std::string(source.substr(5)), k_max_asset_bytes);
  }
  if (folder_.empty() || source.empty() || source.find(':') != std::string_view::npos || source.front() == '/') {
    return Error{Errc::NotFound, "this source is not a file beside the design"};
  }
  std::error_code error;
  const auto folder = std::filesystem::canonical(folder_, error);
  if (error) return Error{Errc::NotFound, "there is no such folder"};
  const auto path = std::filesystem::canonical(folder / percent_decoded(source), error);
  if (error || !is_inside(path, folder)) return Error{Errc::NotFound, "there is no such file beside the design"};
  return read_file(path.string(), k_max_asset_bytes);
}

}  // namespace flashkit::painters
