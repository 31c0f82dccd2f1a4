#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace bench {

inline void pause() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/// What an idle thread does: spins for ever, or spins a little and then sleeps on a futex.
enum class Idle { spins, sleeps };

/// Whether the caller of a loop is one of the threads, or waits for them. If it waits, there is one thread more than cores, so
/// no thread spins, since that would delay the others (110 µs for a map instead of 69).
enum class Caller { works, waits };

/// The least that a pool can be, to measure others by: no errors, no queue, one caller, nothing but atomics. Items of a loop lie in a range for each thread, which the others take from once theirs is
/// empty; single calls go to the worker's mailbox, batches through a ring for each worker.
class IdealPool {
 public:
  IdealPool(std::size_t threads, Idle idle, Caller caller = Caller::works)
      : idle_(idle),
        caller_(caller),
        spins_(caller == Caller::works ? 2000 : 0),
        size_(threads),
        lanes_(new Lane[threads]) {
    for (std::size_t lane = caller == Caller::works ? 1 : 0; lane < threads; ++lane)
      workers_.emplace_back([this, lane] { work(lane); });
  }
  IdealPool(const IdealPool&) = delete;
  IdealPool& operator=(const IdealPool&) = delete;
  ~IdealPool() {
    ending_.store(true, std::memory_order_relaxed);
    signal();
    for (auto& worker : workers_) worker.join();
  }

  /// `body(begin, end)` for all of `count` items in chunks of `chunksize`.
  template <class Body>
  void run(std::size_t count, std::size_t chunksize, const Body& body) {
    const auto chunks = static_cast<std::uint32_t>((count + chunksize - 1) / chunksize);
    body_ = &body;
    count_ = count;
    chunksize_ = chunksize;
    call_ = [](const void* context, std::size_t begin, std::size_t end) {
      (*static_cast<const Body*>(context))(begin, end);
    };
    left_.store(chunks, std::memory_order_relaxed);
    std::uint32_t first = 0;
    for (std::size_t lane = 0; lane < size_; ++lane) {
      const auto last = static_cast<std::uint32_t>(std::uint64_t{chunks} * (lane + 1) / size_);
      lanes_[lane].range.store(std::uint64_t{last} << 32 | first, std::memory_order_release);
      first = last;
    }
    signal();
    if (caller_ == Caller::works) drain(0);
    wait_until([this] { return left_.load(std::memory_order_acquire) == 0; }, left_);
  }

  /// `function()` on a worker; the caller waits.
  template <class Function>
  void apply(const Function& function) {
    answered_.store(0, std::memory_order_relaxed);
    message_context_ = &function;
    message_.store([](const void* context) { (*static_cast<const Function*>(context))(); }, std::memory_order_release);
    signal();
    wait_until([this] { return answered_.load(std::memory_order_acquire) == 1; }, answered_);
  }

  /// `results[i] = function(i)` for each i, handed out one after the other to the workers.
  void batch(int (*function)(int), int count, int* results) {
    const std::size_t workers = std::max<std::size_t>(1, size_ - 1);
    for (std::size_t lane = 1; lane < size_; ++lane) {
      lanes_[lane].taken.store(0, std::memory_order_relaxed);
      lanes_[lane].tasks.resize(static_cast<std::size_t>(count) / workers + 1);
    }
    for (int i = 0; i < count; ++i) {
      if (size_ == 1) {
        results[i] = function(i);
        continue;
      }
      Lane& lane = lanes_[1 + static_cast<std::size_t>(i) % workers];
      const auto given = lane.given.load(std::memory_order_relaxed);
      lane.tasks[given] = {function, i, results + i};
      lane.given.store(given + 1, std::memory_order_release);
      if (given == 0) signal();
    }
    for (std::size_t lane = 1; lane < size_; ++lane) {
      const auto given = lanes_[lane].given.load(std::memory_order_relaxed);
      while (lanes_[lane].taken.load(std::memory_order_acquire) != given) pause();
      lanes_[lane].given.store(0, std::memory_order_relaxed);
    }
  }

