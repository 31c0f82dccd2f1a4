#pragma once

#include <webpool/calls/input.hpp>
#include <webpool/calls/task_call.hpp>

#include <initializer_list>
#include <memory>
#include <type_traits>
#include <vector>

/// The types that the calls of a pool work with.
namespace webpool::detail {

/// What map and starmap use of `Items` while their caller waits: the items where they are, or, of an input that is read
/// once, what was read. `is_own`: the items may be moved from.
template <class Items, bool = has_several_passes<Items>>
struct Borrowed {
  using Source = ItemSource<std::remove_reference_t<Items>&>;
  using Reference = reference_t<Items>;
  static constexpr bool is_own = gives_items_away<Items>;
  static constexpr bool is_valid = true;
};
template <class Items>
struct Borrowed<Items, false> {
  using Source = ReadItems<Items>;
  using Reference = kept_item_t<Items>&;
  static constexpr bool is_own = true;
  static constexpr bool is_valid = keeps_items<Items>;
};

/// What their `_async` forms use: a copy of the container or the moved container itself, and of what is none, or cannot be
/// moved as a whole, the items. Of a view with random access the view.
template <class Items, class Container = std::remove_cvref_t<Items>>
inline constexpr bool keeps_container =
    !std::is_array_v<Container> && std::is_constructible_v<Container, Items> &&
    (has_random_access<Container> || (has_several_passes<Container> && contains_items<Container>));
template <class Items, class Item>
inline constexpr bool keeps_container<Items, std::initializer_list<Item>> = false;  // its items end with the call

template <class Items, bool = keeps_container<Items>>
struct Owned {
  using Source = ItemSource<std::remove_cvref_t<Items>>;
  using Reference = reference_t<std::remove_cvref_t<Items>>;
  static constexpr bool is_own = contains_items<std::remove_cvref_t<Items>>;
  static constexpr bool is_valid = !std::is_lvalue_reference_v<Items> || !is_own || keeps_items<Items>;
};
template <class Items>
struct Owned<Items, false> : Borrowed<Items, false> {};

/// What imap uses of the items of `Items`: those that are somebody else's where they are, and else the items, which it
/// keeps until their tasks have run.
template <class Items>
struct Streamed {
  static constexpr bool refers = has_several_passes<Items> && std::is_lvalue_reference_v<reference_t<Items>> &&
                                 !(gives_items_away<Items> && keeps_items<Items>);
  static constexpr bool is_own = !refers;
  static constexpr bool is_valid =
      (refers || keeps_items<Items>)&&!(std::is_array_v<Items> && !std::is_reference_v<Items>);
  using Item = std::conditional_t<refers, std::remove_reference_t<reference_t<Items>>*, kept_item_t<Items>>;
  using Reference = std::conditional_t<refers, reference_t<Items>, kept_item_t<Items>&>;
  template <class Place>
  static Kept<Item> read(Place& place) {
    if constexpr (refers) {
      return {std::addressof(*place)};
    } else {
      return detail::read_item<Items>(place);
    }
  }
  static Reference item_of(Item& kept) noexcept {
    if constexpr (refers) {
      return *kept;
    } else {
      return kept;
    }
  }
};

/// The call of a task with an item; `Call` says how an item becomes arguments, `Input` is one of the above.
template <class Call, class Function, class Input>
using TaskFor = TaskCall<Call, Function, typename Input::Reference, Input::is_own>;

/// What a call keeps of a task's result `T`.
template <class T>
using kept_result_t = copy_t<std::decay_t<T>>;

template <class Call, class Function, class Input>
using result_for =
    kept_result_t<typename Call::template Result<Function&, typename TaskFor<Call, Function, Input>::Argument>>;

/// Whether a call can keep a copy of what it was given as `T`, or what was moved from it.
template <class T>
inline constexpr bool can_be_kept = std::is_constructible_v<std::decay_t<T>, T>;

template <class T>
inline constexpr bool is_storable = std::is_void_v<T> || std::is_move_constructible_v<T>;

/// Whether there is such a call, whose result can be kept.
template <class Call, class Function, class Input>
concept HasTask =
    Input::is_valid && TaskFor<Call, Function, Input>::is_valid && is_storable<result_for<Call, Function, Input>>;

/// What map returns for tasks that return `T`.
template <class T>
using map_result_t = std::conditional_t<std::is_void_v<T>, void, std::vector<T>>;

struct AnyResult;

/// What `get()` of an async form returns. Where there is no such call `AnyResult`, so that the call can say why.
template <class Call, class Function, class Items>
struct AsyncResultOf {
  using type = AnyResult;
};
template <class Call, class Function, class Items>
requires is_iterable<Items> && HasTask<Call, Function, Owned<Items>>
struct AsyncResultOf<Call, Function, Items> {
  using type = map_result_t<result_for<Call, Function, Owned<Items>>>;
};
template <class Call, class Function, class Items>
using async_result_t = typename AsyncResultOf<Call, std::decay_t<Function>, Items>::type;

/// What apply returns, or `AnyResult` as above.
template <class Function, class Arguments>
struct ApplyResult {
  using type = AnyResult;
};
template <class Function, class Arguments>
requires is_applicable<Function, Arguments>
struct ApplyResult<Function, Arguments> {
  using type = kept_result_t<StarmapCall::Result<Function, Arguments>>;
};
template <class Function, class Arguments>
using apply_result_t = typename ApplyResult<Function, Arguments>::type;
template <class Function, class Arguments>
using apply_async_result_t = apply_result_t<std::decay_t<Function>&, std::decay_t<Arguments>>;

}  // namespace webpool::detail
