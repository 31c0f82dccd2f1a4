#pragma once

#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>
#include <utility>
#include <vector>

/// Helpers of the tests of each call with many kinds of ranges.

template <class T>
std::vector<T> read_all(webpool::ImapIterator<T> results) {
  std::vector<T> list;
  for (auto& result : results) list.push_back(std::move(result));
  return list;
}

// Checks that every call gives the squares of a range, which is made anew for each call.
template <class Make>
void check_squares(const std::vector<int>& expected, Make make) {
  webpool::Pool pool(2);
  CHECK(pool.map(square, make()) == expected);
  CHECK(pool.map_async(square, make()).get() == expected);
  CHECK(read_all(pool.imap(square, make(), {.chunksize = 2})) == expected);
  CHECK(std::multiset<int>(expected.begin(), expected.end()) == [&] {
    const auto results = read_all(pool.imap_unordered(square, make()));
    return std::multiset<int>(results.begin(), results.end());
  }());
  auto range = make();
  CHECK(pool.map(square, range) == expected);
  std::vector<int> written(expected.size());
  pool.map_into(square, make(), written);
  CHECK(written == expected);
}
