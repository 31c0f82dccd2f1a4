#pragma once

#include <webpool/async_result.hpp>
#include <webpool/calls/task_jobs.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/errors.hpp>
#include <webpool/export.hpp>
#include <webpool/imap_iterator.hpp>
#include <webpool/stats.hpp>
#include <webpool/stop_token.hpp>
#include <webpool/trace.hpp>

#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// A pool of processors with the semantics of Python's `multiprocessing.Pool`.
namespace webpool {

/// The number of processors of this machine, at least 1. Follows `multiprocessing.cpu_count()`.
[[nodiscard]] WEBPOOL_EXPORT std::size_t cpu_count() noexcept;

/// Settings of `map` and `starmap`, for `{.chunksize = 10}`.
struct MapOptions {
  /// Items that a processor takes at once, at least 1; by default ⌈items / (4 · processes)⌉, as in CPython.
  std::optional<std::size_t> chunksize{};
};

/// Settings of a pool.
struct PoolOptions {
  /// Run once in each processor's thread, before its first task; several threads call it at once. If it throws, the pool
  /// fails: every call of it throws that error. (In CPython such a pool starts its processes again for ever.) Arguments are
  /// what a lambda captures.
  std::function<void()> initializer{};
  /// How many chunks a processor's thread runs before a fresh one takes its place, at least 1; by default any number. Chunks
  /// count, as in CPython; those that a task runs while it waits for its own pool do not.
  std::optional<std::size_t> maxtasksperchild{};
  /// How many events `trace()` holds of each processor, the latest; 0: none are recorded, and `stats()` tells of no chunk
  /// that runs. A processor takes memory for them, 48 bytes each, when it runs its first chunk.
  std::size_t trace_events = 4096;
};

/// A fixed number of processors that run tasks.
///
///     webpool::Pool pool(4);
///     std::vector<int> squares = pool.map([](int x) { return x * x; }, std::vector{1, 2, 3});
///
/// Semantics: `multiprocessing.pool.Pool` (CPython, `Lib/multiprocessing/pool.py`): results keep the order of the input;
/// when tasks throw, the other chunks still run, and the first error is thrown when all have ended; an empty input gives
/// an empty result at once; a call on a closed or terminated pool throws `PoolNotRunningError`. A task may throw
/// anything. A task that calls its own pool and waits runs the tasks it waits for, so that nesting cannot deadlock.
///
/// Functions are any callables; several processors call the same one at once. Inputs are anything with `begin` and `end`.
/// The calls without `_async` use function and input where they are and return when nothing uses them any more; the
/// `_async` calls copy them, or move them if they are given as rvalues. All members may be called from several threads.
class WEBPOOL_EXPORT Pool {
 public:
  /// A pool of `cpu_count()` processors.
  Pool() : Pool(detail::Host::instance().default_processes()) {}

  /// The same with settings.
  explicit Pool(PoolOptions options) : Pool(detail::Host::instance().default_processes(), std::move(options)) {}

  /// A pool of `processes` processors, 1 to 1024; throws `ValueError` otherwise, and `std::system_error` where the
  /// system has no more threads.
  explicit Pool(std::size_t processes, PoolOptions options = {})
      : core_(std::make_shared<detail::PoolCore>(processes, core_options(std::move(options)))) {
    core_->start();
  }

  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// Terminates, and waits until the tasks that run have ended, where threads cannot be ended from outside (not in a task
  /// of this pool, which would wait for itself).
  ~Pool() { core_->retire(); }

  /// `function(item)` for each item, in parallel; returns the results in the order of the items, nothing for `void`.
  /// Throws the first error of a task when all have ended; `ValueError` for a chunksize of 0; `PoolNotRunningError`.
  template <class Function, class Items>
  auto map(Function&& function, Items&& items, MapOptions options = {}) {
    return run_map<detail::MapCall>(function, items, options);
  }

  /// `map` that assigns the results to `results[0]`, `results[1]`, …, of a container or range with random access, and makes
  /// no vector: for large results, whose memory would be filled with zeros first. After an error what was assigned stays.
  /// Throws as `map` does, and `ValueError` if `results` has fewer places than there are items. `vector<bool>` is no place
  /// to write to from several threads. Follows numpy's `out`.
  template <class Function, class Items, class Results>
  void map_into(Function&& function, Items&& items, Results&& results, MapOptions options = {}) {
    static_assert(detail::has_random_access<Items>, "map_into takes items with random access");
    static_assert(!std::is_same_v<std::decay_t<Results>, std::vector<bool>>, "bits cannot be written one by one");
    const auto count = detail::item_count(items);
    if (detail::item_count(results) < count)
      throw ValueError("results: there are " + std::to_string(detail::item_count(results)) + " places for " +
                       std::to_string(count) + " results");
    using T = detail::call_result_t<detail::MapCall, std::remove_reference_t<Function>, detail::item_t<Items&>>;
    using Slots = detail::OutputSlots<detail::iterator_t<Results>>;
    using Task = detail::MapJob<detail::MapCall, Function&, Items&, T, Slots>;
    run(detail::JobPtr<detail::ResultJob<void>>(new Task(function, items, count, chunksize_of(options.chunksize, count),
                                                         core_->processes(), {}, Slots(std::begin(results)))));
  }

