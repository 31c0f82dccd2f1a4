// A pipeline: each stage is an imap whose input is the previous stage. Nothing is computed further ahead than
// `buffersize`, so an endless input takes no more memory than a short one.
#include <webpool/pool.hpp>

#include <cstdint>
#include <iostream>
#include <optional>
#include <utility>

namespace {

// An endless range: 1, 2, 3, …
struct Naturals {
  struct Place {
    std::uint64_t number = 1;
    std::uint64_t operator*() const { return number; }
    void operator++() { ++number; }
    bool operator!=(const Place&) const { return true; }
  };
  static Place begin() { return {}; }
  static Place end() { return {}; }
};

std::pair<std::uint64_t, int> count_steps(std::uint64_t start) {
  int steps = 0;
  for (auto number = start; number != 1; ++steps) number = number % 2 == 0 ? number / 2 : 3 * number + 1;
  return {start, steps};
}

std::optional<std::uint64_t> if_longer_than_a_hundred(std::pair<std::uint64_t, int> path) {
  return path.second > 100 ? std::optional(path.first) : std::nullopt;
}

}  // namespace

int main() {
  webpool::Pool pool;
  auto paths = pool.imap(count_steps, Naturals(), {.chunksize = 16, .buffersize = 32});
  auto found = pool.imap(if_longer_than_a_hundred, std::move(paths), {.chunksize = 16, .buffersize = 32});

  int count = 0;
  for (const auto& start : found) {
    if (!start) continue;
    std::cout << *start << " takes more than 100 steps to 1\n";
    if (++count == 3) break;
  }
}
