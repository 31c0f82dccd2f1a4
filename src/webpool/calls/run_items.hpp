#pragma once

#include <webpool/calls/task_timer.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/text.hpp>
#include <webpool/sync/parking.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace webpool::detail {

/// Calls `run(item)` for each item of a chunk until the job is stopped.
template <class Run>
void run_items(const Job& job, std::uint32_t chunk, Run&& run) {
  auto item = job.first_item(chunk);
  const auto last = job.last_item(chunk);
  const auto run_singly = [&](std::uint64_t end) {
    for (; item < end && !job.stopping(); ++item) run(item);
  };
  // The stop flag is checked before each item, or before each block if items turn out to take nanoseconds, so that compilers
  // can vectorise a loop of single operations (0.05 ns an item instead of 0.4).
  constexpr std::uint64_t block = 32;
  constexpr std::chrono::microseconds short_block{2};
  if (last - item > block) {
    const auto begin = Clock::now();
    run_singly(item + block);
    const bool fast = Clock::now() - begin < short_block;
    for (; fast && last - item >= block && !job.stopping(); item += block) {
      for (std::uint64_t i = 0; i < block; ++i) run(item + i);
    }
  }
  run_singly(last);
}

/// The same with a timeout for each task. Errors number items from `first_number`. Out of line, to keep the loop without a
/// timeout small.
template <class Run>
WEBPOOL_OUT_OF_LINE void run_items_in_time(const Job& job, std::uint32_t chunk, std::chrono::nanoseconds timeout,
                                           Run&& run, std::uint64_t first_number = 0) {
  const auto last = job.last_item(chunk);
  for (auto item = job.first_item(chunk); item < last && !job.stopping(); ++item)
    run_in_time(job, first_number + item, timeout, [&] { run(item); });
}

/// Runs the task of one item and stores its result of type `T`.
template <class Task, class T, class Function, class Item, class Slots>
void run_task(Function& function, Item&& item, Slots& slots, std::uint64_t index) {
  if constexpr (std::is_void_v<T>) {
    Task::run(function, std::forward<Item>(item));
  } else {
    slots.set(static_cast<std::size_t>(index),
              [&]() -> decltype(auto) { return Task::run(function, std::forward<Item>(item)); });
  }
}

}  // namespace webpool::detail
