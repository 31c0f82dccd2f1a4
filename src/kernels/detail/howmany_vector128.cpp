#include <kernels/detail/vector128.hpp>

#if defined(WEBPOOL_VECTOR128)

namespace webpool::kernels::detail {

#if defined(__wasm_simd128__)
const char* const vector128_name = "wasm-simd128";
#else
const char* const vector128_name = "sse2";
#endif

namespace {

using namespace vector128;

// Sets the lanes outside the range to -1, so that adding them to the number of columns gives the count.
struct Outside {
  explicit Outside(Range range) noexcept : offset{splat(range.signed_offset())}, width{splat(range.signed_width())} {}
  Vector operator()(Vector v) const noexcept { return greater(add(v, offset), width); }
  Vector operator()(const std::int32_t* p) const noexcept { return (*this)(load(p)); }

  Vector offset;
  Vector width;
};

// The marks of four columns of four rows as bytes: row i in lane i.
inline Vector block(Outside outside, const std::int32_t* a, const std::int32_t* b, const std::int32_t* c,
                    const std::int32_t* d) noexcept {
  return narrow_to_8_bits(narrow_to_16_bits(outside(a), outside(b)), narrow_to_16_bits(outside(c), outside(d)));
}

constexpr std::size_t any_number = 2;

// Counts four rows at once: their marks are packed together until each row has one lane, which avoids horizontal sums. The
// remaining columns, modulo 4, are packed separately, without reading beyond the four rows. The number of blocks of four
// columns is a constant if it is 0 or 1: in WebAssembly 28 GB/s instead of 21 at 5 columns.
template <std::size_t blocks, std::size_t remainder>
void short_rows(const std::int32_t* data, std::size_t rows, std::size_t columns, Range range,
                std::int32_t* counts) noexcept {
  const Outside outside(range);
  const Vector all = splat(static_cast<std::int32_t>(columns));
  const std::size_t whole = blocks == any_number ? columns - remainder : 4 * blocks;
  std::size_t row = 0;
  for (; row + 4 <= rows; row += 4, data += 4 * columns) {
    const std::int32_t* const a = data;
    const std::int32_t* const b = a + columns;
    const std::int32_t* const c = b + columns;
    const std::int32_t* const d = c + columns;
    Vector bytes = splat(0);
    if constexpr (blocks == 1) bytes = block(outside, a, b, c, d);
    if constexpr (blocks == any_number) {
      for (std::size_t i = 0; i < whole; i += 4) {
        bytes = add_bytes(bytes, block(outside, a + i, b + i, c + i, d + i));
      }
    }
    if constexpr (remainder == 3) {
      const Vector last = block(outside, a + whole, b + whole, c + whole, d + whole - 1);
      bytes = add_bytes(bytes, bitwise_and(last, lanes(0xffffff, 0xffffff, 0xffffff, ~0xff)));
    }
    Vector count = add(all, sum_of_8_bits(bytes));
    if constexpr (remainder == 1) {
      const Vector last = diagonal(load(a + whole), load(b + whole - 1), load(c + whole - 2), load(d + whole - 3));
      count = add(count, outside(last));
    }
    if constexpr (remainder == 2) {
      const Vector first = low_and_high(load(a + whole), load(b + whole - 2));
      const Vector second = low_and_high(load(c + whole), load(d + whole - 2));
      count = add(count, sum_of_16_bits(narrow_to_16_bits(outside(first), outside(second))));
    }
    store(counts + row, count);
  }
  if (row != rows) howmany_scalar(data, rows - row, columns, range, counts + row);
}

template <std::size_t blocks>
void short_rows(const std::int32_t* data, std::size_t rows, std::size_t columns, Range range,
                std::int32_t* counts) noexcept {
  switch (columns % 4) {
    case 0:
      return short_rows<blocks, 0>(data, rows, columns, range, counts);
    case 1:
      return short_rows<blocks, 1>(data, rows, columns, range, counts);
    case 2:
      return short_rows<blocks, 2>(data, rows, columns, range, counts);
    default:
      return short_rows<blocks, 3>(data, rows, columns, range, counts);
  }
}

void long_rows(const std::int32_t* data, std::size_t rows, std::size_t columns, Range range,
               std::int32_t* counts) noexcept {
  const Outside outside(range);
  for (std::size_t row = 0; row < rows; ++row, data += columns) {
    Vector sum[4] = {splat(0), splat(0), splat(0), splat(0)};
    std::size_t i = 0;
    for (; i + 16 <= columns; i += 16) {
      for (std::size_t k = 0; k < 4; ++k) sum[k] = add(sum[k], outside(data + i + 4 * k));
    }
    for (; i + 4 <= columns; i += 4) sum[0] = add(sum[0], outside(data + i));
    std::int32_t lane[4];
    store(lane, add(add(sum[0], sum[1]), add(sum[2], sum[3])));
    std::int32_t rest = 0;
    if (i != columns) howmany_scalar(data + i, 1, columns - i, range, &rest);
    counts[row] = static_cast<std::int32_t>(i) + lane[0] + lane[1] + lane[2] + lane[3] + rest;
  }
}

}  // namespace

void howmany_vector128(const std::int32_t* data, std::size_t rows, std::size_t columns, Range range,
                       std::int32_t* counts) noexcept {
  constexpr std::size_t longest_short_row = 64;  // sums of bytes hold up to 4 * 127 columns
  if (columns > longest_short_row) return long_rows(data, rows, columns, range, counts);
  if (columns < 4) return short_rows<0>(data, rows, columns, range, counts);
  if (columns < 8) return short_rows<1>(data, rows, columns, range, counts);
  return short_rows<any_number>(data, rows, columns, range, counts);
}

}  // namespace webpool::kernels::detail

#endif
