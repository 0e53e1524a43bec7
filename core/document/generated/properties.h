// Made by tools/generate.mjs from schema/properties.json.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace flashkit::document {

inline constexpr std::uint32_t k_schema_version = 4;

// Known property keys with their permanent numbers.
enum class Key : std::uint32_t {
  SchemaVersion = 1,
  Width = 2,
  Height = 3,
  Unit = 4,
  Dpi = 5,
  Fonts = 6,
  Pages = 7,
  Audios = 8,
  Custom = 9,
  Name = 10,
  Id = 11,
  Background = 12,
  Bleed = 13,
  BleedTop = 14,
  BleedRight = 15,
  BleedBottom = 16,
  BleedLeft = 17,
  Duration = 18,
  Children = 19,
  Type = 20,
  X = 21,
  Y = 22,
  Rotation = 23,
  Opacity = 24,
  BlendMode = 25,
  Animations = 26,
  BlurEnabled = 27,
  BlurRadius = 28,
  BrightnessEnabled = 29,
  Brightness = 30,
  SepiaEnabled = 31,
  GrayscaleEnabled = 32,
  Filters = 33,
  ShadowEnabled = 34,
  ShadowBlur = 35,
  ShadowOffsetX = 36,
  ShadowOffsetY = 37,
  ShadowColor = 38,
  ShadowOpacity = 39,
  Visible = 40,
  Selectable = 41,
  Draggable = 42,
  Resizable = 43,
  Removable = 44,
  ContentEditable = 45,
  StyleEditable = 46,
  AlwaysOnTop = 47,
  ShowInExport = 48,
  Text = 49,
  Placeholder = 50,
  FontSize = 51,
  FontFamily = 52,
  FontStyle = 53,
  FontWeight = 54,
  TextDecoration = 55,
  TextTransform = 56,
  Fill = 57,
  Align = 58,
  VerticalAlign = 59,
  StrokeWidth = 60,
  Stroke = 61,
  LineHeight = 62,
  LetterSpacing = 63,
  StrokeLineJoin = 64,
  BackgroundEnabled = 65,
  BackgroundColor = 66,
  BackgroundOpacity = 67,
  BackgroundCornerRadius = 68,
  BackgroundPadding = 69,
  LegacyBackground = 70,
  CurveEnabled = 71,
  CurvePower = 72,
  Src = 73,
  CropX = 74,
  CropY = 75,
  CropWidth = 76,
  CropHeight = 77,
  CornerRadius = 78,
  FlipX = 79,
  FlipY = 80,
  ClipSrc = 81,
  BorderColor = 82,
  BorderSize = 83,
  KeepRatio = 84,
  StretchEnabled = 85,
  MaskSrc = 86,
  ColorsReplace = 87,
  SubType = 88,
  Dash = 89,
  Color = 90,
  StartHead = 91,
  EndHead = 92,
  Rows = 93,
  Cols = 94,
  ColWidths = 95,
  RowHeights = 96,
  Cells = 97,
  BorderWidth = 98,
  BorderStyle = 99,
  CellBackground = 100,
  CellPadding = 101,
  StartTime = 102,
  EndTime = 103,
  Volume = 104,
  Speed = 105,
};
inline constexpr std::uint32_t k_known_keys = 106;  // one past the last number

enum class Kind : std::uint8_t {
  Root,
  Page,
  Text,
  Image,
  Svg,
  Figure,
  Line,
  Group,
  Table,
  Video,
  Gif,
  Unknown,
};

enum class ValueKind : std::uint8_t { Number, String, Boolean, Array, Object, Any };

struct PropertyRow {
  Key key;
  ValueKind kind;
  std::string_view default_json;
};

// The properties of a kind in schema order.
std::span<const PropertyRow> properties_of(Kind kind);
std::string_view name_of(Key key);
// Key{} for a name that is not known: an optional comes back through memory, and every property of a step waits for it.
Key key_of(std::string_view name);
// The name in files; "unknown" has none.
std::string_view name_of(Kind kind);

}  // namespace flashkit::document
