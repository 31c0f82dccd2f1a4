// An initializer runs once in each processor. Use it for what every task needs and is expensive to create, such as a random
// number generator, a connection or a buffer.
#include <webpool/pool.hpp>

#include <atomic>
#include <iostream>
#include <numeric>
#include <optional>
#include <random>
#include <vector>

namespace {

std::atomic<int> made = 0;
thread_local std::optional<std::mt19937_64> generator;

void make_generator() {
  // Each processor has an index in its pool, which seeds its own sequence.
  generator.emplace(*webpool::this_task::processor());
  ++made;
}

// How many of these random points of a square are in its inscribed circle.
int count_hits(int points) {
  std::uniform_real_distribution<double> coordinate(-1, 1);
  int hits = 0;
  for (int i = 0; i < points; ++i) {
    const double x = coordinate(*generator);
    const double y = coordinate(*generator);
    hits += x * x + y * y <= 1 ? 1 : 0;
  }
  return hits;
}

}  // namespace

int main() {
  constexpr int tasks = 100;
  constexpr int points = 10'000;
  webpool::Pool pool(3, {.initializer = make_generator});
  const auto hits = pool.map(count_hits, std::vector(tasks, points));
  const double pi = 4.0 * std::reduce(hits.begin(), hits.end()) / (tasks * points);
  pool.close();
  pool.join();
  std::cout << "pi is " << (pi > 3.1 && pi < 3.2 ? "about 3.1" : "something else") << '\n';
  std::cout << "generators: " << made << '\n';
}
