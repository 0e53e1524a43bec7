#pragma once
// What can go wrong. Each seed draws which kinds exist at all, so that one fault does not hide what another breaks.
namespace flashkit::simulator {

// name, what it is.
#define FLASHKIT_SIMULATOR_FAULTS(X)                                                   \
  X(loss, "a frame is lost, and its connection soon after")                            \
  X(duplicates, "a frame comes twice")                                                 \
  X(reordering, "a frame overtakes another on its way to the device")                  \
  X(slow_network, "a frame takes seconds")                                             \
  X(partitions, "a device and one node, or all of them, cannot reach each other")      \
  X(one_way, "only one direction of a partition is cut")                               \
  X(half_open, "the server's side of a connection is gone, the device's is not")       \
  X(slow_readers, "what is sent stays in the server's queue")                          \
  X(disk_errors, "writes and syncs of a device fail")                                  \
  X(disk_full, "a device's disk is full")                                              \
  X(power_loss, "a device goes dark: what was not synced may be lost or torn")         \
  X(worker_kills, "the replica's process ends")                                        \
  X(tab_kills, "a tab is closed without a word")                                       \
  X(rollbacks, "a device's storage goes back to what it was a while ago")              \
  X(clones, "a device goes on with a copy of another one's storage")                   \
  X(wipes, "a device's storage is emptied")                                            \
  X(sleeps, "a device stands still for seconds and knows nothing of it")               \
  X(sign_outs, "a device's sign-in ends in the middle, and is renewed later")          \
  X(newer_builds, "operations hold steps and fields that nobody here knows")           \
  X(dies_in_transaction, "the disk dies after so many calls of a transaction")         \
  X(node_kills, "a node's process ends; another life begins later")                    \
  X(node_stops, "a node sends its devices away, then ends; another life begins later") \
  X(node_pauses, "a node stands still for half a minute and knows nothing of it")      \
  X(store_partitions, "a node and the stores cannot reach each other, or one way")     \
  X(lost_answers, "a write is applied, or not, or late, and the node is not told")     \
  X(throttling, "a store refuses for now")                                             \
  X(slow_stores, "a store takes up to three seconds")                                  \
  X(failed_reads, "a read fails")                                                      \
  X(stale_heads, "where a journal ends is told as it was a moment ago")                \
  X(lost_news, "what a node tells another is lost, or its answer")                     \
  X(wrong_news, "what a node tells another comes late, twice, or is not true")         \
  X(short_pages, "a page of the journal ends early")                                   \
  X(purges, "checkpoints are made, and what they cover is no longer kept")             \
  X(rejections, "some operations are refused for good")                                \
  X(role_changes, "the right to edit, or any right, is taken away and given back")     \
  X(two_builds, "nodes and devices of two builds, and designs that ask for the newer") \
  X(versions, "people save versions, name them and go back to them")                   \
  X(old_databases, "a device's database is of an earlier build, updated as it dies")

struct Faults {
#define FLASHKIT_SIMULATOR_FAULT(name, text) bool name = false;
  FLASHKIT_SIMULATOR_FAULTS(FLASHKIT_SIMULATOR_FAULT)
#undef FLASHKIT_SIMULATOR_FAULT
};

}  // namespace flashkit::simulator
