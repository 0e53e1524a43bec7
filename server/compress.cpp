// The compressions HTTP and the checkpoints use, over zlib and zstd.
#include <zlib.h>
#include <zstd.h>

#include <memory>

#include "server/http.h"

namespace flashkit::server {

using base::Errc;
using base::Error;

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int k_gzip_window = 15 + 16;
  if (deflateInit2(&stream, 6, Z_DEFLATED, k_gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 32, '\0');
  std::string in(bytes);  // zlib wants to be given a pointer it may write through
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int code = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return code == Z_STREAM_END ? out : std::string();
}

std::string zstd_compress(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3);
  if (ZSTD_isError(size) != 0) return {};
  out.resize(size);
  return out;
}

base::Result<std::string> zstd_decompress(std::string_view bytes, std::size_t limit_bytes) {
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  const std::unique_ptr<ZSTD_DStream, Free> stream(ZSTD_createDStream());
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  std::string out;
  std::string piece(ZSTD_DStreamOutSize(), '\0');
  std::size_t left = 1;
  while (in.pos < in.size || left != 0) {
    ZSTD_outBuffer to{piece.data(), piece.size(), 0};
    left = ZSTD_decompressStream(stream.get(), &to, &in);
    if (ZSTD_isError(left) != 0) return Error{Errc::Corrupt, "the bytes are not whole zstd", in.pos};
    if (out.size() + to.pos > limit_bytes) return Error{Errc::Limit, "the bytes unpack to more than the limit"};
    out.append(piece, 0, to.pos);
    if (in.pos == in.size && to.pos == 0 && left != 0) return Error{Errc::Corrupt, "the bytes end too early", in.pos};
  }
  return out;
}

}  // namespace flashkit::server
