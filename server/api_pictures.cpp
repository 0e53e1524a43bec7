// Previews and exports of the HTTP API.
#include <utility>

#include "base/number.h"
#include "server/router.h"

namespace flashkit::server {

using base::DocumentId;
using base::Errc;
using base::Result;
using sync::Role;

namespace {

Response picture(std::string bytes, std::string_view format) {
  Response out;
  out.headers = {{"Content-Type", std::string(media_type_of("." + std::string(format)))},
                 {"Cache-Control", "private, no-cache"},
                 {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"},
                 {"Cross-Origin-Resource-Policy", "same-origin"},
                 {"Vary", "Cookie, X-Flashkit-Capability"}};
  out.body = std::make_shared<const std::string>(std::move(bytes));
  return out;
}

}  // namespace

void Router::get_preview(const Request& request, DocumentId document, Answer answer) {
  authorised(request, document, Role::View, answer, [this, document, answer](Role) {
    pictures_.preview(document, [this, document, answer](Result<std::string> bytes) {
      if (bytes.ok()) {
        answer(picture(std::move(bytes).value(), "jpg"));
      } else if (bytes.error().code != Errc::NotFound) {
        answer(kept_error_response(bytes.error()));
      } else {
        pictures_.make_preview(document, [this, document, answer](const Result<void>& made) {
          if (!made.ok()) {
            answer(kept_error_response(made.error()));
            return;
          }
          pictures_.preview(document, [answer](Result<std::string> fresh) {
            answer(fresh.ok() ? picture(std::move(fresh).value(), "jpg") : kept_error_response(fresh.error()));
          });
        });
      }
    });
  });
}

void Router::get_export(const Request& request, DocumentId document, const std::string& format, Answer answer) {
  ExportWish wish{.format = format, .page = 0, .scale = 1};
  const std::optional<double> page = base::parse_number(request.parameter("page").value_or("1"));
  const std::optional<double> scale = base::parse_number(request.parameter("scale").value_or("1"));
  if (!page || !(*page >= 1 && *page <= 100'000) || !scale || !(*scale > 0 && *scale <= 20)) {
    answer(error_response(400, "page is a number from 1, scale a number above 0 and at most 20"));
    return;
  }
  wish.page = static_cast<std::size_t>(*page) - 1;
  wish.scale = *scale;
  authorised(request, document, Role::View, answer, [this, document, wish, answer](Role) {
    pictures_.export_document(document, wish, [wish, answer](Result<std::string> bytes) {
      answer(bytes.ok() ? picture(std::move(bytes).value(), wish.format) : kept_error_response(bytes.error()));
    });
  });
}

}  // namespace flashkit::server
