#pragma once

#include <webpool/callback.hpp>  // first, so that a compiler's message about a callback lists fewer files in between

#include <webpool/async_result.hpp>
#include <webpool/calls/apply_job.hpp>
#include <webpool/calls/arguments.hpp>
#include <webpool/calls/imap_stream.hpp>
#include <webpool/calls/map_job.hpp>
#include <webpool/calls/wrong_calls.hpp>
#include <webpool/concepts.hpp>
#include <webpool/errors.hpp>
#include <webpool/export.hpp>
#include <webpool/imap_iterator.hpp>
#include <webpool/options.hpp>
#include <webpool/stats.hpp>
#include <webpool/stop_token.hpp>
#include <webpool/trace_reader.hpp>

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// A pool of processors with the semantics of Python's `multiprocessing.Pool`.
namespace webpool {

/// The number of processors of this machine, at least 1. Follows `multiprocessing.cpu_count()`.
[[nodiscard]] WEBPOOL_EXPORT std::size_t cpu_count() noexcept;

/// A fixed number of processors that run tasks.
///
///     webpool::Pool pool(4);
///     std::vector<int> squares = pool.map([](int x) { return x * x; }, std::vector{1, 2, 3});
///
/// Semantics: `multiprocessing.pool.Pool` (CPython, `Lib/multiprocessing/pool.py`). Results keep the order of the input.
/// When tasks throw, the other chunks still run, and the first error is thrown once all have ended. An empty input gives
/// an empty result at once. A call on a closed or terminated pool throws `PoolNotRunningError`. A task may throw
/// anything. A task may call its own pool: while it waits for the result, it runs those tasks itself, so nested calls
/// cannot deadlock.
///
/// A function is any callable; several processors call the same object concurrently. Items are anything that a
/// range-based `for` iterates over. How each kind of input is used:
///
/// | items | map, starmap, map_into | map_async, starmap_async | imap, imap_unordered |
/// |---|---|---|---|
/// | an lvalue container or array | in place | copied | in place, until the iterator is closed |
/// | an rvalue container | in place | moved as a whole | items moved out one by one |
/// | `{1, 2, 3}` | copied | copied | copied |
/// | a view (`std::span`, `std::views::…`) | in place | in place with random access, otherwise copied | in place |
/// | a single-pass input (`istream_view`, a generator) | read and stored first | read and stored first | read lazily |
/// | iterators with `*`, `++` and `!=` only | read and stored first | read and stored first | read lazily |
/// | an end of another type, `begin` found by ADL | yes | yes | yes |
/// | without an end (`iota(0)`; not recognised behind an adaptor, where map never returns) | no | no | yes |
/// | move-only items | yes | moved | moved |
/// | items by value (`zip`, `vector<bool>`, `transform`) | yes | yes | yes |
///
/// What `map_async` uses in place has to live until its tasks have returned, which is after `get()`; after `cancel`,
/// `terminate` and a stop they may go on for a while, until `join()` has returned. The same holds for what the items of an
/// `imap` refer to if its input gives them by value, such as spans and pairs of references: the end of the iterator waits only
/// for tasks whose items themselves are in place.
///
/// A task gets each item as an lvalue, or as a value where dereferencing the input's iterator gives one. A task that only
/// takes rvalues can have the items that the call owns: those of a moved container or of a single-pass input. Calls
/// that wait use the function in place; the others copy or move it. `concepts.hpp` has a concept for each call.
///
/// A pool can be moved. Every call on a moved-from pool throws `InvalidHandleError`. Several threads may call all members
/// concurrently, except the assignment.
class WEBPOOL_EXPORT Pool : detail::WrongCalls {
 public:
  /// A pool of `cpu_count()` processors.
  Pool();
  /// The same with options.
  explicit Pool(PoolOptions options);
  /// A pool of `processes` processors, 1 to 1024. Throws `ValueError` for another number or an option out of range, and
  /// `std::system_error` if the system cannot start that many threads.
  explicit Pool(std::size_t processes, PoolOptions options = {});
  template <class Any = void>
  explicit Pool(...) = delete;  // for a short error about other arguments

  /// Takes over the processors of `other`.
  Pool(Pool&& other) noexcept;
  /// Ends this pool's own processors as the destructor does, then takes over those of `other`.
  Pool& operator=(Pool&& other) noexcept;

  /// Terminates the pool and waits until running tasks have ended. It does not wait where the host can kill threads, nor
  /// in a task of this pool or one that a task of this pool waits for, which would wait for itself. A task may destroy its own
  /// pool once the call that has submitted it has returned.
  ~Pool();

  /// Calls `function(item)` for each item in parallel. Returns a vector of the results in the order of the items, or
  /// nothing if the function returns `void`. Throws the first error of a task once all have ended, a `TimeoutError` among
  /// them; `CancelledError` when the stop token was stopped; `ValueError` for a chunksize below 1, or one that gives too many
  /// chunks; `PoolNotRunningError`; `PoolTerminatedError`; `DeadlockError` where tasks would wait for one another for ever;
  /// `std::bad_alloc`.
  template <class Function, class Items>
  requires MapTask<Function, Items>
  auto map(Function&& function, Items&& items, MapOptions options = {}) {
    return run_map<detail::MapCall, Items>(function, items, options);
  }
  /// The same: `map(f, {1, 2, 3})`.
  template <class Function, class Item>
  auto map(Function&& function, std::initializer_list<Item> items, MapOptions options = {}) {
    return map(function, std::vector<Item>(items), std::move(options));
  }

