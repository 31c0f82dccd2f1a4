#include <webpool/pool.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

static int square(int x) {
  std::this_thread::sleep_for(500ms - x * 50ms);  // small numbers take longest
  const std::string number = std::to_string(x);
  std::cout << number + " × " + number + " is ready\n";
  return x * x;
}

int main() {
  webpool::Pool pool;
  const auto squares = pool.map(square, std::vector{1, 2, 3, 4, 5, 6});
  std::cout << "Results:";
  for (const int x : squares) std::cout << ' ' << x;
  std::cout << '\n';
  return 0;
}