  /// The same as `map` with tuples for items (anything that `std::apply` takes), which become the function's arguments.
  template <class Function, class Tuples>
  auto starmap(Function&& function, Tuples&& tuples, MapOptions options = {}) {
    return run_map<detail::StarmapCall>(function, tuples, options);
  }

  /// `function(arguments...)` once, on one processor; returns its result. Throws its error.
  template <class Function, class Arguments = std::tuple<>>
  auto apply(Function&& function, Arguments&& arguments = {}) {
    using T = std::decay_t<decltype(std::apply(function, std::forward<Arguments>(arguments)))>;
    using Task = detail::ApplyJob<Function&, Arguments&&, T>;
    return run(detail::JobPtr<detail::ResultJob<T>>(
        new Task(function, std::forward<Arguments>(arguments), AsyncOptions<T>{})));
  }

  /// `map` that returns at once. The options may name callbacks.
  template <
      class Function, class Items,
      class T = detail::call_result_t<detail::MapCall, std::decay_t<Function>, detail::item_t<detail::owned_t<Items>>>>
  AsyncResult<detail::map_result_t<T>> map_async(Function&& function, Items&& items,
                                                 AsyncOptions<detail::map_result_t<T>> options = {}) {
    return start_map<detail::MapCall, T>(std::forward<Function>(function), std::forward<Items>(items),
                                         std::move(options));
  }

  /// `starmap` that returns at once.
  template <class Function, class Tuples,
            class T = detail::call_result_t<detail::StarmapCall, std::decay_t<Function>,
                                            detail::item_t<detail::owned_t<Tuples>>>>
  AsyncResult<detail::map_result_t<T>> starmap_async(Function&& function, Tuples&& tuples,
                                                     AsyncOptions<detail::map_result_t<T>> options = {}) {
    return start_map<detail::StarmapCall, T>(std::forward<Function>(function), std::forward<Tuples>(tuples),
                                             std::move(options));
  }

  /// `apply` that returns at once. The arguments are copied, or moved from an rvalue tuple, and moved into the call.
  template <class Function, class Arguments = std::tuple<>,
            class T = std::decay_t<decltype(std::apply(std::declval<std::decay_t<Function>&>(),
                                                       std::declval<std::decay_t<Arguments>>()))>>
  AsyncResult<T> apply_async(Function&& function, Arguments&& arguments = {}, AsyncOptions<T> options = {}) {
    using Task = detail::ApplyJob<std::decay_t<Function>, std::decay_t<Arguments>, T>;
    return start(detail::JobPtr<detail::ResultJob<T>>(
        new Task(std::forward<Function>(function), std::forward<Arguments>(arguments), std::move(options))));
  }

  /// `function(item)` for each item, whose results are read one by one, in the order of the items, while later ones are
  /// under way: see `ImapIterator`. The input is read as the results are: an lvalue is used where it is, and has to outlive
  /// the iterator; an rvalue is moved in. Throws `ValueError` for a chunksize or buffersize of 0; `PoolNotRunningError`.
  template <class Function, class Items>
  auto imap(Function&& function, Items&& items, ImapOptions options = {}) {
    return stream(true, std::forward<Function>(function), std::forward<Items>(items), options);
  }

  /// `imap` whose results come in the order in which their chunks end.
  template <class Function, class Items>
  auto imap_unordered(Function&& function, Items&& items, ImapOptions options = {}) {
    return stream(false, std::forward<Function>(function), std::forward<Items>(items), options);
  }

  /// Takes no more work; what was given runs to its end. Iterators of `imap` count as given, until somebody joins.
  void close() noexcept { core_->close(); }

  /// Ends the pool now: what has not begun is dropped, tasks that run are asked to end after the item at hand, and every
  /// call and result that waits ends with `PoolTerminatedError`.
  void terminate() noexcept { core_->terminate(); }

  /// Waits until all processors have ended. Throws `PoolStillRunningError` unless the pool was closed or terminated.
  void join() { core_->join(); }

  /// The number of processors.
  [[nodiscard]] std::size_t processes() const noexcept { return core_->processes(); }

  /// What the processors have done, as far as it is still recorded (`PoolOptions::trace_events`): ordered by processor, then time.
  [[nodiscard]] std::vector<TraceEvent> trace() const;

