#pragma once

#include <webpool/calls/task_timer.hpp>
#include <webpool/core/job.hpp>
#include <webpool/export.hpp>
#include <webpool/sync/parking.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace webpool::detail {

/// Calls `run(item)` for each item from `item` to `last` until the job is stopped. (Functions are passed by value here: by
/// reference, GCC keeps them in memory.)
template <class Run>
void run_singly(const Job& job, std::uint64_t item, std::uint64_t last, Run run) {
  for (; item < last && !job.stopping(); ++item) run(item);
}

inline constexpr std::uint64_t items_of_block = 32;

/// The same for more than one block of items. Out of line, to keep the loop for few items small.
template <class Run>
WEBPOOL_OUT_OF_LINE void run_blocks(const Job& job, std::uint64_t item, std::uint64_t last, Run run) {
  // The stop flag is checked before each item, or before each block if items turn out to take nanoseconds, so that compilers
  // can vectorise a loop of single operations (0.05 ns an item instead of 0.4).
  constexpr std::chrono::microseconds short_block{2};
  const auto begin = Clock::now();
  run_singly(job, item, item + items_of_block, run);
  item += items_of_block;
  const bool fast = Clock::now() - begin < short_block;
  for (; fast && last - item >= items_of_block && !job.stopping(); item += items_of_block) {
    for (std::uint64_t i = 0; i < items_of_block; ++i) run(item + i);
  }
  run_singly(job, item, last, run);
}

/// Calls `run(item)` for each item of a chunk until the job is stopped.
template <class Run>
void run_items(const Job& job, std::uint32_t chunk, Run run) {
  const auto item = job.first_item(chunk);
  const auto last = job.last_item(chunk);
  if (last - item > items_of_block) return run_blocks(job, item, last, run);
  run_singly(job, item, last, run);
}

/// The same with a timeout for each task. Errors number items from `first_number`.
template <class Run>
WEBPOOL_OUT_OF_LINE void run_items_in_time(const Job& job, std::uint32_t chunk, std::chrono::nanoseconds timeout,
                                           Run run, std::uint64_t first_number = 0) {
  const auto last = job.last_item(chunk);
  for (auto item = job.first_item(chunk); item < last && !job.stopping(); ++item)
    run_in_time(job, first_number + item, timeout, [&] { run(item); });
}

/// Runs the task of one item and stores its result of type `T`.
template <class Task, class T, class Function, class Item, class Results>
void run_task(Function& function, Item&& item, Results& results, std::uint64_t index) {
  if constexpr (std::is_void_v<T>) {
    Task::run(function, std::forward<Item>(item));
  } else {
    results.set(static_cast<std::size_t>(index),
                [&]() -> decltype(auto) { return Task::run(function, std::forward<Item>(item)); });
  }
}

}  // namespace webpool::detail
