#pragma once
// What lies between the devices of a cell and their server, and can be cut in one direction or both, silently: a
// network namespace for each device where the machine allows it, otherwise a relay that holds back what goes through
// it.
#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>

namespace flashkit::tests::matrix {

class Ground {
 public:
  struct Cut {
    bool up = false;    // what the device sends does not arrive
    bool down = false;  // what the server sends does not arrive
  };
  Ground() = default;
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;
  virtual ~Ground() = default;

  virtual const char* name() const = 0;
  virtual std::string server_host() const = 0;  // where the server listens
  virtual std::uint16_t server_port() const = 0;
  virtual std::string url(std::size_t device) const = 0;
  virtual pid_t network_of(std::size_t device) const = 0;  // as in Child::Order
  virtual void cut(std::size_t device, Cut what) = 0;
};

// Moves this process (which must have no other thread yet) into a network of its own. False, with everything as it was
// or with nothing but that: not allowed here, or `ip` and `tc` cannot do what is needed.
bool enter_own_network();
// For enter_own_network's processes.
std::unique_ptr<Ground> make_namespaces(std::size_t devices);
std::unique_ptr<Ground> make_relays(std::size_t devices);

}  // namespace flashkit::tests::matrix
