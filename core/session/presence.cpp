#include <algorithm>
#include <iterator>

#include "base/proto.h"
#include "operations/ids.h"
#include "session/edits_detail.h"
#include "session/elements_detail.h"
#include "session/presence_detail.h"

namespace flashkit::session {

namespace {

constexpr std::size_t k_most_peers = 64;
constexpr std::size_t k_most_moving = 512;

// The drag of one peer as an operation that is only ever shown.
operations::Operation drag_of(const document::Document& document, const PresenceState& said) {
  operations::OperationBuilder builder(base::ClientId{0, 1}, 1);
  std::size_t count = 0;
  for (const MovingNode& moving : said.moving) {
    const auto id = base::parse_node_id(moving.node);
    if (!id.ok() || !moving.placement || !is_element(document, id.value()) || ++count > k_most_moving) continue;
    document::Placement placement = document.find(id.value())->placement;
    placement.x = moving.placement->x;
    placement.y = moving.placement->y;
    placement.width = moving.placement->width;
    placement.height = moving.placement->height;
    placement.rotation = moving.placement->rotation;
    builder.place(id.value(), placement);
  }
  return builder.take();
}

}  // namespace

void take_off_peer_drags(Desk& desk) {
  for (; !desk.peer_rollbacks.empty(); desk.peer_rollbacks.pop_back()) {
    const auto changes = operations::roll_back(desk.view.document_for_preview(), std::move(desk.peer_rollbacks.back()));
    note_changes(desk, changes, Because::Preview);
  }
}

void put_on_peer_drags(Desk& desk) {
  if (desk.shown_version) return;  // nobody moves anything in the past
  for (const auto& [peer, state] : desk.peers) {
    if (state.said.moving.empty()) continue;
    operations::Rollback rollback;
    const operations::Applied applied =
        operations::apply(desk.view.document_for_preview(), drag_of(desk.document(), state.said), &rollback);
    if (!applied.took_effect) continue;
    desk.peer_rollbacks.push_back(std::move(rollback));
    note_changes(desk, applied.changes, Because::Preview);
  }
}

void hear_peer(Desk& desk, const sync::PeerPresence& message) {
  desk.overlay_changed = true;
  if (message.payload.empty()) {
    without_previews(desk, [&] { desk.peers.erase(message.peer); });
    return;
  }
  auto said = decode_presence_state(message.payload);
  if (!said.ok() || (desk.peers.size() >= k_most_peers && desk.peers.count(message.peer) == 0)) return;
  const auto known = desk.peers.find(message.peer);
  const bool drags = !said.value().moving.empty() || (known != desk.peers.end() && !known->second.said.moving.empty());
  if (drags) {
    without_previews(desk, [&] { desk.peers[message.peer].said = std::move(said).value(); });
  } else {
    desk.peers[message.peer].said = std::move(said).value();
  }
}

namespace {

PresenceState own_state(Desk& desk) {
  PresenceState out;
  out.name = desk.device.name;
  out.colour = desk.device.colour;
  out.page = base::to_text(desk.page);
  if (desk.pointer_inside) {
    if (const BoardPage* under = board_page_at(desk, desk.pointer)) out.page = base::to_text(under->page);
    const auto page = base::parse_node_id(out.page);
    const Point at = page_of_view(desk, page.ok() ? page.value() : desk.page, desk.pointer);
    out.x = at.x;
    out.y = at.y;
  }
  for (const base::NodeId id : desk.selected) out.selected.push_back(base::to_text(id));
  if (desk.gesture == nullptr || !desk.gesture->moves_elements() || !desk.preview) return out;
  for (const operations::Step& step : desk.preview->steps) {
    const auto* place = std::get_if<operations::Place>(&step.kind);
    if (place == nullptr || !place->placement || out.moving.size() >= k_most_moving) continue;
    const auto id = operations::node_id(place->node);
    if (!id) continue;
    MovingNode moving;
    moving.node = base::to_text(*id);
    const operations::Placement& at = *place->placement;
    moving.placement = message_of(Frame{at.x, at.y, at.width, at.height, at.rotation});
    out.moving.push_back(std::move(moving));
  }
  return out;
}

}  // namespace

void tell_peers(Desk& desk) {
  if (!desk.presence_dirty || desk.device.now_ms < desk.presence_sent_ms + k_presence_every_ms) return;
  desk.presence_dirty = false;
  if (!desk.complete) return;
  PresenceState now = own_state(desk);
  if (now == desk.presence_last) return;
  sync::SendPresence presence;
  presence.document = operations::id_bytes(desk.document_id);
  presence.payload = base::encoded(now);
  send_to_replica(desk.device, std::move(presence));
  desk.presence_last = std::move(now);
  desk.presence_sent_ms = desk.device.now_ms;
}

std::optional<double> tells_peers_at_ms(const Desk& desk) {
  if (!desk.presence_dirty || !desk.complete) return std::nullopt;
  return desk.presence_sent_ms + k_presence_every_ms;
}

namespace {

// As far apart as eight can be, and readable under white letters.
constexpr std::uint32_t k_colours[] = {0x5B5BD6, 0xC2298A, 0xD13438, 0xC2560C, 0x18794E, 0x0B68CB, 0x8145B5, 0x0F766E};

// Peers choose their colours without knowing each other; here each has one of its own as long as there are enough. A
// peer keeps its own colour unless it is ours or that of a peer before it.
std::map<std::string, std::uint32_t> colours_of_peers(const Desk& desk) {
  std::map<std::string, std::uint32_t> out;
  std::vector<std::uint32_t> taken{desk.device.colour};
  const auto is_free = [&](std::uint32_t colour) {
    return std::find(taken.begin(), taken.end(), colour) == taken.end();
  };
  for (const auto& [peer, state] : desk.peers) {
    std::uint32_t colour = state.said.colour & 0xFFFFFFu;
    if (!is_free(colour)) {
      const auto* other = std::find_if(std::begin(k_colours), std::end(k_colours), is_free);
      if (other != std::end(k_colours)) colour = *other;
    }
    taken.push_back(colour);
    out[peer] = colour;
  }
  return out;
}

}  // namespace

std::uint32_t own_colour(Rng rng) { return k_colours[rng.client_id().high % std::size(k_colours)]; }

void show_peers(Desk& desk, Overlay& overlay) {
  const std::map<std::string, std::uint32_t> colours = colours_of_peers(desk);
  for (const auto& [peer, state] : desk.peers) {
    PeerMark mark;
    mark.peer = peer;
    mark.name = state.said.name;
    mark.colour = colours.at(peer);
    const auto page = node_of(desk, state.said.page);
    if (page && state.said.x && state.said.y) {
      const Point at = view_of_page(desk, *page, {*state.said.x, *state.said.y});
      mark.x = at.x;
      mark.y = at.y;
    }
    for (const base::NodeId id : nodes_of(desk, state.said.selected)) {
      const auto frame = frame_of_node(desk, id);
      if (frame && mark.selection.size() < k_most_moving) {
        mark.selection.push_back(message_of(view_frame(desk, desk.document().page_of(id), *frame)));
      }
    }
    overlay.peers.push_back(std::move(mark));
  }
}

Peers peers_event(const Desk& desk) {
  Peers out;
  const std::map<std::string, std::uint32_t> colours = colours_of_peers(desk);
  for (const auto& [id, state] : desk.peers) {
    Peer peer;
    peer.peer = id;
    peer.name = state.said.name;
    peer.colour = colours.at(id);
    out.peers.push_back(std::move(peer));
  }
  return out;
}

}  // namespace flashkit::session
