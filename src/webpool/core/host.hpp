#pragma once

#include <webpool/export.hpp>
#include <webpool/sync/parking.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

/// What a pool asks of the place in which it runs. There is one host in a program: natively `thread_host.cpp`, with
/// threads of the standard library; in WebAssembly the one of the bindings, with Web Workers.
namespace webpool::detail {

class Job;
class PoolCore;

/// Set where no thread can be started, before the first pool: a pool has one processor then, which works on the threads of
/// those who wait for it, chunk after chunk in the order of the items.
inline bool threadless = false;

/// Called when this thread begins (true) and ends (false) to wait for a job; null where nobody follows what it does.
inline thread_local void (*waiting_changed)(bool waits) noexcept = nullptr;

/// The thread of one processor.
class WEBPOOL_EXPORT HostThread {
 public:
  HostThread() = default;
  HostThread(const HostThread&) = delete;
  HostThread& operator=(const HostThread&) = delete;
  virtual ~HostThread() = default;  ///< after the processor has ended: gives back what the host holds for it
  /// Ends the processor in the middle of whatever it does, where the host can; true if it will not run on.
  virtual bool kill() noexcept { return false; }
};

class WEBPOOL_EXPORT Host {
 public:
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  virtual ~Host() = default;

  /// Starts a thread that calls `PoolCore::run(index)`, now or soon; also in place of one that has ended or died. Throws
  /// `std::system_error` where it cannot.
  virtual std::unique_ptr<HostThread> start(std::shared_ptr<PoolCore> pool, std::uint32_t index) = 0;

  /// The time for the trace, on a clock that all processors share.
  virtual std::chrono::nanoseconds now() noexcept = 0;

  /// How many processors a pool has that does not say.
  virtual std::size_t default_processes() noexcept = 0;

  /// Where no thread can be started: works for that pool (null: for any) on the calling thread, until the job has ended, or
  /// without a job until the pool has. Returns early at the deadline, and when there is nothing left that it can do. Whether
  /// it did anything.
  virtual bool work_here(const void* /*pool*/, const Job* /*job*/, Deadline /*deadline*/) { return false; }

  static Host& instance();
};

}  // namespace webpool::detail
