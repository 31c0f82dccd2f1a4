#include <webpool/pool.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

static int square(int x) {
  std::this_thread::sleep_for(200ms);
  std::cout << "the square of " + std::to_string(x) + " has ended\n";
  return x * x;
}

static std::string yes_or_no(bool answer) { return answer ? "yes\n" : "no\n"; }

int main() {
  webpool::Pool pool;

  // An AsyncResult comes back at once: a handle to future results.
  auto result = pool.map_async(square, std::vector{1, 2, 3, 4, 5, 6, 7, 8});
  std::cout << "map_async has returned. Ready? " + yes_or_no(result.ready());

  // Wait a little, and look again.
  result.wait(50ms);
  std::cout << "50 ms later. Ready? " + yes_or_no(result.ready());

  // get blocks until the results are there.
  const auto squares = result.get();
  std::cout << "Results:";
  for (const int x : squares) std::cout << ' ' << x;
  std::cout << "\nReady? " + yes_or_no(result.ready());
  std::cout << "Successful? " + yes_or_no(result.successful());

  pool.close();
  pool.join();
  return 0;
}
