#pragma once

#include <cstddef>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

namespace webpool {

namespace detail {

/// `std::invoke` without <functional>.
template <class Function, class... Arguments>
decltype(auto) invoke(Function& function, Arguments&&... arguments) {
  if constexpr (std::is_member_pointer_v<std::remove_cvref_t<Function>>) {
    return std::apply(function, std::forward_as_tuple(std::forward<Arguments>(arguments)...));
  } else {
    return function(std::forward<Arguments>(arguments)...);
  }
}

}  // namespace detail

template <class Signature>
class Callback;

/// Holds any callable for an option, move-only ones included. Copies share the callable. Follows `std::function`, whose
/// header takes longer to compile than this whole library.
template <class... Arguments>
class Callback<void(Arguments...)> {
 public:
  /// Holds nothing.
  Callback() = default;
  /// Holds `function`, or nothing if that is a null pointer or an empty `std::function`. Its return value is ignored.
  template <class Function>
  requires(!std::is_same_v<std::remove_cvref_t<Function>, Callback>)  //
      Callback(Function&& function) {  // NOLINT(google-explicit-constructor): for `{.callback = [] { … }}`
    using Held = std::decay_t<Function>;
    constexpr bool fits = std::is_invocable_v<Held&, Arguments...>;
    static_assert(fits, "the callback cannot be called with the arguments that this option passes");
    if constexpr (fits) {
      auto held = std::make_shared<Held>(std::forward<Function>(function));
      if constexpr (std::is_constructible_v<Held, std::nullptr_t> && requires { *held == nullptr; }) {
        if (*held == nullptr) return;
      }
      held_ = std::move(held);
      call_ = [](void* callable, Arguments... arguments) {
        detail::invoke(*static_cast<Held*>(callable), std::forward<Arguments>(arguments)...);
      };
    }
  }
  /// Whether it holds a callable.
  explicit operator bool() const noexcept { return call_ != nullptr; }
  /// Calls the callable. Precondition: it holds one.
  void operator()(Arguments... arguments) const { call_(held_.get(), std::forward<Arguments>(arguments)...); }

 private:
  void (*call_)(void* held, Arguments... arguments) = nullptr;
  std::shared_ptr<void> held_;
};

}  // namespace webpool
