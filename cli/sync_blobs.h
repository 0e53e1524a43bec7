#pragma once
// The pictures of a folder in step with a server: what its designs name as `blob:<sha256>` lies in FOLDER/blobs under
// that name, and what lies there and is named is sent. One at a time; where the server's store takes and gives them
// itself they go past the server, larger ones in pieces, on from where they were cut (docs/protocol.md, part "Assets").
// A file counts only when its bytes hash to its name.
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "cli/sync_net.h"

namespace flashkit::cli {

class SyncBlobs {
 public:
  using Say = std::function<void(const std::string& line, bool trouble)>;
  // Both must outlive it.
  SyncBlobs(std::string folder, SyncNet& net, const Say& say) : folder_(std::move(folder)), net_(net), say_(say) {}
  SyncBlobs(const SyncBlobs&) = delete;
  SyncBlobs& operator=(const SyncBlobs&) = delete;

  // Some design names these.
  void want(const std::set<std::string>& names);
  // Goes on with what is due; to be called every now and then.
  void look();
  // Nothing is on its way or due. What neither side has is asked for again later and counts as settled.
  bool settled() const;
  // Some picture cannot be brought over: the server refuses it, or does not answer for it.
  bool has_trouble() const;

 private:
  enum class Stage : std::uint8_t { New, Settled, Missing, Trouble };
  struct Blob {
    Stage stage = Stage::New;
    unsigned failures = 0;
    std::uint64_t not_before_ms = 0;
    std::string said;
  };
  void begin(const std::string& name);
  void download(const std::string& name);
  void download_from(const std::string& name, const std::string& url);
  void keep(const std::string& name, const SyncNet::Reply& reply);
  void ask_to_send(const std::string& name);
  void take_start(const std::string& name, const SyncNet::Reply& reply);
  void send_directly(const std::string& name, SyncNet::DirectWish put);
  void send_from(const std::string& name, std::uint64_t offset);
  void take_answer(const std::string& name, const SyncNet::Reply& reply);
  void settle(const std::string& name, Stage stage, const std::string& why);
  void failed(const std::string& name);
  void keep_cookie(const std::string& cookie);
  std::string path_of(const std::string& name) const { return folder_ + "/blobs/" + name; }

  std::string folder_;
  SyncNet& net_;
  const Say& say_;
  std::map<std::string, Blob> blobs_;
  std::string under_way_;         // the one that is being looked at; empty: none
  std::string bytes_;             // of it, when it is being sent
  unsigned direct_tries_ = 0;     // left for it
  unsigned direct_failures_ = 0;  // in a row, of whatever pictures
  std::string cookie_;
  bool cookie_read_ = false;
};

}  // namespace flashkit::cli
