#pragma once
// Pages as they are painted: a scene per page that was shown or asked for, brought up to date when somebody looks.
#include <span>
#include <vector>

#include "session/desk_detail.h"

namespace flashkit::session {

PageBook& book_of(Desk& desk, base::NodeId page);
// Up to date; null for what is no page of this design.
display::PageScene* scene_of(Desk& desk, base::NodeId page);
void note_scene_changes(Desk& desk, std::span<const operations::Change> changes);
void note_fonts(Desk& desk);
void note_image(Desk& desk, const std::string& source);
// Why an element, or something in a group, is not drawn as it is; nothing when it is.
std::optional<Undrawn> undrawn_of(Desk& desk, base::NodeId node);
// Whether any of the page is seen.
bool in_view(const Desk& desk, const BoardPage& page);
// Top-level elements that the painter keeps over its tiles while they are dragged, sorted.
std::vector<base::NodeId> lifted_nodes(const Desk& desk);
// Builds the pages in view and says which pages have a new picture.
void announce_pages(Desk& desk);
void set_font(Device& device, Desk* desk, const FontLoaded& message);
void set_image(Device& device, Desk* desk, const ImageLoaded& message);

}  // namespace flashkit::session
