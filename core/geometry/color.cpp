#include "geometry/color.h"

#include "base/number.h"
#include "geometry/color_detail.h"

namespace flashkit::geometry {
namespace {

constexpr std::size_t k_max_color_bytes = 256;

std::uint8_t to_byte(double value) {
  if (!(value > 0)) return 0;
  return value >= 255 ? 255 : static_cast<std::uint8_t>(value + 0.5);
}

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return std::nullopt;
}

std::optional<Color> parse_hex(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    const auto digit = hex_digit(c);
    if (!digit.has_value()) return std::nullopt;
    value = value << 4 | static_cast<std::uint32_t>(*digit);
  }
  const auto doubled = [&](unsigned shift) { return static_cast<std::uint8_t>((value >> shift & 15) * 17); };
  switch (digits.size()) {
    case 3:
      return Color{doubled(8), doubled(4), doubled(0), 255};
    case 4:
      return Color{doubled(12), doubled(8), doubled(4), doubled(0)};
    case 6:
      return Color::from_rgba(value << 8 | 255);
    case 8:
      return Color::from_rgba(value);
    default:
      return std::nullopt;
  }
}

// The arguments of a function, with commas or spaces between and perhaps a slash before the last.
struct Arguments {
  Measure values[4];
  std::size_t count = 0;
};
std::optional<Arguments> parse_arguments(std::string_view text) {
  Arguments out;
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    if (out.count > 0 && (text[0] == ',' || text[0] == '/')) text = trimmed(text.substr(1));
    if (out.count == 4) return std::nullopt;
    if (text.starts_with("none")) {
      text.remove_prefix(4);
      ++out.count;
      continue;
    }
    const auto measure = take_measure(text);
    if (!measure.has_value()) return std::nullopt;
    out.values[out.count++] = *measure;
  }
  if (out.count < 3) return std::nullopt;
  return out;
}

double fraction_of(const Measure& measure, double whole) {
  return measure.unit == "%" ? measure.value / 100 : measure.value / whole;
}

double clamped(double value) { return value > 0 ? (value < 1 ? value : 1) : 0; }

// CSS Color 4, section 7.1.
Channels channels_of_hsl(double hue_degrees, double saturation, double lightness) {
  const auto channel = [&](double n) {
    double k = n + normalized_degrees(hue_degrees) / 30;
    if (k >= 12) k -= 12;
    const double a = saturation * (lightness < 1 - lightness ? lightness : 1 - lightness);
    double ramp = k - 3 < 9 - k ? k - 3 : 9 - k;
    ramp = ramp > 1 ? 1 : ramp < -1 ? -1 : ramp;
    return lightness - a * ramp;
  };
  return {channel(0), channel(8), channel(4)};
}

// Section 8.1.
Channels channels_of_hwb(double hue_degrees, double white, double black) {
  const double both = white + black;
  if (both >= 1) return {white / both, white / both, white / both};
  Channels out = channels_of_hsl(hue_degrees, 1, 0.5);
  // The specification's `channel * (1 - both) + white`, in the order whose roundings leave its own examples exact.
  for (double& channel : out) channel = channel * (1 - black) + white * (1 - channel);
  return out;
}

// lab(), oklab(), and lch() and oklch(), which say the same by angle and distance. Per cents are of `range`.
std::optional<Channels> channels_of_lab_like(std::string_view name, const Arguments& arguments) {
  const auto& values = arguments.values;
  const bool is_ok = name.starts_with("ok");
  const bool is_polar = name.ends_with("lch");
  const double range = is_ok ? 0.4 : is_polar ? 150 : 125;
  const double lightness = clamped(fraction_of(values[0], is_ok ? 1 : 100));
  double a = range * fraction_of(values[1], range);
  double b = range * fraction_of(values[2], range);
  if (is_polar) {
    const auto hue = angle_of(values[2]);
    if (!hue.has_value()) return std::nullopt;
    const double chroma = a > 0 ? a : 0;
    a = chroma * cos_degrees(*hue);
    b = chroma * sin_degrees(*hue);
  }
  return is_ok ? channels_of_oklab(lightness, a, b) : channels_of_lab(100 * lightness, a, b);
}

