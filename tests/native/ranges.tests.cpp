// Everything that a range-based for iterates over is an input of each call.
#include "ranges.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using webpool::Pool;

namespace {

// 0, 1, … below a number, with the minimum that a range-based for requires: single-pass, an end of another type, and a
// non-copyable iterator without the types of `std::iterator_traits`.
class Counter {
 public:
  explicit Counter(int count) : count_(count) {}
  struct End {
    int count;
  };
  class Place {
   public:
    explicit Place(Counter& counter) : counter_(&counter) {}
    Place(Place&&) = default;
    Place& operator=(Place&&) = default;
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() = default;
    int operator*() const { return counter_->next_; }
    void operator++() { ++counter_->next_; }
    bool operator!=(const End& end) const { return counter_->next_ != end.count; }

   private:
    Counter* counter_;
  };
  Place begin() { return Place(*this); }
  End end() { return {count_}; }

 private:
  int next_ = 0;
  int count_;
};

// A range in another namespace whose begin and end are not members.
struct Chain {
  std::list<int> links;
};
auto begin(Chain& chain) { return chain.links.begin(); }
auto end(Chain& chain) { return chain.links.end(); }

// Two zipped lists: each item is a temporary pair of references.
struct Zipped {
  std::vector<int>* left;
  std::vector<int>* right;
  struct Place {
    using value_type = std::pair<int, int>;
    using difference_type = std::ptrdiff_t;
    std::vector<int>::iterator first;
    std::vector<int>::iterator second;
    std::pair<int&, int&> operator*() const { return {*first, *second}; }
    Place& operator++() {
      ++first;
      ++second;
      return *this;
    }
    Place operator++(int) {
      auto before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Place&) const = default;
  };
  [[nodiscard]] Place begin() const { return {left->begin(), right->begin()}; }
  [[nodiscard]] Place end() const { return {left->end(), right->end()}; }
};

std::unique_ptr<int> own(int x) { return std::make_unique<int>(x); }

template <class List>
List owned(int count) {
  List list;
  for (int x = 0; x < count; ++x) list.push_back(own(x));
  return list;
}

}  // namespace

TEST_CASE("every call takes a single-pass input with an end of another type", "[ranges]") {
  check_squares({0, 1, 4, 9, 16}, [] { return Counter(5); });
  check_squares({}, [] { return Counter(0); });
}

TEST_CASE("every call takes a range whose begin is found by argument-dependent lookup", "[ranges]") {
  check_squares({1, 4, 9}, [] { return Chain{{1, 2, 3}}; });
}

TEST_CASE("map and imap take a directory_iterator", "[ranges]") {
  const auto folder = std::filesystem::temp_directory_path() / "webpool-ranges-test";
  std::filesystem::create_directory(folder);
  for (const auto* name : {"a", "bb"}) std::ofstream(folder / name) << name;
  Pool pool(2);
  const auto size = [](const std::filesystem::directory_entry& entry) { return entry.file_size(); };
  const auto is_found = [](const std::vector<std::uintmax_t>& sizes) {
    return std::multiset<std::uintmax_t>(sizes.begin(), sizes.end()) == std::multiset<std::uintmax_t>{1, 2};
  };
  CHECK(is_found(pool.map(size, std::filesystem::directory_iterator(folder))));
  CHECK(is_found(pool.map_async(size, std::filesystem::directory_iterator(folder)).get()));
  CHECK(is_found(read_all(pool.imap(size, std::filesystem::directory_iterator(folder)))));
  std::filesystem::remove_all(folder);
}

