#include <kernels/detail/implementations.hpp>
#include <kernels/howmany_within_range.hpp>
#include <kernels/matrix.hpp>

#include "matrix_oracle.hpp"
#include "sha256.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using webpool::Matrix;
using webpool::kernels::howmany_within_range;
using webpool::kernels::Implementation;
using webpool::kernels::implementations;

namespace {

constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t untouched = -12345;

std::vector<std::int32_t> counts_of(const Implementation& implementation, const std::int32_t* data, std::size_t rows,
                                    std::size_t columns, std::int32_t minimum, std::int32_t maximum) {
  std::vector<std::int32_t> counts(rows + 1, untouched);  // one more, to see a write beyond the end
  howmany_within_range(implementation, data, rows, columns, minimum, maximum, counts.data());
  REQUIRE(counts.back() == untouched);
  counts.pop_back();
  return counts;
}

// The definition, word for word.
std::vector<std::int32_t> expected_counts(const std::int32_t* data, std::size_t rows, std::size_t columns,
                                          std::int32_t minimum, std::int32_t maximum) {
  std::vector<std::int32_t> counts;
  for (std::size_t row = 0; row < rows; ++row, data += columns) {
    counts.push_back(static_cast<std::int32_t>(
        std::count_if(data, data + columns, [=](std::int32_t n) { return minimum <= n && n <= maximum; })));
  }
  return counts;
}

template <typename Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "nothing was thrown";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Matrix::random gives the numbers of numpy's RandomState.randint", "[matrix]") {
  for (const MatrixOracle& oracle : matrix_oracle) {
    INFO("seed " << oracle.seed << ", " << oracle.rows << " x " << oracle.columns << ", [" << oracle.low << ", "
                 << oracle.high << ")");
    const Matrix matrix = Matrix::random(oracle.rows, oracle.columns, oracle.seed, oracle.low, oracle.high);
    CHECK(sha256(matrix.data(), matrix.rows() * matrix.columns() * sizeof(std::int32_t)) == oracle.matrix_sha256);
  }
}

TEST_CASE("every implementation counts what numpy counts", "[howmany]") {
  for (const MatrixOracle& oracle : matrix_oracle) {
    const Matrix matrix = Matrix::random(oracle.rows, oracle.columns, oracle.seed, oracle.low, oracle.high);
    for (const Implementation& implementation : implementations()) {
      INFO(implementation.name << ", seed " << oracle.seed << ", " << oracle.rows << " x " << oracle.columns);
      const auto counts =
          counts_of(implementation, matrix.data(), matrix.rows(), matrix.columns(), oracle.minimum, oracle.maximum);
      CHECK(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) == oracle.total);
      CHECK(sha256(counts.data(), counts.size() * sizeof(std::int32_t)) == oracle.counts_sha256);
    }
  }
}

TEST_CASE("every implementation agrees with the definition for any shape, alignment and limits", "[howmany]") {
  std::mt19937 random(1);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };

  // Numbers of all sizes, many of them the limits themselves or next to them.
  const std::int32_t special[] = {lowest, lowest + 1, -1, 0, 1, 4, 8, highest - 1, highest};
  const auto number = [&]() -> std::int32_t {
    if (below(2) == 0) return special[below(std::size(special))];
    return below(2) == 0 ? static_cast<std::int32_t>(below(10)) : static_cast<std::int32_t>(random());
  };
  const auto check = [&](std::size_t rows, std::size_t columns) {
    // Exactly as long as needed, so that a memory checker sees a read beyond either end.
    const std::size_t offset = below(16);
    std::vector<std::int32_t> numbers(offset + rows * columns);
    std::generate(numbers.begin(), numbers.end(), number);
    const std::int32_t* const data = numbers.data() + offset;
    const std::int32_t minimum = number();
    const std::int32_t maximum = number();
    const auto expected = expected_counts(data, rows, columns, minimum, maximum);
    for (const Implementation& implementation : implementations()) {
      const auto counts = counts_of(implementation, data, rows, columns, minimum, maximum);
      if (counts != expected) {
        FAIL(implementation.name << ": " << rows << " x " << columns << " at offset " << offset << ", [" << minimum
                                 << ", " << maximum << "]");
      }
    }
  };

  for (std::size_t columns = 0; columns <= 140; ++columns) {
    for (std::size_t rows = 0; rows <= 35; ++rows) check(rows, columns);
    check(below(3000), columns);
  }
  for (int i = 0; i < 200; ++i) check(below(8), below(5000));
  check(3, 100'003);
}

TEST_CASE("the limits are inclusive and may be the smallest and largest int32", "[howmany]") {
  const std::vector<std::int32_t> numbers{lowest, lowest + 1, -1, 0, 1, highest - 1, highest};
  for (const Implementation& implementation : implementations()) {
    INFO(implementation.name);
    const auto count = [&](std::int32_t minimum, std::int32_t maximum) {
      return counts_of(implementation, numbers.data(), 1, numbers.size(), minimum, maximum).front();
    };
    CHECK(count(lowest, highest) == 7);
    CHECK(count(lowest, lowest) == 1);
    CHECK(count(highest, highest) == 1);
    CHECK(count(-1, 1) == 3);
    CHECK(count(0, highest) == 4);
    CHECK(count(lowest, -1) == 3);
    CHECK(count(1, -1) == 0);
    CHECK(count(highest, lowest) == 0);
  }
}

