#pragma once

#include <webpool/calls/call_job.hpp>
#include <webpool/calls/task_call.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace webpool::detail {

/// The job of apply: one call with the elements of a tuple as arguments.
template <class Function, class Arguments, class T>
class ApplyJob final : public ResultJob<T> {
 public:
  template <class GivenFunction, class GivenArguments, class Options>
  ApplyJob(GivenFunction&& function, GivenArguments&& arguments, const Options& options)
      : ResultJob<T>(JobShape{}, options),
        function_(std::forward<GivenFunction>(function)),
        arguments_(std::forward<GivenArguments>(arguments)) {
    this->trivially_destructible = !this->has_options() && std::is_trivially_destructible_v<Function> &&
                                   std::is_trivially_destructible_v<Arguments> &&
                                   std::is_trivially_destructible_v<decltype(result_)>;
  }

  void run_chunk(std::uint32_t /*chunk*/) override {
    if (const auto* const timeout = this->timeout()) {
      detail::run_in_time(*this, 0, *timeout, [this] { run(); });
    } else {
      run();
    }
  }

  std::add_lvalue_reference_t<T> result() noexcept override {
    if constexpr (!std::is_void_v<T>) return *result_;
  }

  std::vector<std::string> item_texts(std::size_t limit) override {
    return detail::texts_of(1, limit, [this](auto& text, auto /*index*/) { StarmapCall::write(text, arguments_); });
  }
  std::vector<std::string> result_texts(std::size_t limit) override {
    return detail::texts_of<!std::is_void_v<T>>(1, limit, [this](auto& text, auto /*index*/) { text.write(*result_); });
  }

 private:
  ~ApplyJob() override = default;
  void run() {
    if constexpr (std::is_void_v<T>) {
      StarmapCall::call(function_, static_cast<Arguments&&>(arguments_));
    } else {
      result_.emplace(StarmapCall::call(function_, static_cast<Arguments&&>(arguments_)));
    }
  }

  Function function_;
  Arguments arguments_;
  std::optional<std::conditional_t<std::is_void_v<T>, bool, T>> result_;
};

}  // namespace webpool::detail
