#include <kernels/matrix.hpp>
#include <webpool/pool.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <span>
#include <tuple>
#include <vector>

using Row = std::span<const std::int32_t>;
using Counts = std::vector<int>;

static int howmany_within_range(Row row, int minimum, int maximum) {
  int count = 0;
  for (const int n : row) count += minimum <= n && n <= maximum ? 1 : 0;
  return count;
}

static int howmany_from_4_to_8(Row row) { return howmany_within_range(row, 4, 8); }

// Runs a way to count the rows, and compares it with the serial one: the best of five runs counts, as the first ones also
// fill caches and wake processors.
class Comparison {
 public:
  template <class Run>
  void measure(const char* name, Run run) {
    using Milliseconds = std::chrono::duration<double, std::milli>;
    Counts counts;
    Milliseconds time = Milliseconds::max();
    for (int repetition = 0; repetition < 5; ++repetition) {
      const auto begin = std::chrono::steady_clock::now();
      counts = run();
      time = std::min<Milliseconds>(time, std::chrono::steady_clock::now() - begin);
    }
    const double per_row = time.count() / static_cast<double>(counts.size());
    if (serial.empty()) {
      serial = counts;
      serial_per_row = per_row;
    }
    const bool same = std::equal(counts.begin(), counts.end(), serial.begin());
    std::cout << name << ": " << time.count() << " ms for " << counts.size() << " rows, speed-up "
              << serial_per_row / per_row << ", " << (same ? "same counts\n" : "DIFFERENT COUNTS\n");
  }

  Counts serial;
  double serial_per_row = 0;
};

int main() {
  // How many numbers of each row lie within 4 and 8? The matrix is numpy's:
  // RandomState(100).randint(0, 10, size=[row_count, 5]).
  const std::size_t row_count = 200'000;
  const auto data = webpool::Matrix::random(row_count, 5, 100, 0, 10);
  const auto rows = data.rows_view();
  std::vector<std::tuple<Row, int, int>> triples;  // for starmap
  for (const Row row : rows) triples.emplace_back(row, 4, 8);
  const std::size_t some_rows = 1'000;  // for apply: one call for each row

  std::cout << std::fixed << std::setprecision(3);
  Comparison comparison;
  comparison.measure("serial", [&] {
    Counts counts;
    for (const Row row : rows) counts.push_back(howmany_within_range(row, 4, 8));
    return counts;
  });
  std::cout << "First ten:";
  for (std::size_t i = 0; i < 10; ++i) std::cout << ' ' << comparison.serial[i];
  std::cout << '\n';

  webpool::Pool pool;
  comparison.measure("apply_async", [&] {
    std::vector<webpool::AsyncResult<int>> results;
    for (std::size_t i = 0; i < some_rows; ++i) results.push_back(pool.apply_async(howmany_within_range, triples[i]));
    Counts counts;
    for (auto& result : results) counts.push_back(result.get());
    return counts;
  });
  comparison.measure("map_async", [&] { return pool.map_async(howmany_from_4_to_8, rows).get(); });
  comparison.measure("starmap_async", [&] { return pool.starmap_async(howmany_within_range, triples).get(); });

  pool.close();
  pool.join();
  return 0;
}
