#include <webpool/pool.hpp>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

// A list without an end: 1, 2, 3, …
class Numbers {
 public:
  class iterator {
   public:
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    int operator*() const {
      std::cout << std::to_string(number_) + " is taken\n";
      return number_;
    }
    iterator& operator++() {
      ++number_;
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return false; }

   private:
    int number_ = 1;
  };
  static iterator begin() { return {}; }
  static std::default_sentinel_t end() { return {}; }
};

static int square(int x) {
  std::this_thread::sleep_for(100ms);
  return x * x;
}

static int rest(int duration) {
  std::this_thread::sleep_for(std::chrono::milliseconds(duration));
  return duration;
}

int main() {
  webpool::Pool pool;

  // imap takes only as many numbers as its window holds, and the next when a result was read. Leaving the loop drops the
  // rest.
  for (const int y : pool.imap(square, Numbers(), {.buffersize = 4})) {
    std::cout << "Result: " + std::to_string(y) + '\n';
    if (y > 30) break;
  }

  // Unordered: what ends first comes first.
  for (const int y : pool.imap_unordered(rest, std::vector{500, 100, 200}))
    std::cout << std::to_string(y) + " ms have passed\n";

  pool.close();
  pool.join();
  return 0;
}
