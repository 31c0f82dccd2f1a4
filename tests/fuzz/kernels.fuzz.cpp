#include <kernels/howmany_within_range.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

// Kernels with any number and length of rows, at any aligned address, and any range, including empty and full ones. Compared
// with the plain loop; AddressSanitizer detects accesses beyond the rows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t head = 10;
  if (size < head) return 0;
  const std::size_t columns = data[0];
  const std::size_t shift = data[1] % 16;
  std::int32_t range[2];
  std::memcpy(range, data + 2, sizeof(range));
  const std::size_t count = (size - head) / sizeof(std::int32_t);
  const std::size_t rows = columns == 0 ? count % 64 : count / columns;
  // Exactly as long as needed, and begun at any place within a vector.
  std::vector<std::int32_t> numbers(shift + rows * columns);
  if (rows * columns != 0) std::memcpy(numbers.data() + shift, data + head, rows * columns * sizeof(std::int32_t));
  std::vector<std::int32_t> counts(rows, -1);
  webpool::kernels::howmany_within_range(numbers.data() + shift, rows, columns, range[0], range[1], counts.data());
  for (std::size_t row = 0; row < rows; ++row) {
    const auto* const first = numbers.data() + shift + row * columns;
    const auto within = [&](std::int32_t x) { return range[0] <= x && x <= range[1]; };
    if (std::count_if(first, first + columns, within) != counts[row]) std::abort();
  }
  return 0;
}
