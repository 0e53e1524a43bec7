#pragma once
// What a device of the matrix is told, and its life. See device.cpp for its diary.
#include <cstdint>
#include <string>

#include "base/id.h"

namespace flashkit::tests::matrix {

struct DeviceOrder {
  std::string url;
  std::string folder;  // its database and its diary
  std::size_t index = 0;
  std::size_t devices = 0;  // in the cell
  std::uint64_t interval_ms = 1000;
  base::DocumentId document;
  std::string capability;  // 16 bytes
  std::uint64_t seed = 0;  // another one at every start
};

// Until SIGTERM; the exit status.
int run_device(const DeviceOrder& order);

}  // namespace flashkit::tests::matrix
