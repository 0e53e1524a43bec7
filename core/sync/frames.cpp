#include "sync/frames.h"

namespace flashkit::sync {

std::string_view words_for(RejectReason reason) {
  switch (reason) {
    case RejectReason::Unknown:
      return "The change could not be taken.";
    case RejectReason::NoRight:
      return "You may look at this design, but not change it.";
    case RejectReason::TooLarge:
      return "The change is too large.";
    case RejectReason::Malformed:
      return "The change could not be read.";
    case RejectReason::ClientConflict:
      return "The change was made on a copy of this device's data.";
    case RejectReason::Gap:
      return "A change before this one has not arrived yet.";
    case RejectReason::TooOld:
      return "The design needs a newer version of this program.";
    case RejectReason::NoEffect:
      return "The change came too late: what it changes is no longer there.";
  }
  return "The change could not be taken.";
}

}  // namespace flashkit::sync
