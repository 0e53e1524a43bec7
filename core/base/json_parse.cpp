#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

#include "base/json.h"
#include "base/number.h"

namespace flashkit::base {
namespace {

namespace bj = boost::json;

// Collects what Boost.JSON's event parser reports into our tree, which keeps number texts (its own tree does not).
class TreeBuilder {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit TreeBuilder(std::size_t most_values) : values_left_(most_values) {}
  TreeBuilder(std::size_t most_values, std::span<const std::string_view> path, const TakeJsonItem& take)
      : path_(path), take_(&take), most_values_(most_values), values_left_(most_values) {}

  Json take() { return std::move(root_); }

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code& error) {
    if (passes_over()) return ++passed_depth_, true;
    return count(error) && open(Json::object());
  }
  bool on_object_end(std::size_t, bj::error_code&) { return close(); }
  bool on_array_begin(bj::error_code& error) {
    if (passes_over()) return ++passed_depth_, true;
    const bool items = is_at_path();
    if (items && had_items_) {
      error = bj::error::extra_data;
      return false;
    }
    if (!count(error) || !open(Json::array())) return false;
    if (items) items_depth_ = stack_.size();
    had_items_ = had_items_ || items;
    return true;
  }
  bool on_array_end(std::size_t, bj::error_code&) { return close(); }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) { return collect(part); }
  bool on_key(bj::string_view part, std::size_t, bj::error_code&) {
    collect(part);
    if (passes_over()) return true;
    stack_.back().key = std::move(text_);
    text_.clear();
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) { return collect(part); }
  bool on_string(bj::string_view part, std::size_t, bj::error_code& error) {
    if (passes_over()) return true;
    collect(part);
    return count(error) && put(Json::string(std::exchange(text_, {})));
  }
  bool on_number_part(bj::string_view part, bj::error_code&) { return collect(part); }
  bool on_int64(std::int64_t, bj::string_view part, bj::error_code& error) { return count(error) && number(part); }
  bool on_uint64(std::uint64_t, bj::string_view part, bj::error_code& error) { return count(error) && number(part); }
  bool on_double(double, bj::string_view part, bj::error_code& error) {
    if (!count(error)) return false;
    number(part);
    if (last_number_is_finite_) return true;
    error = bj::error::not_number;
    return false;
  }
  bool on_bool(bool value, bj::error_code& error) { return count(error) && put(Json::boolean(value)); }
  bool on_null(bj::error_code& error) { return count(error) && put(Json()); }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  struct Open {
    Json value;
    std::string key;  // of the member being read
  };

  // Whether what begins now is the array that is given away item by item.
  bool is_at_path() const {
    if (take_ == nullptr || stack_.size() != path_.size()) return false;
    for (std::size_t i = 0; i < path_.size(); ++i) {
      if (!stack_[i].value.is_object() || stack_[i].key != path_[i]) return false;
    }
    return true;
  }
  bool is_among_items() const { return items_depth_ != 0 && stack_.size() == items_depth_; }
  bool passes_over() const { return is_among_items() && !*take_; }

  bool collect(bj::string_view part) {
    if (!passes_over()) text_.append(part.data(), part.size());
    return true;
  }
  bool number(bj::string_view part) {
    if (passes_over()) return true;
    collect(part);
    last_number_is_finite_ = parse_number(text_).has_value();
    return put(Json::raw_number(std::exchange(text_, {})));
  }
  // Values within arrays and objects; boost's own limits are per container.
  bool count(bj::error_code& error) {
    if (passes_over() || values_left_-- > 0) return true;
    error = bj::error::array_too_large;
    return false;
  }
  bool open(Json value) {
    stack_.push_back({std::move(value), {}});
    return true;
  }
  bool close() {
    if (passed_depth_ > 0) return --passed_depth_, true;
    if (is_among_items()) items_depth_ = 0;
    Json value = std::move(stack_.back().value);
    stack_.pop_back();
    if (value.is_object()) merge_duplicates(value);
    return put(std::move(value));
  }
  bool put(Json value) {
    if (is_among_items()) {
      if (*take_) (*take_)(value);
      values_left_ = most_values_;
      return true;
    }
    if (stack_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Open& top = stack_.back();
    if (top.value.is_array()) {
      top.value.items().push_back(std::move(value));
    } else {
      top.value.members().emplace_back(std::move(top.key), std::move(value));
    }
    return true;
  }
  static void merge_duplicates(Json& object) {
    auto& members = object.members();
    // Sorted keys, as canonical JSON has them, are all different.
    const auto unordered = std::adjacent_find(members.begin(), members.end(),
                                              [](const auto& a, const auto& b) { return a.first >= b.first; });
    if (unordered == members.end()) return;
    std::vector<std::size_t> order(members.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const int compared = members[a].first.compare(members[b].first);
      return compared != 0 ? compared < 0 : a < b;
    });
    std::vector<bool> drop(members.size(), false);
    for (std::size_t first = 0; first < order.size();) {
      std::size_t end = first + 1;
      while (end < order.size() && members[order[end]].first == members[order[first]].first) drop[order[end++]] = true;
      if (end - first > 1) members[order[first]].second = std::move(members[order[end - 1]].second);
      first = end;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (drop[i]) continue;
      if (kept != i) members[kept] = std::move(members[i]);
      ++kept;
    }
    members.erase(members.begin() + static_cast<std::ptrdiff_t>(kept), members.end());
  }

  Json root_;
  std::vector<Open> stack_;
  std::string text_;
  std::span<const std::string_view> path_;
  const TakeJsonItem* take_ = nullptr;
  std::size_t items_depth_ = 0;   // of the stack, within the array that is given away; 0: elsewhere
  std::size_t passed_depth_ = 0;  // how deep in an item that is passed over
  bool had_items_ = false;
  std::size_t most_values_ = 0;
  std::size_t values_left_;
  bool last_number_is_finite_ = true;
};

const char* rule_of(const bj::error_code& error) {
  if (error == bj::error::array_too_large) return "the JSON holds too many values";
  if (error == bj::error::too_deep) return "the JSON is nested too deeply";
  if (error == bj::error::incomplete) return "the JSON ends too early";
  if (error == bj::error::extra_data) return "something follows the end of the JSON";
  if (error == bj::error::not_number || error == bj::error::exponent_overflow)
    return "a number is too large to be represented";
  return "this is not JSON";
}

template <class... Builder>
Result<Json> parse_with(std::string_view text, const JsonLimits& limits, const Builder&... builder) {
  if (text.size() > limits.size_bytes) return Error{Errc::Limit, "the JSON is too large", text.size()};
  const std::size_t skipped = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  text.remove_prefix(skipped);
  bj::parse_options options;
  options.max_depth = limits.depth;
  bj::basic_parser<TreeBuilder> parser(options, limits.values, builder...);
  bj::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) {
    const std::size_t rest = text.find_first_not_of(" \t\r\n", used);
    if (rest != std::string_view::npos) error = bj::error::extra_data;
  }
  if (error) {
    const bool limit = error == bj::error::too_deep || error == bj::error::array_too_large;
    const Errc code = limit ? Errc::Limit : Errc::Malformed;
    return Error{code, rule_of(error), used + skipped};
  }
  return parser.handler().take();
}

}  // namespace

Result<Json> parse_json(std::string_view text, JsonLimits limits) { return parse_with(text, limits); }

Result<Json> parse_json_items(std::string_view text, std::span<const std::string_view> path, const TakeJsonItem& take,
                              JsonLimits limits) {
  return parse_with(text, limits, path, take);
}

}  // namespace flashkit::base
