#include "server/pictures.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <optional>
#include <utility>

#include "base/json.h"
#include "base/sha256.h"
#include "interchange/export.h"
#include "painters/render.h"

namespace flashkit::server {

using base::Bytes;
using base::DocumentId;
using base::Errc;
using base::Error;
using base::Json;
using base::Result;
using ports::PutCondition;
using ports::Record;
using sync::JournalState;

namespace {

constexpr std::size_t k_waiting_limit = 32;
const Error k_too_many{Errc::Unavailable, "too many pictures are being made; try again in a moment"};
constexpr double k_preview_px = 640;  // the longer side
constexpr int k_preview_quality = 80;

ports::RecordKey preview_key(DocumentId document) { return {"D#" + base::to_hex(document), "PREVIEW"}; }

// A design's images: data URLs, and blobs out of the server's store. Asked on the pools, where waiting is fine, but not
// for a store that has stopped: it never answers. Nor for ever for one that is slow: others wait for the pool.
class BlobAssets final : public painters::AssetSource {
 public:
  BlobAssets(ports::Blobs& blobs, std::stop_token stopped) : blobs_(blobs), stopped_(std::move(stopped)) {}
  // Of the next picture.
  void begin(std::chrono::milliseconds time) {
    until_ = std::chrono::steady_clock::now() + time;
    late_ = false;
  }
  bool late() const { return late_; }
  Result<Bytes> load(std::string_view source) override {
    if (painters::is_data_url(source)) return painters::decode_data_url(source);
    if (!source.starts_with("blob:")) return Error{Errc::NotFound, "the image is not kept here"};
    const auto answer = std::make_shared<Answer>();  // it may come after the wait
    blobs_.get(std::string(source.substr(5)), [answer](Result<std::string> bytes) {
      const std::lock_guard<std::mutex> lock(answer->mutex);
      answer->bytes.emplace(std::move(bytes));
      answer->came.notify_one();
    });
    std::unique_lock<std::mutex> lock(answer->mutex);
    if (!answer->came.wait_until(lock, stopped_, until_, [&] { return answer->bytes.has_value(); })) {
      late_ = true;
      return Error{Errc::Unavailable, "the image did not come in time"};
    }
    const Result<std::string>& bytes = *answer->bytes;
    if (!bytes.ok()) return bytes.error();
    return base::copy_of(base::bytes_of(bytes.value()));
  }

 private:
  struct Answer {
    std::mutex mutex;
    std::condition_variable_any came;
    std::optional<Result<std::string>> bytes;
  };
  ports::Blobs& blobs_;
  std::stop_token stopped_;
  std::chrono::steady_clock::time_point until_;
  bool late_ = false;
};

Result<PreviewPointer> read_preview(const std::optional<Record>& record) {
  if (!record) return PreviewPointer{};
  FLASHKIT_TRY(PreviewPointer out, read_preview_pointer(record->value));
  out.version = record->version;
  return out;
}

}  // namespace

Result<PreviewPointer> read_preview_pointer(const std::string& value) {
  FLASHKIT_TRY(const Json json, base::parse_json(value));
  const Json* seq = json.find("seq");
  const Json* blob = json.find("blob");
  if (seq == nullptr || blob == nullptr) return Error{Errc::Malformed, "a preview's record cannot be read"};
  const Json* at = json.find("at");
  PreviewPointer out;
  out.seq = static_cast<std::uint64_t>(seq->as_number());
  out.blob = blob->as_string();
  out.at_ms = at == nullptr ? 0 : static_cast<std::int64_t>(at->as_number());
  return out;
}

// Fonts stay warm; the rest of a renderer belongs to one design. Used by one thread at a time.
class Pictures::Painting {
 public:
  Painting(const std::string& fonts, ports::Blobs& blobs, std::stop_token stopped,
           std::chrono::milliseconds images_time)
      : assets_(blobs, std::move(stopped)), images_time_(images_time) {
    if (fonts.empty()) return;
    Result<painters::FontFolder> folder = painters::FontFolder::open(fonts);
    if (folder.ok()) fonts_ = std::move(folder).value();
  }

  Result<std::string> paint(const document::Document& document, const ExportWish& wish) {
    const std::vector<base::NodeId> pages = document.live_children({});
    if (wish.page >= pages.size()) return Error{Errc::NotFound, "the design has no such page"};
    painters::RenderRequest request;
    const std::optional<painters::Format> format = painters::format_of(wish.format);
    if (!format) return Error{Errc::NotFound, "there is no such format"};
    request.format = *format;
    request.pages = *format == painters::Format::Pdf ? pages : std::vector<base::NodeId>{pages[wish.page]};
    request.scale = wish.scale;
    Result<std::string> out = run(document, request);
    if (assets_.late()) return Error{Errc::Unavailable, "an image did not come in time; try again in a moment"};
    return out;
  }

  Result<std::string> paint_preview(const document::Document& document) {
    const std::vector<base::NodeId> pages = document.live_children({});
    if (pages.empty()) return Error{Errc::NotFound, "the design has no page"};
    const geometry::Size size = display::page_size(document, pages.front());
    painters::RenderRequest request;
    request.format = painters::Format::Jpeg;
    request.pages = {pages.front()};
    request.scale = std::min(1.0, k_preview_px / std::max(size.width, size.height));
    request.jpeg_quality = k_preview_quality;
    return run(document, request);
  }

