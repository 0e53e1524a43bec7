#include "sync/minimum.h"

#include <algorithm>
#include <variant>

namespace flashkit::sync {

namespace {
constexpr std::uint32_t k_rules_of_formats = 2;
}  // namespace

// Formats of letters: a program of rules 1 passes the step over, and can not read a checkpoint that holds them.
Minimum asked_by(const operations::Peek& operation) {
  return operation.formats_letters ? Minimum{k_rules_of_formats, k_rules_of_formats} : Minimum{};
}

Minimum asked_by(const operations::Operation& operation) {
  const auto formats = [](const operations::Step& step) {
    return std::holds_alternative<operations::TextFormat>(step.kind);
  };
  const bool any = std::any_of(operation.steps.begin(), operation.steps.end(), formats);
  return any ? Minimum{k_rules_of_formats, k_rules_of_formats} : Minimum{};
}

Minimum asked_by(std::span<const std::string> operations) {
  Minimum out;
  for (const std::string& bytes : operations) {
    const auto read = operations::peek(bytes);
    if (read.ok()) out = out.raised_by(asked_by(read.value()));
  }
  return out;
}

}  // namespace flashkit::sync
