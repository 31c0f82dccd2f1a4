#pragma once

#include <webpool/callback.hpp>  // first: compilers name the files in between in each message about a callback

#include <webpool/async_result.hpp>
#include <webpool/calls/start.hpp>
#include <webpool/calls/wrong_calls.hpp>
#include <webpool/concepts.hpp>
#include <webpool/errors.hpp>
#include <webpool/export.hpp>
#include <webpool/imap_iterator.hpp>
#include <webpool/options.hpp>
#include <webpool/stats.hpp>
#include <webpool/stop_token.hpp>
#include <webpool/trace.hpp>

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
/// Semantics: `multiprocessing.pool.Pool` (CPython, `Lib/multiprocessing/pool.py`): results keep the order of the input;
/// when tasks throw, the other chunks still run, and the first error is thrown when all have ended; an empty input gives
/// an empty result at once; a call on a closed or terminated pool throws `PoolNotRunningError`. A task may throw
/// anything. A task that calls its own pool and waits runs the tasks it waits for, so that nesting cannot deadlock.
///
/// Functions are any callables; several processors call the same one at once. Items are anything that a range-based `for` goes
/// through:
///
/// | items | map, starmap, map_into | map_async, starmap_async | imap, imap_unordered |
/// |---|---|---|---|
/// | an lvalue container or array | where they are | copied | where they are, until the iterator is closed |
/// | an rvalue container | where they are | moved as a whole | moved out, one by one |
/// | `{1, 2, 3}` | copied | copied | copied |
/// | a view (`std::span`, `std::views::…`) | where they are | with random access where they are, else copied | where they are |
/// | read once (`istream_view`, a generator) | read in the call, and kept | read in the call, and kept | read as results are |
/// | an end of another type, `begin` found by ADL | yes | yes | yes |
/// | without an end (`iota(0)`) | no | no | yes |
/// | items that only move | yes | moved in | moved in |
/// | items by value (`zip`, `vector<bool>`, `transform`) | yes | yes | yes |
///
/// Tasks get items as lvalues, or as what the input gives where that is none. A task that takes them as rvalues gets those
/// that the call owns: of a moved container, or of an input that is read once. Functions are used where they are by the calls
/// that wait, and copied, or moved, by the others. `concepts.hpp` has a concept for each call.
///
/// A pool can be moved; once moved from, every call of it throws `InvalidHandleError`. All members may be called from several
/// threads at once, but for the assignment.
class WEBPOOL_EXPORT Pool : detail::WrongCalls {
 public:
  /// A pool of `cpu_count()` processors.
  Pool();

  /// The same with settings.
  explicit Pool(PoolOptions options);

  /// A pool of `processes` processors, 1 to 1024; throws `ValueError` otherwise, and `std::system_error` where the
  /// system has no more threads.
  explicit Pool(std::size_t processes, PoolOptions options = {});

  /// Takes over the processors of the other.
  Pool(Pool&& other) noexcept;
  /// The same, once its own have ended as in the destructor.
  Pool& operator=(Pool&& other) noexcept;

  /// Terminates, and waits until the tasks that run have ended, where threads cannot be ended from outside (not in a task
  /// of this pool, which would wait for itself).
  ~Pool();

  /// `function(item)` for each item, in parallel; returns the results in the order of the items, nothing for `void`.
  /// Throws the first error of a task when all have ended; `ValueError` for a chunksize of 0; `PoolNotRunningError`.
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