 private:
  Result<std::string> run(const document::Document& document, const painters::RenderRequest& request) {
    assets_.begin(images_time_);
    painters::Renderer renderer(fonts_, assets_);
    const Result<Bytes> bytes = renderer.render(document, request);
    if (!bytes.ok()) return bytes.error();
    return std::string(base::text_of(bytes.value()));
  }
  painters::FontFolder fonts_;
  BlobAssets assets_;
  std::chrono::milliseconds images_time_;
};

Pictures::Pictures(Parts& parts, States& states, std::string fonts, std::chrono::milliseconds images_time)
    : parts_(parts), states_(states), fonts_(std::move(fonts)), images_time_(images_time) {}
Pictures::~Pictures() = default;

std::shared_ptr<Pictures::Painting> Pictures::painter() {
  std::unique_ptr<Painting> taken;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!idle_.empty()) {
      taken = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!taken) taken = std::make_unique<Painting>(fonts_, parts_.blobs, stopped_.get_token(), images_time_);
  return {taken.release(), [this](Painting* back) {
            const std::lock_guard<std::mutex> lock(mutex_);
            idle_.emplace_back(back);
          }};
}

void Pictures::export_document(DocumentId document, ExportWish wish, BytesCallback done) {
  if (parts_.exports.waiting() > k_waiting_limit) {
    done(k_too_many);
    return;
  }
  states_.load(document,
               [this, wish = std::move(wish), done = std::move(done)](Result<std::shared_ptr<JournalState>> state) {
                 if (!state.ok()) {
                   done(state.error());
                   return;
                 }
                 // Many may have been reading their designs at once.
                 if (parts_.exports.waiting() > k_waiting_limit) {
                   done(k_too_many);
                   return;
                 }
                 parts_.exports.post([this, wish, done, state = std::move(state).value()] {
                   done(adapters::without_throwing([&]() -> Result<std::string> {
                     if (wish.format == "json") return interchange::export_polotno(state->document());
                     return painter()->paint(state->document(), wish);
                   }));
                 });
               });
}

void Pictures::make_preview(DocumentId document, DoneCallback done) {
  if (parts_.slow.waiting() > k_waiting_limit) {
    done(k_too_many);
    return;
  }
  states_.load(document, [this, document, done = std::move(done)](Result<std::shared_ptr<JournalState>> state) {
    if (!state.ok()) {
      done(state.error());
      return;
    }
    if (parts_.slow.waiting() > k_waiting_limit) {
      done(k_too_many);
      return;
    }
    parts_.slow.post([this, document, done, state = std::move(state).value()] {
      Result<std::string> jpeg = paint_preview(state->document());
      if (jpeg.ok()) {
        store_preview(document, state->seq(), std::move(jpeg).value(), done);
      } else {
        done(jpeg.error());
      }
    });
  });
}

void Pictures::store_preview(DocumentId document, std::uint64_t seq, std::string jpeg, DoneCallback done) {
  const auto bytes = std::make_shared<const std::string>(std::move(jpeg));
  const std::string name = base::to_hex(base::sha256(base::bytes_of(*bytes)));
  parts_.blobs.put_if_absent(name, bytes, [this, document, seq, name, done = std::move(done)](Result<bool> put) {
    if (!put.ok()) {
      done(put.error());
      return;
    }
    parts_.records.get(preview_key(document), [this, document, seq, name, done](Result<std::optional<Record>> record) {
      const Result<PreviewPointer> at = record.ok() ? read_preview(record.value()) : record.error();
      if (!at.ok() || at.value().seq >= seq) {
        done(at.ok() ? Result<void>() : at.error());
        return;
      }
      const PutCondition condition =
          at.value().version == 0 ? PutCondition::if_absent() : PutCondition::if_version(at.value().version);
      const Json json = Json::object({{"seq", Json::raw_number(std::to_string(seq))},
                                      {"blob", Json::string(name)},
                                      {"at", Json::raw_number(std::to_string(parts_.clock.wall_ms()))}});
      parts_.records.put(preview_key(document), base::write_json(json), condition,
                         [this, done](Result<std::uint64_t> stored) {
                           // A conflict: another server has made one at the same time, as good as ours.
                           const bool good = stored.ok() || stored.error().code == Errc::Conflict;
                           if (good) parts_.metrics.previews.fetch_add(1);
                           done(good ? Result<void>() : stored.error());
                         });
    });
  });
}

Result<std::string> Pictures::paint_preview(const document::Document& document) {
  return adapters::without_throwing([&] { return painter()->paint_preview(document); });
}

void Pictures::pointer(DocumentId document, PointerCallback done) {
  parts_.records.get(preview_key(document), [done = std::move(done)](Result<std::optional<Record>> record) {
    done(record.ok() ? read_preview(record.value()) : Result<PreviewPointer>(record.error()));
  });
}

void Pictures::preview(DocumentId document, BytesCallback done) {
  pointer(document, [this, done = std::move(done)](Result<PreviewPointer> at) {
    if (!at.ok()) {
      done(at.error());
    } else if (at.value().seq == 0) {
      done(Error{Errc::NotFound, "there is no preview yet"});
    } else {
      parts_.blobs.get(at.value().blob, done);
    }
  });
}

}  // namespace flashkit::server
