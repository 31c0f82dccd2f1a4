#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>
#include <version>

/// The input of a call: anything that a range-based `for` iterates over. Not built on `std::ranges`, which libc++ 14 lacks
/// and whose `std::input_iterator` many hand-written iterators do not satisfy.
namespace webpool::detail {

template <class Items>
concept HasMemberBegin = requires(Items& items) {
  items.begin();
  items.end();
};
template <class Items>
concept HasFreeBegin = requires(Items& items) {
  begin(items);  // found by argument-dependent lookup
  end(items);
};

/// The begin of a range as a range-based `for` finds it.
template <class Items>
constexpr auto begin_of(Items& items) {
  if constexpr (std::is_array_v<Items>) {
    return items + 0;
  } else if constexpr (HasMemberBegin<Items>) {
    return items.begin();
  } else {
    return begin(items);
  }
}
/// The end of a range, which may have another type.
template <class Items>
constexpr auto end_of(Items& items) {
  if constexpr (std::is_array_v<Items>) {
    return items + std::extent_v<Items>;
  } else if constexpr (HasMemberBegin<Items>) {
    return items.end();
  } else {
    return end(items);
  }
}

template <class Items>
using iterator_t = decltype(detail::begin_of(std::declval<std::remove_reference_t<Items>&>()));
template <class Items>
using sentinel_t = decltype(detail::end_of(std::declval<std::remove_reference_t<Items>&>()));
/// The type of `*iterator`: for most containers an lvalue reference.
template <class Items>
using reference_t = decltype(*std::declval<iterator_t<Items>&>());

template <class Items>
concept HasBounds = std::is_bounded_array_v<Items> || HasMemberBegin<Items> || HasFreeBegin<Items>;

template <class Items>
inline constexpr bool is_iterable = false;
template <class Items>
requires HasBounds<std::remove_reference_t<Items>>
inline constexpr bool is_iterable<Items> = requires(iterator_t<Items> & place, sentinel_t<Items>& end) {
  requires !std::is_void_v<decltype(*place)>;
  ++place;
  static_cast<bool>(place != end);
};

/// Whether the input has no end, so that only imap can take it. Known only where the standard library has the type of such an
/// end.
template <class Items>
inline constexpr bool is_endless = false;
#if defined(__cpp_lib_ranges)
template <class Items>
requires is_iterable<Items>
inline constexpr bool is_endless<Items> = std::is_same_v<sentinel_t<Items>, std::unreachable_sentinel_t>;
#endif

template <class Items>
inline constexpr bool has_random_access = std::random_access_iterator<iterator_t<Items>>;
template <class Items>
inline constexpr bool has_several_passes = std::forward_iterator<iterator_t<Items>>;

/// Whether `Items` owns its items, unlike a view. Recognised by a `const` container giving `const` items; where the items
/// are `const` anyway, as in a set, by its allocator.
template <class Items>
inline constexpr bool contains_items = false;
template <class Items>
requires HasBounds<const Items>
inline constexpr bool contains_items<Items> =
    std::is_lvalue_reference_v<reference_t<Items>> &&
    std::is_same_v<reference_t<const Items>, const std::remove_cvref_t<reference_t<Items>>&> &&
    (!std::is_const_v<std::remove_reference_t<reference_t<Items>>> ||
     requires { typename std::remove_cv_t<Items>::allocator_type; });
template <class Item>
inline constexpr bool contains_items<std::initializer_list<Item>> = false;

/// Whether items are stored, so that reading them runs none of the caller's code, unlike in a view that computes them.
template <class Items>
inline constexpr bool stores_items = contains_items<Items> || std::contiguous_iterator<iterator_t<Items>> || requires {
  typename std::remove_cv_t<Items>::allocator_type;
};

/// Whether `Items` is an rvalue container, whose items may be moved out of it.
template <class Items>
inline constexpr bool gives_items_away = !std::is_reference_v<Items> && contains_items<Items>;

/// The number of items. (Not by `size()`, which may count something else than the iterator goes through.)
template <class Items>
std::size_t count_items(Items& items) {
  auto place = detail::begin_of(items);
  auto end = detail::end_of(items);
  if constexpr (std::sized_sentinel_for<sentinel_t<Items>, iterator_t<Items>>) {
    return static_cast<std::size_t>(end - place);
  } else {
    std::size_t count = 0;
    for (; place != end; ++place) ++count;
    return count;
  }
}

/// A stored copy of an item. (Wrapped, so that the items of a `vector<Kept<bool>>` have addresses.)
template <class Item>
struct Kept {
  Item item;
};

/// The type of a stored copy of a `T`, or of what `T` refers to, which may be a bit of a `vector<bool>`. (There libc++ has a
/// second type for bits that are `const`.)
template <class T, class Value = std::remove_cvref_t<T>>
using copy_t = std::conditional_t<std::is_same_v<Value, std::vector<bool>::reference> ||
                                      std::is_same_v<Value, std::vector<bool>::const_reference>,
                                  bool, Value>;
/// The type of a stored item.
template <class Items>
using kept_item_t = copy_t<reference_t<Items>>;

/// Whether items can be stored. Move-only ones are moved out of an rvalue container or a single-pass input.
template <class Items>
inline constexpr bool keeps_items =
    std::is_move_constructible_v<kept_item_t<Items>> &&
    (std::is_constructible_v<kept_item_t<Items>, reference_t<Items>> ||
     ((gives_items_away<Items> || !has_several_passes<Items>)&&  //
      std::is_constructible_v<kept_item_t<Items>, std::remove_reference_t<reference_t<Items>>&&>));

/// Reads the item at the iterator `place`, to be stored.
template <class Items, class Place>
Kept<kept_item_t<Items>> read_item(Place& place) {
  using Item = kept_item_t<Items>;
  using Reference = reference_t<Items>;
  if constexpr ((gives_items_away<Items> && !std::is_const_v<std::remove_reference_t<Reference>>) ||
                !std::is_constructible_v<Item, Reference>) {
    return {static_cast<std::remove_reference_t<Reference>&&>(*place)};
  } else {
    return {Item(*place)};
  }
}

/// Items that a call has read and stored.
template <class Item>
class ItemList {
 public:
  static constexpr bool gives_stored_items = true;
  Item& operator[](std::uint64_t index) { return items_[static_cast<std::size_t>(index)].item; }
  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
  void push_back(Kept<Item> item) { items_.push_back(std::move(item)); }

