// Made by tools/generate.mjs from schema/properties.json.
#include "document/generated/properties.h"

namespace flashkit::document {
namespace {

constexpr PropertyRow k_root[] = {
    {Key::SchemaVersion, ValueKind::Number, "0"},
    {Key::Width, ValueKind::Number, "1080"},
    {Key::Height, ValueKind::Number, "1080"},
    {Key::Unit, ValueKind::String, "\"px\""},
    {Key::Dpi, ValueKind::Number, "72"},
    {Key::Fonts, ValueKind::Array, "[]"},
    {Key::Pages, ValueKind::Array, "[]"},
    {Key::Audios, ValueKind::Array, "[]"},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::Name, ValueKind::String, "\"\""},
};
constexpr PropertyRow k_page[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Width, ValueKind::Any, "\"auto\""},
    {Key::Height, ValueKind::Any, "\"auto\""},
    {Key::Background, ValueKind::String, "\"white\""},
    {Key::Bleed, ValueKind::Number, "0"},
    {Key::BleedTop, ValueKind::Any, "null"},
    {Key::BleedRight, ValueKind::Any, "null"},
    {Key::BleedBottom, ValueKind::Any, "null"},
    {Key::BleedLeft, ValueKind::Any, "null"},
    {Key::Duration, ValueKind::Number, "5000"},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::Children, ValueKind::Array, "[]"},
    {Key::Name, ValueKind::String, "\"\""},
};
constexpr PropertyRow k_text[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Type, ValueKind::String, "\"\""},
    {Key::Name, ValueKind::String, "\"\""},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::X, ValueKind::Number, "0"},
    {Key::Y, ValueKind::Number, "0"},
    {Key::Width, ValueKind::Number, "100"},
    {Key::Height, ValueKind::Number, "0"},
    {Key::Rotation, ValueKind::Number, "0"},
    {Key::Opacity, ValueKind::Number, "1"},
    {Key::BlendMode, ValueKind::String, "\"normal\""},
    {Key::Animations, ValueKind::Array, "[]"},
    {Key::BlurEnabled, ValueKind::Boolean, "false"},
    {Key::BlurRadius, ValueKind::Number, "10"},
    {Key::BrightnessEnabled, ValueKind::Boolean, "false"},
    {Key::Brightness, ValueKind::Number, "0"},
    {Key::SepiaEnabled, ValueKind::Boolean, "false"},
    {Key::GrayscaleEnabled, ValueKind::Boolean, "false"},
    {Key::Filters, ValueKind::Object, "{}"},
    {Key::ShadowEnabled, ValueKind::Boolean, "false"},
    {Key::ShadowBlur, ValueKind::Number, "5"},
    {Key::ShadowOffsetX, ValueKind::Number, "0"},
    {Key::ShadowOffsetY, ValueKind::Number, "0"},
    {Key::ShadowColor, ValueKind::String, "\"black\""},
    {Key::ShadowOpacity, ValueKind::Number, "1"},
    {Key::Visible, ValueKind::Boolean, "true"},
    {Key::Selectable, ValueKind::Boolean, "true"},
    {Key::Draggable, ValueKind::Boolean, "true"},
    {Key::Resizable, ValueKind::Boolean, "true"},
    {Key::Removable, ValueKind::Boolean, "true"},
    {Key::ContentEditable, ValueKind::Boolean, "true"},
    {Key::StyleEditable, ValueKind::Boolean, "true"},
    {Key::AlwaysOnTop, ValueKind::Boolean, "false"},
    {Key::ShowInExport, ValueKind::Boolean, "true"},
    {Key::Text, ValueKind::String, "\"\""},
    {Key::Placeholder, ValueKind::String, "\"\""},
    {Key::FontSize, ValueKind::Number, "14"},
    {Key::FontFamily, ValueKind::String, "\"Roboto\""},
    {Key::FontStyle, ValueKind::String, "\"normal\""},
    {Key::FontWeight, ValueKind::String, "\"normal\""},
    {Key::TextDecoration, ValueKind::String, "\"\""},
    {Key::TextTransform, ValueKind::String, "\"none\""},
    {Key::Fill, ValueKind::String, "\"black\""},
    {Key::Align, ValueKind::String, "\"center\""},
    {Key::VerticalAlign, ValueKind::String, "\"top\""},
    {Key::StrokeWidth, ValueKind::Number, "0"},
    {Key::Stroke, ValueKind::String, "\"black\""},
    {Key::LineHeight, ValueKind::Any, "1.2"},
    {Key::LetterSpacing, ValueKind::Number, "0"},
    {Key::StrokeLineJoin, ValueKind::String, "\"round\""},
    {Key::BackgroundEnabled, ValueKind::Boolean, "false"},
    {Key::BackgroundColor, ValueKind::String, "\"#7ED321\""},
    {Key::BackgroundOpacity, ValueKind::Number, "1"},
    {Key::BackgroundCornerRadius, ValueKind::Number, "0.5"},
    {Key::BackgroundPadding, ValueKind::Number, "0.5"},
    {Key::LegacyBackground, ValueKind::Boolean, "false"},
    {Key::CurveEnabled, ValueKind::Boolean, "false"},
    {Key::CurvePower, ValueKind::Number, "0.5"},
};
constexpr PropertyRow k_image[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Type, ValueKind::String, "\"\""},
    {Key::Name, ValueKind::String, "\"\""},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::X, ValueKind::Number, "0"},
    {Key::Y, ValueKind::Number, "0"},
    {Key::Width, ValueKind::Number, "100"},
    {Key::Height, ValueKind::Number, "100"},
    {Key::Rotation, ValueKind::Number, "0"},
    {Key::Opacity, ValueKind::Number, "1"},
    {Key::BlendMode, ValueKind::String, "\"normal\""},
    {Key::Animations, ValueKind::Array, "[]"},
    {Key::BlurEnabled, ValueKind::Boolean, "false"},
    {Key::BlurRadius, ValueKind::Number, "10"},
    {Key::BrightnessEnabled, ValueKind::Boolean, "false"},
    {Key::Brightness, ValueKind::Number, "0"},
    {Key::SepiaEnabled, ValueKind::Boolean, "false"},
    {Key::GrayscaleEnabled, ValueKind::Boolean, "false"},
    {Key::Filters, ValueKind::Object, "{}"},
    {Key::ShadowEnabled, ValueKind::Boolean, "false"},
    {Key::ShadowBlur, ValueKind::Number, "5"},
    {Key::ShadowOffsetX, ValueKind::Number, "0"},
    {Key::ShadowOffsetY, ValueKind::Number, "0"},
    {Key::ShadowColor, ValueKind::String, "\"black\""},
    {Key::ShadowOpacity, ValueKind::Number, "1"},
    {Key::Visible, ValueKind::Boolean, "true"},
    {Key::Selectable, ValueKind::Boolean, "true"},
    {Key::Draggable, ValueKind::Boolean, "true"},
    {Key::Resizable, ValueKind::Boolean, "true"},
    {Key::Removable, ValueKind::Boolean, "true"},
    {Key::ContentEditable, ValueKind::Boolean, "true"},
    {Key::StyleEditable, ValueKind::Boolean, "true"},
    {Key::AlwaysOnTop, ValueKind::Boolean, "false"},
    {Key::ShowInExport, ValueKind::Boolean, "true"},
    {Key::Src, ValueKind::String, "\"\""},
    {Key::CropX, ValueKind::Number, "0"},
    {Key::CropY, ValueKind::Number, "0"},
    {Key::CropWidth, ValueKind::Number, "1"},
    {Key::CropHeight, ValueKind::Number, "1"},
    {Key::CornerRadius, ValueKind::Number, "0"},
    {Key::FlipX, ValueKind::Boolean, "false"},
    {Key::FlipY, ValueKind::Boolean, "false"},
    {Key::ClipSrc, ValueKind::String, "\"\""},
    {Key::BorderColor, ValueKind::String, "\"black\""},
    {Key::BorderSize, ValueKind::Number, "0"},
    {Key::KeepRatio, ValueKind::Boolean, "false"},
    {Key::StretchEnabled, ValueKind::Boolean, "false"},
};
constexpr PropertyRow k_svg[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Type, ValueKind::String, "\"\""},
    {Key::Name, ValueKind::String, "\"\""},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::X, ValueKind::Number, "0"},
    {Key::Y, ValueKind::Number, "0"},
    {Key::Width, ValueKind::Number, "100"},
    {Key::Height, ValueKind::Number, "100"},
    {Key::Rotation, ValueKind::Number, "0"},
    {Key::Opacity, ValueKind::Number, "1"},
    {Key::BlendMode, ValueKind::String, "\"normal\""},
    {Key::Animations, ValueKind::Array, "[]"},
    {Key::BlurEnabled, ValueKind::Boolean, "false"},
    {Key::BlurRadius, ValueKind::Number, "10"},
    {Key::BrightnessEnabled, ValueKind::Boolean, "false"},
    {Key::Brightness, ValueKind::Number, "0"},
    {Key::SepiaEnabled, ValueKind::Boolean, "false"},
    {Key::GrayscaleEnabled, ValueKind::Boolean, "false"},
    {Key::Filters, ValueKind::Object, "{}"},
    {Key::ShadowEnabled, ValueKind::Boolean, "false"},
    {Key::ShadowBlur, ValueKind::Number, "5"},
    {Key::ShadowOffsetX, ValueKind::Number, "0"},
    {Key::ShadowOffsetY, ValueKind::Number, "0"},
    {Key::ShadowColor, ValueKind::String, "\"black\""},
    {Key::ShadowOpacity, ValueKind::Number, "1"},
    {Key::Visible, ValueKind::Boolean, "true"},
    {Key::Selectable, ValueKind::Boolean, "true"},
    {Key::Draggable, ValueKind::Boolean, "true"},
    {Key::Resizable, ValueKind::Boolean, "true"},
    {Key::Removable, ValueKind::Boolean, "true"},
    {Key::ContentEditable, ValueKind::Boolean, "true"},
    {Key::StyleEditable, ValueKind::Boolean, "true"},
    {Key::AlwaysOnTop, ValueKind::Boolean, "false"},
    {Key::ShowInExport, ValueKind::Boolean, "true"},
    {Key::Src, ValueKind::String, "\"\""},
    {Key::CropX, ValueKind::Number, "0"},
    {Key::CropY, ValueKind::Number, "0"},
    {Key::CropWidth, ValueKind::Number, "1"},
    {Key::CropHeight, ValueKind::Number, "1"},
    {Key::CornerRadius, ValueKind::Number, "0"},
    {Key::FlipX, ValueKind::Boolean, "false"},
    {Key::FlipY, ValueKind::Boolean, "false"},
    {Key::ClipSrc, ValueKind::String, "\"\""},
    {Key::BorderColor, ValueKind::String, "\"black\""},
    {Key::BorderSize, ValueKind::Number, "0"},
    {Key::KeepRatio, ValueKind::Boolean, "true"},
    {Key::StretchEnabled, ValueKind::Boolean, "true"},
    {Key::MaskSrc, ValueKind::String, "\"\""},
    {Key::ColorsReplace, ValueKind::Object, "{}"},
};
constexpr PropertyRow k_figure[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Type, ValueKind::String, "\"\""},
    {Key::Name, ValueKind::String, "\"\""},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::X, ValueKind::Number, "0"},
    {Key::Y, ValueKind::Number, "0"},
    {Key::Width, ValueKind::Number, "100"},
    {Key::Height, ValueKind::Number, "100"},
    {Key::Rotation, ValueKind::Number, "0"},
    {Key::Opacity, ValueKind::Number, "1"},
    {Key::BlendMode, ValueKind::String, "\"normal\""},
    {Key::Animations, ValueKind::Array, "[]"},
    {Key::BlurEnabled, ValueKind::Boolean, "false"},
    {Key::BlurRadius, ValueKind::Number, "10"},
    {Key::BrightnessEnabled, ValueKind::Boolean, "false"},
    {Key::Brightness, ValueKind::Number, "0"},
    {Key::SepiaEnabled, ValueKind::Boolean, "false"},
    {Key::GrayscaleEnabled, ValueKind::Boolean, "false"},
    {Key::Filters, ValueKind::Object, "{}"},
    {Key::ShadowEnabled, ValueKind::Boolean, "false"},
    {Key::ShadowBlur, ValueKind::Number, "5"},
    {Key::ShadowOffsetX, ValueKind::Number, "0"},
    {Key::ShadowOffsetY, ValueKind::Number, "0"},
    {Key::ShadowColor, ValueKind::String, "\"black\""},
    {Key::ShadowOpacity, ValueKind::Number, "1"},
    {Key::Visible, ValueKind::Boolean, "true"},
    {Key::Selectable, ValueKind::Boolean, "true"},
    {Key::Draggable, ValueKind::Boolean, "true"},
    {Key::Resizable, ValueKind::Boolean, "true"},
    {Key::Removable, ValueKind::Boolean, "true"},
    {Key::ContentEditable, ValueKind::Boolean, "true"},
    {Key::StyleEditable, ValueKind::Boolean, "true"},
    {Key::AlwaysOnTop, ValueKind::Boolean, "false"},
    {Key::ShowInExport, ValueKind::Boolean, "true"},
    {Key::SubType, ValueKind::String, "\"rect\""},
    {Key::Fill, ValueKind::String, "\"rgb(0, 161, 255)\""},
    {Key::Dash, ValueKind::Array, "[]"},
    {Key::StrokeWidth, ValueKind::Number, "0"},
    {Key::Stroke, ValueKind::String, "\"rgba(98, 197, 255, 1)\""},
    {Key::CornerRadius, ValueKind::Number, "0"},
};
constexpr PropertyRow k_line[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Type, ValueKind::String, "\"\""},
    {Key::Name, ValueKind::String, "\"\""},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::X, ValueKind::Number, "0"},
    {Key::Y, ValueKind::Number, "0"},
    {Key::Width, ValueKind::Number, "400"},
    {Key::Height, ValueKind::Number, "10"},
    {Key::Rotation, ValueKind::Number, "0"},
    {Key::Opacity, ValueKind::Number, "1"},
    {Key::BlendMode, ValueKind::String, "\"normal\""},
    {Key::Animations, ValueKind::Array, "[]"},
    {Key::BlurEnabled, ValueKind::Boolean, "false"},
    {Key::BlurRadius, ValueKind::Number, "10"},
    {Key::BrightnessEnabled, ValueKind::Boolean, "false"},
    {Key::Brightness, ValueKind::Number, "0"},
    {Key::SepiaEnabled, ValueKind::Boolean, "false"},
    {Key::GrayscaleEnabled, ValueKind::Boolean, "false"},
    {Key::Filters, ValueKind::Object, "{}"},
    {Key::ShadowEnabled, ValueKind::Boolean, "false"},
    {Key::ShadowBlur, ValueKind::Number, "5"},
    {Key::ShadowOffsetX, ValueKind::Number, "0"},
    {Key::ShadowOffsetY, ValueKind::Number, "0"},
    {Key::ShadowColor, ValueKind::String, "\"black\""},
    {Key::ShadowOpacity, ValueKind::Number, "1"},
    {Key::Visible, ValueKind::Boolean, "true"},
    {Key::Selectable, ValueKind::Boolean, "true"},
    {Key::Draggable, ValueKind::Boolean, "true"},
    {Key::Resizable, ValueKind::Boolean, "true"},
    {Key::Removable, ValueKind::Boolean, "true"},
    {Key::ContentEditable, ValueKind::Boolean, "true"},
    {Key::StyleEditable, ValueKind::Boolean, "true"},
    {Key::AlwaysOnTop, ValueKind::Boolean, "false"},
    {Key::ShowInExport, ValueKind::Boolean, "true"},
    {Key::Color, ValueKind::String, "\"black\""},
    {Key::Dash, ValueKind::Array, "[]"},
    {Key::StartHead, ValueKind::String, "\"\""},
    {Key::EndHead, ValueKind::String, "\"\""},
};
constexpr PropertyRow k_group[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Type, ValueKind::String, "\"\""},
    {Key::Name, ValueKind::String, "\"\""},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::Opacity, ValueKind::Number, "1"},
    {Key::Visible, ValueKind::Boolean, "true"},
    {Key::Selectable, ValueKind::Boolean, "true"},
    {Key::Removable, ValueKind::Boolean, "true"},
    {Key::AlwaysOnTop, ValueKind::Boolean, "false"},
    {Key::ShowInExport, ValueKind::Boolean, "true"},
    {Key::Animations, ValueKind::Array, "[]"},
    {Key::Children, ValueKind::Array, "[]"},
};
constexpr PropertyRow k_table[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Type, ValueKind::String, "\"\""},
    {Key::Name, ValueKind::String, "\"\""},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::X, ValueKind::Number, "0"},
    {Key::Y, ValueKind::Number, "0"},
    {Key::Width, ValueKind::Number, "300"},
    {Key::Height, ValueKind::Number, "200"},
    {Key::Rotation, ValueKind::Number, "0"},
    {Key::Opacity, ValueKind::Number, "1"},
    {Key::BlendMode, ValueKind::String, "\"normal\""},
    {Key::Animations, ValueKind::Array, "[]"},
    {Key::BlurEnabled, ValueKind::Boolean, "false"},
    {Key::BlurRadius, ValueKind::Number, "10"},
    {Key::BrightnessEnabled, ValueKind::Boolean, "false"},
    {Key::Brightness, ValueKind::Number, "0"},
    {Key::SepiaEnabled, ValueKind::Boolean, "false"},
    {Key::GrayscaleEnabled, ValueKind::Boolean, "false"},
    {Key::Filters, ValueKind::Object, "{}"},
    {Key::ShadowEnabled, ValueKind::Boolean, "false"},
    {Key::ShadowBlur, ValueKind::Number, "5"},
    {Key::ShadowOffsetX, ValueKind::Number, "0"},
    {Key::ShadowOffsetY, ValueKind::Number, "0"},
    {Key::ShadowColor, ValueKind::String, "\"black\""},
    {Key::ShadowOpacity, ValueKind::Number, "1"},
    {Key::Visible, ValueKind::Boolean, "true"},
    {Key::Selectable, ValueKind::Boolean, "true"},
    {Key::Draggable, ValueKind::Boolean, "true"},
    {Key::Resizable, ValueKind::Boolean, "true"},
    {Key::Removable, ValueKind::Boolean, "true"},
    {Key::ContentEditable, ValueKind::Boolean, "true"},
    {Key::StyleEditable, ValueKind::Boolean, "true"},
    {Key::AlwaysOnTop, ValueKind::Boolean, "false"},
    {Key::ShowInExport, ValueKind::Boolean, "true"},
    {Key::Rows, ValueKind::Number, "3"},
    {Key::Cols, ValueKind::Number, "3"},
    {Key::ColWidths, ValueKind::Array, "[]"},
    {Key::RowHeights, ValueKind::Array, "[]"},
    {Key::Cells, ValueKind::Array, "[]"},
    {Key::BorderColor, ValueKind::String, "\"#000000\""},
    {Key::BorderWidth, ValueKind::Number, "1"},
    {Key::BorderStyle, ValueKind::String, "\"solid\""},
    {Key::FontSize, ValueKind::Number, "30"},
    {Key::FontFamily, ValueKind::String, "\"Roboto\""},
    {Key::FontStyle, ValueKind::String, "\"normal\""},
    {Key::FontWeight, ValueKind::String, "\"normal\""},
    {Key::TextDecoration, ValueKind::String, "\"\""},
    {Key::TextTransform, ValueKind::String, "\"none\""},
    {Key::Fill, ValueKind::String, "\"black\""},
    {Key::Align, ValueKind::String, "\"center\""},
    {Key::VerticalAlign, ValueKind::String, "\"middle\""},
    {Key::StrokeWidth, ValueKind::Number, "0"},
    {Key::Stroke, ValueKind::String, "\"black\""},
    {Key::LineHeight, ValueKind::Any, "1.2"},
    {Key::LetterSpacing, ValueKind::Number, "0"},
    {Key::CellBackground, ValueKind::String, "\"transparent\""},
    {Key::CellPadding, ValueKind::Number, "4"},
};
constexpr PropertyRow k_video[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Type, ValueKind::String, "\"\""},
    {Key::Name, ValueKind::String, "\"\""},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::X, ValueKind::Number, "0"},
    {Key::Y, ValueKind::Number, "0"},
    {Key::Width, ValueKind::Number, "100"},
    {Key::Height, ValueKind::Number, "100"},
    {Key::Rotation, ValueKind::Number, "0"},
    {Key::Opacity, ValueKind::Number, "1"},
    {Key::BlendMode, ValueKind::String, "\"normal\""},
    {Key::Animations, ValueKind::Array, "[]"},
    {Key::BlurEnabled, ValueKind::Boolean, "false"},
    {Key::BlurRadius, ValueKind::Number, "10"},
    {Key::BrightnessEnabled, ValueKind::Boolean, "false"},
    {Key::Brightness, ValueKind::Number, "0"},
    {Key::SepiaEnabled, ValueKind::Boolean, "false"},
    {Key::GrayscaleEnabled, ValueKind::Boolean, "false"},
    {Key::Filters, ValueKind::Object, "{}"},
    {Key::ShadowEnabled, ValueKind::Boolean, "false"},
    {Key::ShadowBlur, ValueKind::Number, "5"},
    {Key::ShadowOffsetX, ValueKind::Number, "0"},
    {Key::ShadowOffsetY, ValueKind::Number, "0"},
    {Key::ShadowColor, ValueKind::String, "\"black\""},
    {Key::ShadowOpacity, ValueKind::Number, "1"},
    {Key::Visible, ValueKind::Boolean, "true"},
    {Key::Selectable, ValueKind::Boolean, "true"},
    {Key::Draggable, ValueKind::Boolean, "true"},
    {Key::Resizable, ValueKind::Boolean, "true"},
    {Key::Removable, ValueKind::Boolean, "true"},
    {Key::ContentEditable, ValueKind::Boolean, "true"},
    {Key::StyleEditable, ValueKind::Boolean, "true"},
    {Key::AlwaysOnTop, ValueKind::Boolean, "false"},
    {Key::ShowInExport, ValueKind::Boolean, "true"},
    {Key::Src, ValueKind::String, "\"\""},
    {Key::CropX, ValueKind::Number, "0"},
    {Key::CropY, ValueKind::Number, "0"},
    {Key::CropWidth, ValueKind::Number, "1"},
    {Key::CropHeight, ValueKind::Number, "1"},
    {Key::CornerRadius, ValueKind::Number, "0"},
    {Key::FlipX, ValueKind::Boolean, "false"},
    {Key::FlipY, ValueKind::Boolean, "false"},
    {Key::ClipSrc, ValueKind::String, "\"\""},
    {Key::BorderColor, ValueKind::String, "\"black\""},
    {Key::BorderSize, ValueKind::Number, "0"},
    {Key::KeepRatio, ValueKind::Boolean, "false"},
    {Key::StretchEnabled, ValueKind::Boolean, "false"},
    {Key::Duration, ValueKind::Number, "0"},
    {Key::StartTime, ValueKind::Number, "0"},
    {Key::EndTime, ValueKind::Number, "1"},
    {Key::Volume, ValueKind::Number, "1"},
    {Key::Speed, ValueKind::Number, "1"},
};
constexpr PropertyRow k_gif[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Type, ValueKind::String, "\"\""},
    {Key::Name, ValueKind::String, "\"\""},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::X, ValueKind::Number, "0"},
    {Key::Y, ValueKind::Number, "0"},
    {Key::Width, ValueKind::Number, "100"},
    {Key::Height, ValueKind::Number, "100"},
    {Key::Rotation, ValueKind::Number, "0"},
    {Key::Opacity, ValueKind::Number, "1"},
    {Key::BlendMode, ValueKind::String, "\"normal\""},
    {Key::Animations, ValueKind::Array, "[]"},
    {Key::BlurEnabled, ValueKind::Boolean, "false"},
    {Key::BlurRadius, ValueKind::Number, "10"},
    {Key::BrightnessEnabled, ValueKind::Boolean, "false"},
    {Key::Brightness, ValueKind::Number, "0"},
    {Key::SepiaEnabled, ValueKind::Boolean, "false"},
    {Key::GrayscaleEnabled, ValueKind::Boolean, "false"},
    {Key::Filters, ValueKind::Object, "{}"},
    {Key::ShadowEnabled, ValueKind::Boolean, "false"},
    {Key::ShadowBlur, ValueKind::Number, "5"},
    {Key::ShadowOffsetX, ValueKind::Number, "0"},
    {Key::ShadowOffsetY, ValueKind::Number, "0"},
    {Key::ShadowColor, ValueKind::String, "\"black\""},
    {Key::ShadowOpacity, ValueKind::Number, "1"},
    {Key::Visible, ValueKind::Boolean, "true"},
    {Key::Selectable, ValueKind::Boolean, "true"},
    {Key::Draggable, ValueKind::Boolean, "true"},
    {Key::Resizable, ValueKind::Boolean, "true"},
    {Key::Removable, ValueKind::Boolean, "true"},
    {Key::ContentEditable, ValueKind::Boolean, "true"},
    {Key::StyleEditable, ValueKind::Boolean, "true"},
    {Key::AlwaysOnTop, ValueKind::Boolean, "false"},
    {Key::ShowInExport, ValueKind::Boolean, "true"},
    {Key::Src, ValueKind::String, "\"\""},
    {Key::CropX, ValueKind::Number, "0"},
    {Key::CropY, ValueKind::Number, "0"},
    {Key::CropWidth, ValueKind::Number, "1"},
    {Key::CropHeight, ValueKind::Number, "1"},
    {Key::CornerRadius, ValueKind::Number, "0"},
    {Key::FlipX, ValueKind::Boolean, "false"},
    {Key::FlipY, ValueKind::Boolean, "false"},
    {Key::ClipSrc, ValueKind::String, "\"\""},
    {Key::BorderColor, ValueKind::String, "\"black\""},
    {Key::BorderSize, ValueKind::Number, "0"},
    {Key::KeepRatio, ValueKind::Boolean, "true"},
    {Key::StretchEnabled, ValueKind::Boolean, "false"},
    {Key::Duration, ValueKind::Number, "0"},
};
constexpr PropertyRow k_unknown[] = {
    {Key::Id, ValueKind::String, "\"\""},
    {Key::Type, ValueKind::String, "\"\""},
    {Key::Name, ValueKind::String, "\"\""},
    {Key::Custom, ValueKind::Any, "null"},
    {Key::X, ValueKind::Number, "0"},
    {Key::Y, ValueKind::Number, "0"},
    {Key::Width, ValueKind::Number, "100"},
    {Key::Height, ValueKind::Number, "100"},
    {Key::Rotation, ValueKind::Number, "0"},
    {Key::Opacity, ValueKind::Number, "1"},
    {Key::BlendMode, ValueKind::String, "\"normal\""},
    {Key::Animations, ValueKind::Array, "[]"},
    {Key::BlurEnabled, ValueKind::Boolean, "false"},
    {Key::BlurRadius, ValueKind::Number, "10"},
    {Key::BrightnessEnabled, ValueKind::Boolean, "false"},
    {Key::Brightness, ValueKind::Number, "0"},
    {Key::SepiaEnabled, ValueKind::Boolean, "false"},
    {Key::GrayscaleEnabled, ValueKind::Boolean, "false"},
    {Key::Filters, ValueKind::Object, "{}"},
    {Key::ShadowEnabled, ValueKind::Boolean, "false"},
    {Key::ShadowBlur, ValueKind::Number, "5"},
    {Key::ShadowOffsetX, ValueKind::Number, "0"},
    {Key::ShadowOffsetY, ValueKind::Number, "0"},
    {Key::ShadowColor, ValueKind::String, "\"black\""},
    {Key::ShadowOpacity, ValueKind::Number, "1"},
    {Key::Visible, ValueKind::Boolean, "true"},
    {Key::Selectable, ValueKind::Boolean, "true"},
    {Key::Draggable, ValueKind::Boolean, "true"},
    {Key::Resizable, ValueKind::Boolean, "true"},
    {Key::Removable, ValueKind::Boolean, "true"},
    {Key::ContentEditable, ValueKind::Boolean, "true"},
    {Key::StyleEditable, ValueKind::Boolean, "true"},
    {Key::AlwaysOnTop, ValueKind::Boolean, "false"},
    {Key::ShowInExport, ValueKind::Boolean, "true"},
};

}  // namespace

