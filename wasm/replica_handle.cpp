#include "base/proto.h"
#include "sync/replica.h"
#include "wasm/handle.h"

namespace flashkit::wasm {

namespace {

class ReplicaHandle : public Handle {
 public:
  void dispatch(std::string_view frame) override {
    const auto input = sync::decode_replica_input(frame);
    if (input.ok()) replica_.input(input.value());
  }
  std::string drain() override { return base::encoded(replica_.drain()); }

 private:
  sync::Replica replica_;
};

}  // namespace

std::unique_ptr<Handle> make_replica_handle() { return std::make_unique<ReplicaHandle>(); }

}  // namespace flashkit::wasm
