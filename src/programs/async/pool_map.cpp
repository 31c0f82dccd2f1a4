#include <webpool/pool.hpp>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

// One argument for each call. Small numbers sleep longer, so they end late.
static int square(int x) {
  std::this_thread::sleep_for(400ms - x * 40ms);
  std::cout << "the square of " + std::to_string(x) + " has ended\n";
  return x * x;
}

int main() {
  webpool::Pool pool;

  // map_async returns at once; get takes the results when they are there.
  const std::size_t chunksize = 1;
  auto result = pool.map_async(square, std::vector{1, 2, 3, 4, 5, 6, 7, 8}, {.chunksize = chunksize});
  std::cout << "The program goes on while the pool works.\n";
  const auto squares = result.get();

  // The tasks ended in an order of their own; the results keep the input's.
  std::cout << "Results:";
  for (const int x : squares) std::cout << ' ' << x;
  std::cout << '\n';

  pool.close();
  pool.join();
  return 0;
}
