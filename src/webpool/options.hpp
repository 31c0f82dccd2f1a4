#pragma once

#include <webpool/callback.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <type_traits>
#include <version>

#if defined(__cpp_lib_jthread)
#include <stop_token>
#endif

namespace webpool {

/// Settings of a pool.
struct PoolOptions {
  /// Run once in each processor's thread, before its first task; several threads call it at once. If it throws, the pool
  /// fails: every call of it throws that error. (In CPython such a pool starts its processes again for ever.) Arguments are
  /// what a lambda captures.
  Callback<void()> initializer{};
  /// How many chunks a processor's thread runs before a fresh one takes its place, at least 1; by default any number. Chunks
  /// count, as in CPython; those that a task runs while it waits for its own pool do not.
  std::optional<std::size_t> maxtasksperchild{};
  /// How many events `trace()` holds of each processor, the latest; 0: none are recorded, and `stats()` tells of no chunk
  /// that runs. A processor takes memory for them, 48 bytes each, when it runs its first chunk.
  std::size_t trace_events = 4096;
};

/// Settings of `map`, `map_into` and `starmap`, for `{.chunksize = 10}`.
struct MapOptions {
  /// Items that a processor takes at once, at least 1; by default ⌈items / (4 · processes)⌉, as in CPython.
  std::optional<std::size_t> chunksize{};
  /// How long the task of one item may take, by default any time. After that its `this_task::stop_token()` asks it to stop, and
  /// however it ends it counts as one that has thrown a `TimeoutError` with the item's number. Cooperative: a task that does
  /// not look at its token runs to its end first.
  std::optional<std::chrono::nanoseconds> timeout{};
#if defined(__cpp_lib_jthread)
  /// Cancels the call, as `AsyncResult::cancel` does; a call that waits then throws `CancelledError` once the tasks that run
  /// have ended. Where the standard library has `std::stop_token`.
  std::stop_token stop_token{};
#endif
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

/// Settings of the `_async` calls, for `{.chunksize = 2, .callback = ...}`. `R` is what their `get()` returns.
template <class R>
struct AsyncOptions {
  /// As in `MapOptions`. Not for apply.
  std::optional<std::size_t> chunksize{};
  /// As in `MapOptions`.
  std::optional<std::chrono::nanoseconds> timeout{};
  /// Called with the result (also with that of an empty input, unlike in CPython), on the thread that ended the job,
  /// before `ready()` turns true. What it throws is reported on `stderr` and harms nothing.
  Callback<typename detail::CallbackSignature<R>::type> callback{};
  /// The same with the first error.
  Callback<void(const std::exception_ptr&)> error_callback{};
  /// Called with how many of the items are done, and of how many, as the job goes on: at most 20 times a second, never by two
  /// threads at once, with numbers that do not fall, and with all of them before `callback` when all went well. On the
  /// threads that run the tasks. What it throws is reported on `stderr` and harms nothing.
  Callback<void(std::size_t done, std::size_t total)> on_progress{};
#if defined(__cpp_lib_jthread)
  /// As in `MapOptions`: cancels the job.
  std::stop_token stop_token{};
#endif
};

/// Settings of `imap` and `imap_unordered`.
struct ImapOptions {
  /// Items that a processor takes at once, at least 1.
  std::size_t chunksize = 1;
  /// How many chunks may be unread: under way, or ready and not asked for. At least 1. By default 4 · processes, and as long as
  /// chunks take microseconds as many more as are made and read in a tenth of a millisecond, at most 1024. As in
  /// `concurrent.futures.Executor.map` of Python 3.14, which has no default. (CPython's imap takes its whole input at once:
  /// cpython#101586.)
  std::optional<std::size_t> buffersize{};
  /// As in `MapOptions`.
  std::optional<std::chrono::nanoseconds> timeout{};
};

}  // namespace webpool