  /// `map` that assigns the results to `results[0]`, `results[1]`, … of a random-access container or range instead of
  /// allocating a vector, which would fill the memory of large results with zeros first. After an error, results that
  /// were already assigned stay. Throws as `map` does, and `ValueError` if `results` is shorter than `items`. Does not take
  /// a `vector<bool>`, whose elements several threads cannot write concurrently. Follows numpy's `out`.
  template <class Function, class Items, class Results>
  requires MapTask<Function, Items> && MapOutput<Results, Function, Items>
  void map_into(Function&& function, Items&& items, Results&& results, MapOptions options = {}) {
    run_map<detail::MapCall, Items>(function, items, options, results);
  }
  /// The same: `map_into(f, {1, 2, 3}, results)`.
  template <class Function, class Item, class Results>
  void map_into(Function&& function, std::initializer_list<Item> items, Results&& results, MapOptions options = {}) {
    map_into(function, std::vector<Item>(items), results, std::move(options));
  }

  /// `map` with the elements of each item as the function's arguments. Items are tuples, pairs, `std::array`s, or C
  /// arrays and aggregates of up to six elements. Throws as `map` does.
  template <class Function, class Tuples>
  requires StarmapTask<Function, Tuples>
  auto starmap(Function&& function, Tuples&& tuples, MapOptions options = {}) {
    return run_map<detail::StarmapCall, Tuples>(function, tuples, options);
  }
  /// The same: `starmap(f, {std::pair{1, 2}, {3, 4}})`.
  template <class Function, class Tuple>
  auto starmap(Function&& function, std::initializer_list<Tuple> tuples, MapOptions options = {}) {
    return starmap(function, std::vector<Tuple>(tuples), std::move(options));
  }

  /// Calls `function(arguments...)` once, on one processor, and returns its result. `arguments` is a tuple, pair, array or
  /// aggregate. Throws what the function throws, and otherwise as `map` does.
  template <class Function, class Arguments = std::tuple<>>
  requires ApplyTask<Function&, Arguments>
  auto apply(Function&& function, Arguments&& arguments = {}, ApplyOptions options = {}) {
    using T = detail::apply_result_t<Function&, Arguments>;
    using Job = detail::ApplyJob<Function&, Arguments&&, T>;
    return run(detail::JobPtr<detail::ResultJob<T>>(new Job(function, std::forward<Arguments>(arguments), options)));
  }

  /// `map` that returns an `AsyncResult` at once. The options may have callbacks. Throws `ValueError`, `PoolNotRunningError`
  /// and `std::bad_alloc` itself, and the other errors from the result's `get()`; so do the other `_async` calls.
  template <class Function, class Items>
  requires MapAsyncTask<Function, Items>
  auto map_async(Function&& function, Items&& items,
                 AsyncOptions<detail::async_result_t<detail::MapCall, Function, Items>> options = {}) {
    return start_map<detail::MapCall>(std::forward<Function>(function), std::forward<Items>(items), options);
  }
  /// The same: `map_async(f, {1, 2, 3})`.
  template <class Function, class Item>
  auto map_async(Function&& function, std::initializer_list<Item> items,
                 AsyncOptions<detail::async_result_t<detail::MapCall, Function, std::vector<Item>>> options = {}) {
    return map_async(std::forward<Function>(function), std::vector<Item>(items), std::move(options));
  }

  /// `starmap` that returns an `AsyncResult` at once.
  template <class Function, class Tuples>
  requires StarmapAsyncTask<Function, Tuples>
  auto starmap_async(Function&& function, Tuples&& tuples,
                     AsyncOptions<detail::async_result_t<detail::StarmapCall, Function, Tuples>> options = {}) {
    return start_map<detail::StarmapCall>(std::forward<Function>(function), std::forward<Tuples>(tuples), options);
  }
  /// The same: `starmap_async(f, {std::pair{1, 2}, {3, 4}})`.
  template <class Function, class Tuple>
  auto starmap_async(
      Function&& function, std::initializer_list<Tuple> tuples,
      AsyncOptions<detail::async_result_t<detail::StarmapCall, Function, std::vector<Tuple>>> options = {}) {
    return starmap_async(std::forward<Function>(function), std::vector<Tuple>(tuples), std::move(options));
  }

  /// `apply` that returns an `AsyncResult` at once. The tuple is copied, or moved from an rvalue, and its elements are
  /// moved into the call.
  template <class Function, class Arguments = std::tuple<>>
  requires ApplyAsyncTask<Function, Arguments>
  auto apply_async(Function&& function, Arguments&& arguments = {},
                   AsyncOptions<detail::apply_async_result_t<Function, Arguments>> options = {}) {
    using T = detail::apply_async_result_t<Function, Arguments>;
    using Job = detail::ApplyJob<std::decay_t<Function>, std::decay_t<Arguments>, T>;
    return start(detail::JobPtr<detail::ResultJob<T>>(
        new Job(std::forward<Function>(function), std::forward<Arguments>(arguments), options)));
  }

