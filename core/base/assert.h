#pragma once
// FLASHKIT_ASSERT stops the process on a bug of ours, in every build. Bad input is never asserted: it is a Result.

namespace flashkit::base {
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);
}

#define FLASHKIT_ASSERT(expression)                                                         \
  do {                                                                                      \
    if (!(expression)) ::flashkit::base::assertion_failed(#expression, __FILE__, __LINE__); \
  } while (false)
