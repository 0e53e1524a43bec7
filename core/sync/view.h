#pragma once
// A document as a person sees it: what the journal confirmed plus the operations that still wait, in their order. It
// equals a replay of both at any time. It makes no effects and knows no clock.
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "operations/apply.h"
#include "operations/undo.h"
#include "sync/checkpoint.h"
#include "sync/generated/replica.pb.h"

namespace flashkit::sync {

class View {
 public:
  View() = default;
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  View(View&&) = default;
  View& operator=(View&&) = default;
  ~View() = default;

  struct Confirmed {
    std::vector<operations::Change> changes;   // each register once; for repainting
    std::vector<base::OperationId> no_effect;  // pending ones that are in the journal, but broke a rule there
    bool gap = false;                          // an entry is missing: open the document again
  };
  struct Loaded {
    std::vector<base::OperationId> no_effect;  // of those that were pending before
    std::vector<std::string> unstored;         // still pending, but the device does not have them: store them (again)
  };

  // Starts afresh from the device's truth; everything may have changed. What was pending here and stands neither in the
  // outbox nor in the journal yet stays pending, behind the outbox. On an error the view is as before.
  base::Result<Loaded> load(const DocumentLoaded& loaded);

  // Shows an own operation at once. One that breaks a rule now is not kept: do not store it.
  operations::Applied add_local(const operations::Operation& operation);
  // Operations of another tab of this profile, in the outbox by now. Known ones are passed over.
  std::vector<operations::Change> add_from_other_tab(std::span<const std::string> operations);
  // News of the journal. Entries that the view has are passed over.
  Confirmed confirm(std::span<const Entry> entries);
  // Takes a rejected operation out of what waits. Others that build on it may become no-ops.
  std::vector<operations::Change> remove_pending(base::OperationId id);

  const document::Document& document() const { return document_; }
  // For showing an operation that is not made yet (a drag under way): apply it here, and roll it back exactly before
  // any other call of this view.
  document::Document& document_for_preview() { return document_; }
  std::uint64_t seq() const { return seq_; }
  std::size_t pending_count() const { return pending_.size(); }
  // The last number this client has used here, confirmed, pending or rejected; 0 for none. It never goes back: the
  // device keeps a rejected operation's number filled.
  std::uint64_t last_number(base::ClientId client) const;
  // Who wrote this register last, as far as this view has seen; {nil, 0} otherwise. `key` as in
  // operations::register_of.
  base::OperationId last_writer(base::NodeId node, document::KeyNumber key) const;
  // The same as a function, for operations::UndoStack; it must not outlive the view.
  operations::LastWriter last_writers() const;

 private:
  struct Register {
    base::NodeId node;
    document::KeyNumber key = 0;
    bool operator==(const Register&) const = default;
  };
  struct RegisterHash {
    std::size_t operator()(const Register& r) const { return base::IdHash::mix(base::IdHash()(r.node), r.key); }
  };
  using Writers = boost::unordered_flat_map<Register, base::OperationId, RegisterHash>;
  struct Pending {
    base::OperationId id;
    std::string bytes;
    operations::Operation operation;
    operations::Rollback rollback;
    std::vector<operations::Change> changes;
    bool took_effect = false;
  };

  void apply_pending(Pending& pending);
  void roll_back_pending(std::vector<operations::Change>& changes);
  void apply_pending_again(std::vector<operations::Change>& changes);
  void confirm_operation(const std::string& bytes, Confirmed& out);
  void keep(Pending pending);
  bool is_pending(base::OperationId id) const { return waiting_.count(id) != 0; }
  void erase_pending(base::OperationId id);
  static void note(Writers& writers, base::OperationId id, const std::vector<operations::Change>& changes);

  document::Document document_;  // confirmed + pending
  std::uint64_t seq_ = 0;
  ClientTable clients_;  // confirmed
  std::deque<Pending> pending_;
  boost::unordered_flat_set<base::OperationId, base::IdHash> waiting_;  // the ids of pending_
  std::map<base::ClientId, std::uint64_t> rejected_;  // the last number of each client that was taken out
  bool rolled_back_ = false;                          // the pending operations are not in document_ now
  Writers confirmed_writers_;
  Writers pending_writers_;
};

}  // namespace flashkit::sync
