#include <webpool/pool.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

static int area(int width, int height) {
  std::this_thread::sleep_for(100ms);
  std::cout << std::to_string(width) + " × " + std::to_string(height) + " has ended\n";
  return width * height;
}

int main() {
  const std::vector<std::pair<int, int>> rectangles{{1, 2}, {3, 4}, {5, 6}, {7, 8}};
  webpool::Pool pool;

  // starmap_async unpacks each pair: area(1, 2), area(3, 4), …
  auto areas_later = pool.starmap_async(area, rectangles);

  // map_async hands over one argument, so the function has to unpack the pair itself.
  auto products_later = pool.map_async([](const auto& pair) { return pair.first * pair.second; }, rectangles);

  // Both jobs are under way; each get waits for one of them.
  const auto areas = areas_later.get();
  const auto products = products_later.get();
  std::cout << "starmap:";
  for (const int x : areas) std::cout << ' ' << x;
  std::cout << "\nmap:";
  for (const int x : products) std::cout << ' ' << x;
  std::cout << '\n';

  pool.close();
  pool.join();
  return 0;
}
