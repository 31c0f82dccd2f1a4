#include "suite.hpp"

#include <kernels/detail/implementations.hpp>
#include <kernels/howmany_within_range.hpp>
#include <kernels/matrix.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bench {
namespace {

using webpool::Matrix;
using Row = std::span<const std::int32_t>;

// The matrices are large: one at a time, filled from a few million random numbers again and again.
struct Data {
  Matrix matrix;
  std::vector<std::int32_t> counts;
};
const Data& data(std::size_t rows, std::size_t columns) {
  static std::optional<Data> last;
  if (last && last->matrix.rows() == rows && last->matrix.columns() == columns) return *last;
  last.reset();
  const std::size_t all = rows * columns;
  const std::size_t some = std::min<std::size_t>(all, 1'000'000);
  const auto random = Matrix::random(some, 1, 100, 0, 10);
  last = Data{Matrix(rows, columns), std::vector<std::int32_t>(rows)};
  for (std::size_t i = 0; i < all; i += some) {
    std::memcpy(last->matrix.data() + i, random.data(), std::min(some, all - i) * sizeof(std::int32_t));
  }
  for (std::size_t row = 0; row < rows; ++row) {
    const auto numbers = last->matrix.row(row);
    last->counts[row] = static_cast<std::int32_t>(
        std::count_if(numbers.begin(), numbers.end(), [](std::int32_t n) { return 4 <= n && n <= 8; }));
  }
  return *last;
}

// Reads, and does as little as can be: the limit.
#if defined(__x86_64__)
__attribute__((target("avx2")))
#endif
std::uint32_t
read_sum(const std::int32_t* numbers, std::size_t count) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    __m256i sums[8] = {};
    std::size_t i = 0;
    for (; i + 64 <= count; i += 64) {
      for (std::size_t k = 0; k < 8; ++k) {
        sums[k] = _mm256_add_epi32(sums[k], _mm256_loadu_si256(reinterpret_cast<const __m256i*>(numbers + i + 8 * k)));
      }
    }
    for (std::size_t k = 1; k < 8; ++k) sums[0] = _mm256_add_epi32(sums[0], sums[k]);
    std::uint32_t lanes[8];
    std::memcpy(lanes, sums, sizeof lanes);
    std::uint32_t sum = 0;
    for (const auto lane : lanes) sum += lane;
    for (; i < count; ++i) sum += static_cast<std::uint32_t>(numbers[i]);
    return sum;
  }
#endif
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += static_cast<std::uint32_t>(numbers[i]);
  return sum;
}

// `count(matrix, counts)` fills the counts.
template <class Prepare>
void add_way(std::size_t rows, std::size_t columns, const std::string& name, Prepare prepare) {
  const auto shape = std::to_string(rows) + "x" + std::to_string(columns);
  add("rows", shape, name, static_cast<double>(rows * columns * sizeof(std::int32_t)), [=](benchmark::State& state) {
    const Data& all = data(rows, columns);
    std::vector<std::int32_t> counts(rows);
    auto count = prepare();
    warm_up([&] { count(all.matrix, counts); });
    std::fill(counts.begin(), counts.end(), -1);
    for (auto _ : state) {
      count(all.matrix, counts);
      benchmark::ClobberMemory();
    }
    expect(state, counts == all.counts);
  });
}

template <class Contestant>
void add_blocks(std::size_t rows, std::size_t columns, const std::string& name) {
  add_way(rows, columns, name, [] {
    return [contestant = std::make_shared<Contestant>(processes)](const Matrix& matrix, auto& counts) {
      contestant->loop(matrix.rows(), [&](std::size_t begin, std::size_t end) {
        webpool::kernels::howmany_within_range(matrix.row(begin).data(), end - begin, matrix.columns(), 4, 8,
                                               counts.data() + begin);
      });
    };
  });
}

void add_read(std::size_t rows, std::size_t columns, std::size_t threads) {
  const auto shape = std::to_string(rows) + "x" + std::to_string(columns);
  add("rows", shape, "read bandwidth, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads"),
      static_cast<double>(rows * columns * sizeof(std::int32_t)), [=](benchmark::State& state) {
        const Matrix& matrix = data(rows, columns).matrix;
        const std::size_t count = rows * columns;
        const std::int32_t* const numbers = matrix.data();
        IdealPool pool(threads, Idle::spins);
        std::vector<std::uint32_t> sums(threads * 64);
        const auto read = [&] {
          const std::size_t part = (count + threads - 1) / threads;
          pool.run(count, part, [&](std::size_t begin, std::size_t end) {
            sums[begin / part * 64] = read_sum(numbers + begin, end - begin);
          });
        };
        warm_up(read);
        for (auto _ : state) {
          read();
          benchmark::DoNotOptimize(sums.data());
          benchmark::ClobberMemory();
        }
        std::uint32_t sum = 0;
        for (std::size_t thread = 0; thread < threads; ++thread) sum += sums[thread * 64];
        std::uint32_t right = 0;
        for (std::size_t i = 0; i < count; ++i) right += static_cast<std::uint32_t>(numbers[i]);
        expect(state, sum == right);
      });
}

void add_shape(std::size_t rows, std::size_t columns) {
  add_read(rows, columns, 1);
  add_read(rows, columns, 2);
  add_way(rows, columns, "our kernel, 1 thread, no pool", [] {
    return [](const Matrix& matrix, auto& counts) {
      webpool::kernels::howmany_within_range(matrix.data(), matrix.rows(), matrix.columns(), 4, 8, counts.data());
    };
  });
  add_blocks<Ideal<Idle::spins>>(rows, columns, "our kernel, 2 threads, no pool");
  add_blocks<Ideal<Idle::sleeps, Caller::waits>>(rows, columns, "our kernel, 2 threads, the caller waits");
  add_blocks<Webpool>(rows, columns, "webpool, kernel on blocks of rows");
  add_way(rows, columns, "webpool, kernel on each row", [] {
    return [contestant = std::make_shared<Webpool>(processes)](const Matrix& matrix, auto& counts) {
      counts = contestant->pool().map([](Row row) { return webpool::kernels::howmany_within_range(row, 4, 8); },
                                      matrix.rows_view());
    };
  });
  add_blocks<OneTbb>(rows, columns, "oneTBB, our kernel");
  add_blocks<OpenMp>(rows, columns, "OpenMP, our kernel");
  add_way(rows, columns, "OpenMP, the compiler's loop", [] {
    return [](const Matrix& matrix, auto& counts) {
      const auto all = static_cast<std::ptrdiff_t>(matrix.rows());
      const std::size_t wide = matrix.columns();
      const std::int32_t* const numbers = matrix.data();
      std::int32_t* const out = counts.data();
#pragma omp parallel for num_threads(processes) schedule(static)
      for (std::ptrdiff_t row = 0; row < all; ++row) {
        const std::int32_t* const own = numbers + static_cast<std::size_t>(row) * wide;
        std::int32_t count = 0;
        for (std::size_t i = 0; i < wide; ++i) count += (4 <= own[i]) & (own[i] <= 8);
        out[row] = count;
      }
    };
  });
}

}  // namespace

void add_rows() {
  add_shape(size(200'000, 2000), 5);
  add_shape(size(1000, 10), size(100'000, 1000));
  add_shape(size(100, 2), size(1'000'000, 10'000));
}

}  // namespace bench
