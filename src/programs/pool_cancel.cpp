#include <webpool/pool.hpp>

#include <chrono>
#include <iostream>
#include <numeric>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

// A long task looks now and then whether it is still wanted.
static int slow(int x) {
  const auto token = webpool::this_task::stop_token();
  for (int step = 0; step < 20; ++step) {
    if (token.stop_requested()) return 0;
    std::this_thread::sleep_for(10ms);
  }
  return x * x;
}

int main() {
  webpool::Pool pool;
  std::vector<int> numbers(1000);
  std::iota(numbers.begin(), numbers.end(), 0);

  auto result = pool.map_async(slow, numbers);
  std::cout << "A thousand tasks of 200 ms are handed out.\n";

  // Nobody wants to wait so long.
  result.wait(300ms);
  std::cout << "Cancelled? " << (result.cancel() ? "yes" : "no") << '\n';
  try {
    result.get();
  } catch (const webpool::CancelledError&) {
    std::cout << "get throws: CancelledError\n";
  }

  // The pool is free again at once.
  const auto squares = pool.map(slow, std::vector{1, 2, 3});
  std::cout << "Results:";
  for (const int x : squares) std::cout << ' ' << x;
  std::cout << '\n';

  pool.close();
  pool.join();
  return 0;
}
