// Versions of the HTTP API: what there is to go back to, saving and naming one, its state and its picture.
#include <charconv>
#include <utility>

#include "base/json.h"
#include "server/router.h"

namespace flashkit::server {

using base::DocumentId;
using base::Json;
using base::Result;
using sync::Role;

namespace {

constexpr std::size_t k_page_limit = 200;
constexpr std::size_t k_page_default = 60;

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t out = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

Json describe_version(const Version& version) {
  return Json::object({{"seq", Json::raw_number(std::to_string(version.seq))},
                       {"at", Json::raw_number(std::to_string(version.at_ms))},
                       {"saved", Json::boolean(version.saved)},
                       {"name", Json::string(version.name)},
                       {"by", Json::string(version.by)},
                       {"preview", Json::boolean(!version.preview.empty())}});
}

}  // namespace

void Router::handle_versions(const Request& request, DocumentId document, const PathParts& parts, Answer answer) {
  const std::string& method = request.method;
  const std::optional<std::uint64_t> seq = parts.size() > 5 ? whole_number(parts[5]) : std::nullopt;
  const std::string_view what = parts.size() > 6 ? parts[6] : std::string_view();
  if (parts.size() == 5 && method == "GET") {
    list_versions(request, document, std::move(answer));
  } else if (parts.size() == 5 && method == "POST") {
    save_version(request, document, std::move(answer));
  } else if (parts.size() == 6 && seq && method == "PUT") {
    rename_version(request, document, *seq, std::move(answer));
  } else if (parts.size() == 7 && seq && what == "checkpoint" && method == "GET") {
    get_version_checkpoint(request, document, *seq, std::move(answer));
  } else if (parts.size() == 7 && seq && what == "preview.jpg" && method == "GET") {
    get_version_preview(request, document, *seq, std::move(answer));
  } else {
    answer(error_response(404, "there is no such address"));
  }
}

void Router::list_versions(const Request& request, DocumentId document, Answer answer) {
  const std::optional<std::uint64_t> before = whole_number(request.parameter("before").value_or("0"));
  const std::optional<std::uint64_t> limit =
      whole_number(request.parameter("limit").value_or(std::to_string(k_page_default)));
  if (!before || !limit || *limit == 0 || *limit > k_page_limit) {
    answer(error_response(400, "before is a version's number, limit a number from 1 to 200"));
    return;
  }
  authorised(request, document, Role::View, answer, [this, document, before, limit, answer](Role) {
    hub_.versions().list(document, *before, static_cast<std::size_t>(*limit), [answer](Result<VersionPage> page) {
      if (!page.ok()) {
        answer(error_response(page.error()));
        return;
      }
      std::vector<Json> out;
      for (const Version& version : page.value().versions) out.push_back(describe_version(version));
      answer(json_response(200, Json::object({{"versions", Json::array(std::move(out))},
                                              {"complete", Json::boolean(page.value().complete)}})));
    });
  });
}

// The name in the body, and who gives it: an account by its name, a guest as he says he is called.
void Router::with_version_name(const Request& request, DocumentId document, Answer answer,
                               std::function<void(VersionName)> with) {
  const Result<Json> body = base::parse_json(request.body);
  if (!body.ok()) {
    answer(error_response(body.error()));
    return;
  }
  const Json* automatic = body.value().find("automatic");
  const VersionName said{.name = body.value().text_at("name"),
                         .by = body.value().text_at("by"),
                         .automatic = automatic != nullptr && automatic->as_bool()};
  authorised(request, document, Role::Edit, answer, [this, request, said, answer, with = std::move(with)](Role) {
    visitor(request, false, [said, answer, with](Result<std::optional<Visitor>> who) {
      VersionName name = said;
      if (who.ok() && who.value() && !who.value()->user.guest) name.by = who.value()->user.name;
      with(std::move(name));
    });
  });
}

void Router::save_version(const Request& request, DocumentId document, Answer answer) {
  with_version_name(request, document, answer, [this, document, answer](VersionName name) {
    hub_.versions().save(document, std::move(name), [answer](Result<SavedVersion> saved) {
      if (saved.ok()) {
        answer(json_response(saved.value().is_new ? 201 : 200, describe_version(saved.value().version)));
      } else {
        answer(kept_error_response(saved.error()));
      }
    });
  });
}

void Router::rename_version(const Request& request, DocumentId document, std::uint64_t seq, Answer answer) {
  with_version_name(request, document, answer, [this, document, seq, answer](VersionName name) {
    hub_.versions().rename(document, seq, std::move(name), [answer](Result<Version> version) {
      answer(version.ok() ? json_response(200, describe_version(version.value()))
                          : kept_error_response(version.error()));
    });
  });
}

void Router::get_version_checkpoint(const Request& request, DocumentId document, std::uint64_t seq, Answer answer) {
  const auto send = checkpoint_answer(request, answer);
  authorised(request, document, Role::View, answer,
             [this, document, seq, send](Role) { hub_.versions().checkpoint(document, seq, send); });
}

void Router::get_version_preview(const Request& request, DocumentId document, std::uint64_t seq, Answer answer) {
  authorised(request, document, Role::View, answer, [this, document, seq, answer](Role) {
    hub_.versions().preview(document, seq, [answer](Result<std::string> jpeg) {
      if (!jpeg.ok()) {
        answer(kept_error_response(jpeg.error()));
        return;
      }
      Response out;
      out.headers = {{"Content-Type", "image/jpeg"},
                     {"Cache-Control", "private, max-age=31536000, immutable"},
                     {"Cross-Origin-Resource-Policy", "same-origin"},
                     {"Vary", "Cookie, X-Flashkit-Capability"}};
      out.body = std::make_shared<const std::string>(std::move(jpeg).value());
      answer(std::move(out));
    });
  });
}

}  // namespace flashkit::server
