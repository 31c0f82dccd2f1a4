#include <kernels/detail/implementations.hpp>

namespace webpool::kernels::detail {

// Branch-free, so that compilers can vectorise it (arm64 always has NEON).
void howmany_scalar(const std::int32_t* data, std::size_t rows, std::size_t columns, Range range,
                    std::int32_t* counts) noexcept {
  for (std::size_t row = 0; row < rows; ++row, data += columns) {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < columns; ++i) {
      count += static_cast<std::uint32_t>(data[i]) + range.offset <= range.width ? 1u : 0u;
    }
    counts[row] = static_cast<std::int32_t>(count);
  }
}

}  // namespace webpool::kernels::detail