  /// Calls `function(item)` for each item and returns an `ImapIterator`, which reads the results one by one in the order
  /// of the items while later tasks run. The input is read only as far ahead as `buffersize` allows. An lvalue or a view is
  /// used in place and has to outlive the iterator; an rvalue is moved into it. Throws `ValueError` for a chunksize or
  /// buffersize below 1; `PoolNotRunningError`.
  template <class Function, class Items>
  requires ImapTask<Function, Items>
  auto imap(Function&& function, Items&& items, ImapOptions options = {}) {
    return stream(true, std::forward<Function>(function), std::forward<Items>(items), options);
  }
  /// The same: `imap(f, {1, 2, 3})`.
  template <class Function, class Item>
  auto imap(Function&& function, std::initializer_list<Item> items, ImapOptions options = {}) {
    return imap(std::forward<Function>(function), std::vector<Item>(items), std::move(options));
  }

  /// `imap` that returns results in the order in which their chunks finish.
  template <class Function, class Items>
  requires ImapTask<Function, Items>
  auto imap_unordered(Function&& function, Items&& items, ImapOptions options = {}) {
    return stream(false, std::forward<Function>(function), std::forward<Items>(items), options);
  }
  /// The same: `imap_unordered(f, {1, 2, 3})`.
  template <class Function, class Item>
  auto imap_unordered(Function&& function, std::initializer_list<Item> items, ImapOptions options = {}) {
    return imap_unordered(std::forward<Function>(function), std::vector<Item>(items), std::move(options));
  }

  // Overloads for calls that satisfy none of the concepts above: each gives a short error about the call.
  using WrongCalls::apply, WrongCalls::apply_async, WrongCalls::imap, WrongCalls::imap_unordered, WrongCalls::map,
      WrongCalls::map_async, WrongCalls::map_into, WrongCalls::starmap, WrongCalls::starmap_async;

  /// Stops taking new calls; submitted work runs to its end. Open `imap` iterators go on reading their input until `join`
  /// is called.
  void close();

  /// Stops the pool now: chunks that have not begun are dropped, running ones are asked to stop after the current item (or,
  /// where the first items of a chunk took nanoseconds, after at most 32), and every pending call and result ends with
  /// `PoolTerminatedError`. Their callbacks run on the calling thread.
  void terminate();

  /// Waits until all processors have ended. Throws `PoolStillRunningError` unless the pool was closed or terminated, and
  /// `DeadlockError` in a task of this pool or one that a task of this pool waits for.
  void join();

  [[nodiscard]] std::size_t processes() const;  ///< The number of processors.

  /// The recorded events of all processors, ordered by processor, then time. `PoolOptions::trace_events` limits how many
  /// are kept.
  [[nodiscard]] std::vector<TraceEvent> trace() const;

  /// What each processor has done so far, how long it was busy and idle, and what it runs now; one entry a processor.
  [[nodiscard]] std::vector<ProcessorStats> stats() const;

 private:
  friend class TraceReader;

  /// Throws `InvalidHandleError` if the pool was moved from.
  [[nodiscard]] detail::PoolCore& core() const {
    if (core_ == nullptr) refuse_moved_from();
    return *core_;
  }
  [[noreturn]] static void refuse_moved_from();

  /// `Items` is the type of the argument that the caller passed, references included.
  template <class Call, class Items, class Function, class... Output>
  auto run_map(Function& function, std::remove_reference_t<Items>& items, const MapOptions& options,
               Output&... output) {
    return run(
        detail::make_map_job<Call, Function&, detail::Borrowed<Items>>(core(), function, items, options, output...));
  }

  template <class Call, class Function, class Items, class Options>
  auto start_map(Function&& function, Items&& items, const Options& options) {
    return start(detail::make_map_job<Call, std::decay_t<Function>, detail::Owned<Items>>(
        core(), std::forward<Function>(function), std::forward<Items>(items), options));
  }

  template <class Function, class Items>
  auto stream(bool ordered, Function&& function, Items&& items, const ImapOptions& options) {
    const auto settings = detail::imap_settings(core(), ordered, options);
    auto input = detail::make_imap_input(std::forward<Function>(function), std::forward<Items>(items), settings);
    using Result = typename decltype(input)::element_type::Result;
    return ImapIterator<Result>(detail::open_window(core_, std::move(input), options.buffersize));
  }

  template <class R>
  AsyncResult<R> start(detail::JobPtr<detail::ResultJob<R>> job) {
    detail::submit(core(), *job);
    return AsyncResult<R>(std::move(job));
  }

  /// Runs a job that uses the caller's function and items in place, so it has to wait here until the job has settled.
  template <class R>
  R run(detail::JobPtr<detail::ResultJob<R>> job) {
    job->caller_owns_data = true;
    return start(std::move(job)).get();
  }

  std::shared_ptr<detail::PoolCore> core_;
};

}  // namespace webpool