 private:
  struct Task {
    int (*function)(int);
    int argument;
    int* result;
  };
  struct alignas(128) Lane {
    // Low half: the next chunk; high half: one past the last. Published by run(), claimed by all.
    std::atomic<std::uint64_t> range{0};
    std::vector<Task> tasks{};
    alignas(128) std::atomic<std::uint32_t> given{0};  // written by the caller
    alignas(128) std::atomic<std::uint32_t> taken{0};  // written by the worker
  };

  void drain(std::size_t own) {
    std::uint32_t done = 0;
    for (std::size_t step = 0; step < size_; ++step) {
      auto& range = lanes_[(own + step) % size_].range;
      for (;;) {
        const auto seen = range.load(std::memory_order_relaxed);
        if (static_cast<std::uint32_t>(seen) >= seen >> 32) break;
        const auto claimed = range.fetch_add(1, std::memory_order_acquire);  // acquires the loop that it belongs to
        const auto chunk = static_cast<std::uint32_t>(claimed);
        if (chunk >= claimed >> 32) break;
        const auto begin = chunk * chunksize_;
        call_(body_, begin, std::min(begin + chunksize_, count_));
        ++done;
      }
    }
    if (done != 0 && left_.fetch_sub(done, std::memory_order_acq_rel) == done && idle_ == Idle::sleeps) {
      left_.notify_all();
    }
  }

  void work(std::size_t own) {
    std::uint32_t seen = 0;
    for (;;) {
      if (ending_.load(std::memory_order_relaxed)) return;
      if (const auto message = message_.load(std::memory_order_acquire);
          message != nullptr && message_.exchange(nullptr, std::memory_order_acquire) != nullptr) {
        message(message_context_);
        answered_.store(1, std::memory_order_release);
        if (idle_ == Idle::sleeps) answered_.notify_all();
      }
      Lane& lane = lanes_[own];
      // The ring is empty again once all that was given is taken and the caller has seen it.
      for (auto taken = lane.taken.load(std::memory_order_relaxed);
           taken < lane.given.load(std::memory_order_acquire);) {
        const Task& task = lane.tasks[taken];
        *task.result = task.function(task.argument);
        lane.taken.store(++taken, std::memory_order_release);
      }
      drain(own);
      const auto changed = [&] { return signal_.load(std::memory_order_acquire) != seen; };
      for (int tries = 0; !changed() && (idle_ == Idle::spins || tries < spins_) && !has_tasks(lane); ++tries) {
        if (ending_.load(std::memory_order_relaxed)) return;
        pause();
      }
      if (!changed() && !has_tasks(lane)) signal_.wait(seen, std::memory_order_acquire);
      seen = signal_.load(std::memory_order_acquire);
    }
  }
  static bool has_tasks(const Lane& lane) {
    return lane.taken.load(std::memory_order_relaxed) < lane.given.load(std::memory_order_acquire);
  }

  void signal() {
    signal_.fetch_add(1, std::memory_order_release);
    if (idle_ == Idle::sleeps) signal_.notify_all();
  }

  template <class Done>
  void wait_until(const Done& done, std::atomic<std::uint32_t>& word) {
    for (int tries = 0; !done(); ++tries) {
      if (idle_ == Idle::spins || tries < spins_) {
        pause();
      } else if (const auto seen = word.load(std::memory_order_acquire); !done()) {
        word.wait(seen, std::memory_order_acquire);
      }
    }
  }

  const Idle idle_;
  const Caller caller_;
  const int spins_;
  const std::size_t size_;
  std::unique_ptr<Lane[]> lanes_;
  // The loop: written by run() before it publishes ranges, read by threads that have claimed a chunk.
  const void* body_ = nullptr;
  void (*call_)(const void*, std::size_t, std::size_t) = nullptr;
  std::size_t count_ = 0;
  std::size_t chunksize_ = 1;
  alignas(128) std::atomic<std::uint32_t> left_{0};
  alignas(128) std::atomic<std::uint32_t> signal_{0};
  alignas(128) std::atomic<void (*)(const void*)> message_{nullptr};
  const void* message_context_ = nullptr;
  alignas(128) std::atomic<std::uint32_t> answered_{0};
  std::atomic<bool> ending_{false};
  std::vector<std::thread> workers_;
};

}  // namespace bench
