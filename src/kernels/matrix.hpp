#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <utility>

namespace webpool {

/// The rows of a row-major matrix as a random-access range: element i is row i, a `std::span<const std::int32_t>` by
/// value. It does not own the numbers, which must outlive it. An input for `pool.map(f, rows)`.
class RowsView {
 public:
  using value_type = std::span<const std::int32_t>;  ///< a row
  class iterator;

  /// `data` points to `rows * columns` numbers.
  RowsView(const std::int32_t* data, std::size_t rows, std::size_t columns) noexcept
      : data_{data}, rows_{rows}, columns_{columns} {}

  [[nodiscard]] iterator begin() const noexcept;                           ///< the first row
  [[nodiscard]] iterator end() const noexcept;                             ///< past the last row
  [[nodiscard]] std::size_t size() const noexcept { return rows_; }        ///< number of rows
  [[nodiscard]] bool empty() const noexcept { return rows_ == 0; }         ///< whether there is no row
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }  ///< numbers of a row

  /// Row `index`, which must be less than `size()`.
  [[nodiscard]] value_type operator[](std::size_t index) const noexcept { return {data_ + index * columns_, columns_}; }

 private:
  const std::int32_t* data_;
  std::size_t rows_;
  std::size_t columns_;
};

/// Holds a row index instead of a pointer, since all rows of a matrix without columns have the same address.
class RowsView::iterator {
 public:
  using iterator_concept = std::random_access_iterator_tag;
  using iterator_category = std::input_iterator_tag;  // the most that C++17 allows where * returns a value
  using value_type = RowsView::value_type;
  using difference_type = std::ptrdiff_t;
  using reference = value_type;
  using pointer = void;

  iterator() noexcept = default;
  iterator(const std::int32_t* data, std::size_t columns, difference_type index) noexcept
      : data_{data}, columns_{columns}, index_{index} {}

  reference operator*() const noexcept { return (*this)[0]; }
  reference operator[](difference_type n) const noexcept {
    return {data_ + static_cast<std::size_t>(index_ + n) * columns_, columns_};
  }

  iterator& operator+=(difference_type n) noexcept {
    index_ += n;
    return *this;
  }
  iterator& operator-=(difference_type n) noexcept {
    index_ -= n;
    return *this;
  }
  iterator& operator++() noexcept {
    ++index_;
    return *this;
  }
  iterator& operator--() noexcept {
    --index_;
    return *this;
  }
  iterator operator++(int) noexcept {
    iterator old = *this;
    ++index_;
    return old;
  }
  iterator operator--(int) noexcept {
    iterator old = *this;
    --index_;
    return old;
  }

  friend iterator operator+(iterator i, difference_type n) noexcept { return i += n; }
  friend iterator operator+(difference_type n, iterator i) noexcept { return i += n; }
  friend iterator operator-(iterator i, difference_type n) noexcept { return i -= n; }
  friend difference_type operator-(const iterator& a, const iterator& b) noexcept { return a.index_ - b.index_; }
  friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.index_ == b.index_; }
  friend std::strong_ordering operator<=>(const iterator& a, const iterator& b) noexcept {
    return a.index_ <=> b.index_;
  }

 private:
  const std::int32_t* data_ = nullptr;
  std::size_t columns_ = 0;
  difference_type index_ = 0;
};

inline RowsView::iterator RowsView::begin() const noexcept { return {data_, columns_, 0}; }
inline RowsView::iterator RowsView::end() const noexcept {
  return {data_, columns_, static_cast<std::ptrdiff_t>(rows_)};
}

/// A row-major matrix of int32 that owns its memory, aligned to a cache line (64 bytes). It can be moved, not copied, since
/// a copy of millions of numbers should be explicit.
class Matrix {
 public:
  /// `rows` × `columns` zeros; either may be 0.
  /// Throws `std::invalid_argument` if the size cannot be addressed, or if `columns` exceeds 2³¹ − 1 (so that the count of a
  /// row fits in an int32); `std::bad_alloc` if there is not enough memory.
  Matrix(std::size_t rows, std::size_t columns);
  /// Takes over the numbers of `other`, which has no rows and columns afterwards.
  Matrix(Matrix&& other) noexcept
      : rows_(std::exchange(other.rows_, 0)),
        columns_(std::exchange(other.columns_, 0)),
        data_(std::move(other.data_)) {}
  /// The same; releases the numbers that this matrix had.
  Matrix& operator=(Matrix&& other) noexcept {
    Matrix taken(std::move(other));
    std::swap(rows_, taken.rows_);
    std::swap(columns_, taken.columns_);
    data_.swap(taken.data_);
    return *this;
  }
  Matrix(const Matrix&) = delete;
  Matrix& operator=(const Matrix&) = delete;
  ~Matrix() = default;

  /// Random integers in [`low`, `high`): exactly the numbers of numpy's
  /// `np.random.RandomState(seed).randint(low, high, size=[rows, columns])`, the same on every machine.
  /// `seed` is at least 0 and less than 2³². `low` is at least −2³¹, `high` at most 2³¹, and `low` < `high`.
  /// Throws `std::invalid_argument` for other arguments, and what the constructor throws.
  /// Source: numpy's legacy `RandomState`: MT19937 seeded by `init_genrand`, masked rejection.
  [[nodiscard]] static Matrix random(std::size_t rows, std::size_t columns, std::int64_t seed, std::int64_t low,
                                     std::int64_t high);

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }        ///< number of rows
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }  ///< numbers of a row

  /// All numbers, `rows() * columns()` of them, row after row.
  [[nodiscard]] std::int32_t* data() noexcept { return data_.get(); }
  [[nodiscard]] const std::int32_t* data() const noexcept { return data_.get(); }  ///< the same

  /// Row `index`, which must be less than `rows()`.
  [[nodiscard]] std::span<const std::int32_t> row(std::size_t index) const noexcept { return rows_view()[index]; }

  /// The rows as a range, for `pool.map(f, matrix.rows_view())`. Stays valid when the matrix is moved.
  [[nodiscard]] RowsView rows_view() const noexcept { return {data_.get(), rows_, columns_}; }

 private:
  struct Deallocate {
    void operator()(std::int32_t* data) const noexcept;
  };
  struct Uninitialized {};
  Matrix(std::size_t rows, std::size_t columns, Uninitialized);

  std::size_t rows_;
  std::size_t columns_;
  std::unique_ptr<std::int32_t[], Deallocate> data_;
};

}  // namespace webpool
