#include <webpool/pool.hpp>

#include <chrono>
#include <iostream>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

// Tasks of the same length. Each line is printed in one piece,
// so that the lines of two processors do not mix.
static int task(int number) {
  std::this_thread::sleep_for(150ms);
  std::cout << "task " + std::to_string(number) + " has ended\n";
  return number;
}

int main() {
  const int count = 6;
  std::cout << "Processors of this machine: " << webpool::cpu_count() << '\n';

  // Without a number, a pool has one processor for each of the machine.
  webpool::Pool pool;

  std::vector<int> items(count);
  std::iota(items.begin(), items.end(), 1);
  const auto begin = std::chrono::steady_clock::now();
  auto result = pool.map_async(task, items);
  std::cout << "The tasks are handed out.\n";
  const auto numbers = result.get();
  const auto time = std::chrono::steady_clock::now() - begin;

  std::cout << "Results:";
  for (const int number : numbers) std::cout << ' ' << number;
  std::cout << '\n' << count << " tasks of 150 ms took " << time / 1ms << " ms.\n";

  pool.close();
  pool.join();
  return 0;
}