  /// `map` that assigns the results to `results[0]`, `results[1]`, …, of a container or range with random access, and makes
  /// no vector: for large results, whose memory would be filled with zeros first. After an error what was assigned stays.
  /// Throws as `map` does, and `ValueError` if `results` has fewer places than there are items. `vector<bool>` is no place
  /// to write to from several threads. Follows numpy's `out`.
  template <class Function, class Items, class Results>
  requires MapTask<Function, Items> && MapOutput<Results, Function, Items>
  void map_into(Function&& function, Items&& items, Results&& results, MapOptions options = {}) {
    run_map<detail::MapCall, Items>(function, items, options, [&](std::size_t count) {
      detail::require_places(detail::count_items(results), count);
      return detail::OutputSlots(detail::begin_of(results));
    });
  }
  /// The same: `map_into(f, {1, 2, 3}, results)`.
  template <class Function, class Item, class Results>
  void map_into(Function&& function, std::initializer_list<Item> items, Results&& results, MapOptions options = {}) {
    map_into(function, std::vector<Item>(items), results, std::move(options));
  }

  /// The same as `map` with tuples for items (tuples, pairs, arrays, aggregates of up to six members), whose elements
  /// become the function's arguments.
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

  /// `function(arguments...)` once, on one processor; returns its result. Throws its error.
  template <class Function, class Arguments = std::tuple<>>
  requires ApplyTask<Function&, Arguments>
  auto apply(Function&& function, Arguments&& arguments = {}) {
    using T = detail::apply_result_t<Function&, Arguments>;
    using Job = detail::ApplyJob<Function&, Arguments&&, T>;
    return run(detail::JobPtr<detail::ResultJob<T>>(new Job(function, std::forward<Arguments>(arguments), nullptr)));
  }

  /// `map` that returns at once. The options may name callbacks.
  template <class Function, class Items>
  requires MapAsyncTask<Function, Items>
  auto map_async(Function&& function, Items&& items,
                 AsyncOptions<detail::async_result_t<detail::MapCall, Function, Items>> options = {}) {
    return start_map<detail::MapCall>(std::forward<Function>(function), std::forward<Items>(items), std::move(options));
  }
  /// The same: `map_async(f, {1, 2, 3})`.
  template <class Function, class Item>
  auto map_async(Function&& function, std::initializer_list<Item> items,
                 AsyncOptions<detail::async_result_t<detail::MapCall, Function, std::vector<Item>>> options = {}) {
    return map_async(std::forward<Function>(function), std::vector<Item>(items), std::move(options));
  }

  /// `starmap` that returns at once.
  template <class Function, class Tuples>
  requires StarmapAsyncTask<Function, Tuples>
  auto starmap_async(Function&& function, Tuples&& tuples,
                     AsyncOptions<detail::async_result_t<detail::StarmapCall, Function, Tuples>> options = {}) {
    return start_map<detail::StarmapCall>(std::forward<Function>(function), std::forward<Tuples>(tuples),
                                          std::move(options));
  }
  /// The same: `starmap_async(f, {std::pair{1, 2}, {3, 4}})`.
  template <class Function, class Tuple>
  auto starmap_async(
      Function&& function, std::initializer_list<Tuple> tuples,
      AsyncOptions<detail::async_result_t<detail::StarmapCall, Function, std::vector<Tuple>>> options = {}) {
    return starmap_async(std::forward<Function>(function), std::vector<Tuple>(tuples), std::move(options));
  }

  /// `apply` that returns at once. The arguments are copied, or moved from an rvalue tuple, and moved into the call.
  template <class Function, class Arguments = std::tuple<>>
  requires ApplyAsyncTask<Function, Arguments>
  auto apply_async(Function&& function, Arguments&& arguments = {},
                   AsyncOptions<detail::apply_async_result_t<Function, Arguments>> options = {}) {
    using T = detail::apply_async_result_t<Function, Arguments>;
    using Job = detail::ApplyJob<std::decay_t<Function>, std::decay_t<Arguments>, T>;
    return start(detail::JobPtr<detail::ResultJob<T>>(new Job(std::forward<Function>(function),
                                                              std::forward<Arguments>(arguments),
                                                              detail::keep_options(std::move(options)))));
  }

  /// `function(item)` for each item, whose results are read one by one, in the order of the items, while later ones are
  /// under way: see `ImapIterator`. The input is read as the results are: an lvalue and a view are used where they are, and have
  /// to outlive the iterator; an rvalue is moved in. Throws `ValueError` for a chunksize or buffersize of 0;
  /// `PoolNotRunningError`.
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

