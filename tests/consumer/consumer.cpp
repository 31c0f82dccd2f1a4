#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Macros of Qt, X11 and Windows, whose headers other projects include before the library's. The standard library's headers are
// included above, since they need not compile with such macros.
#define emit
#define signals public
#define slots
#define foreach for
#define Bool int
#define None 0L
#define Status int
#define far
#define near
#define small char
#define interface struct
#define max(a, b) ((a) > (b) ? (a) : (b))
#define min(a, b) ((a) < (b) ? (a) : (b))

#include <webpool/pool.hpp>
#include <webpool/version.hpp>

static_assert(WEBPOOL_VERSION >= 100);

// Uses what crosses the border of a shared library: the pool, results, iterators, errors of tasks and of the library.
int main() {
  webpool::Pool pool(2);
  const auto squares = pool.map([](int x) { return x * x; }, std::vector{1, 2, 3});
  auto sum = pool.apply_async([](int a, int b) { return a + b; }, std::pair{3, 4});
  bool right = squares == std::vector{1, 4, 9} && sum.get() == 7;

  int total = 0;
  for (const int x : pool.imap([](int n) { return 2 * n; }, std::vector{1, 2, 3})) total += x;
  right = right && total == 12;

  const auto processor = pool.apply([] { return webpool::this_task::processor(); });
  right = right && processor.has_value() && !pool.trace().empty() && pool.stats().size() == 2;

  try {
    pool.apply([] { throw std::runtime_error("from a task"); });
    right = false;
  } catch (const std::runtime_error& error) {
    right = right && error.what() == std::string("from a task");
  }
  pool.close();
  try {
    pool.apply([] {});
    right = false;
  } catch (const webpool::PoolNotRunningError&) {
  }
  pool.join();
  std::cout << (right ? "the pool works\n" : "the pool gives wrong results\n");
  return right ? 0 : 1;
}
