#pragma once

#include <webpool/calls/arguments.hpp>
#include <webpool/calls/input.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace webpool::detail {

/// The results of map: each task writes its own slot of a vector. Types that are not default-constructible and assignable are
/// collected as `std::optional` and moved into the resulting vector at the end.
template <class T>
class ResultSlots {
  // A type to which one can assign while it is `const` is a reference to something else, as a tuple of references is in
  // C++23. Assigning a result to such a slot would change what the slot refers to.
  static constexpr bool in_place = std::is_default_constructible_v<T> && std::is_nothrow_move_assignable_v<T> &&
                                   !std::is_assignable_v<const T&, T> && !std::is_same_v<T, bool>;
  using Slots = std::conditional_t<in_place, std::vector<T>, std::vector<std::optional<T>>>;

 public:
  using Result = std::vector<T>;
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
  /// A single result, for imap, which does not call `gather`.
  T& operator[](std::size_t item) noexcept {
    if constexpr (in_place) {
      return slots_[item];
    } else {
      return *slots_[item];
    }
  }

 private:
  struct Nothing {};
  Slots slots_;
  [[no_unique_address]] std::conditional_t<in_place, Nothing, std::vector<T>> gathered_;
};

/// For tasks without a result.
template <>
class ResultSlots<void> {
 public:
  using Result = void;
  explicit ResultSlots(std::size_t /*items*/) {}
  void gather() {}
  void result() noexcept {}
};

/// The caller's range, to whose places each task assigns its result.
template <class Output>
class OutputSlots {
  using Place = iterator_t<Output>;

 public:
  using Result = void;
  OutputSlots(std::size_t items, Output& output) : first_(detail::begin_of(output)) {
    require_places(detail::count_items(output), items);
  }
  template <class Make>
  void set(std::size_t item, Make&& make) {
    first_[static_cast<std::iter_difference_t<Place>>(item)] = make();
  }
  void gather() {}
  void result() noexcept {}

 private:
  Place first_;
};

/// Slots for results of type `T`, in the caller's `Output` if there is one.
template <class T, class... Output>
using SlotsFor = std::tuple_element_t<0, std::tuple<OutputSlots<Output>..., ResultSlots<T>>>;

}  // namespace webpool::detail
