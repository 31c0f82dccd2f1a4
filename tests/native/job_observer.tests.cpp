#include "support.hpp"

#include <webpool/calls/value_text.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/job_observer.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using webpool::Pool;
using webpool::detail::Job;
using webpool::detail::JobObserver;
using webpool::detail::PoolCore;
using webpool::detail::ValueText;
using Texts = std::vector<std::string>;

namespace {

/// Follows the jobs of all pools as long as it lives.
class Followed final : public JobObserver {
 public:
  struct Call {
    std::uint32_t line = 0;
    Texts items;
    Texts results;
  };

  Followed() { instance = this; }
  ~Followed() { instance = nullptr; }

  void submitted(const PoolCore& /*pool*/, Job& job) noexcept override {
    auto items = job.item_texts(64);
    const std::lock_guard lock(lock_);
    calls_.resize(job.number + 1);
    calls_[job.number] = {job.line, std::move(items), {}};
  }
  void succeeded(const PoolCore& /*pool*/, Job& job) noexcept override {
    auto results = job.result_texts(64);
    const std::lock_guard lock(lock_);
    calls_.at(job.number).results = std::move(results);
  }

  /// The calls of the only pool, by the numbers of their jobs.
  std::vector<Call> calls() {
    const std::lock_guard lock(lock_);
    return calls_;
  }

 private:
  std::mutex lock_;
  std::vector<Call> calls_;
};

template <class T>
std::string text_of(const T& value) {
  ValueText text;
  text.write(value);
  return text.take();
}

struct Opaque {
  int number = 0;
};
enum class Colour { red = 3 };

/// Runs code for each item that is read, as a view may.
struct ComputedPlace {
  using value_type = int;
  using difference_type = std::ptrdiff_t;
  const int& operator*() const { return ++*reads, *place; }
  ComputedPlace& operator++() { return ++place, *this; }
  ComputedPlace operator++(int) { return {place++, reads}; }
  bool operator==(const ComputedPlace&) const = default;
  const int* place = nullptr;
  int* reads = nullptr;
};
struct Computed {
  [[nodiscard]] ComputedPlace begin() const { return {numbers.data(), reads}; }
  [[nodiscard]] ComputedPlace end() const { return {numbers.data() + numbers.size(), reads}; }
  std::array<int, 2> numbers;
  int* reads;
};
static_assert(webpool::detail::has_several_passes<Computed>);

}  // namespace

/// For structured bindings only.
struct Bound {
  template <std::size_t index>
  [[nodiscard]] int get() const {
    return index;
  }
};
template <>
struct std::tuple_size<Bound> : std::integral_constant<std::size_t, 1> {};
template <>
struct std::tuple_element<0, Bound> {
  using type = int;
};

namespace shapes {
struct Square {};
struct Name {
  explicit operator std::string_view() const { return "a square"; }
};
static Name to_text(const Square& /*square*/) { return {}; }
struct Circle {
  int radius = 0;
};
static std::string to_text(const Circle& circle) { return "circle " + std::to_string(circle.radius); }
}  // namespace shapes

TEST_CASE("an observer sees lines, items and results of each kind of call", "[observer]") {
  Followed followed;
  {
    Pool pool(2);
    (void)pool.map(square, std::vector{2, 3});
    const auto map_line = static_cast<std::uint32_t>(__LINE__ - 1);
    CHECK(followed.calls().at(0).line == map_line);
    (void)pool.starmap([](int a, int b) { return a + b; }, {std::pair{1, 2}, {3, 4}}, {.chunksize = 1});
    CHECK(followed.calls().at(1).line == map_line + 3);
    (void)pool.apply([](const std::string& name, int count) { return name + std::to_string(count); },
                     std::tuple{"a", 1});
    (void)pool.map_async([](double x) { return x / 4; }, std::vector{1.0, 2.0}).get();
    pool.map([](int /*x*/) {}, std::vector{5});
    std::vector<int> results(1);
    pool.map_into(square, std::vector{6}, results);
  }
  const auto calls = followed.calls();
  REQUIRE(calls.size() == 6);
  CHECK(calls[0].items == Texts{"2", "3"});
  CHECK(calls[0].results == Texts{"4", "9"});
  CHECK(calls[1].items == Texts{"1, 2", "3, 4"});
  CHECK(calls[1].results == Texts{"3", "7"});
  CHECK(calls[2].items == Texts{"\"a\", 1"});
  CHECK(calls[2].results == Texts{"\"a1\""});
  CHECK(calls[3].results == Texts{"0.25", "0.5"});
  CHECK(calls[4].items == Texts{"5"});
  CHECK(calls[4].results.empty());
  CHECK(calls[5].results.empty());  // they are the caller's
}

