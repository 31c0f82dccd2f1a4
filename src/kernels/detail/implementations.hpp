#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#if (defined(__x86_64__) || defined(__i386__)) && defined(__GNUC__)
#define WEBPOOL_X86 1
#endif
#if defined(__SSE2__) || defined(__wasm_simd128__)
#define WEBPOOL_VECTOR128 1
#endif

namespace webpool::kernels {

namespace detail {

/// `first` <= n <= `last` as one unsigned comparison, n + `offset` <= `width`, with the sum modulo 2³². For instruction sets
/// with signed comparisons only, 2³¹ is added to both sides, which keeps the order.
struct Range {
  Range(std::int32_t first, std::int32_t last) noexcept
      : offset{0u - static_cast<std::uint32_t>(first)}, width{static_cast<std::uint32_t>(last) + offset} {}

  [[nodiscard]] std::int32_t signed_offset() const noexcept { return static_cast<std::int32_t>(offset ^ 0x80000000u); }
  [[nodiscard]] std::int32_t signed_width() const noexcept { return static_cast<std::int32_t>(width ^ 0x80000000u); }

  std::uint32_t offset;
  std::uint32_t width;
};

/// The signature of every implementation. Preconditions: `rows` >= 1 and 1 <= `columns` < 2³¹.
using Howmany = void(const std::int32_t* data, std::size_t rows, std::size_t columns, Range range,
                     std::int32_t* counts) noexcept;

Howmany howmany_scalar;
#if defined(WEBPOOL_VECTOR128)
extern const char* const vector128_name;
Howmany howmany_vector128;
#endif
#if defined(WEBPOOL_X86)
bool can_run_avx2() noexcept;
bool can_run_avx512() noexcept;
Howmany howmany_avx2;
Howmany howmany_avx512;
#endif

}  // namespace detail

/// An implementation, named after its instruction set.
struct Implementation {
  const char* name;
  detail::Howmany* function;
};

/// The implementations that this computer can run, fastest first; at least "scalar". For tests and benchmarks. Otherwise call
/// `howmany_within_range`, which uses the first.
[[nodiscard]] std::span<const Implementation> implementations() noexcept;

/// `howmany_within_range` with a given implementation.
void howmany_within_range(const Implementation& implementation, const std::int32_t* data, std::size_t rows,
                          std::size_t columns, std::int32_t minimum, std::int32_t maximum,
                          std::int32_t* counts) noexcept;

}  // namespace webpool::kernels
