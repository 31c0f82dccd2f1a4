#include <webpool/pool.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

static int add(int a, int b) {
  std::this_thread::sleep_for(100ms);
  std::cout << std::to_string(a) + " + " + std::to_string(b) + " has ended\n";
  return a + b;
}

static int multiply(int a, int b) {
  std::this_thread::sleep_for(100ms);
  std::cout << std::to_string(a) + " × " + std::to_string(b) + " has ended\n";
  return a * b;
}

int main() {
  const std::vector<std::pair<int, int>> pairs{{1, 2}, {3, 4}, {5, 6}, {7, 8}};
  webpool::Pool pool;

  // Two jobs for the same processors. Neither call waits for the other.
  auto sums = pool.starmap_async(add, pairs);
  auto products = pool.starmap_async(multiply, pairs);
  std::cout << "Both jobs are handed out.\n";

  // Asked for in any order; both are complete and in the order of the pairs.
  products.wait();
  sums.wait();
  std::cout << "Products:";
  for (const int x : products.get()) std::cout << ' ' << x;
  std::cout << "\nSums:";
  for (const int x : sums.get()) std::cout << ' ' << x;
  std::cout << '\n';

  pool.close();
  pool.join();
  return 0;
}
