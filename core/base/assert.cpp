#include "base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace flashkit::base {

void assertion_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "flashkit: broken promise: %s (%s:%d)\n", expression, file, line);
  std::abort();
}

}  // namespace flashkit::base
