#pragma once
// What people may put past the server just now: their direct requests that are still good. Pure; one thread.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace flashkit::server {

class Grants {
 public:
  struct Grant {
    std::uint64_t size_bytes = 0;
    std::int64_t until_ms = 0;
  };
  static constexpr std::size_t k_most = 64;  // of one person at once; a device brings one after the other

  // A second one for the same blob takes the place of the first. False: this person has too many.
  bool add(const std::string& owner, const std::string& name, Grant grant) {
    auto& own = people_[owner];
    if (own.size() >= k_most && !own.contains(name)) return false;
    own[name] = grant;
    return true;
  }
  void forget(const std::string& owner, const std::string& name) {
    const auto found = people_.find(owner);
    if (found == people_.end()) return;
    found->second.erase(name);
    if (found->second.empty()) people_.erase(found);
  }
  // Those of one person, without what is over at `now_ms`.
  std::uint64_t bytes_of(const std::string& owner, std::int64_t now_ms) {
    const auto found = people_.find(owner);
    if (found == people_.end()) return 0;
    std::erase_if(found->second, [now_ms](const auto& each) { return each.second.until_ms <= now_ms; });
    std::uint64_t out = 0;
    for (const auto& [name, grant] : found->second) out += grant.size_bytes;
    return out;
  }
  void sweep(std::int64_t now_ms) {
    std::erase_if(people_, [this, now_ms](const auto& each) { return bytes_of(each.first, now_ms) == 0; });
  }

 private:
  std::map<std::string, std::map<std::string, Grant>> people_;
};

}  // namespace flashkit::server