 private:
  std::vector<Kept<Item>> items_;
};

/// All items of an input that is read once.
template <class Items>
class ReadItems : public ItemList<kept_item_t<Items>> {
 public:
  template <class Given>
  explicit ReadItems(Given&& items) {
    auto end = detail::end_of(items);
    for (auto place = detail::begin_of(items); place != end; ++place) this->push_back(detail::read_item<Items>(place));
  }
};

/// Access to items in place by index. `Items` is a container or a reference to one. Without random access (lists, sets,
/// filtered views) by a table of iterators.
template <class Items>
class ItemSource {
  using Place = iterator_t<Items>;
  using Places = std::conditional_t<has_random_access<Items>, Place, std::vector<Place>>;

 public:
  static constexpr bool gives_stored_items =
      std::is_lvalue_reference_v<reference_t<Items>> && stores_items<std::remove_reference_t<Items>>;

  template <class Given>
  explicit ItemSource(Given&& items) : items_(std::forward<Given>(items)), places_(places_of(items_)) {}
  ItemSource(const ItemSource&) = delete;  // the copied iterators would point into the other's items
  ItemSource& operator=(const ItemSource&) = delete;
  ~ItemSource() = default;

  decltype(auto) operator[](std::uint64_t index) {
    if constexpr (has_random_access<Items>) {
      return places_[static_cast<std::iter_difference_t<Place>>(index)];
    } else {
      return *places_[static_cast<std::size_t>(index)];
    }
  }
  [[nodiscard]] std::size_t size() {
    if constexpr (has_random_access<Items>) {
      return detail::count_items(items_);
    } else {
      return places_.size();
    }
  }

 private:
  static Places places_of(std::remove_reference_t<Items>& items) {
    if constexpr (has_random_access<Items>) {
      return detail::begin_of(items);
    } else {
      Places places;
      auto end = detail::end_of(items);
      for (auto place = detail::begin_of(items); place != end; ++place) places.push_back(place);
      return places;
    }
  }

  Items items_;
  Places places_;
};

}  // namespace webpool::detail