std::optional<Channels> channels_of(std::string_view name, const Arguments& arguments) {
  const auto& values = arguments.values;
  if (name == "lab" || name == "lch" || name == "oklab" || name == "oklch") {
    return channels_of_lab_like(name, arguments);
  }
  if (name == "rgb" || name == "rgba" || name == "color") {
    const double whole = name == "color" ? 1 : 255;
    return Channels{fraction_of(values[0], whole), fraction_of(values[1], whole), fraction_of(values[2], whole)};
  }
  const bool is_hwb = name == "hwb";
  const auto hue = angle_of(values[0]);
  if (!hue.has_value() || (!is_hwb && name != "hsl" && name != "hsla")) return std::nullopt;
  const double second = clamped(fraction_of(values[1], 100));
  const double third = clamped(fraction_of(values[2], 100));
  return is_hwb ? channels_of_hwb(*hue, second, third) : channels_of_hsl(*hue, second, third);
}

std::optional<Color> parse_function(std::string_view name, std::string_view inside) {
  if (name == "color") {
    inside = trimmed(inside);
    constexpr std::string_view k_space = "srgb";
    if (!inside.starts_with(k_space) || inside.size() == k_space.size() || !is_space(inside[k_space.size()])) {
      return std::nullopt;
    }
    inside.remove_prefix(k_space.size());
  }
  const auto arguments = parse_arguments(inside);
  if (!arguments.has_value()) return std::nullopt;
  const auto channels = channels_of(name, *arguments);
  if (!channels.has_value()) return std::nullopt;
  const std::uint8_t alpha = arguments->count == 4 ? to_byte(255 * clamped(fraction_of(arguments->values[3], 1))) : 255;
  return Color{to_byte(255 * (*channels)[0]), to_byte(255 * (*channels)[1]), to_byte(255 * (*channels)[2]), alpha};
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower_case(std::string_view ascii) {
  std::string out(ascii);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::optional<Measure> take_measure(std::string_view& text) {
  std::size_t at = 0;
  std::string number;
  const auto take_digits = [&] {
    const std::size_t start = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return text.substr(start, at - start);
  };
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    if (text[at] == '-') number += '-';
    ++at;
  }
  std::string_view whole = take_digits();
  std::string_view decimals;
  if (at < text.size() && text[at] == '.') {
    ++at;
    decimals = take_digits();
    if (decimals.empty()) return std::nullopt;
  }
  if (whole.empty() && decimals.empty()) return std::nullopt;
  // JSON allows no needless zeros in front, and no point without digits.
  while (whole.size() > 1 && whole[0] == '0') whole.remove_prefix(1);
  number += whole.empty() ? "0" : std::string(whole);
  if (!decimals.empty()) number.append(".").append(decimals);
  const std::size_t mantissa_end = at;
  if (at < text.size() && text[at] == 'e') {
    ++at;
    const std::size_t sign = at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::string_view exponent = take_digits();
    if (exponent.empty()) {
      at = mantissa_end;
    } else {
      number.append("e").append(text.substr(sign, at - sign));
    }
  }
  const auto value = base::parse_number(number);
  if (!value.has_value()) return std::nullopt;
  const std::size_t unit_start = at;
  while (at < text.size() && (text[at] == '%' || (text[at] >= 'a' && text[at] <= 'z'))) ++at;
  const Measure out{*value, text.substr(unit_start, at - unit_start)};
  text.remove_prefix(at);
  return out;
}

std::optional<double> angle_of(const Measure& measure) {
  if (measure.unit.empty() || measure.unit == "deg") return measure.value;
  if (measure.unit == "turn") return measure.value * 360;
  if (measure.unit == "grad") return measure.value * 0.9;
  if (measure.unit == "rad") return measure.value * (180 / 3.14159265358979323846);
  return std::nullopt;
}

Color with_opacity(Color color, double opacity) {
  color.alpha = to_byte(static_cast<double>(color.alpha) * clamped(opacity));
  return color;
}

std::optional<Color> parse_color(std::string_view css) {
  css = trimmed(css);
  if (css.empty() || css.size() > k_max_color_bytes) return std::nullopt;
  const std::string text = lower_case(css);
  if (text[0] == '#') return parse_hex(std::string_view(text).substr(1));
  const std::size_t open = text.find('(');
  if (open == std::string::npos) return named_color(text);
  if (text.back() != ')') return std::nullopt;
  return parse_function(std::string_view(text).substr(0, open),
                        std::string_view(text).substr(open + 1, text.size() - open - 2));
}

std::string to_css(Color color) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string out = "#";
  const std::uint32_t rgba = color.rgba();
  for (int shift = 28; shift >= (color.alpha == 255 ? 8 : 0); shift -= 4) out += k_digits[rgba >> shift & 15];
  return out;
}

}  // namespace flashkit::geometry
