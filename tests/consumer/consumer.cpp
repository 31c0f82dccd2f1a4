#include <webpool/pool.hpp>

#include <iostream>
#include <utility>
#include <vector>

int main() {
  webpool::Pool pool(2);
  const auto squares = pool.map([](int x) { return x * x; }, std::vector{1, 2, 3});
  auto sum = pool.apply_async([](int a, int b) { return a + b; }, std::pair{3, 4});
  const bool right = squares == std::vector{1, 4, 9} && sum.get() == 7;
  std::cout << (right ? "the pool works\n" : "the pool gives wrong results\n");
  return right ? 0 : 1;
}
