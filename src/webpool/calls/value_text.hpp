#pragma once

#include <webpool/calls/aggregate.hpp>
#include <webpool/calls/input.hpp>
#include <webpool/core/text.hpp>
#include <webpool/export.hpp>

#include <chrono>
#include <cstddef>
#include <ratio>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace webpool::detail {

/// Whether jobs write the texts of their values, for which each call of a program is compiled into some more code. The CMake
/// target defines `WEBPOOL_DESCRIBE_CALLS` for all files of a program or for none; not for the library's, which make no calls.
#if defined(WEBPOOL_DESCRIBE_CALLS)
inline constexpr bool describes_calls = true;
#else
inline constexpr bool describes_calls = false;
#endif

template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

/// Whether elements can be read more than once, without running the caller's code, and are not of the same type again, as
/// those of a path are.
template <class T>
inline constexpr bool shows_elements = false;
template <class T>
requires is_iterable<const T>
inline constexpr bool shows_elements<T> =
    has_several_passes<const T> && stores_items<const T> && !std::is_same_v<kept_item_t<const T>, T>;

template <class T, std::size_t... indices>
constexpr bool has_std_get(std::index_sequence<indices...> /*indices*/) {
  return requires(const T& value) { (std::get<indices>(value), ...); };
}
/// Whether `std::get` gives the elements. Other types with a `std::tuple_size` have a `get` for structured bindings only.
template <class T>
inline constexpr bool is_std_tuple = false;
template <class T>
requires requires { std::tuple_size<T>::value; }
inline constexpr bool is_std_tuple<T> = has_std_get<T>(std::make_index_sequence<std::tuple_size_v<T>>());

template <class T>
concept HasText = requires(const T& value) {
  std::string_view(to_text(value));  // found by argument-dependent lookup
};

/// Writes a short text of values, for a `JobObserver`. A type can have a text of its own, by a function
/// `to_text(const T&)` in its namespace; without one, and if it is no number, string, duration, tuple or range, it is "…".
class WEBPOOL_EXPORT ValueText {
 public:
  template <class T>
  void write(const T& value) {
    if constexpr (HasText<T>) {
      put(std::string_view(to_text(value)));
    } else if constexpr (std::is_same_v<T, bool>) {
      put(value ? "true" : "false");
    } else if constexpr (std::is_enum_v<T>) {
      write(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::is_floating_point_v<T>) {
      put_number(static_cast<double>(value));
    } else if constexpr (std::is_integral_v<T>) {
      if constexpr (std::is_signed_v<T>) {
        put(text({static_cast<long long>(value)}));
      } else {
        put(text({static_cast<unsigned long long>(value)}));
      }
    } else if constexpr (std::is_null_pointer_v<T>) {
      put("nullptr");  // it converts to a `std::string_view`, which would read from it
    } else if constexpr (std::is_same_v<T, char*> ||
                         (std::is_pointer_v<T> && !std::is_convertible_v<T, std::string_view>)) {
      put("…");  // a `char*` may be a buffer that the task is yet to fill, without an end
    } else if constexpr (std::is_same_v<std::remove_cv_t<std::remove_extent_t<T>>, char> &&
                         std::is_bounded_array_v<T>) {
      const std::string_view characters(value, std::extent_v<T>);  // which need not end with a null
      put_quoted(characters.substr(0, characters.find('\0')));
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      if constexpr (std::is_pointer_v<T>) {
        if (value == nullptr) return put("nullptr");
      }
      put_quoted(std::string_view(value));
    } else if constexpr (is_duration<T>) {
      write(value.count());
      put(unit_of<typename T::period>());
    } else if constexpr (shows_elements<T>) {
      write_range(value);
    } else if constexpr (is_std_tuple<T>) {
      put("{");
      write_elements(value);
      put("}");
    } else {
      put("…");
    }
  }
  /// The arguments of a call, which are the elements of a tuple or the members of an aggregate.
  template <class Arguments>
  void write_arguments(const Arguments& arguments) {
    if constexpr (is_std_tuple<Arguments>) {
      write_elements(arguments);
    } else if constexpr (requires { std::tuple_size<Arguments>::value; }) {
      put("…");
    } else {
      write_elements(detail::members_of(arguments));
    }
  }
  /// The text, abbreviated if it is long.
  [[nodiscard]] std::string take();

 private:
  static constexpr std::size_t range_limit = 6;  // that many elements of a range are shown

  template <class Range>
  void write_range(const Range& range) {
    put("{");
    std::size_t count = 0;
    auto end = detail::end_of(range);
    for (auto place = detail::begin_of(range); place != end; ++place, ++count) {
      if (count != 0) put(", ");
      if (count == range_limit) {
        put("…");
        break;
      }
      if constexpr (requires { write<typename Range::value_type>(*place); }) {
        // Such as bool, where the iterator of libc++ gives an object that refers to a bit.
        write<typename Range::value_type>(*place);
      } else {
        write<kept_item_t<const Range>>(*place);
      }
    }
    put("}");
  }

  template <class Tuple>
  void write_elements([[maybe_unused]] const Tuple& tuple) {
    const auto write_all = [&]<std::size_t... indices>(std::index_sequence<indices...> /*indices*/) {
      ((put(indices == 0 ? "" : ", "), write(std::get<indices>(tuple))), ...);
    };
    write_all(std::make_index_sequence<std::tuple_size_v<Tuple>>());
  }

  template <class Period>
  static constexpr std::string_view unit_of() {
    if (std::ratio_equal_v<Period, std::nano>) return " ns";
    if (std::ratio_equal_v<Period, std::micro>) return " µs";
    if (std::ratio_equal_v<Period, std::milli>) return " ms";
    if (std::ratio_equal_v<Period, std::ratio<1>>) return " s";
    if (std::ratio_equal_v<Period, std::ratio<60>>) return " min";
    return std::ratio_equal_v<Period, std::ratio<3600>> ? " h" : "";
  }

  void put(std::string_view characters);
  void put_quoted(std::string_view characters);
  void put_number(double number);

  std::string text_;
};

/// The texts of the first values, at most `limit` of `count`, if `shown`. `write(text, index)` writes a value.
template <bool shown = true, class Write>
std::vector<std::string> texts_of([[maybe_unused]] std::uint64_t count, [[maybe_unused]] std::size_t limit,
                                  [[maybe_unused]] Write write) {
  std::vector<std::string> texts;
  if constexpr (describes_calls && shown) {
    for (std::size_t index = 0; index < count && texts.size() < limit; ++index) {
      ValueText text;
      write(text, index);
      texts.push_back(text.take());
    }
  }
  return texts;
}

}  // namespace webpool::detail
