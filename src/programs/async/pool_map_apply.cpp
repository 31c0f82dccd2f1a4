#include <webpool/pool.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

using namespace std::chrono_literals;

static int cube(int x) {
  std::this_thread::sleep_for(100ms);
  std::cout << "the cube of " + std::to_string(x) + " has ended\n";
  return x * x * x;
}

int main() {
  const std::vector numbers{1, 2, 3, 4, 5, 6};
  webpool::Pool pool;

  // map_async: one call of the pool, six tasks, all processors at work.
  auto begin = std::chrono::steady_clock::now();
  const auto mapped = pool.map_async(cube, numbers).get();
  auto time = std::chrono::steady_clock::now() - begin;
  std::cout << "map:";
  for (const int x : mapped) std::cout << ' ' << x;
  std::cout << "\nmap took " << time / 1ms << " ms.\n";

  // apply_async, with get before the next call: one task after another, as with apply.
  std::vector<int> applied;
  begin = std::chrono::steady_clock::now();
  for (const int x : numbers) applied.push_back(pool.apply_async(cube, std::tuple{x}).get());
  time = std::chrono::steady_clock::now() - begin;
  std::cout << "apply:";
  for (const int x : applied) std::cout << ' ' << x;
  std::cout << "\napply took " << time / 1ms << " ms.\n";

  pool.close();
  pool.join();
  return 0;
}
