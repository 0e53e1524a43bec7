#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/gestures_detail.h"

namespace flashkit::session {

using document::Kind;

std::vector<StartLeaf> start_leaves(Desk& desk, const std::vector<base::NodeId>& nodes) {
  std::vector<StartLeaf> out;
  for (const base::NodeId id : leaves_of(desk.document(), nodes)) {
    const auto frame = frame_of_node(desk, id);
    const document::Node* node = desk.document().find(id);
    if (!frame || node == nullptr) continue;
    StartLeaf leaf;
    leaf.node = id;
    leaf.kind = node->kind;
    leaf.placement = node->placement;
    leaf.frame = *frame;
    if (leaf.kind == Kind::Text) leaf.font_size = node->number(Field::FontSize);
    out.push_back(std::move(leaf));
  }
  return out;
}

namespace {

double thousandth(double value) { return std::floor(value * 1000 + 0.5) / 1000; }

}  // namespace

double whole(double value) { return std::floor(value + 0.5); }

document::Placement tidied(document::Placement placement) {
  placement.x = thousandth(placement.x);
  placement.y = thousandth(placement.y);
  placement.width = thousandth(placement.width);
  placement.height = thousandth(placement.height);
  placement.rotation = normal_degrees(thousandth(placement.rotation));
  return placement;
}

document::Placement with_frame(const StartLeaf& leaf, const Frame& frame) {
  document::Placement out = leaf.placement;
  out.x = frame.x;
  out.y = frame.y;
  if (frame.rotation != leaf.frame.rotation) out.rotation = frame.rotation;
  if (frame.width != leaf.frame.width) out.width = frame.width;
  if (frame.height != leaf.frame.height && leaf.kind != Kind::Text) out.height = frame.height;
  return tidied(std::move(out));
}

void place_scaled(operations::OperationBuilder& builder, const StartLeaf& leaf, const Frame& frame, double factor) {
  if (leaf.kind != Kind::Text) {
    builder.place(leaf.node, with_frame(leaf, frame));
    return;
  }
  // The size of the letters in hundredths; the wrap width follows the letters, so that lines break where they did.
  const double size = std::max(std::floor(leaf.font_size * factor * 100 + 0.5) / 100, 1.0);
  const double true_factor = leaf.font_size > 0 ? size / leaf.font_size : factor;
  document::Placement placement = leaf.placement;
  placement.x = frame.x;
  placement.y = frame.y;
  placement.width = leaf.placement.width * true_factor;
  placement.height = leaf.placement.height * true_factor;
  builder.place(leaf.node, tidied(std::move(placement)));
  builder.set(leaf.node, document::name_of(Field::FontSize), base::shortest(size));
}

bool passed_threshold(Point from_view, Point to_view) {
  return geometry::distance(from_view, to_view) >= k_drag_threshold_px;
}

std::string label_of(double value, int decimals) {
  const double scale = decimals == 0 ? 1 : decimals == 1 ? 10 : 100;
  return base::shortest(std::floor(value * scale + 0.5) / scale);
}

SnapLine message_of(const Desk& desk, base::NodeId page, const display::SnapLine& line) {
  const bool measured = line.kind == display::SnapKind::Gap || line.kind == display::SnapKind::Size;
  // A measured line runs along its axis; an alignment line stands across it.
  const bool horizontal = (line.axis == display::SnapAxis::X) == measured;
  const Point from = horizontal ? Point{line.from, line.position} : Point{line.position, line.from};
  const Point to = horizontal ? Point{line.to, line.position} : Point{line.position, line.to};
  const Point from_view = view_of_page(desk, page, from);
  const Point to_view = view_of_page(desk, page, to);
  SnapLine out;
  out.x1 = from_view.x;
  out.y1 = from_view.y;
  out.x2 = to_view.x;
  out.y2 = to_view.y;
  if (line.distance_px >= 0.5) out.label = label_of(line.distance_px);
  return out;
}

void OperationGesture::move(Desk& desk, Point view, const Hold& hold) {
  moved_ = true;
  drop_preview(desk);
  show_preview_operation(desk, make(desk, view, hold));
  desk.presence_dirty = desk.overlay_changed = true;
}

void OperationGesture::finish(Desk& desk, Point view, const Hold& hold) {
  if (moved_) {
    drop_preview(desk);
    commit_operation(desk, make(desk, view, hold));
  }
  desk.presence_dirty = desk.overlay_changed = true;
}

void OperationGesture::cancel(Desk& desk) {
  drop_preview(desk);
  desk.presence_dirty = desk.overlay_changed = true;
}

namespace {

class Pan : public Gesture {
 public:
  explicit Pan(Point view) : last_(view) {}
  void move(Desk& desk, Point view, const Hold&) override {
    desk.camera.pan_by(view.x - last_.x, view.y - last_.y, desk.device.now_ms);
    desk.overlay_changed = true;
    last_ = view;
  }
  void finish(Desk& desk, Point view, const Hold& hold) override { move(desk, view, hold); }
  void cancel(Desk&) override {}
  const char* cursor() const override { return "grabbing"; }

 private:
  Point last_;
};

}  // namespace

std::unique_ptr<Gesture> pan_gesture(Point view) { return std::make_unique<Pan>(view); }

}  // namespace flashkit::session
