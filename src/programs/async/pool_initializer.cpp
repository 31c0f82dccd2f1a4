#include <webpool/pool.hpp>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

// Each processor is a thread, and has a table of its own.
static thread_local std::vector<int> squares;

// Once in each processor, before its first task.
static void prepare(int size) {
  std::this_thread::sleep_for(100ms);
  squares.clear();
  for (int n = 0; n < size; ++n) squares.push_back(n * n);
  std::cout << "a table of " + std::to_string(size) + " squares is ready\n";
}

// A task sees what the initializer left in its processor.
static int look_up(std::size_t n) {
  std::this_thread::sleep_for(100ms);
  return squares[n];
}

int main() {
  webpool::Pool pool({.initializer = [] { prepare(100); }});

  auto results = pool.map_async(look_up, std::vector<std::size_t>{2, 3, 5, 7, 11, 13, 17, 19});
  const auto list = results.get();
  std::cout << "Results:";
  for (const int x : list) std::cout << ' ' << x;
  std::cout << '\n';

  pool.close();
  pool.join();
  return 0;
}
