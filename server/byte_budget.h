#pragma once
// Bytes that are in memory for people outside: bodies on their way in, answers on their way out. So many of everybody,
// and half of that of one peer; a single one is let in however large it is. Callable from any thread.
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace flashkit::server {

class ByteBudget {
 public:
  // One body or one answer, for as long as this lives. Who is named "" has no share of his own: a proxy, for one,
  // stands for many.
  class Held {
   public:
    Held(ByteBudget& budget, std::string peer) : budget_(budget), peer_(std::move(peer)) {}
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() { budget_.give_back(peer_, bytes_); }
    // False: there is no room for that, and it stays as large as it was.
    bool grow_to(std::size_t bytes) {
      if (bytes <= bytes_) return true;
      if (!budget_.take(peer_, bytes_, bytes)) return false;
      bytes_ = bytes;
      return true;
    }

   private:
    ByteBudget& budget_;
    std::string peer_;
    std::size_t bytes_ = 0;
  };

  void set_limit(std::size_t limit_bytes) {
    const std::lock_guard<std::mutex> lock(mutex_);
    limit_ = limit_bytes;
  }

 private:
  bool take(const std::string& peer, std::size_t before, std::size_t after) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const std::size_t others = sum_ - before;
    if (others > 0 && others + after > limit_) return false;
    if (!peer.empty()) {
      const auto found = of_peers_.find(peer);
      const std::size_t own = (found == of_peers_.end() ? 0 : found->second) - before;
      if (own > 0 && own + after > limit_ / 2) return false;
      of_peers_[peer] = own + after;
    }
    sum_ = others + after;
    return true;
  }
  void give_back(const std::string& peer, std::size_t bytes) {
    if (bytes == 0) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    sum_ -= bytes;
    const auto found = of_peers_.find(peer);
    if (found != of_peers_.end() && (found->second -= bytes) == 0) of_peers_.erase(found);
  }

  std::mutex mutex_;
  std::size_t limit_ = 0;
  std::size_t sum_ = 0;
  std::map<std::string, std::size_t> of_peers_;
};

}  // namespace flashkit::server
