// Shows progress while a job runs, and cancels it when enough is known. Running tasks check their token to stop.
#include <webpool/pool.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <numeric>
#include <thread>
#include <vector>

int main() {
  std::vector<int> items(1000);
  std::iota(items.begin(), items.end(), 0);
  webpool::Pool pool(4);

  std::size_t last_done = 0;
  auto all = pool.map_async([](int x) { return x * x; }, items,
                            {.on_progress = [&](std::size_t done, std::size_t /*total*/) { last_done = done; }});
  all.wait();
  std::cout << "done: " << last_done << " of " << items.size() << '\n';

  std::atomic<bool> begun = false;
  auto endless = pool.map_async(
      [&](int /*item*/) {
        const auto token = webpool::this_task::stop_token();
        begun = true;
        while (!token.stop_requested()) std::this_thread::yield();
      },
      items);
  while (!begun) std::this_thread::yield();
  std::cout << "cancelled: " << (endless.cancel() ? "yes" : "no") << '\n';
  try {
    endless.get();
  } catch (const webpool::CancelledError& error) {
    std::cout << "CancelledError: " << error.what() << '\n';
  }

  // A timeout for each task. Only one task is too slow.
  auto limited = pool.imap(
      [](int x) {
        while (x == 2 && !webpool::this_task::stop_token().stop_requested()) std::this_thread::yield();
        return x;
      },
      {1, 2, 3}, {.timeout = std::chrono::milliseconds{250}});
  for (bool more = true; more;) {
    try {
      const auto result = limited.next();
      more = result.has_value();
      if (more) std::cout << "result: " << *result << '\n';
    } catch (const webpool::TimeoutError& error) {
      std::cout << "TimeoutError: " << error.what() << '\n';
    }
  }
}
