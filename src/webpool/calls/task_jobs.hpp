#pragma once

#include <webpool/async_result.hpp>
#include <webpool/calls/callbacks.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/worker.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// The jobs of map, starmap and apply: what a chunk does, and where results go.
namespace webpool::detail {

/// Where the results of map go: each task writes its own slot, and the vector is there when the last one has ended.
/// Results that a vector can hold before they are known are written in place; others are moved together at the end.
template <class T>
class ResultSlots {
  static constexpr bool in_place =
      std::is_default_constructible_v<T> && std::is_nothrow_move_assignable_v<T> && !std::is_same_v<T, bool>;
  using Slots = std::conditional_t<in_place, std::vector<T>, std::vector<std::optional<T>>>;

 public:
  explicit ResultSlots(std::size_t items) : slots_(items) {}
  template <class Make>
  void set(std::size_t item, Make&& make) {
    if constexpr (in_place) {
      slots_[item] = make();
    } else {
      slots_[item].emplace(make());
    }
  }
  void gather() {
    if constexpr (!in_place) {
      gathered_.reserve(slots_.size());
      for (auto& slot : slots_) gathered_.push_back(std::move(*slot));
      slots_.clear();
    }
  }
  std::vector<T>& result() noexcept {
    if constexpr (in_place) {
      return slots_;
    } else {
      return gathered_;
    }
  }
  /// One of them, before they are gathered.
  T&& take(std::size_t item) noexcept {
    if constexpr (in_place) {
      return std::move(slots_[item]);
    } else {
      return std::move(*slots_[item]);
    }
  }

 private:
  struct Nothing {};
  Slots slots_;
  [[no_unique_address]] std::conditional_t<in_place, Nothing, std::vector<T>> gathered_;
};

/// The caller's own memory, where each task assigns its result: `Place` is a random access iterator.
template <class Place>
class OutputSlots {
 public:
  explicit OutputSlots(Place first) : first_(std::move(first)) {}
  template <class Make>
  void set(std::size_t item, Make&& make) {
    first_[static_cast<std::iter_difference_t<Place>>(item)] = make();
  }
  void gather() {}
  void result() noexcept {}

 private:
  Place first_;
};

template <>
class ResultSlots<void> {
 public:
  explicit ResultSlots(std::size_t /*items*/) {}
  void gather() {}
  void result() noexcept {}
};

template <class Items>
using iterator_t = decltype(std::begin(std::declval<std::remove_reference_t<Items>&>()));
/// What a function is called with: an item of the container, as an lvalue where it has any.
template <class Items>
using item_t = decltype(*std::declval<iterator_t<Items>>());
template <class Items>
using value_t = std::iter_value_t<iterator_t<Items>>;
/// As C++20 has it: also for iterators that give items by value, such as those of views.
template <class Items>
inline constexpr bool has_random_access = std::random_access_iterator<iterator_t<Items>>;
template <class Items>
inline constexpr bool has_several_passes = std::forward_iterator<iterator_t<Items>>;

template <class Items, bool kept = has_random_access<Items> && !std::is_array_v<std::remove_reference_t<Items>>>
struct Owned {
  using type = std::decay_t<Items>;
};
template <class Items>
struct Owned<Items, false> {
  using type = std::vector<value_t<Items>>;
};
/// In what an `_async` call keeps its items: their container, or a vector where that cannot be copied or numbered.
template <class Items>
using owned_t = typename Owned<Items>::type;

template <class Items>
std::size_t item_count(Items& items) {
  return static_cast<std::size_t>(std::end(items) - std::begin(items));
}

/// A container or a reference to one, with items by number.
template <class Items>
class ItemSource {
 public:
  explicit ItemSource(Items items) : items_(static_cast<Items&&>(items)), first_(std::begin(items_)) {}
  ItemSource(const ItemSource&) = delete;  // the iterator would lead to the other's items
  ItemSource& operator=(const ItemSource&) = delete;
  decltype(auto) operator[](std::uint64_t item) const {
    return first_[static_cast<std::iter_difference_t<iterator_t<Items>>>(item)];
  }

 private:
  Items items_;
  iterator_t<Items> first_;
};

struct MapCall {
  template <class Function, class Item>
  static decltype(auto) call(Function& function, Item&& item) {
    return std::invoke(function, std::forward<Item>(item));
  }
};

struct StarmapCall {
  template <class Function, class Item>
  static decltype(auto) call(Function& function, Item&& item) {
    return std::apply(function, std::forward<Item>(item));
  }
};

/// For items that are iterators to the caller's own.
template <class Call>
struct ReferredCall {
  template <class Function, class Iterator>
  static decltype(auto) call(Function& function, const Iterator& item) {
    return Call::call(function, *item);
  }
};

/// `Call` for an item, whose result goes into its slot.
template <class Call, class T, class Function, class Items, class Slots>
void call_for(Function& function, const ItemSource<Items>& items, std::uint64_t item, Slots& slots) {
  if constexpr (std::is_void_v<T>) {
    Call::call(function, items[item]);
  } else {
    slots.set(static_cast<std::size_t>(item), [&]() -> decltype(auto) { return Call::call(function, items[item]); });
  }
}

/// `run(item)` for each item of a chunk, until the job is stopped.
template <class Run>
void run_items(const Job& job, std::uint64_t first, std::uint64_t last, Run&& run) {
  const auto run_singly = [&](std::uint64_t end) {
    for (; first < end && !job.stopping(); ++first) run(first);
  };
  // The stop flag is looked at before each item, unless items turn out to take nanoseconds: then before each block,
  // so that a loop of single operations becomes SIMD (0.05 ns an item instead of 0.4).
  constexpr std::uint64_t block = 32;
  constexpr std::chrono::microseconds short_block{2};
  if (last - first > block) {
    const auto begin = Clock::now();
    run_singly(first + block);
    const bool fast = Clock::now() - begin < short_block;
    for (; fast && last - first >= block && !job.stopping(); first += block) {
      for (std::uint64_t i = 0; i < block; ++i) run(first + i);
    }
  }
  run_singly(last);
}

template <class Call, class Function, class Item>
using call_result_t = std::decay_t<decltype(Call::call(std::declval<Function&>(), std::declval<Item>()))>;

template <class T>
struct MapResult {
  using type = std::vector<T>;
};
template <>
struct MapResult<void> {
  using type = void;
};
/// What map returns for tasks that return `T`.
template <class T>
using map_result_t = typename MapResult<T>::type;

/// map and starmap: `Call` says how an item becomes arguments; `Items` is a container (owned) or a reference; `Slots` is
/// where results of type `T` go.
template <class Call, class Function, class Items, class T, class Slots = ResultSlots<T>>
class MapJob final : public ResultJob<std::remove_reference_t<decltype(std::declval<Slots&>().result())>> {
  using Result = std::remove_reference_t<decltype(std::declval<Slots&>().result())>;

