#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace webpool::kernels {

/// Counts, for each of `rows` consecutive rows of `columns` int32 at `data`, how many numbers n have
/// `minimum` <= n <= `maximum`, and writes the counts to `counts[0]` … `counts[rows - 1]`.
/// All shapes and limits are valid: with 0 rows nothing is written, with 0 columns or `minimum` > `maximum` counts are 0.
/// `columns` is at most 2³¹ − 1. `data` needs only the alignment of an int32, and must not overlap `counts`. Throws nothing.
/// Pass many rows per call, since several short rows are counted in one vector.
/// Follows the guide's `howmany_within_range(row, minimum, maximum)`.
void howmany_within_range(const std::int32_t* data, std::size_t rows, std::size_t columns, std::int32_t minimum,
                          std::int32_t maximum, std::int32_t* counts) noexcept;

/// Counts the numbers n of one row with `minimum` <= n <= `maximum`. Throws nothing.
[[nodiscard]] std::int32_t howmany_within_range(std::span<const std::int32_t> row, std::int32_t minimum,
                                                std::int32_t maximum) noexcept;

}  // namespace webpool::kernels
