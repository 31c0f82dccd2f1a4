// A task may call its own pool: while it waits, it runs the tasks that it waits for, so nesting needs no extra processors.
#include <webpool/pool.hpp>

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <random>
#include <span>
#include <vector>

namespace {

// Sorts both halves in parallel and merges them.
void merge_sort(webpool::Pool& pool, std::span<int> numbers) {
  constexpr std::size_t small = 4096;
  if (numbers.size() <= small) {
    std::sort(numbers.begin(), numbers.end());
    return;
  }
  const auto middle = numbers.size() / 2;
  std::vector<std::span<int>> halves{numbers.first(middle), numbers.subspan(middle)};
  pool.map([&](std::span<int> half) { merge_sort(pool, half); }, halves);
  std::inplace_merge(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(middle), numbers.end());
}

}  // namespace

int main() {
  std::vector<int> numbers(200'000);
  std::mt19937 random(1);
  std::generate(numbers.begin(), numbers.end(), [&] { return static_cast<int>(random() % 1'000'000); });

  webpool::Pool pool;
  merge_sort(pool, numbers);
  std::cout << "sorted: " << (std::is_sorted(numbers.begin(), numbers.end()) ? "yes" : "no") << '\n';
}
