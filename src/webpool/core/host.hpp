#pragma once

#include <webpool/export.hpp>
#include <webpool/sync/parking.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

/// The platform that a pool runs on. A program has one host: natively `thread_host.cpp`, with threads of the standard
/// library; in WebAssembly the host of the bindings, with Web Workers.
namespace webpool::detail {

class Job;
class PoolCore;

/// Set before the first pool where no thread can be started. A pool then has one processor, which runs on the threads that
/// wait for it, chunk after chunk in the order of the items.
inline bool threadless = false;

/// Called when this thread begins (true) and stops (false) waiting for a job. Null if the host does not need to know.
inline thread_local void (*waiting_changed)(bool waits) noexcept = nullptr;

/// The thread of one processor.
class WEBPOOL_EXPORT HostThread {
 public:
  HostThread() = default;
  HostThread(const HostThread&) = delete;
  HostThread& operator=(const HostThread&) = delete;
  virtual ~HostThread() = default;  ///< waits for the thread where needed, and releases its resources
  /// Kills the thread in the middle of what it does, if the host can; returns whether it did.
  virtual bool kill() noexcept { return false; }
};

class WEBPOOL_EXPORT Host {
 public:
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  virtual ~Host() = default;

  /// Starts a thread that calls `PoolCore::run(index)`, possibly later; also to replace a thread that has ended or died.
  /// Throws `std::system_error` if it cannot.
  virtual std::unique_ptr<HostThread> start(std::shared_ptr<PoolCore> pool, std::uint32_t index) = 0;

  /// The time for traces, on a clock that all processors share.
  virtual std::chrono::nanoseconds now() noexcept = 0;

  /// The default number of processors of a pool.
  virtual std::size_t default_processes() noexcept = 0;

  /// If `threadless`: runs work of `pool` (null: of any pool) on the calling thread until the job has ended (null: until the
  /// pool has). Returns early at the deadline, and when there is nothing left to run. Returns whether it did anything.
  virtual bool work_here(const void* /*pool*/, const Job* /*job*/, Deadline /*deadline*/) { return false; }

  /// The same for a millisecond. Returns false if the caller may sleep: there was nothing to do, and time was left. (A delayed
  /// thread may find its millisecond over before it could do anything.)
  bool work_here_briefly() {
    const auto until = Clock::now() + std::chrono::milliseconds{1};
    return work_here(nullptr, nullptr, until) || Clock::now() >= until;
  }

  static Host& instance();
};

}  // namespace webpool::detail
