#pragma once
// Formats of letters, moved from one text to another that says the same.
#include <string>
#include <vector>

#include "operations/builder.h"

namespace flashkit::operations {

// The steps after which the letters of `has` have the formats of the letters of `wants`, first to first and so on as
// they are visible, for as many as both have.
std::vector<FormatStep> format_steps(const document::TextSequence& has, const document::TextSequence& wants);

}  // namespace flashkit::operations
