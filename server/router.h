#pragma once
// Which path is whose, and who asks: the App the network talks to. The HTTP API is described in openapi.yaml.
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "server/app.h"
#include "server/config.h"
#include "server/live_hub.h"
#include "server/nodes.h"
#include "server/parts.h"
#include "server/pictures.h"
#include "server/rate_limit.h"
#include "server/rights.h"
#include "server/static_files.h"
#include "server/uploads.h"

namespace flashkit::server {

class Router final : public App {
 public:
  Router(const Config& config, Parts& parts, LiveHub& hub, Pictures& pictures,
         std::function<StoreNumbers()> store_numbers);

  std::size_t body_limit(const Request& head) const override;
  bool is_of_another_server(const Request& head) const override;
  void handle(Request request, Answer answer) override;
  void admit_live(Request request, std::function<void(LiveTicket)> answer) override;
  std::shared_ptr<LiveSession> start_live(const LiveTicket& ticket, std::shared_ptr<LiveSocket> socket,
                                          Loop& loop) override;
  // There are other servers on the same table; to be said before the network listens.
  void set_nodes(Nodes& nodes) { nodes_ = &nodes; }
  // Blobs may come in pieces; to be said before the network listens.
  void set_uploads(Uploads& uploads) { uploads_ = &uploads; }
  // Who wants to may read from the store itself, and the app's pages may write to it; to be said before the network
  // listens.
  void set_direct(ports::DirectBlobs& direct);
  // From now on /healthz says 503, so that nobody is sent here any more.
  void start_stopping() { stopping_.store(true); }

 private:
  struct Visitor {
    ports::User user;
    std::string token;
    std::string set_cookie;  // not empty: made just now
  };
  using VisitorCallback = std::function<void(base::Result<std::optional<Visitor>>)>;
  using PathParts = std::vector<std::string_view>;

  void handle_api(Request request, Answer answer);
  void handle_document(Request request, const PathParts& parts, Answer answer);
  Response health() const;
  std::string cookie_for(const std::string& token) const;
  // Who asks; with `make_guest` a stranger becomes a guest.
  void visitor(const Request& request, bool make_guest, VisitorCallback done);
  void make_guest(const std::string& peer, VisitorCallback done);
  // Calls `with` when the one who asks has that role; answers 403 to who may less, and 404 to who may nothing: a
  // stranger does not learn what exists.
  void authorised(const Request& request, base::DocumentId document, sync::Role least, Answer answer,
                  std::function<void(sync::Role)> with);

  // api_accounts.cpp
  void create_account(const Request& request, Answer answer);
  void sign_in(const Request& request, Answer answer);
  void sign_out(const Request& request, Answer answer);
  void me(const Request& request, Answer answer);
  using AdoptedCallback = std::function<void(const base::Result<void>&)>;
  void adopt(std::string guest, std::string user, std::string after, AdoptedCallback done);
  Response signed_in(unsigned status, const ports::SignedIn& who) const;
  // api_blobs.cpp
  void put_blob(Request request, const std::string& name, Answer answer);
  void get_blob(const Request& request, const std::string& name, Answer answer);
  void redirect_to_blob(const std::string& name, Answer answer);
  // api_uploads.cpp
  void get_upload(const Request& request, const std::string& name, Answer answer);
  void begin_upload(const Request& request, const std::string& name, Answer answer);
  void add_to_upload(Request request, const std::string& name, Answer answer);
  // api_documents.cpp
  void list_documents(const Request& request, Answer answer);
  void get_document(const Request& request, base::DocumentId document, Answer answer);
  void get_checkpoint(const Request& request, base::DocumentId document, std::string_view seq, Answer answer);
  // api_pictures.cpp
  void get_preview(const Request& request, base::DocumentId document, Answer answer);
  void get_export(const Request& request, base::DocumentId document, const std::string& format, Answer answer);
  // api_versions.cpp
  void handle_versions(const Request& request, base::DocumentId document, const PathParts& parts, Answer answer);
  void list_versions(const Request& request, base::DocumentId document, Answer answer);
  void save_version(const Request& request, base::DocumentId document, Answer answer);
  void rename_version(const Request& request, base::DocumentId document, std::uint64_t seq, Answer answer);
  void get_version_checkpoint(const Request& request, base::DocumentId document, std::uint64_t seq, Answer answer);
  void get_version_preview(const Request& request, base::DocumentId document, std::uint64_t seq, Answer answer);
  void with_version_name(const Request& request, base::DocumentId document, Answer answer,
                         std::function<void(VersionName)> with);
  // api_documents.cpp
  // Answers with a checkpoint's JSON, packed in a way that the one who asks takes.
  std::function<void(base::Result<std::string>)> checkpoint_answer(const Request& request, Answer answer);
  void revoke_capability(const Request& request, base::DocumentId document, Answer answer);

  Config config_;
  Parts& parts_;
  LiveHub& hub_;
  Pictures& pictures_;
  RightsBook rights_;
  StaticFiles files_;
  std::function<StoreNumbers()> store_numbers_;
  RateLimit passwords_{30, 1};  // by address of the other side
  RateLimit guests_{6000, 100};
  RateLimit writes_{2000, 200};
  Nodes* nodes_ = nullptr;                // null: this server stands alone
  Uploads* uploads_ = nullptr;            // null: blobs come whole
  ports::DirectBlobs* direct_ = nullptr;  // null: blobs are read through this server
  std::atomic<bool> stopping_ = false;
};

}  // namespace flashkit::server
