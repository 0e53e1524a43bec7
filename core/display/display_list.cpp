#include "display/display_list.h"

#include <cstring>

#include "base/assert.h"
#include "base/utf8.h"
#include "display/display_list_detail.h"

namespace flashkit::display {
namespace {

constexpr std::uint32_t k_max_order_words = (1u << 24) - 1;

std::size_t at(HeaderWord word) { return static_cast<std::size_t>(word); }

}  // namespace

std::uint32_t word_of(double value) {
  if (!(value - value == 0)) value = 0;
  if (value > 1e9) value = 1e9;
  if (value < -1e9) value = -1e9;
  const float rounded = static_cast<float>(value) + 0.0F;  // -0 becomes 0
  std::uint32_t word = 0;
  std::memcpy(&word, &rounded, sizeof word);
  return word;
}

double real_of(std::uint32_t word) {
  float value = 0;
  std::memcpy(&value, &word, sizeof value);
  return static_cast<double>(value);
}

std::vector<std::uint32_t> begin_list(double page_width_px, double page_height_px,
                                      std::span<const DisplayListWriter::Row> rows, std::size_t orders_words,
                                      std::size_t strings_bytes, std::size_t string_count) {
  std::vector<std::uint32_t> words(k_header_words, 0);
  const std::size_t orders_at = k_header_words + rows.size() * k_row_words;
  words.reserve(orders_at + orders_words + 1 + string_count * 2 + strings_bytes / 4 + 1);
  words[at(HeaderWord::Magic)] = k_magic;
  words[at(HeaderWord::Version)] = k_version;
  words[at(HeaderWord::PageWidth)] = word_of(page_width_px);
  words[at(HeaderWord::PageHeight)] = word_of(page_height_px);
  words[at(HeaderWord::RowCount)] = static_cast<std::uint32_t>(rows.size());
  words[at(HeaderWord::RowsAt)] = k_header_words;
  words[at(HeaderWord::OrdersAt)] = static_cast<std::uint32_t>(orders_at);
  words[at(HeaderWord::OrdersWords)] = static_cast<std::uint32_t>(orders_words);
  for (const auto& row : rows) {
    for (const double edge : {row.left, row.top, row.right, row.bottom}) words.push_back(word_of(edge));
    words.insert(words.end(), {row.first_order, row.end_order, row.node_string, row.flags});
  }
  return words;
}

void end_list(std::vector<std::uint32_t>& words, std::span<const std::string_view> strings) {
  words[at(HeaderWord::StringsAt)] = static_cast<std::uint32_t>(words.size());
  words.push_back(static_cast<std::uint32_t>(strings.size()));
  std::size_t bytes = 0;
  for (const std::string_view text : strings) {
    words.push_back(static_cast<std::uint32_t>(bytes));
    words.push_back(static_cast<std::uint32_t>(text.size()));
    bytes += text.size();
  }
  words[at(HeaderWord::StringsBytes)] = static_cast<std::uint32_t>(bytes);
  const std::size_t start = words.size();
  words.resize(start + (bytes + 3) / 4, 0);
  auto* out = reinterpret_cast<char*>(words.data() + start);
  for (const std::string_view text : strings) {
    if (!text.empty()) std::memcpy(out, text.data(), text.size());
    out += text.size();
  }
  words[at(HeaderWord::TotalWords)] = static_cast<std::uint32_t>(words.size());
}

DisplayListWriter::DisplayListWriter() {
  strings_.emplace_back();
  string_numbers_.emplace(std::string(), 0u);
}

std::uint32_t DisplayListWriter::string(std::string_view utf8) {
  const auto found = string_numbers_.find(utf8);
  if (found != string_numbers_.end()) return found->second;
  const auto number = static_cast<std::uint32_t>(strings_.size());
  strings_.emplace_back(utf8);
  string_numbers_.emplace(std::string(utf8), number);
  return number;
}

void DisplayListWriter::begin_order(OrderKind kind) {
  open_ = words_.size();
  words_.push_back(static_cast<std::uint32_t>(kind));
}

void DisplayListWriter::real(double value) { words_.push_back(word_of(value)); }

void DisplayListWriter::end_order() {
  const std::size_t length = words_.size() - open_;
  FLASHKIT_ASSERT(length <= k_max_order_words);
  words_[open_] |= static_cast<std::uint32_t>(length) << 8;
}

std::vector<std::uint32_t> DisplayListWriter::finish(double page_width_px, double page_height_px) {
  std::vector<std::string_view> strings(strings_.begin(), strings_.end());
  std::size_t bytes = 0;
  for (const std::string_view text : strings) bytes += text.size();
  auto words = begin_list(page_width_px, page_height_px, rows_, words_.size(), bytes, strings.size());
  words.insert(words.end(), words_.begin(), words_.end());
  end_list(words, strings);
  return words;
}

double DisplayListView::page_width_px() const { return real_of(header(HeaderWord::PageWidth)); }
double DisplayListView::page_height_px() const { return real_of(header(HeaderWord::PageHeight)); }
std::size_t DisplayListView::row_count() const { return header(HeaderWord::RowCount); }

DisplayListWriter::Row DisplayListView::row(std::size_t index) const {
  FLASHKIT_ASSERT(index < row_count());
  const auto row = words_.subspan(header(HeaderWord::RowsAt) + index * k_row_words, k_row_words);
  return {real_of(row[0]), real_of(row[1]), real_of(row[2]), real_of(row[3]), row[4], row[5], row[6], row[7]};
}

std::span<const std::uint32_t> DisplayListView::orders() const {
  return words_.subspan(header(HeaderWord::OrdersAt), header(HeaderWord::OrdersWords));
}

std::uint32_t DisplayListView::string_count() const { return words_[header(HeaderWord::StringsAt)]; }

std::string_view DisplayListView::string(std::uint32_t index) const {
  if (index >= string_count()) return {};
  const std::size_t table = std::size_t{header(HeaderWord::StringsAt)} + 1;
  const std::size_t bytes_at = table + std::size_t{string_count()} * 2;
  const auto* bytes = reinterpret_cast<const char*>(words_.data() + bytes_at);
  return {bytes + words_[table + std::size_t{index} * 2], words_[table + std::size_t{index} * 2 + 1]};
}

}  // namespace flashkit::display
