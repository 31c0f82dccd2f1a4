#pragma once

#include <webpool/detail/completions.hpp>
#include <webpool/detail/job.hpp>
#include <webpool/detail/scheduler.hpp>
#include <webpool/detail/task_jobs.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

/// Behind imap: a window of jobs, one for each chunk, that moves over the input as the results are read.
namespace webpool::detail {

/// The window. All calls come from one thread at a time, the reader's.
class ImapWindow {
 public:
  /// At most `size` chunks are unread. Throws as `Scheduler::submit` does.
  ImapWindow(std::shared_ptr<Scheduler> scheduler, std::size_t size, bool ordered);
  ImapWindow(const ImapWindow&) = delete;
  ImapWindow& operator=(const ImapWindow&) = delete;
  /// Drops what was not read; tasks that run are asked to stop.
  virtual ~ImapWindow();

  /// Takes chunks of the input until the window is full.
  void fill();
  /// The job of the next chunk, which has settled; null at the end. Throws what the input threw, in its place, and
  /// `TimeoutError`, after which the chunk is still to come.
  Reference<> next(Deadline deadline);
  /// Ends it here: `next` gives null from now on.
  void close() noexcept;

 protected:
  /// A job for the next chunk of the input; null at its end. Throws what the input throws.
  virtual Reference<> take_chunk() = 0;
  [[nodiscard]] const Scheduler& scheduler() const noexcept { return *scheduler_; }

 private:
  Reference<> take_first(Deadline deadline);
  Reference<> take_any(Deadline deadline);
  void end_input() noexcept;

  std::shared_ptr<Scheduler> scheduler_;
  std::size_t size_;
  std::shared_ptr<Completions> completions_;  // null if ordered
  std::deque<Reference<>> jobs_;              // submitted and not read, in the order of the input
  std::exception_ptr error_;                  // of the input: thrown when `jobs_` have been read
  bool input_open_ = true;
};

/// A function that several jobs call, the last of which may outlive the iterator.
template <class Function>
class SharedFunction {
 public:
  explicit SharedFunction(std::shared_ptr<Function> function) noexcept : function_(std::move(function)) {}
  template <class... Arguments>
  decltype(auto) operator()(Arguments&&... arguments) const {
    return std::invoke(*function_, std::forward<Arguments>(arguments)...);
  }

 private:
  std::shared_ptr<Function> function_;
};

/// The window over `Items`, a container or a reference to one.
template <class Function, class Items, class T>
class ImapStream final : public ImapWindow {
  using Values = std::vector<value_t<Items>>;
  using Chunk = MapJob<MapCall, SharedFunction<Function>, Values, T>;

 public:
  template <class F>
  ImapStream(std::shared_ptr<Scheduler> scheduler, std::size_t size, bool ordered, F&& function, Items items,
             std::size_t chunksize)
      : ImapWindow(std::move(scheduler), size, ordered),
        function_(std::make_shared<Function>(std::forward<F>(function))),
        items_(static_cast<Items&&>(items)),
        chunksize_(chunksize) {}

 private:
  Reference<> take_chunk() override {
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
    Values values;
    try {
      if (!place_) place_.emplace(std::begin(items_));
      while (values.size() < chunksize_ && *place_ != std::end(items_)) {
        values.push_back(**place_);
        ++*place_;
      }
    } catch (...) {
      if (values.empty()) throw;
      error_ = std::current_exception();
    }
    if (values.empty()) return {};
    const auto count = values.size();
    return Reference<>(new Chunk(SharedFunction<Function>(function_), std::move(values), count, count, 1, {}));
  }

  std::shared_ptr<Function> function_;
  Items items_;
  std::optional<iterator_t<Items>> place_;
  std::size_t chunksize_;
  std::exception_ptr error_;  // of the input, behind the chunk that was taken last
};

}  // namespace webpool::detail
