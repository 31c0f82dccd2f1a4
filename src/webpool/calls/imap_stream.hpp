#pragma once

#include <webpool/calls/call_types.hpp>
#include <webpool/calls/imap_batch.hpp>
#include <webpool/calls/run_items.hpp>
#include <webpool/core/rethrow.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace webpool::detail {

/// What the batches of one iterator share, including the function.
template <class Function>
struct ImapFunction : ImapShared {
  template <class GivenFunction>
  ImapFunction(GivenFunction&& given, const ImapSettings& how)
      : ImapShared(how), function(std::forward<GivenFunction>(given)) {}
  Function function;
};

/// A batch with its items; `Input` is a `Streamed`.
template <class Task, class Function, class Input, class T>
class ImapTasks final : public ImapResults<T> {
 public:
  using List = ItemList<typename Input::Item>;
  /// `shared` is the iterator's `ImapFunction<Function>`; `first` is the index of the first item in the input.
  ImapTasks(List items, std::uint64_t first, std::shared_ptr<ImapShared> shared)
      : ImapResults<T>(items.size(), std::move(shared)), items_(std::move(items)), first_(first) {
    this->caller_owns_data = Input::refers;
  }

  std::vector<std::string> item_texts(std::size_t limit) override {
    return detail::texts_of(this->items(), limit,
                            [this](auto& text, auto item) { Task::write(text, Input::item_of(items_[item])); });
  }

 private:
  ~ImapTasks() override = default;
  void run_tasks(std::uint32_t chunk) override {
    auto& function = static_cast<ImapFunction<Function>&>(this->shared()).function;
    const auto run = [&](std::uint64_t item) {
      detail::run_task<Task, T>(function, Input::item_of(items_[item]), this->slots_, item);
    };
    if (const auto& timeout = this->shared().settings.timeout)
      return detail::run_items_in_time(*this, chunk, *timeout, run, first_);
    detail::run_items(*this, chunk, run);
  }

  List items_;
  std::uint64_t first_;
};

/// The input `Items`, a container or a reference to one.
template <class Task, class Function, class Items, class T>
class ImapStream final : public ImapInput {
  using Input = Streamed<Items>;
  using Tasks = ImapTasks<Task, Function, Input, T>;

 public:
  using Result = T;
  template <class GivenFunction>
  ImapStream(GivenFunction&& function, Items items, const ImapSettings& settings)
      : ImapInput(std::make_shared<ImapFunction<Function>>(std::forward<GivenFunction>(function), settings),
                  !has_several_passes<Items>, Input::refers),
        items_(static_cast<Items&&>(items)) {}

  JobPtr<ImapBatch> take_chunks(std::size_t limit) override {
    if (error_) rethrow(std::exchange(error_, nullptr));
    typename Tasks::List items;
    try {
      if (!place_) {
        place_.emplace(detail::begin_of(items_));
        end_.emplace(detail::end_of(items_));
      }
      for (; limit > 0; --limit) {
        for (auto left = shared->settings.chunksize; left > 0 && find_item(); --left) {
          items.push_back(Input::read(*place_));
          was_read_ = true;
        }
      }
    } catch (...) {
      if (items.size() == 0) throw;
      error_ = std::current_exception();
    }
    if (items.size() == 0) return {};
    const auto first = std::exchange(taken_, taken_ + items.size());
    return JobPtr<ImapBatch>(new Tasks(std::move(items), first, shared));
  }

 private:
  // Whether there is a next item. Advances only now, since `++` of a single-pass input may wait for that item.
  bool find_item() {
    if (std::exchange(was_read_, false)) ++*place_;
    return *place_ != *end_;
  }

  Items items_;
  std::optional<iterator_t<Items>> place_;
  std::optional<sentinel_t<Items>> end_;
  bool was_read_ = false;     // whether the item at `place_` was read
  std::uint64_t taken_ = 0;   // how many items were read
  std::exception_ptr error_;  // thrown by the input after the chunks that were taken last
};

/// The input of an imap iterator.
template <class Function, class Items>
auto make_imap_input(Function&& function, Items&& items, const ImapSettings& settings) {
  using Kept = std::decay_t<Function>;
  using Task = TaskFor<MapCall, Kept, Streamed<Items>>;
  using T = result_for<MapCall, Kept, Streamed<Items>>;
  return std::make_unique<ImapStream<Task, Kept, Items, T>>(std::forward<Function>(function),
                                                            std::forward<Items>(items), settings);
}

}  // namespace webpool::detail
