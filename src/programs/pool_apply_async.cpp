#include <webpool/pool.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

using namespace std::chrono_literals;

static std::string rest(const std::string& name, std::chrono::milliseconds duration) {
  std::this_thread::sleep_for(duration);
  std::cout << name + " has ended\n";
  return name + ": " + std::to_string(duration.count()) + " ms";
}

int main() {
  webpool::Pool pool;

  // Each call hands out one task and returns at once, so they run side by side.
  std::vector<webpool::AsyncResult<std::string>> results;
  results.push_back(pool.apply_async(rest, std::tuple{"first", 400ms}));
  results.push_back(pool.apply_async(rest, std::tuple{"second", 100ms}));
  results.push_back(pool.apply_async(rest, std::tuple{"third", 250ms}));
  results.push_back(pool.apply_async(rest, std::tuple{"fourth", 150ms}));
  std::cout << "Four tasks are handed out.\n";

  // The first task ends late; its result is asked for first all the same.
  for (auto& result : results) std::cout << "Result: " + result.get() + '\n';

  pool.close();
  pool.join();
  return 0;
}
