#pragma once
// Pictures of documents, painted natively: exports on demand, on a pool of their own, and on the slow pool a JPEG
// preview of the first page that is stored as a blob and pointed to by D#<doc>/PREVIEW, which only moves forward.
// Nothing is fetched from the network: images are data URLs and blobs.
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "server/parts.h"
#include "server/states.h"

namespace flashkit::server {

struct ExportWish {
  std::string format;    // png, jpg, pdf, svg, json
  std::size_t page = 0;  // from 0; PDF: all pages
  double scale = 1;
};

// Where a document's newest preview is. seq 0: there is none.
struct PreviewPointer {
  std::uint64_t seq = 0;      // of the entry it shows the state after
  std::string blob;           // of the JPEG
  std::int64_t at_ms = 0;     // when it was painted, by that server's clock; 0: not known
  std::uint64_t version = 0;  // of the record; 0: there is none
};

// The record's value, without its version. Errors: Malformed.
base::Result<PreviewPointer> read_preview_pointer(const std::string& value);

class Pictures {
 public:
  using BytesCallback = std::function<void(base::Result<std::string>)>;
  using DoneCallback = std::function<void(base::Result<void>)>;
  using PointerCallback = std::function<void(base::Result<PreviewPointer>)>;
  // `fonts` is the folder of the font bundle, or empty. The images of one picture are waited for so long together: what
  // has not come by then is a placeholder in previews, and no export.
  Pictures(Parts& parts, States& states, std::string fonts,
           std::chrono::milliseconds images_time = std::chrono::seconds(20));
  ~Pictures();
  Pictures(const Pictures&) = delete;
  Pictures& operator=(const Pictures&) = delete;

  // Errors: NotFound (no page), Limit, Unavailable (too many wait, or an image did not come).
  void export_document(base::DocumentId document, ExportWish wish, BytesCallback done);
  void make_preview(base::DocumentId document, DoneCallback done);
  // Errors: NotFound (there is none yet).
  void preview(base::DocumentId document, BytesCallback done);
  void pointer(base::DocumentId document, PointerCallback done);
  // The JPEG of a state's first page, at once: to be called on a pool. Errors: NotFound (no page), Limit.
  base::Result<std::string> paint_preview(const document::Document& document);
  // The stores answer no more: whoever paints and waits for a blob goes on without it.
  void stop() { stopped_.request_stop(); }

 private:
  class Painting;
  // Takes a painter that nobody uses, or makes one; it is put back when the last hand lets it go.
  std::shared_ptr<Painting> painter();
  void store_preview(base::DocumentId document, std::uint64_t seq, std::string jpeg, DoneCallback done);

  Parts& parts_;
  States& states_;
  std::string fonts_;
  std::chrono::milliseconds images_time_;
  std::stop_source stopped_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Painting>> idle_;  // with their fonts warm; as many as worked at once
};

}  // namespace flashkit::server