  /// What each processor has done so far, what it waited, and what it holds.
  [[nodiscard]] std::vector<ProcessorStats> stats() const;

 private:
  friend class TraceReader;

  std::size_t chunksize_of(std::optional<std::size_t> wanted, std::size_t items) const {
    if (wanted) {
      if (*wanted < 1) throw ValueError("chunksize: 0 is out of range; a chunk has at least one item");
      return *wanted;
    }
    const auto share = 4 * processes();
    return items / share + (items % share != 0 ? 1 : 0);
  }

  template <class Call, class Function, class Items>
  auto run_map(Function& function, Items& items, MapOptions options) {
    using T = detail::call_result_t<Call, Function, detail::item_t<Items&>>;
    if constexpr (detail::has_random_access<Items>) {
      const auto count = detail::item_count(items);
      using Task = detail::MapJob<Call, Function&, Items&, T>;
      return run(detail::JobPtr<detail::ResultJob<detail::map_result_t<T>>>(
          new Task(function, items, count, chunksize_of(options.chunksize, count), core_->processes(), {})));
    } else if constexpr (detail::has_several_passes<Items>) {
      std::vector<detail::iterator_t<Items>> places;
      for (auto place = std::begin(items); place != std::end(items); ++place) places.push_back(place);
      return run_map<detail::ReferredCall<Call>>(function, places, options);
    } else {
      std::vector<detail::value_t<Items>> list(std::begin(items), std::end(items));
      return run_map<Call>(function, list, options);
    }
  }

  template <class Call, class T, class Function, class Items>
  auto start_map(Function&& function, Items&& items, AsyncOptions<detail::map_result_t<T>> options) {
    if constexpr (std::is_same_v<detail::owned_t<Items>, std::decay_t<Items>>) {
      const auto count = detail::item_count(items);
      const auto chunksize = chunksize_of(options.chunksize, count);
      using Task = detail::MapJob<Call, std::decay_t<Function>, std::decay_t<Items>, T>;
      return start(detail::JobPtr<detail::ResultJob<detail::map_result_t<T>>>(
          new Task(std::forward<Function>(function), std::forward<Items>(items), count, chunksize, core_->processes(),
                   std::move(options))));
    } else {
      detail::owned_t<Items> list(std::begin(items), std::end(items));
      return start_map<Call, T>(std::forward<Function>(function), std::move(list), std::move(options));
    }
  }

  static detail::PoolCoreOptions core_options(PoolOptions options) {
    if (options.maxtasksperchild == std::size_t{0})
      throw ValueError("maxtasksperchild: 0 is out of range; a thread runs at least one chunk");
    constexpr std::size_t most_events = std::size_t{1} << 24U;
    if (options.trace_events > most_events)
      throw ValueError("trace_events: " + std::to_string(options.trace_events) +
                       " is out of range; a processor records at most 2^24 events");
    return {std::move(options.initializer), options.maxtasksperchild.value_or(0), options.trace_events};
  }

  template <class Function, class Items>
  auto stream(bool ordered, Function&& function, Items&& items, ImapOptions options) {
    using Value = detail::value_t<Items>;
    using T = detail::call_result_t<detail::MapCall, std::decay_t<Function>, detail::item_t<std::vector<Value>>>;
    if (options.chunksize < 1) throw ValueError("chunksize: 0 is out of range; a chunk has at least one item");
    if (options.buffersize == std::size_t{0})
      throw ValueError("buffersize: 0 is out of range; at least one chunk has to be under way");
    return ImapIterator<T>(std::make_unique<detail::ImapStream<std::decay_t<Function>, Items, T>>(
        core_, options.buffersize, ordered, std::forward<Function>(function), std::forward<Items>(items),
        options.chunksize));
  }

  template <class R>
  AsyncResult<R> start(detail::JobPtr<detail::ResultJob<R>> job) {
    core_->submit(*job);
    return AsyncResult<R>(std::move(job));
  }

  template <class R>
  R run(detail::JobPtr<detail::ResultJob<R>> job) {
    job->caller_owns_data = true;
    return start(std::move(job)).get();
  }

  std::shared_ptr<detail::PoolCore> core_;
};

/// Follows what a pool does, from now on or from its beginning, also while it runs and after its end.
class WEBPOOL_EXPORT TraceReader {
 public:
  explicit TraceReader(const Pool& pool);

  /// The events since the last call. One that still runs comes again, with the same `processor` and `sequence`, until it
  /// has ended.
  [[nodiscard]] std::vector<TraceEvent> read();

 private:
  std::shared_ptr<detail::PoolCore> core_;
  std::vector<std::uint64_t> next_;
};

}  // namespace webpool
