#pragma once
// A few threads and one queue, for calls that block. Destroying it finishes what waits; stopping it drops that.
// A task that throws (memory that is not there, above all) ends alone, with a line on standard error: what it holds is
// let go of, and whoever waits for its callback has to see to that.
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.h"

namespace flashkit::adapters {

void report_exception(const char* what);

// What `work` gives; what it throws as an error like another, for whoever could not go on without an answer.
template <class Work>
auto without_throwing(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& thrown) {
    report_exception(thrown.what());
  }
  return base::Error{base::Errc::Unavailable, "the server could not do that just now"};
}

// At the edge of a thread that others need as well.
template <class Task>
void run_alone(const Task& task) {
  try {
    task();
  } catch (const std::exception& thrown) {
    report_exception(thrown.what());
  }
}

class Worker {
 public:
  explicit Worker(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    join();
  }
  void post(std::function<void()> task) {
    // Woken under the lock: the task may be what its owner waits for before it destroys this.
    const std::lock_guard<std::mutex> lock(mutex_);
    if (dropping_) return;
    queue_.push_back(std::move(task));
    wakes_.notify_one();
  }
  // In front of what waits: for short answers.
  void post_first(std::function<void()> task) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (dropping_) return;
    queue_.push_front(std::move(task));
    wakes_.notify_one();
  }
  // Runs the first task that waits on the caller's thread; false when there is none. For a pool without threads, whose
  // owner decides when it works.
  bool run_one() {
    std::function<void()> task;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (queue_.empty()) return false;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    task();
    return true;
  }
  // Ends after the tasks that run now; what waits and what still comes is dropped. Not to be called by a task.
  void stop() {
    std::deque<std::function<void()>> dropped;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
      dropping_ = true;
      dropped.swap(queue_);
    }
    join();
  }
  // How many tasks wait: for callers that refuse work rather than queue it without bound.
  std::size_t waiting() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return queue_.size();
  }

 private:
  void join() {
    wakes_.notify_all();
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }
  void run() {
    for (;;) {
      std::function<void()> task;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wakes_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        task = std::move(queue_.front());
        queue_.pop_front();
      }
      run_alone(task);
    }
  }
  std::mutex mutex_;
  std::condition_variable wakes_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  bool dropping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace flashkit::adapters
