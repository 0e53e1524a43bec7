#pragma once
// What operations ask of every program that shows or changes their document (docs/protocol.md, L12).
#include <span>
#include <string>

#include "operations/generated/operation.pb.h"
#include "operations/peek.h"
#include "sync/limits.h"

namespace flashkit::sync {

Minimum asked_by(const operations::Operation& operation);
Minimum asked_by(const operations::Peek& operation);
// Of encoded operations; what does not read asks nothing.
Minimum asked_by(std::span<const std::string> operations);

}  // namespace flashkit::sync
