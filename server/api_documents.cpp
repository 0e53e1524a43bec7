// Documents of the HTTP API: what is owned, what one is, its checkpoints, taking a right back.
#include <charconv>
#include <utility>

#include "base/json.h"
#include "server/router.h"
#include "sync/limits.h"

namespace flashkit::server {

using base::DocumentId;
using base::Json;
using base::Result;
using sync::Role;

namespace {
constexpr std::size_t k_list_limit = 1000;

std::string_view name_of(Role role) {
  switch (role) {
    case Role::None:
      return "none";
    case Role::View:
      return "view";
    case Role::Edit:
      return "edit";
  }
  return "none";
}

Json number(std::uint64_t value) { return Json::raw_number(std::to_string(value)); }
}  // namespace

void Router::list_documents(const Request& request, Answer answer) {
  const std::string after = request.parameter("after").value_or("");
  visitor(request, false, [this, after, answer = std::move(answer)](Result<std::optional<Visitor>> who) {
    if (!who.ok()) {
      answer(error_response(who.error()));
      return;
    }
    if (!who.value()) {
      answer(json_response(200, Json::object({{"documents", Json::array()}, {"complete", Json::boolean(true)}})));
      return;
    }
    const std::string from = after.empty() ? std::string() : "D#" + after;
    parts_.records.query(
        "U#" + who.value()->user.id, "D#", from, k_list_limit, [answer](Result<ports::RecordPage> page) {
          if (!page.ok()) {
            answer(error_response(page.error()));
            return;
          }
          std::vector<Json> out;
          for (const ports::Record& record : page.value().records) {
            out.push_back(Json::string(record.key.sort.substr(2)));
          }
          answer(json_response(200, Json::object({{"documents", Json::array(std::move(out))},
                                                  {"complete", Json::boolean(page.value().complete)}})));
        });
  });
}

void Router::get_document(const Request& request, DocumentId document, Answer answer) {
  authorised(request, document, Role::View, answer, [this, document, answer](Role role) {
    hub_.states().pointer(document, [this, document, role, answer](Result<CheckpointPointer> pointer) {
      if (!pointer.ok()) {
        answer(error_response(pointer.error()));
        return;
      }
      parts_.journal.head(document,
                          [this, document, role, answer, checkpoint = pointer.value().seq](Result<std::uint64_t> head) {
                            if (!head.ok()) {
                              answer(error_response(head.error()));
                              return;
                            }
                            Json out = Json::object({{"document", Json::string(base::to_hex(document))},
                                                     {"role", Json::string(std::string(name_of(role)))},
                                                     {"head", number(std::max(head.value(), checkpoint))},
                                                     {"checkpoint", number(checkpoint)}});
                            if (nodes_ != nullptr) {
                              out.set("node", Json::string(parts_.node));
                              out.set("preferred_node", Json::string(nodes_->preferred(document)));
                            }
                            answer(json_response(200, out));
                          });
    });
  });
}

void Router::get_checkpoint(const Request& request, DocumentId document, std::string_view seq, Answer answer) {
  std::uint64_t wanted = 0;
  const auto [end, code] = std::from_chars(seq.data(), seq.data() + seq.size(), wanted);
  if (code != std::errc() || end != seq.data() + seq.size()) {
    answer(error_response(404, "that is not a checkpoint's number"));
    return;
  }
  const auto send = checkpoint_answer(request, answer);
  authorised(request, document, Role::View, answer,
             [this, document, wanted, send](Role) { hub_.states().checkpoint_bytes(document, wanted, send); });
}

std::function<void(Result<std::string>)> Router::checkpoint_answer(const Request& request, Answer answer) {
  const bool takes_zstd = accepts_encoding(request, "zstd");
  const bool takes_gzip = accepts_encoding(request, "gzip");
  return [this, takes_zstd, takes_gzip, answer = std::move(answer)](Result<std::string> packed) {
    if (!packed.ok()) {
      answer(kept_error_response(packed.error()));
      return;
    }
    parts_.opening.post([takes_zstd, takes_gzip, answer, packed = std::move(packed).value()] {
      Response out;
      out.headers = {{"Content-Type", "application/json"},
                     {"Cache-Control", "private, max-age=31536000, immutable"},
                     {"Vary", "Accept-Encoding, Cookie, X-Flashkit-Capability"}};
      if (takes_zstd) {
        out.headers.push_back({"Content-Encoding", "zstd"});
        out.body = std::make_shared<const std::string>(packed);
        answer(std::move(out));
        return;
      }
      const Result<std::string> json = zstd_decompress(packed, sync::k_max_checkpoint_bytes);
      if (!json.ok()) {
        answer(kept_error_response(json.error()));
        return;
      }
      if (takes_gzip) out.headers.push_back({"Content-Encoding", "gzip"});
      out.body = std::make_shared<const std::string>(takes_gzip ? gzip(json.value()) : json.value());
      answer(std::move(out));
    });
  };
}

void Router::revoke_capability(const Request& request, DocumentId document, Answer answer) {
  // Which right: by its hash in the query, or the one that is shown. Only the owner may.
  const std::optional<std::string> hash = request.parameter("hash");
  visitor(request, false, [this, document, hash, answer = std::move(answer)](Result<std::optional<Visitor>> who) {
    const std::string user = who.ok() && who.value() ? who.value()->user.id : std::string();
    const auto allowed = std::make_shared<bool>(false);
    const auto take_back = [user, hash, allowed](Rights& rights) {
      *allowed = !user.empty() && rights.owner == user;
      if (!*allowed) return;
      std::erase_if(rights.grants, [&hash](const Grant& grant) { return !hash || grant.capability_hash == *hash; });
    };
    rights_.change(document, take_back, [this, document, allowed, answer](const Result<Rights>& changed) {
      if (!changed.ok() || !*allowed) {
        answer(error_response(404, "there is no such document, or no right to it"));
        return;
      }
      hub_.rights_changed(document);
      answer(json_response(200, Json::object({{"revoked", Json::boolean(true)}})));
    });
  });
}

}  // namespace flashkit::server
