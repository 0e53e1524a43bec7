// A look at an operation's bytes says what reading them wholly would say, and costs no memory.
#include "operations/peek.h"

#include <gtest/gtest.h>

#include "base/proto.h"
#include "operations/apply.h"
#include "operations/ids.h"
#include "operations/limits.h"
#include "operations/random_edits_for_tests.h"

namespace flashkit::operations {
namespace {

void expect_like_reading(const std::string& bytes) {
  const auto read = read_operation(bytes);
  const auto seen = peek(bytes);
  ASSERT_EQ(read.ok(), seen.ok());
  if (!read.ok()) return;
  EXPECT_EQ(seen.value().id, read.value().id);
  EXPECT_EQ(seen.value().steps, read.value().operation.steps.size());
  std::size_t parts = 0;
  bool formats = false;
  bool unknown = false;
  for (const Step& step : read.value().operation.steps) {
    if (const auto* create = std::get_if<Create>(&step.kind)) parts += create->properties.size();
    if (const auto* set = std::get_if<Set>(&step.kind)) parts += set->properties.size();
    if (const auto* erase = std::get_if<TextDelete>(&step.kind)) parts += erase->spans.size();
    const auto* format = std::get_if<TextFormat>(&step.kind);
    if (format != nullptr) parts += format->spans.size() + (format->property.has_value() ? 1 : 0);
    formats = formats || format != nullptr;
    unknown = unknown || std::holds_alternative<std::monostate>(step.kind);
  }
  EXPECT_GE(seen.value().parts, parts) << "of fields that stand twice both count";
  EXPECT_EQ(seen.value().formats_letters, formats);
  EXPECT_EQ(seen.value().unknown_step, unknown);
}

TEST(Peek, SaysWhatReadingSaysOfWholeAndOfBrokenBytes) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RandomEdits random(seed);
    document::Document design;
    for (int i = 0; i < 20; ++i) apply(design, random.operation(design));
    for (int i = 0; i < 200; ++i) {
      std::string bytes = base::encoded(random.operation(design));
      expect_like_reading(bytes);
      const std::uint64_t hits = 1 + random.below(4);
      for (std::uint64_t k = 0; k < hits && !bytes.empty(); ++k) {
        bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        if (random.below(8) == 0) bytes.resize(random.below(bytes.size()));
      }
      expect_like_reading(bytes);
      if (testing::Test::HasFatalFailure()) FAIL() << "seed " << seed;
    }
  }
}

TEST(Peek, CountsStepsAndPartsThatWouldNotFitIntoMemory) {
  Operation operation;
  operation.client = std::string(16, 'c');
  operation.number = 1;
  const std::string head = base::encoded(operation);
  std::string many = head;
  for (std::size_t i = 0; i <= k_max_steps; ++i) many += std::string("\x22\x00", 2);  // a step without a kind
  const auto steps = peek(many);
  ASSERT_TRUE(steps.ok());
  EXPECT_EQ(steps.value().steps, k_max_steps + 1);
  EXPECT_TRUE(is_too_much(steps.value()));

  std::string create;
  for (std::size_t i = 0; i <= k_max_steps; ++i) create += std::string("\x22\x00", 2);  // an empty property
  std::string step;
  base::ProtoWriter(step).bytes_field(1, create);
  std::string one = head;
  base::ProtoWriter(one).bytes_field(4, step);
  const auto parts = peek(one);
  ASSERT_TRUE(parts.ok());
  EXPECT_EQ(parts.value().steps, 1u);
  EXPECT_EQ(parts.value().parts, k_max_steps + 1);
  EXPECT_TRUE(is_too_much(parts.value()));
}

}  // namespace
}  // namespace flashkit::operations