 public:
  MapJob(Function function, Items items, std::size_t count, std::size_t chunksize, std::uint32_t processes,
         AsyncOptions<Result> options)
      : MapJob(static_cast<Function&&>(function), static_cast<Items&&>(items), count, chunksize, processes,
               std::move(options), Slots(count)) {}

  MapJob(Function function, Items items, std::size_t count, std::size_t chunksize, std::uint32_t processes,
         AsyncOptions<Result> options, Slots slots)
      : ResultJob<Result>(count, chunksize, processes),
        function_(static_cast<Function&&>(function)),
        items_(static_cast<Items&&>(items)),
        slots_(std::move(slots)),
        callbacks_(callbacks_of(std::move(options))) {
    this->tracked = callbacks_ && callbacks_->options.on_progress;
  }

  void run_chunk(std::uint32_t chunk) override {
    run_items(*this, this->first_item(chunk), this->last_item(chunk),
              [this](std::uint64_t item) { call_for<Call, T>(function_, items_, item, slots_); });
  }

  std::add_lvalue_reference_t<Result> result() noexcept override { return slots_.result(); }

 private:
  ~MapJob() override = default;
  void gather() noexcept override {
    try {
      slots_.gather();
    } catch (...) {
      this->fail(std::current_exception());
    }
  }
  void call_back() noexcept override {
    if (!callbacks_) return;
    // Not before `on_progress` has returned, unless it is what has ended the job.
    std::unique_lock lock(callbacks_->lock, std::defer_lock);
    if (!callbacks_->called_here()) lock.lock();
    callbacks_->guard([this] {
      if constexpr (std::is_void_v<Result>) {
        run_callback(callbacks_.get(), *this, [](auto& callback) { callback(); });
      } else {
        run_callback(callbacks_.get(), *this, [this](auto& callback) { callback(slots_.result()); });
      }
    });
  }
  [[nodiscard]] bool in_callback() const noexcept override { return callbacks_ && callbacks_->called_here(); }
  void progressed() noexcept override {
    if (!callbacks_->lock.try_lock()) return;  // somebody tells, or the job has ended
    const std::lock_guard lock(callbacks_->lock, std::adopt_lock);
    if (this->done() || Clock::now() < callbacks_->next_progress) return;
    callbacks_->guard([this] {
      tell_progress(*callbacks_, static_cast<std::size_t>(this->items_done()), static_cast<std::size_t>(this->items()));
    });
  }

  Function function_;
  ItemSource<Items> items_;
  Slots slots_;
  std::unique_ptr<Callbacks<Result>> callbacks_;
};

/// apply: one call with the arguments of a tuple.
template <class Function, class Arguments, class T>
class ApplyJob final : public ResultJob<T> {
 public:
  ApplyJob(Function function, Arguments arguments, AsyncOptions<T> options)
      : ResultJob<T>(1, 1, 1),
        callbacks_(callbacks_of(std::move(options))),
        function_(static_cast<Function&&>(function)),
        arguments_(static_cast<Arguments&&>(arguments)) {
    this->trivially_destructible = !callbacks_ && std::is_trivially_destructible_v<Function> &&
                                   std::is_trivially_destructible_v<Arguments> &&
                                   std::is_trivially_destructible_v<decltype(result_)>;
  }

  void run_chunk(std::uint32_t /*chunk*/) override {
    if constexpr (std::is_void_v<T>) {
      std::apply(function_, static_cast<Arguments&&>(arguments_));
    } else {
      result_.emplace(std::apply(function_, static_cast<Arguments&&>(arguments_)));
    }
  }

  std::add_lvalue_reference_t<T> result() noexcept override {
    if constexpr (!std::is_void_v<T>) return *result_;
  }

 private:
  ~ApplyJob() override = default;
  void call_back() noexcept override {
    if (!callbacks_) return;
    callbacks_->guard([this] {
      if constexpr (std::is_void_v<T>) {
        run_callback(callbacks_.get(), *this, [](auto& callback) { callback(); });
      } else {
        run_callback(callbacks_.get(), *this, [this](auto& callback) { callback(*result_); });
      }
    });
  }

  [[nodiscard]] bool in_callback() const noexcept override { return callbacks_ && callbacks_->called_here(); }

  std::unique_ptr<Callbacks<T>> callbacks_;
  Function function_;
  Arguments arguments_;
  std::optional<std::conditional_t<std::is_void_v<T>, bool, T>> result_;
};

}  // namespace webpool::detail