TEST_CASE("every call takes a braced list", "[ranges]") {
  Pool pool(2);
  CHECK(pool.map(square, {1, 2, 3}) == std::vector{1, 4, 9});
  CHECK(pool.map(square, {1, 2, 3}, {.chunksize = 1}) == std::vector{1, 4, 9});
  CHECK(pool.map_async(square, {1, 2, 3}).get() == std::vector{1, 4, 9});
  CHECK(read_all(pool.imap(square, {1, 2, 3})) == std::vector{1, 4, 9});
  CHECK(read_all(pool.imap_unordered(square, {3})) == std::vector{9});
  const auto add = [](int a, int b) { return a + b; };
  CHECK(pool.starmap(add, {std::pair{1, 2}, {3, 4}}) == std::vector{3, 7});
  CHECK(pool.starmap_async(add, {std::pair{1, 2}, {3, 4}}).get() == std::vector{3, 7});
  const std::initializer_list<int> list{1, 2};
  CHECK(pool.map(square, list) == std::vector{1, 4});
}

TEST_CASE("every call takes an array", "[ranges]") {
  Pool pool(2);
  int array[] = {1, 2, 3};
  CHECK(pool.map(square, array) == std::vector{1, 4, 9});
  CHECK(pool.map_async(square, array).get() == std::vector{1, 4, 9});
  CHECK(read_all(pool.imap(square, array)) == std::vector{1, 4, 9});
  int results[3] = {};
  pool.map_into(square, array, results);
  CHECK(results[2] == 9);
  const int rows[2][2] = {{1, 2}, {3, 4}};
  CHECK(pool.map([](const int(&row)[2]) { return row[0] + row[1]; }, rows) == std::vector{3, 7});
}

TEST_CASE("move-only items are taken by every call that can own them", "[ranges]") {
  Pool pool(2);
  const auto read = [](const std::unique_ptr<int>& x) { return *x; };
  const auto take = [](std::unique_ptr<int> x) { return *x; };
  using Vector = std::vector<std::unique_ptr<int>>;
  using List = std::list<std::unique_ptr<int>>;
  const std::vector expected{0, 1, 2};
  CHECK(pool.map(read, owned<Vector>(3)) == expected);
  CHECK(pool.map(take, owned<Vector>(3)) == expected);
  CHECK(pool.map_async(read, owned<List>(3)).get() == expected);
  CHECK(pool.map_async(take, owned<List>(3)).get() == expected);
  CHECK(pool.map_async(take, owned<Vector>(3)).get() == expected);
  CHECK(read_all(pool.imap(read, owned<Vector>(3))) == expected);
  CHECK(read_all(pool.imap(take, owned<Vector>(3))) == expected);
  CHECK(read_all(pool.imap(take, owned<List>(3), {.chunksize = 2})) == expected);
  const auto kept = owned<Vector>(3);
  CHECK(read_all(pool.imap(read, kept)) == expected);
  CHECK(pool.apply(take, std::tuple(own(5))) == 5);
  CHECK(pool.apply_async(take, std::tuple(own(5))).get() == 5);
  std::vector<std::tuple<std::unique_ptr<int>, int>> pairs;
  pairs.emplace_back(own(3), 4);
  const auto sum = [](std::unique_ptr<int> a, int b) { return *a + b; };
  CHECK(pool.starmap_async(sum, std::move(pairs)).get() == std::vector{7});
}

TEST_CASE("imap changes the caller's items in place", "[ranges]") {
  Pool pool(2);
  const auto twice = [](int& x) { x *= 2; };
  std::vector<int> list{1, 2, 3};
  auto nothing = pool.imap(twice, list);
  while (nothing.next()) continue;
  CHECK(list == std::vector{2, 4, 6});
  std::list<int> chain{1, 2, 3};
  auto unordered = pool.imap_unordered(twice, chain);
  while (unordered.next()) continue;
  CHECK(chain == std::list{2, 4, 6});
  const auto places = read_all(pool.imap([](const int& x) { return &x; }, list));
  CHECK(places == std::vector<const int*>{&list[0], &list[1], &list[2]});
}