TEST_CASE("a row of a million numbers is counted whole", "[howmany]") {
  const std::vector<std::int32_t> ones(1'000'003, 1);
  for (const Implementation& implementation : implementations()) {
    INFO(implementation.name);
    CHECK(counts_of(implementation, ones.data(), 1, ones.size(), 1, 1).front() == 1'000'003);
    CHECK(counts_of(implementation, ones.data(), 1, ones.size(), 2, 9).front() == 0);
  }
}

TEST_CASE("one row and a block of rows are counted alike", "[howmany]") {
  for (const std::size_t columns : {0u, 1u, 5u, 16u, 17u, 1000u}) {
    const Matrix matrix = Matrix::random(7, columns, 3, 0, 10);
    std::vector<std::int32_t> counts(7, untouched);
    howmany_within_range(matrix.data(), 7, columns, 4, 8, counts.data());
    for (std::size_t i = 0; i < 7; ++i) CHECK(howmany_within_range(matrix.row(i), 4, 8) == counts[i]);
    CHECK(howmany_within_range(matrix.row(0), 8, 4) == 0);
  }
}

TEST_CASE("the scalar implementation runs everywhere and is listed last", "[howmany]") {
  REQUIRE_FALSE(implementations().empty());
  CHECK(std::string(implementations().back().name) == "scalar");
}

TEST_CASE("a new matrix is zero and aligned to a cache line", "[matrix]") {
  const Matrix matrix(3, 7);
  CHECK(matrix.rows() == 3);
  CHECK(matrix.columns() == 7);
  CHECK(std::all_of(matrix.data(), matrix.data() + 21, [](std::int32_t n) { return n == 0; }));
  CHECK(reinterpret_cast<std::uintptr_t>(matrix.data()) % 64 == 0);
}

TEST_CASE("a matrix moves without moving its numbers", "[matrix]") {
  static_assert(!std::is_copy_constructible_v<Matrix> && !std::is_copy_assignable_v<Matrix>);
  static_assert(std::is_nothrow_move_constructible_v<Matrix> && std::is_nothrow_move_assignable_v<Matrix>);
  Matrix first = Matrix::random(10, 5, 100, 0, 10);
  const auto rows = first.rows_view();
  const std::int32_t* const data = first.data();
  Matrix second = std::move(first);
  CHECK(second.data() == data);
  CHECK(rows[0].data() == data);
  first = std::move(second);
  CHECK(first.data() == data);
}

TEST_CASE("rows_view is a random-access range of the rows", "[matrix]") {
  static_assert(std::random_access_iterator<webpool::RowsView::iterator>);
  const Matrix matrix = Matrix::random(10, 5, 100, 0, 10);
  const auto rows = matrix.rows_view();
  REQUIRE(rows.size() == 10);
  REQUIRE(rows.end() - rows.begin() == 10);
  std::size_t i = 0;
  for (const std::span<const std::int32_t> row : rows) {
    CHECK(row.data() == matrix.data() + 5 * i);
    CHECK(row.size() == 5);
    CHECK(rows.begin()[static_cast<std::ptrdiff_t>(i)].data() == row.data());
    CHECK(matrix.row(i).data() == row.data());
    ++i;
  }
  CHECK(i == 10);
  auto last = rows.end();
  CHECK((*--last).data() == matrix.row(9).data());
  CHECK((*(last - 9)).data() == matrix.data());
  CHECK(rows.begin() < last);
}

TEST_CASE("a matrix may have no rows or no columns", "[matrix]") {
  CHECK(Matrix(0, 5).rows_view().empty());
  CHECK(Matrix::random(0, 0, 0, 0, 1).rows_view().empty());
  const Matrix narrow = Matrix::random(4, 0, 1, 0, 10);
  std::size_t rows = 0;
  for (const auto row : narrow.rows_view()) {
    CHECK(row.empty());
    ++rows;
  }
  CHECK(rows == 4);
}

TEST_CASE("a bad argument is refused with a message that says what to do", "[matrix]") {
  CHECK(contains(message_of([] { (void)Matrix::random(1, 1, 0, 5, 5); }), "use high > low"));
  CHECK(contains(message_of([] { (void)Matrix::random(1, 1, 0, 6, 5); }), "low 6 is not below high 5"));
  CHECK(contains(message_of([] { (void)Matrix::random(1, 1, -1, 0, 5); }), "use an integer from 0 to 4294967295"));
  CHECK(contains(message_of([] { (void)Matrix::random(1, 1, 4294967296, 0, 5); }), "seed 4294967296"));
  CHECK(contains(message_of([] { (void)Matrix::random(1, 1, 0, std::int64_t{lowest} - 1, 5); }), "32 bits"));
  CHECK(contains(message_of([] { (void)Matrix::random(1, 1, 0, 0, std::int64_t{highest} + 2); }), "32 bits"));
  constexpr std::size_t huge = std::numeric_limits<std::size_t>::max();
  CHECK(contains(message_of([] { (void)Matrix(huge, huge); }), "use at most"));
  CHECK(contains(message_of([] { (void)Matrix(huge / 4, 8); }), "use at most"));
  CHECK(contains(message_of([] { (void)Matrix(huge, 0); }), "use at most"));
  CHECK(contains(message_of([] { (void)Matrix(1, std::size_t{1} << 31); }), "use at most 2147483647"));
}

TEST_CASE("a matrix that was moved from has no rows", "[matrix]") {
  Matrix from = Matrix::random(3, 4, 1, 0, 10);
  const Matrix same = Matrix::random(3, 4, 1, 0, 10);
  Matrix to(std::move(from));
  CHECK(from.rows() == 0);
  CHECK(from.rows_view().begin() == from.rows_view().end());
  from = std::move(to);
  CHECK(to.columns() == 0);
  CHECK(std::equal(from.data(), from.data() + 12, same.data()));
}
