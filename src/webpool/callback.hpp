#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace webpool {

template <class Signature>
class Callback;

/// A function that an option holds: any callable, also one that only moves. Copies share it. Follows `std::function`, whose
/// header takes longer to compile than this library's.
template <class... Arguments>
class Callback<void(Arguments...)> {
 public:
  /// None.
  Callback() = default;
  /// Holds that callable; none if it is an empty pointer or `std::function`. What it returns is dropped.
  template <class Function>
  requires(!std::is_same_v<std::remove_cvref_t<Function>, Callback>)  //
      Callback(Function&& function) {  // NOLINT(google-explicit-constructor): for `{.callback = [] { … }}`
    using Held = std::decay_t<Function>;
    constexpr bool fits = std::is_invocable_v<Held&, Arguments...>;
    static_assert(fits, "the callback does not take what it is called with");
    if constexpr (fits) {
      auto held = std::make_shared<Held>(std::forward<Function>(function));
      if constexpr (std::is_constructible_v<Held, std::nullptr_t>) {
        if (*held == nullptr) return;
      }
      held_ = std::move(held);
      call_ = [](void* callable, Arguments... arguments) {
        static_cast<void>((*static_cast<Held*>(callable))(std::forward<Arguments>(arguments)...));
      };
    }
  }
  /// Whether there is one.
  explicit operator bool() const noexcept { return call_ != nullptr; }
  /// Calls it; there has to be one.
  void operator()(Arguments... arguments) const { call_(held_.get(), std::forward<Arguments>(arguments)...); }

 private:
  void (*call_)(void* held, Arguments... arguments) = nullptr;
  std::shared_ptr<void> held_;
};

}  // namespace webpool