TEST_CASE("each chunk of imap is a job to an observer, with the results that the reader takes", "[observer][imap]") {
  const bool ordered = GENERATE(true, false);
  Followed followed;
  {
    Pool pool(2);
    const std::vector<std::string> words{"one", "two", "three"};
    const auto upper = [](std::string word) { return word += '!'; };
    Texts taken;
    const auto take = [&](auto results) {
      for (auto& result : results) taken.push_back(std::move(result));
    };
    if (ordered)
      take(pool.imap(upper, words, {.chunksize = 2}));
    else
      take(pool.imap_unordered(upper, words, {.chunksize = 2}));
    CHECK(taken.size() == 3);
  }
  const auto calls = followed.calls();
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].items == Texts{"\"one\"", "\"two\""});
  CHECK(calls[0].results == Texts{"\"one!\"", "\"two!\""});
  CHECK(calls[1].results == Texts{"\"three!\""});
  CHECK(calls[0].line == calls[1].line);
}

TEST_CASE("a call that fails has no results, and an input that computes its items is read once", "[observer]") {
  Followed followed;
  {
    Pool pool(1);
    CHECK_THROWS_AS(pool.map([](int x) -> int { throw x; }, std::vector{1}), int);
    CHECK_THROWS_AS(pool.map(square, std::vector{1}, {.chunksize = 0}), webpool::ValueError);
    // Its items are values, not references.
    (void)pool.map([](bool x) { return !x; }, std::vector<bool>{true, false});
    int reads = 0;
    (void)pool.map(square, Computed{{1, 2}, &reads});
    CHECK(reads == 2);
    CHECK(text_of(Computed{{1, 2}, &reads}) == "…");
    CHECK(reads == 2);
  }
  const auto calls = followed.calls();
  REQUIRE(calls.size() == 3);
  CHECK(calls[0].items == Texts{"1"});
  CHECK(calls[0].results.empty());
  CHECK(calls[1].items.empty());
  CHECK(calls[1].results == Texts{"false", "true"});
  CHECK(calls[2].items.empty());
  CHECK(calls[2].results == Texts{"1", "4"});
}

TEST_CASE("no text is read from where there is none", "[observer]") {
  CHECK(text_of(nullptr) == "nullptr");
  char buffer[]{'a', 'b'};  // without a null at its end
  CHECK(text_of(buffer) == "\"ab\"");
  CHECK(text_of(static_cast<char*>(buffer)) == "…");
  Followed followed;
  {
    Pool pool(1);
    (void)pool.apply([](std::nullptr_t, int x) { return x; }, std::tuple{nullptr, 1});
    pool.map([](char* filled) { *filled = 'c'; }, std::vector<char*>{buffer});
  }
  CHECK(followed.calls().at(0).items == Texts{"nullptr, 1"});
  CHECK(followed.calls().at(1).items == Texts{"…"});
}

TEST_CASE("values have short texts", "[observer]") {
  using namespace std::chrono_literals;
  CHECK(text_of(-7) == "-7");
  CHECK(text_of(18446744073709551615U) == "18446744073709551615");
  CHECK(text_of(1.0 / 3) == "0.333333");
  CHECK(text_of(true) == "true");
  CHECK(text_of(Colour::red) == "3");
  CHECK(text_of("a \"word\"") == "\"a \"word\"\"");
  CHECK(text_of(static_cast<const char*>(nullptr)) == "nullptr");
  CHECK(text_of(400ms) == "400 ms");
  CHECK(text_of(std::pair{1, 2.5}) == "{1, 2.5}");
  CHECK(text_of(std::tuple<>()) == "{}");
  CHECK(text_of(std::list{1, 2}) == "{1, 2}");
  CHECK(text_of(std::array<std::pair<int, bool>, 1>{{{1, false}}}) == "{{1, false}}");
  CHECK(text_of(std::vector<int>(1'000'000, 1)) == "{1, 1, 1, 1, 1, 1, …}");
  CHECK(text_of(Opaque{}) == "…");
  CHECK(text_of(Bound()) == "…");
  CHECK(text_of(std::vector{true, false}) == "{true, false}");
  CHECK(text_of(shapes::Square()) == "a square");
  CHECK(text_of(shapes::Circle{2}) == "circle 2");
  CHECK(text_of(std::vector{shapes::Circle{2}}) == "{circle 2}");
  CHECK(text_of("a sentence of 33 letters, or more") == "\"a sentence of 33 letter…");
  // Not within a character.
  CHECK(text_of("a sentence of 33 letteré") == "\"a sentence of 33 letter…");
}
