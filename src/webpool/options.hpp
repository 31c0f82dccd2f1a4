#pragma once

#include <webpool/callback.hpp>
#include <webpool/trace.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <version>

#if defined(__cpp_lib_jthread)
#include <stop_token>
#endif

// The line of the program in which the options of a call are written, or else the call. (`std::source_location` says it
// too, but libc++ has it only from version 16 on.)
#if defined(__GNUC__) || (defined(_MSC_VER) && _MSC_VER >= 1926)
#define WEBPOOL_LINE static_cast<std::uint32_t>(__builtin_LINE())
#else
#define WEBPOOL_LINE \
  std::uint32_t { 0 }
#endif

namespace webpool {

namespace detail {

#if defined(__cpp_lib_jthread)
using CallerStopToken = std::stop_token;
#else
/// Stands in for a `std::stop_token` that the standard library lacks.
struct CallerStopToken {
  [[nodiscard]] bool stop_possible() const noexcept { return false; }
  [[nodiscard]] bool stop_requested() const noexcept { return false; }
};
#endif

}  // namespace detail

/// Options of a pool.
struct PoolOptions {
  /// Called once in each processor's thread before its first task, by several threads concurrently. If it throws, the pool
  /// fails: every call on it throws that error. (CPython instead restarts the processes of such a pool for ever.) Where
  /// Python has `initargs`, let a lambda capture the arguments.
  Callback<void()> initializer{};
  /// How many chunks a processor's thread runs before a fresh thread replaces it, at least 1; by default no limit. Chunks
  /// count, not items, as in CPython. Chunks that a task runs while it waits for its own pool do not count.
  std::optional<std::size_t> maxtasksperchild{};
  /// How many of its latest events each processor keeps for `trace()`, at most 2^24; by default 4096. With 0 none are recorded, and
  /// `stats()` has no `current`. Each processor allocates 48 bytes per event when it runs its first chunk.
  std::size_t trace_events = detail::default_trace_events;
};

/// Options of `map`, `map_into` and `starmap`, for example `{.chunksize = 10}`.
struct MapOptions {
  /// How many items a processor takes at once, at least 1 and at most `PTRDIFF_MAX`; by default
  /// ⌈items / (4 · processes)⌉, as in CPython. A call has at most 2^31 - 1 chunks.
  std::optional<std::size_t> chunksize{};
  /// How long the task of one item may take; by default no limit. After that time its `this_task::stop_token()` requests a
  /// stop, and however the task ends, it counts as having thrown a `TimeoutError` with the item's number. Cooperative: a
  /// task that does not check its token runs to its end first.
  std::optional<std::chrono::nanoseconds> timeout{};
  /// Cancels the call as `AsyncResult::cancel` does: a call that waits throws `CancelledError` once its running tasks have
  /// ended. A `std::stop_token`, where the standard library has it.
  detail::CallerStopToken stop_token{};
  /// The line of the program in which the options are written, or the call where it has none. For a host that shows calls.
  std::uint32_t line = WEBPOOL_LINE;
};

/// Options of `apply`, for example `{.timeout = 2s}`.
struct ApplyOptions {
  /// As in `MapOptions`.
  std::optional<std::chrono::nanoseconds> timeout{};
  /// As in `MapOptions`.
  detail::CallerStopToken stop_token{};
  /// As in `MapOptions`.
  std::uint32_t line = WEBPOOL_LINE;
};

namespace detail {

template <class R>
struct CallbackSignature {
  using type = void(const R&);
};
template <>
struct CallbackSignature<void> {
  using type = void();
};

}  // namespace detail

/// Options of the `_async` calls, for example `{.chunksize = 2, .callback = ...}`. `R` is what their `get()` returns.
template <class R>
struct AsyncOptions {
  /// As in `MapOptions`. `apply_async` ignores it.
  std::optional<std::size_t> chunksize{};
  /// As in `MapOptions`.
  std::optional<std::chrono::nanoseconds> timeout{};
  /// Called with the result on the thread that ended the job, before `ready()` turns true; also for an empty input, unlike
  /// in CPython. An exception that it throws is reported on `stderr` and otherwise ignored.
  Callback<typename detail::CallbackSignature<R>::type> callback{};
  /// Called instead of `callback`, with the first error, when the job has failed.
  Callback<void(const std::exception_ptr&)> error_callback{};
  /// Called with the number of finished items and of all items as the job goes on, on the threads that run the tasks: at
  /// most 20 times a second, never concurrently, with increasing numbers, and with `done == total` before `callback` if no
  /// task has failed. An exception that it throws is reported on `stderr` and otherwise ignored.
  Callback<void(std::size_t done, std::size_t total)> on_progress{};
  /// As in `MapOptions`: cancels the job.
  detail::CallerStopToken stop_token{};
  /// As in `MapOptions`.
  std::uint32_t line = WEBPOOL_LINE;
};

/// Options of `imap` and `imap_unordered`.
struct ImapOptions {
  /// How many items a processor takes at once, at least 1 and at most `PTRDIFF_MAX`.
  std::size_t chunksize = 1;
  /// How many chunks may be submitted and not yet read, at least 1 and at most `PTRDIFF_MAX`. By default 4 · processes;
  /// while chunks take only microseconds, as many more as are run and read within a tenth of a millisecond, at most 1024.
  /// Follows `concurrent.futures.Executor.map` of Python 3.14, which has no limit by default. (CPython's imap reads its whole
  /// input at once: cpython#101586.)
  std::optional<std::size_t> buffersize{};
  /// As in `MapOptions`.
  std::optional<std::chrono::nanoseconds> timeout{};
  /// Ends the iterator: tasks that have not begun are dropped, a stop is requested of running ones, and `next` throws
  /// `CancelledError` once in place of the unread results. A `std::stop_token`, where the standard library has it.
  detail::CallerStopToken stop_token{};
  /// As in `MapOptions`.
  std::uint32_t line = WEBPOOL_LINE;
};

}  // namespace webpool

#undef WEBPOOL_LINE
