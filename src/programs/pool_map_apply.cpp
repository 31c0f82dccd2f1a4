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

  // map: one call of the pool, six tasks, all processors at work.
  auto begin = std::chrono::steady_clock::now();
  const auto mapped = pool.map(cube, numbers);
  auto time = std::chrono::steady_clock::now() - begin;
  std::cout << "map:";
  for (const int x : mapped) std::cout << ' ' << x;
  std::cout << "\nmap took " << time / 1ms << " ms.\n";

  // apply: one task for each call, and the program waits for it. A processor
  // works, but never two at once: nothing is gained.
  std::vector<int> applied;
  begin = std::chrono::steady_clock::now();
  for (const int x : numbers) applied.push_back(pool.apply(cube, std::tuple{x}));
  time = std::chrono::steady_clock::now() - begin;
  std::cout << "apply:";
  for (const int x : applied) std::cout << ' ' << x;
  std::cout << "\napply took " << time / 1ms << " ms.\n";

  pool.close();
  pool.join();
  return 0;
}
