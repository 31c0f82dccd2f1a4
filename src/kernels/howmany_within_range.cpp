#include <kernels/howmany_within_range.hpp>

#include <kernels/detail/implementations.hpp>

#include <algorithm>

namespace webpool::kernels {
namespace {

// The implementations that this computer can run, fastest first. Made once.
class Choice {
 public:
  Choice() noexcept {
#if defined(WEBPOOL_X86)
    __builtin_cpu_init();
    if (detail::can_run_avx512()) add("avx512", detail::howmany_avx512);
    if (detail::can_run_avx2()) add("avx2", detail::howmany_avx2);
#endif
#if defined(WEBPOOL_VECTOR128)
    add(detail::vector128_name, detail::howmany_vector128);
#endif
    add("scalar", detail::howmany_scalar);
  }
  [[nodiscard]] std::span<const Implementation> all() const noexcept { return {list_, size_}; }

 private:
  void add(const char* name, detail::Howmany* function) noexcept { list_[size_++] = {name, function}; }

  Implementation list_[4] = {};
  std::size_t size_ = 0;
};

}  // namespace

std::span<const Implementation> implementations() noexcept {
  static const Choice choice;
  return choice.all();
}

void howmany_within_range(const Implementation& implementation, const std::int32_t* data, std::size_t rows,
                          std::size_t columns, std::int32_t minimum, std::int32_t maximum,
                          std::int32_t* counts) noexcept {
  if (columns == 0 || minimum > maximum) {
    std::fill_n(counts, rows, 0);
  } else if (rows != 0) {
    implementation.function(data, rows, columns, detail::Range(minimum, maximum), counts);
  }
}

void howmany_within_range(const std::int32_t* data, std::size_t rows, std::size_t columns, std::int32_t minimum,
                          std::int32_t maximum, std::int32_t* counts) noexcept {
  howmany_within_range(implementations().front(), data, rows, columns, minimum, maximum, counts);
}

std::int32_t howmany_within_range(std::span<const std::int32_t> row, std::int32_t minimum,
                                  std::int32_t maximum) noexcept {
  std::int32_t count = 0;
  if (row.size() > 16) {
    howmany_within_range(row.data(), 1, row.size(), minimum, maximum, &count);
  } else if (minimum <= maximum) {
    const detail::Range range(minimum, maximum);
    for (const std::int32_t n : row) count += static_cast<std::uint32_t>(n) + range.offset <= range.width ? 1 : 0;
  }
  return count;
}

}  // namespace webpool::kernels
