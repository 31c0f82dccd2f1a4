// What the ideal pool in WebAssembly runs: our kernel as it is, and a loop that does nothing but read.
#include <kernels/detail/implementations.hpp>

#include <wasm_simd128.h>

extern "C" {

__attribute__((export_name("count_rows"))) void count_rows(const std::int32_t* numbers, std::size_t rows,
                                                           std::size_t columns, std::int32_t* counts) {
  webpool::kernels::detail::howmany_vector128(numbers, rows, columns, webpool::kernels::detail::Range(4, 8), counts);
}

__attribute__((export_name("read_sum"))) std::uint32_t read_sum(const std::int32_t* numbers, std::size_t count) {
  v128_t sums[8] = {};
  for (std::size_t i = 0; i + 32 <= count; i += 32) {
    for (std::size_t k = 0; k < 8; ++k) sums[k] = wasm_i32x4_add(sums[k], wasm_v128_load(numbers + i + 4 * k));
  }
  for (std::size_t k = 1; k < 8; ++k) sums[0] = wasm_i32x4_add(sums[0], sums[k]);
  std::uint32_t sum = 0;
  for (std::size_t i = count - count % 32; i < count; ++i) sum += static_cast<std::uint32_t>(numbers[i]);
  return sum + static_cast<std::uint32_t>(wasm_i32x4_extract_lane(sums[0], 0)) +
         static_cast<std::uint32_t>(wasm_i32x4_extract_lane(sums[0], 1)) +
         static_cast<std::uint32_t>(wasm_i32x4_extract_lane(sums[0], 2)) +
         static_cast<std::uint32_t>(wasm_i32x4_extract_lane(sums[0], 3));
}
}