TEST_CASE("an iterator over the caller's items stops the tasks that use them and waits for them", "[ranges]") {
  Pool pool(2);
  Gate begun;
  bool used_to_the_end = false;
  std::vector<int> list(8, 1);
  {
    auto results = pool.imap(
        [&](int& x) {
          begun.open();
          while (!webpool::this_task::stop_token().stop_requested()) std::this_thread::yield();
          if (&x == list.data()) used_to_the_end = true;
        },
        list, {.buffersize = 1});
    begun.wait();
  }
  CHECK(used_to_the_end);
}

TEST_CASE("pairs of references refer to the caller's items", "[ranges]") {
  Pool pool(2);
  std::vector<int> left{1, 2, 3};
  std::vector<int> right{10, 20, 30};
  const auto add = [](std::pair<int&, int&> pair) { pair.first += pair.second; };
  pool.map(add, Zipped{&left, &right});
  CHECK(left == std::vector{11, 22, 33});
  auto nothing = pool.imap(add, Zipped{&left, &right});
  while (nothing.next()) continue;
  CHECK(left == std::vector{21, 42, 63});
  pool.map_async(add, Zipped{&left, &right}).get();
  CHECK(left == std::vector{31, 62, 93});
  pool.starmap([](int& a, int b) { a -= b; }, Zipped{&left, &right});
  CHECK(left == std::vector{21, 42, 63});
}

TEST_CASE("imap and map_async take bits, sets and maps", "[ranges]") {
  Pool pool(2);
  const auto invert = [](bool x) { return !x; };
  const std::vector<bool> bits{true, false, true};
  const std::vector<bool> inverted{false, true, false};
  CHECK(read_all(pool.imap(invert, bits, {.chunksize = 2})) == inverted);
  CHECK(read_all(pool.imap(invert, std::vector<bool>(bits))) == inverted);
  CHECK(pool.map_async(invert, bits).get() == inverted);
  CHECK(read_all(pool.imap(square, std::set{3, 1, 2})) == std::vector{1, 4, 9});
  const auto value = [](const auto& pair) { return pair.second; };
  const std::map<std::string, int> ages{{"a", 1}, {"b", 2}};
  CHECK(pool.map_async(value, ages).get() == std::vector{1, 2});
  CHECK(read_all(pool.imap(value, ages)) == std::vector{1, 2});
}

TEST_CASE("rows of an array of arrays are items", "[ranges]") {
  Pool pool(2);
  int rows[2][2] = {{1, 2}, {3, 4}};
  auto nothing = pool.imap([](int(&row)[2]) { row[0] += row[1]; }, rows);
  while (nothing.next()) continue;
  CHECK(rows[1][0] == 7);
}

TEST_CASE("a range may have a size that is not its number of items", "[ranges]") {
  struct Text {
    std::list<std::string> words;
    [[nodiscard]] std::size_t size() const { return 1000; }  // of its characters
    [[nodiscard]] auto begin() const { return words.begin(); }
    [[nodiscard]] auto end() const { return words.end(); }
  };
  const Text text{{"one", "three"}};
  const auto length = [](const std::string& word) { return word.size(); };
  const std::vector<std::size_t> lengths{3, 5};
  Pool pool(2);
  CHECK(pool.map(length, text) == lengths);
  CHECK(pool.map_async(length, text).get() == lengths);
  std::vector<std::size_t> written(2);
  pool.map_into(length, text, written);
  CHECK(written == lengths);
}

TEST_CASE("map_async keeps a moved list as it is", "[ranges]") {
  struct Fixed {
    explicit Fixed(int x) : value(x) {}
    Fixed(const Fixed&) = delete;
    Fixed& operator=(const Fixed&) = delete;
    int value;
  };
  std::list<Fixed> list;
  for (int x = 0; x < 3; ++x) list.emplace_back(x);
  Pool pool(2);
  const auto value = [](Fixed& x) { return x.value; };
  CHECK(pool.map(value, list) == std::vector{0, 1, 2});
  CHECK(read_all(pool.imap(value, list)) == std::vector{0, 1, 2});
  CHECK(pool.map_async(value, std::move(list)).get() == std::vector{0, 1, 2});
}
