#include <webpool/pool.hpp>

#include <iostream>
#include <sstream>
#include <stdexcept>
#include <vector>

static double inverse(int x) {
  if (x == 0) throw std::domain_error("zero has no inverse");
  std::ostringstream line;
  line << "1 / " << x << " has ended\n";
  std::cout << line.str();
  return 1.0 / x;
}

int main() {
  webpool::Pool pool;

  // Each number is a chunk of its own. The others run to their end; then get throws what the task threw.
  auto result = pool.map_async(inverse, std::vector{4, 2, 0, 1}, {.chunksize = 1});
  std::cout << "map_async has returned.\n";
  try {
    result.get();
  } catch (const std::domain_error& error) {
    std::cout << "domain_error: " << error.what() << '\n';
  }

  // An error ends a call, not the pool.
  const auto inverses = pool.map_async(inverse, std::vector{4, 2, 1}).get();
  std::cout << "Results:";
  for (const double x : inverses) std::cout << ' ' << x;
  std::cout << '\n';

  pool.close();
  pool.join();
  return 0;
}
