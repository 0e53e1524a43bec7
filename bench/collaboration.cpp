#include "bench/collaboration.h"

#include <malloc.h>
#include <unistd.h>

#include <array>
#include <boost/beast/zlib/deflate_stream.hpp>
#include <fstream>
#include <utility>

#include "adapters/net/live_compression.h"
#include "base/assert.h"
#include "base/proto.h"
#include "bench/lines.h"
#include "interchange/import.h"
#include "operations/apply.h"
#include "operations/builder.h"
#include "server/http.h"
#include "sync/checkpoint.h"
#include "sync/frames.h"
#include "sync/limits.h"
#include "sync/view.h"

namespace flashkit::bench {
namespace {

constexpr std::uint32_t k_elements = 5000;
constexpr int k_times = 5;
constexpr const char* k_subject = "flashkit";

// The same changes as in collaboration.mjs.
class Tape {
 public:
  explicit Tape(std::uint32_t seed) : state_(seed) {}
  std::uint32_t below(std::uint32_t limit) {
    state_ = state_ * 1664525u + 1013904223u;
    return static_cast<std::uint32_t>(std::uint64_t{state_} * limit >> 32);
  }

 private:
  std::uint32_t state_;
};

struct Design {
  operations::Operation made;
  std::vector<base::NodeId> elements;
};
Design design(base::ClientId client) {
  operations::OperationBuilder create(client, 1);
  Design out;
  const base::NodeId page = create.create("page", {.parent = {}, .order = "V"});
  for (const std::string& order : interchange::spread_order_keys(k_elements)) {
    out.elements.push_back(create.create("figure", {.parent = page, .order = order}));
  }
  out.made = create.take();
  return out;
}

constexpr std::array k_keys{"name",          "opacity",       "blurRadius",    "brightness", "shadowBlur",
                            "shadowOffsetX", "shadowOffsetY", "shadowOpacity", "fill",       "stroke",
                            "strokeWidth",   "cornerRadius",  "dash",          "color",      "subType",
                            "src",           "cropX",         "cropY",         "cropWidth",  "cropHeight"};

operations::Operation change(base::ClientId client, std::uint64_t number, base::NodeId node, const char* key,
                             std::uint32_t value) {
  operations::OperationBuilder builder(client, number);
  builder.set(node, key, std::to_string(value));
  return builder.take();
}

// Each change an operation of its own, as people make them.
std::vector<operations::Operation> changes(const Design& design, base::ClientId client, std::size_t count,
                                           std::uint32_t seed) {
  Tape tape(seed);
  std::vector<operations::Operation> out;
  for (std::size_t i = 0; i < count; ++i) {
    const base::NodeId node = design.elements[tape.below(k_elements)];
    const char* key = k_keys.at(tape.below(k_keys.size()));
    out.push_back(change(client, 1 + i, node, key, tape.below(1000)));
  }
  return out;
}
std::vector<operations::Operation> everything(const Design& design, base::ClientId client, std::uint32_t seed) {
  constexpr std::uint32_t k_count = k_elements * k_keys.size();
  Tape tape(seed);
  std::vector<operations::Operation> out;
  for (std::uint64_t i = 0; i < k_count; ++i) {
    const std::uint64_t at = i * 48'271 % k_count;
    const char* key = k_keys.at(at / k_elements);
    out.push_back(change(client, 2 + i, design.elements[at % k_elements], key, tape.below(1000)));
  }
  return out;
}

double resident_mb() {
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  file >> pages >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

void apply_sets() {
  const base::ClientId client{1, 2};
  const Design base = design(client);
  const auto sets = everything(base, client, 3);
  // As the peers do it: all of them in one transaction. Made before documents leave holes in the memory.
  operations::Operation together = sets.front();
  for (std::size_t i = 1; i < sets.size(); ++i) together.steps.push_back(sets[i].steps.front());
  // Nobody listens, as with the peers.
  constexpr auto k_unlisted = operations::Listing::Nothing;
  const auto all = [&](document::Document& document) {
    operations::apply(document, base.made, nullptr, k_unlisted);
    for (const auto& set : sets) operations::apply(document, set, nullptr, k_unlisted);
  };
  ::malloc_trim(0);
  const double before = resident_mb();
  document::Document kept;
  all(kept);
  const double memory_mb = resident_mb() - before;
  std::vector<double> samples;
  for (int i = 0; i < k_times; ++i) {
    document::Document document;
    samples.push_back(milliseconds([&] { all(document); }));
  }
  report("apply_100k_sets_one_by_one", k_subject, "ms", samples, ",\"memory_mb\":" + std::to_string(memory_mb));

  samples.clear();
  for (int i = 0; i < k_times; ++i) {
    document::Document document;
    samples.push_back(milliseconds([&] {
      operations::apply(document, base.made, nullptr, k_unlisted);
      FLASHKIT_ASSERT(operations::apply(document, together, nullptr, k_unlisted).took_effect);
    }));
  }
  report("apply_100k_sets", k_subject, "ms", samples);

  std::string json;
  std::string stored;
  std::vector<double> writes;
  std::vector<double> reads;
  for (int i = 0; i < k_times; ++i) {
    writes.push_back(milliseconds([&] {
      json = sync::write_checkpoint(100'001, {}, kept);
      stored = server::zstd_compress(json);
    }));
    reads.push_back(milliseconds([&] {
      const auto unpacked = server::zstd_decompress(stored, json.size());
      FLASHKIT_ASSERT(sync::read_checkpoint(unpacked.value()).ok());
    }));
  }
  report("snapshot_encode", k_subject, "ms", writes,
         ",\"bytes\":" + std::to_string(stored.size()) + ",\"json_bytes\":" + std::to_string(json.size()));
  report("snapshot_decode", k_subject, "ms", reads);
}

std::vector<sync::Entry> entries(std::uint64_t first, const std::vector<operations::Operation>& operations) {
  constexpr std::size_t k_per_entry = 200;
  std::vector<sync::Entry> out;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (i % k_per_entry == 0) {
      out.emplace_back();
      out.back().seq = first + i / k_per_entry;
    }
    out.back().operations.push_back(base::encoded(operations[i]));
  }
  return out;
}

// What a message is on the line (adapters/net/live_compression.h).
std::size_t line_bytes(const std::string& message) {
  namespace zlib = boost::beast::zlib;
  namespace net = adapters::net;
  zlib::deflate_stream stream;
  stream.reset(net::k_live_deflate_level, net::k_live_window_bits, net::k_live_deflate_memory, zlib::Strategy::normal);
  std::string out(stream.upper_bound(message.size()) + 16, '\0');
  zlib::z_params at;
  at.next_in = message.data();
  at.avail_in = message.size();
  at.next_out = out.data();
  at.avail_out = out.size();
  boost::system::error_code ignored;
  stream.write(at, zlib::Flush::sync, ignored);
  FLASHKIT_ASSERT(at.avail_in == 0);
  return at.total_out;
}
struct Line {
  std::size_t up = 0;
  std::size_t down = 0;
  std::size_t plain = 0;  // of those down
};
// One's changes as they are pushed, and as another device gets them when it comes back: a journal's page is one
// message.
void add_to_line(Line& line, const std::vector<operations::Operation>& operations,
                 const std::vector<sync::Entry>& entries) {
  constexpr std::size_t k_page_bytes = 1u << 20;
  sync::Push push;
  const auto push_now = [&] { line.up += line_bytes(base::encoded(sync::client_frame(std::exchange(push, {})))); };
  for (const auto& operation : operations) {
    push.operations.push_back(base::encoded(operation));
    if (push.operations.size() == sync::k_max_push_operations) push_now();
  }
  if (!push.operations.empty()) push_now();
  sync::Entries page;
  std::size_t bytes = 0;
  const auto send_page = [&] {
    const std::string message = base::encoded(sync::server_frame(std::exchange(page, {})));
    line.down += line_bytes(message);
    line.plain += message.size();
    bytes = 0;
  };
  for (const sync::Entry& entry : entries) {
    page.entries.push_back(entry);
    bytes += base::encoded(entry).size();
    if (bytes >= k_page_bytes) send_page();
  }
  if (!page.entries.empty()) send_page();
}

// Both worked offline; the journal takes the first one's changes, then the second one's. Each hears all of it.
void merge() {
  // As random as real ones: what is compressed would gain by zeros.
  const base::ClientId maker{0x8D1F'46C2'93B7'E05A, 0x2C64'F9A8'17D3'6EB1};
  const base::ClientId one_client{0xE3A7'5B90'C84D'1F62, 0x96F2'0D7B'A15C'38E4};
  const base::ClientId two_client{0x47B8'D16F'2EA9'5C03, 0xF01C'8E62'D97A'B345};
  const Design base = design(maker);
  const auto base_entries = entries(1, {base.made});
  const auto first = changes(base, one_client, 20'000, 5);
  const auto second = changes(base, two_client, 20'000, 7);
  const auto first_entries = entries(2, first);
  const auto second_entries = entries(2 + first_entries.size(), second);
  Line line;
  add_to_line(line, first, first_entries);
  add_to_line(line, second, second_entries);
  std::vector<double> samples;
  for (int i = 0; i < k_times; ++i) {
    sync::View one;
    sync::View two;
    one.confirm(base_entries);
    two.confirm(base_entries);
    for (const auto& operation : first) one.add_local(operation);
    for (const auto& operation : second) two.add_local(operation);
    samples.push_back(milliseconds([&] {
      for (sync::View* view : {&one, &two}) {
        view->confirm(first_entries);
        view->confirm(second_entries);
      }
    }));
    FLASHKIT_ASSERT(one.pending_count() == 0 && two.pending_count() == 0);
    FLASHKIT_ASSERT(sync::write_checkpoint(1, {}, one.document()) == sync::write_checkpoint(1, {}, two.document()));
  }
  report("merge_20k_20k", k_subject, "ms", samples,
         ",\"bytes\":" + std::to_string(line.down) + ",\"bytes_up\":" + std::to_string(line.up) +
             ",\"plain_bytes\":" + std::to_string(line.plain));
}

}  // namespace

void collaboration() {
  apply_sets();
  merge();
}

}  // namespace flashkit::bench
