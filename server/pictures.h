#pragma once
// Pictures of documents, painted natively on the slow pool: exports on demand, and a JPEG preview of the first page
// that is stored as a blob and pointed to by D#<doc>/PREVIEW, which only moves forward. Nothing is fetched from the
// network: images are data URLs and blobs.
#include <functional>
#include <memory>
#include <string>

#include "server/parts.h"
#include "server/states.h"

namespace flashkit::server {

struct ExportWish {
  std::string format;    // png, jpg, pdf, svg, json
  std::size_t page = 0;  // from 0; PDF: all pages
  double scale = 1;
};

class Pictures {
 public:
  using BytesCallback = std::function<void(base::Result<std::string>)>;
  using DoneCallback = std::function<void(base::Result<void>)>;
  // `fonts` is the folder of the font bundle, or empty.
  Pictures(Parts& parts, States& states, std::string fonts);
  ~Pictures();
  Pictures(const Pictures&) = delete;
  Pictures& operator=(const Pictures&) = delete;

  // Errors: NotFound (no page), Limit, Unavailable (too many wait).
  void export_document(base::DocumentId document, ExportWish wish, BytesCallback done);
  void make_preview(base::DocumentId document, DoneCallback done);
  // Errors: NotFound (there is none yet).
  void preview(base::DocumentId document, BytesCallback done);

 private:
  class Painting;
  void store_preview(base::DocumentId document, std::uint64_t seq, std::string jpeg, DoneCallback done);
  bool is_busy();

  Parts& parts_;
  States& states_;
  std::unique_ptr<Painting> painting_;
};

}  // namespace flashkit::server
