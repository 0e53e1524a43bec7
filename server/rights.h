#pragma once
// Who may do what to a document. Rights are a record beside the journal, never an operation. A capability is 16 random
// bytes in the document's address; only its hash is kept.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "ports/records.h"
#include "sync/generated/frames.pb.h"

namespace flashkit::server {

struct Grant {
  std::string capability_hash;  // 64 hexadecimal digits
  sync::Role role = sync::Role::None;
  bool operator==(const Grant&) const = default;
};

struct Rights {
  std::string owner;  // a user's id; empty: nobody but the capability
  std::vector<Grant> grants;
  bool operator==(const Rights&) const = default;
};

// What somebody brings.
struct Claim {
  std::string user;
  std::string capability_hash;
};

std::string write_rights(const Rights& rights);
base::Result<Rights> read_rights(std::string_view bytes);
sync::Role role_of(const Rights& rights, const Claim& claim);
std::string hash_of_capability(std::string_view bytes);  // empty for no capability
ports::RecordKey rights_key(base::DocumentId document);
ports::RecordKey owned_key(const std::string& user, base::DocumentId document);

class RightsBook {
 public:
  using RightsCallback = std::function<void(base::Result<std::optional<Rights>>)>;
  using ChangedCallback = std::function<void(base::Result<Rights>)>;
  explicit RightsBook(ports::Records& records) : records_(records) {}

  void read(base::DocumentId document, RightsCallback done);
  // Writes `rights` unless the document has some already; gives those that hold.
  void create(base::DocumentId document, Rights rights, ChangedCallback done);
  // Sees to it that the document stands in the list of what its owner owns.
  void list_as_owned(base::DocumentId document, const std::string& owner, std::function<void(base::Result<void>)> done);
  // Changes what is there, as often as it takes. Errors: NotFound, Unavailable.
  void change(base::DocumentId document, std::function<void(Rights&)> how, ChangedCallback done);

 private:
  void try_change(base::DocumentId document, std::function<void(Rights&)> how, ChangedCallback done, int tries);
  ports::Records& records_;
};

}  // namespace flashkit::server
