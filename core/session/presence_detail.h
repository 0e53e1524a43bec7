#pragma once
// What peers see of each other: pointers, selections and drags under way. Never journalled. Drags of peers lie on the
// document as previews below our own.
#include "session/desk_detail.h"

namespace flashkit::session {

inline constexpr double k_presence_every_ms = 50;

void take_off_peer_drags(Desk& desk);
void put_on_peer_drags(Desk& desk);
void hear_peer(Desk& desk, const sync::PeerPresence& message);
// Sends our own state when it differs from the last one sent and 50 ms have gone by.
void tell_peers(Desk& desk);
// When the next state may be sent; nothing when there is none to send.
std::optional<double> tells_peers_at_ms(const Desk& desk);
void show_peers(Desk& desk, Overlay& overlay);
Peers peers_event(const Desk& desk);
// For a session that was not told one.
std::uint32_t own_colour(Rng rng);

}  // namespace flashkit::session