  /// `imap` whose results come in the order in which their chunks end.
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

  // What fits none of them: an error about the call.
  using WrongCalls::apply, WrongCalls::apply_async, WrongCalls::imap, WrongCalls::imap_unordered, WrongCalls::map,
      WrongCalls::map_async, WrongCalls::map_into, WrongCalls::starmap, WrongCalls::starmap_async;

  /// Takes no more work; what was given runs to its end. Iterators of `imap` count as given, until somebody joins.
  void close();

  /// Ends the pool now: what has not begun is dropped, tasks that run are asked to end after the item at hand, and every
  /// call and result that waits ends with `PoolTerminatedError`.
  void terminate();

  /// Waits until all processors have ended. Throws `PoolStillRunningError` unless the pool was closed or terminated.
  void join();

  /// The number of processors.
  [[nodiscard]] std::size_t processes() const;

  /// What the processors have done, as far as it is still recorded (`PoolOptions::trace_events`): ordered by processor,
  /// then time.
  [[nodiscard]] std::vector<TraceEvent> trace() const;

  /// What each processor has done so far, what it waited, and what it holds.
  [[nodiscard]] std::vector<ProcessorStats> stats() const;

 private:
  friend class TraceReader;

  /// Throws `InvalidHandleError` if the pool was moved from.
  [[nodiscard]] detail::PoolCore& core() const {
    if (core_ == nullptr) refuse_moved_from();
    return *core_;
  }
  [[noreturn]] static void refuse_moved_from();

  /// `Items` is the type with which the call was made.
  template <class Call, class Items, class Function, class MakeSlots>
  auto run_map(Function& function, std::remove_reference_t<Items>& items, const MapOptions& options,
               MakeSlots make_slots) {
    return run(detail::make_map_job<Call, Function&, detail::Borrowed<Items>>(
        core(), function, items, options.chunksize, detail::keep_options(options), make_slots));
  }
  template <class Call, class Items, class Function>
  auto run_map(Function& function, std::remove_reference_t<Items>& items, const MapOptions& options) {
    using T = detail::result_for<Call, Function, detail::Borrowed<Items>>;
    return run_map<Call, Items>(function, items, options,
                                [](std::size_t count) { return detail::ResultSlots<T>(count); });
  }

  template <class Call, class Function, class Items, class Options>
  auto start_map(Function&& function, Items&& items, Options options) {
    using Input = detail::Owned<Items>;
    using T = detail::result_for<Call, std::decay_t<Function>, Input>;
    const auto chunksize = options.chunksize;
    return start(detail::make_map_job<Call, std::decay_t<Function>, Input>(
        core(), std::forward<Function>(function), std::forward<Items>(items), chunksize,
        detail::keep_options(std::move(options)), [](std::size_t count) { return detail::ResultSlots<T>(count); }));
  }

  template <class Function, class Items>
  auto stream(bool ordered, Function&& function, Items&& items, const ImapOptions& options) {
    const auto settings = detail::share_out(core(), ordered, options);
    auto input = detail::make_imap_input(std::forward<Function>(function), std::forward<Items>(items), settings);
    using T = typename decltype(input)::element_type::Result;
    return ImapIterator<T>(detail::ImapReader(core_, std::move(input), options.buffersize));
  }

  template <class R>
  AsyncResult<R> start(detail::JobPtr<detail::ResultJob<R>> job) {
    detail::submit(core(), *job);
    return AsyncResult<R>(std::move(job));
  }

  /// Of a job that uses what its caller has, who waits here.
  template <class R>
  R run(detail::JobPtr<detail::ResultJob<R>> job) {
    job->caller_owns_data = true;
    return start(std::move(job)).get();
  }

  std::shared_ptr<detail::PoolCore> core_;
};

}  // namespace webpool
