#pragma once
// Blobs in memory, with the faults of MemoryWorld. For tests and the simulator; keeps nothing.
#include <map>

#include "ports/blobs.h"
#include "ports/memory_world.h"

namespace flashkit::ports {

class MemoryBlobs final : public Blobs {
 public:
  explicit MemoryBlobs(MemoryWorld& world) : world_(world) {}
  void put_if_absent(std::string name, std::shared_ptr<const std::string> bytes, PutCallback done) override;
  void get(std::string name, GetCallback done) override;
  void size(std::string name, SizeCallback done) override;

 private:
  MemoryWorld& world_;
  std::map<std::string, std::shared_ptr<const std::string>> blobs_;
};

}  // namespace flashkit::ports
