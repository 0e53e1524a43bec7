// Pointing at letters, and what the overlay shows of them.
#include <algorithm>

#include "session/elements_detail.h"
#include "session/text_edit_detail.h"

namespace flashkit::session {

using text::CaretMap;
using text::CaretPosition;
using text::TextRange;

std::optional<CaretPosition> caret_at(Desk& desk, Point view) {
  const CaretMap* map = caret_map(desk);
  if (map == nullptr) return std::nullopt;
  const auto inverse = desk.text_edit->to_page.inverse();
  if (!inverse) return std::nullopt;
  const base::NodeId page = desk.document().page_of(desk.text_edit->node);
  const Point at = inverse->apply(page_of_view(desk, page, view));
  return map->hit(at.x, at.y);
}

bool over_edited_text(Desk& desk, Point view) {
  if (!desk.text_edit) return false;
  const base::NodeId node = desk.text_edit->node;
  const auto frame = frame_of_node(desk, node);
  return frame && contains(*frame, page_of_view(desk, desk.document().page_of(node), view), magnet_px(desk));
}

namespace {

// Drags a selection of letters, words or paragraphs, as the first click chose.
class SelectLetters : public Gesture {
 public:
  SelectLetters(TextRange first, std::uint32_t unit) : first_(first), unit_(unit) {}
  void move(Desk& desk, Point view, const Hold&) override {
    if (!desk.text_edit) return;
    const auto position = caret_at(desk, view);
    if (!position) return;
    moved_ = true;
    if (unit_ < 2) {
      set_caret(desk, *position, true);
      return;
    }
    const CaretMap& map = *caret_map(desk);
    const TextRange at = unit_ == 2 ? map.word_at(position->index) : map.paragraph_at(position->index);
    if (at.begin < first_.begin) {
      set_range(desk, {first_.end, at.begin});
    } else {
      set_range(desk, {first_.begin, std::max(first_.end, at.end)});
    }
  }
  void finish(Desk& desk, Point view, const Hold& hold) override { move(desk, view, hold); }
  void cancel(Desk&) override {}
  const char* cursor() const override { return "text"; }
  bool scrolls() const override { return moved_; }

 private:
  TextRange first_;
  std::uint32_t unit_;
  bool moved_ = false;
};

TurnedBox box_in_view(const Desk& desk, double x, double y, double width, double height) {
  const TextEdit& edit = *desk.text_edit;
  const Point on_page = edit.to_page.apply({x, y});
  const Frame frame{on_page.x, on_page.y, width, height, edit.rotation};
  return message_of(view_frame(desk, desk.document().page_of(edit.node), frame));
}

std::optional<TurnedBox> caret_box(Desk& desk) {
  const CaretMap* map = caret_map(desk);
  if (map == nullptr) return std::nullopt;
  const text::CaretRect at = map->rect({desk.text_edit->caret, desk.text_edit->affinity});
  TurnedBox out = box_in_view(desk, at.x, at.top, 0, at.height);
  out.width = 1.5;
  return out;
}

}  // namespace

std::unique_ptr<Gesture> select_letters(Desk& desk, Point view, std::uint32_t click_count, bool extend) {
  const auto position = caret_at(desk, view);
  if (!position) return nullptr;
  const CaretMap& map = *caret_map(desk);
  TextRange first{position->index, position->index};
  if (click_count == 2) first = map.word_at(position->index);
  if (click_count >= 3) first = map.paragraph_at(position->index);
  if (click_count >= 2) {
    set_range(desk, first);
  } else {
    set_caret(desk, *position, extend);
    first = {desk.text_edit->anchor, desk.text_edit->anchor};
  }
  return std::make_unique<SelectLetters>(first, std::min(click_count, 3u));
}

void show_text_edit(Desk& desk, Overlay& overlay) {
  const CaretMap* map = caret_map(desk);
  if (map == nullptr) return;
  const TextEdit& edit = *desk.text_edit;
  const TextRange range = selected_range(edit);
  if (range.begin == range.end) {
    overlay.caret = caret_box(desk);
  } else {
    for (const text::SelectionRect& rect : map->selection(range)) {
      overlay.text_selection.push_back(box_in_view(desk, rect.x, rect.y, rect.width, rect.height));
    }
  }
  if (!edit.composing) return;
  const TextRange composed{edit.composition_begin, edit.composition_begin + edit.composition_length};
  const double thin = 1 / desk.camera.zoom();
  for (const text::SelectionRect& rect : map->selection(composed)) {
    overlay.composition.push_back(box_in_view(desk, rect.x, rect.y + rect.height - thin, rect.width, thin));
  }
}

TextEditing text_editing_event(Desk& desk) {
  TextEditing out;
  if (!desk.text_edit) return out;
  out.active = true;
  out.node = base::to_text(desk.text_edit->node);
  out.selected_text = selected_text(*desk.text_edit);
  if (const auto caret = caret_box(desk)) {
    Box box;
    box.x = caret->x;
    box.y = caret->y;
    box.width = caret->width;
    box.height = caret->height;
    out.caret = box;
  }
  return out;
}

}  // namespace flashkit::session
