#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace webpool::kernels {

/// Counts, for each of `rows` consecutive rows of `columns` int32 at `data`, how many numbers n have
/// `minimum` <= n <= `maximum`, and writes the counts to `counts[0]` … `counts[rows - 1]`.
/// Any shape and any limits: 0 rows write nothing, 0 columns and `minimum` > `maximum` count 0. `columns` is at most
/// 2³¹ − 1; `data` needs no more alignment than an int32 has; `counts` must not overlap it. Throws nothing.
/// Hand it many rows at a time: short rows are counted many per vector.
/// Follows the guide's `howmany_within_range(row, minimum, maximum)`.
void howmany_within_range(const std::int32_t* data, std::size_t rows, std::size_t columns, std::int32_t minimum,
                          std::int32_t maximum, std::int32_t* counts) noexcept;

/// How many numbers n of one row have `minimum` <= n <= `maximum`. Throws nothing.
[[nodiscard]] std::int32_t howmany_within_range(std::span<const std::int32_t> row, std::int32_t minimum,
                                                std::int32_t maximum) noexcept;

}  // namespace webpool::kernels
