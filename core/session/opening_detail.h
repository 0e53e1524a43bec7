#pragma once
// Opening a design, and what the replica says of it.
#include <memory>

#include "session/desk_detail.h"

namespace flashkit::session {

std::unique_ptr<Desk> open_design(Device& device, const OpenDesign& message);
void close_design(Desk& desk);
// Keeps the home screen's row about the design true: its name and size.
void tell_row(Desk& desk);
void on_replica(Device& device, Desk* desk, const ReplicaSaid& message);
void export_polotno(Desk& desk);
// A change that the cloud refused, in words; and the person's word on it.
KeptChange kept_change(const sync::KeptOperation& kept);
void settle_kept(Desk& desk, const SettleKept& message);

}  // namespace flashkit::session