std::span<const PropertyRow> properties_of(Kind kind) {
  switch (kind) {
    case Kind::Root: return k_root;
    case Kind::Page: return k_page;
    case Kind::Text: return k_text;
    case Kind::Image: return k_image;
    case Kind::Svg: return k_svg;
    case Kind::Figure: return k_figure;
    case Kind::Line: return k_line;
    case Kind::Group: return k_group;
    case Kind::Table: return k_table;
    case Kind::Video: return k_video;
    case Kind::Gif: return k_gif;
    case Kind::Unknown: return k_unknown;
  }
  return {};
}

std::string_view name_of(Key key) {
  switch (key) {
    case Key::SchemaVersion: return "schemaVersion";
    case Key::Width: return "width";
    case Key::Height: return "height";
    case Key::Unit: return "unit";
    case Key::Dpi: return "dpi";
    case Key::Fonts: return "fonts";
    case Key::Pages: return "pages";
    case Key::Audios: return "audios";
    case Key::Custom: return "custom";
    case Key::Name: return "name";
    case Key::Id: return "id";
    case Key::Background: return "background";
    case Key::Bleed: return "bleed";
    case Key::BleedTop: return "bleedTop";
    case Key::BleedRight: return "bleedRight";
    case Key::BleedBottom: return "bleedBottom";
    case Key::BleedLeft: return "bleedLeft";
    case Key::Duration: return "duration";
    case Key::Children: return "children";
    case Key::Type: return "type";
    case Key::X: return "x";
    case Key::Y: return "y";
    case Key::Rotation: return "rotation";
    case Key::Opacity: return "opacity";
    case Key::BlendMode: return "blendMode";
    case Key::Animations: return "animations";
    case Key::BlurEnabled: return "blurEnabled";
    case Key::BlurRadius: return "blurRadius";
    case Key::BrightnessEnabled: return "brightnessEnabled";
    case Key::Brightness: return "brightness";
    case Key::SepiaEnabled: return "sepiaEnabled";
    case Key::GrayscaleEnabled: return "grayscaleEnabled";
    case Key::Filters: return "filters";
    case Key::ShadowEnabled: return "shadowEnabled";
    case Key::ShadowBlur: return "shadowBlur";
    case Key::ShadowOffsetX: return "shadowOffsetX";
    case Key::ShadowOffsetY: return "shadowOffsetY";
    case Key::ShadowColor: return "shadowColor";
    case Key::ShadowOpacity: return "shadowOpacity";
    case Key::Visible: return "visible";
    case Key::Selectable: return "selectable";
    case Key::Draggable: return "draggable";
    case Key::Resizable: return "resizable";
    case Key::Removable: return "removable";
    case Key::ContentEditable: return "contentEditable";
    case Key::StyleEditable: return "styleEditable";
    case Key::AlwaysOnTop: return "alwaysOnTop";
    case Key::ShowInExport: return "showInExport";
    case Key::Text: return "text";
    case Key::Placeholder: return "placeholder";
    case Key::FontSize: return "fontSize";
    case Key::FontFamily: return "fontFamily";
    case Key::FontStyle: return "fontStyle";
    case Key::FontWeight: return "fontWeight";
    case Key::TextDecoration: return "textDecoration";
    case Key::TextTransform: return "textTransform";
    case Key::Fill: return "fill";
    case Key::Align: return "align";
    case Key::VerticalAlign: return "verticalAlign";
    case Key::StrokeWidth: return "strokeWidth";
    case Key::Stroke: return "stroke";
    case Key::LineHeight: return "lineHeight";
    case Key::LetterSpacing: return "letterSpacing";
    case Key::StrokeLineJoin: return "strokeLineJoin";
    case Key::BackgroundEnabled: return "backgroundEnabled";
    case Key::BackgroundColor: return "backgroundColor";
    case Key::BackgroundOpacity: return "backgroundOpacity";
    case Key::BackgroundCornerRadius: return "backgroundCornerRadius";
    case Key::BackgroundPadding: return "backgroundPadding";
    case Key::LegacyBackground: return "legacyBackground";
    case Key::CurveEnabled: return "curveEnabled";
    case Key::CurvePower: return "curvePower";
    case Key::Src: return "src";
    case Key::CropX: return "cropX";
    case Key::CropY: return "cropY";
    case Key::CropWidth: return "cropWidth";
    case Key::CropHeight: return "cropHeight";
    case Key::CornerRadius: return "cornerRadius";
    case Key::FlipX: return "flipX";
    case Key::FlipY: return "flipY";
    case Key::ClipSrc: return "clipSrc";
    case Key::BorderColor: return "borderColor";
    case Key::BorderSize: return "borderSize";
    case Key::KeepRatio: return "keepRatio";
    case Key::StretchEnabled: return "stretchEnabled";
    case Key::MaskSrc: return "maskSrc";
    case Key::ColorsReplace: return "colorsReplace";
    case Key::SubType: return "subType";
    case Key::Dash: return "dash";
    case Key::Color: return "color";
    case Key::StartHead: return "startHead";
    case Key::EndHead: return "endHead";
    case Key::Rows: return "rows";
    case Key::Cols: return "cols";
    case Key::ColWidths: return "colWidths";
    case Key::RowHeights: return "rowHeights";
    case Key::Cells: return "cells";
    case Key::BorderWidth: return "borderWidth";
    case Key::BorderStyle: return "borderStyle";
    case Key::CellBackground: return "cellBackground";
    case Key::CellPadding: return "cellPadding";
    case Key::StartTime: return "startTime";
    case Key::EndTime: return "endTime";
    case Key::Volume: return "volume";
    case Key::Speed: return "speed";
  }
  return {};
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::Root: return "root";
    case Kind::Page: return "page";
    case Kind::Text: return "text";
    case Kind::Image: return "image";
    case Kind::Svg: return "svg";
    case Kind::Figure: return "figure";
    case Kind::Line: return "line";
    case Kind::Group: return "group";
    case Kind::Table: return "table";
    case Kind::Video: return "video";
    case Kind::Gif: return "gif";
    case Kind::Unknown: return "unknown";
  }
  return {};
}

}  // namespace flashkit::document
