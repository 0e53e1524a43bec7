#include "server/rights.h"

#include <utility>

#include "base/json.h"
#include "base/sha256.h"

namespace flashkit::server {

using base::Errc;
using base::Error;
using base::Json;
using base::Result;
using ports::PutCondition;
using ports::Record;
using sync::Role;

namespace {
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
Role role_named(std::string_view name) {
  if (name == "edit") return Role::Edit;
  return name == "view" ? Role::View : Role::None;
}
}  // namespace

std::string write_rights(const Rights& rights) {
  std::vector<Json> grants;
  for (const Grant& grant : rights.grants) {
    grants.push_back(Json::object({{"capability", Json::string(grant.capability_hash)},
                                   {"role", Json::string(std::string(name_of(grant.role)))}}));
  }
  return base::write_json(
      Json::object({{"owner", Json::string(rights.owner)}, {"grants", Json::array(std::move(grants))}}));
}

Result<Rights> read_rights(std::string_view bytes) {
  FLASHKIT_TRY(const Json json, base::parse_json(bytes));
  Rights out;
  out.owner = json.text_at("owner");
  if (const Json* grants = json.find("grants"); grants != nullptr) {
    for (const Json& grant : grants->items()) {
      out.grants.push_back({grant.text_at("capability"), role_named(grant.text_at("role"))});
    }
  }
  return out;
}

Role role_of(const Rights& rights, const Claim& claim) {
  if (!claim.user.empty() && claim.user == rights.owner) return Role::Edit;
  Role best = Role::None;
  for (const Grant& grant : rights.grants) {
    // Both sides are hashes: how long the comparison takes tells nothing about the capability.
    if (!claim.capability_hash.empty() && grant.capability_hash == claim.capability_hash && grant.role > best) {
      best = grant.role;
    }
  }
  return best;
}

std::string hash_of_capability(std::string_view bytes) {
  return bytes.size() == 16 ? base::to_hex(base::sha256(base::bytes_of(bytes))) : std::string();
}

ports::RecordKey rights_key(base::DocumentId document) { return {"D#" + base::to_hex(document), "RIGHTS"}; }
ports::RecordKey owned_key(const std::string& user, base::DocumentId document) {
  return {"U#" + user, "D#" + base::to_hex(document)};
}

void RightsBook::read(base::DocumentId document, RightsCallback done) {
  records_.get(rights_key(document), [done = std::move(done)](Result<std::optional<Record>> record) {
    if (!record.ok()) {
      done(record.error());
    } else if (!record.value()) {
      done(std::optional<Rights>());
    } else {
      Result<Rights> rights = read_rights(record.value()->value);
      if (rights.ok()) {
        done(std::optional<Rights>(std::move(rights).value()));
      } else {
        done(rights.error());
      }
    }
  });
}

void RightsBook::create(base::DocumentId document, Rights rights, ChangedCallback done) {
  const std::string value = write_rights(rights);
  records_.put(rights_key(document), value, PutCondition::if_absent(),
               [this, document, rights, done = std::move(done)](Result<std::uint64_t> put) {
                 if (!put.ok() && put.error().code != Errc::Conflict) {
                   done(put.error());
                 } else if (!put.ok()) {
                   // Somebody was there first, perhaps we ourselves before an answer was lost.
                   change(
                       document, [](Rights&) {}, done);
                 } else if (rights.owner.empty()) {
                   done(rights);
                 } else {
                   // The list of what a user owns follows; when this is lost, the owner's opening mends it.
                   records_.put(owned_key(rights.owner, document), "{}", PutCondition::always(),
                                [rights, done](const Result<std::uint64_t>&) { done(rights); });
                 }
               });
}

void RightsBook::list_as_owned(base::DocumentId document, const std::string& owner,
                               std::function<void(Result<void>)> done) {
  const ports::RecordKey key = owned_key(owner, document);
  // Read first: nearly always it is there, and a look costs less than a write.
  records_.get(key, [this, key, done = std::move(done)](const Result<std::optional<Record>>& there) {
    if (!there.ok() || there.value()) {
      done(there.ok() ? Result<void>() : Result<void>(there.error()));
      return;
    }
    records_.put(key, "{}", PutCondition::always(), [done](const Result<std::uint64_t>& put) {
      done(put.ok() ? Result<void>() : Result<void>(put.error()));
    });
  });
}

void RightsBook::change(base::DocumentId document, std::function<void(Rights&)> how, ChangedCallback done) {
  try_change(document, std::move(how), std::move(done), 8);
}

void RightsBook::try_change(base::DocumentId document, std::function<void(Rights&)> how, ChangedCallback done,
                            int tries) {
  records_.get(rights_key(document), [this, document, how = std::move(how), done = std::move(done),
                                      tries](Result<std::optional<Record>> record) {
    if (!record.ok() || !record.value()) {
      done(record.ok() ? Error{Errc::NotFound, "there is no such document"} : record.error());
      return;
    }
    const Result<Rights> before = read_rights(record.value()->value);
    if (!before.ok()) {
      done(before.error());
      return;
    }
    Rights after = before.value();
    how(after);
    if (after == before.value()) {
      done(after);
      return;
    }
    records_.put(rights_key(document), write_rights(after), PutCondition::if_version(record.value()->version),
                 [this, document, how, done, tries, after](Result<std::uint64_t> put) {
                   if (put.ok()) {
                     done(after);
                   } else if (put.error().code == Errc::Conflict && tries > 1) {
                     try_change(document, how, done, tries - 1);
                   } else {
                     done(put.error());
                   }
                 });
  });
}

}  // namespace flashkit::server
