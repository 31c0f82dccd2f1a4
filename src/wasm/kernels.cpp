#include <wasm/kernels.hpp>

#include <kernels/howmany_within_range.hpp>
#include <wasm/kill_guard.hpp>

#include <algorithm>

namespace webpool::wasm {
namespace {

struct Kernel {
  std::string_view name;
  KernelFunction function;
};

// Filled before the first thread starts.
std::vector<Kernel>& registry() {
  static std::vector<Kernel> kernels;
  return kernels;
}

void howmany_within_range(const std::int32_t* data, std::size_t rows, std::size_t columns,
                          const std::int32_t* parameters, std::int32_t* results) {
  kernels::howmany_within_range(data, rows, columns, parameters[0], parameters[1], results);
}

[[maybe_unused]] const auto registered = register_kernel("howmanyWithinRange", howmany_within_range);

// How many numbers to process between two checks of the stop flag: some microseconds of work.
constexpr std::size_t numbers_at_once = 1U << 16U;

}  // namespace

std::uint32_t register_kernel(std::string_view name, KernelFunction function) {
  registry().push_back({name, function});
  return static_cast<std::uint32_t>(registry().size() - 1);
}

KernelJob::KernelJob(std::uint32_t kernel, const std::int32_t* data, std::uint32_t rows, std::uint32_t columns,
                     std::int32_t first_parameter, std::int32_t second_parameter, std::int32_t* out,
                     std::uint32_t chunksize, std::uint32_t processes)
    : ListenedJob(rows, chunksize, processes),
      function_(registry().at(kernel).function),
      data_(data),
      columns_(columns),
      parameters_{first_parameter, second_parameter},
      own_results_(out == nullptr ? new std::int32_t[rows] : nullptr),
      results_(out == nullptr ? own_results_.get() : out) {
  record.numbers = address(results_);
}

KernelJob::KernelJob(std::uint32_t kernel, std::uint32_t rows, std::uint32_t size, std::int32_t* out,
                     std::uint32_t chunksize, std::uint32_t processes)
    : ListenedJob(rows, chunksize, processes),
      function_(registry().at(kernel).function),
      own_results_(out == nullptr ? new std::int32_t[rows] : nullptr),
      results_(out == nullptr ? own_results_.get() : out),
      table_(new RowEntry[rows]),
      copies_(size != 0 ? new std::int32_t[size] : nullptr) {
  record.records = address(table_.get());
  record.numbers = address(results_);
  record.items = address(copies_.get());
}

void KernelJob::run_chunk(std::uint32_t chunk) {
  const KillEnabled task;
  auto first = static_cast<std::size_t>(first_item(chunk));
  const auto last = static_cast<std::size_t>(last_item(chunk));
  if (table_) {
    for (; first < last && !stopping(); ++first) {
      const RowEntry& row = table_[first];
      function_(reinterpret_cast<const std::int32_t*>(row.address), 1, row.columns, row.parameters, &results_[first]);
    }
    return;
  }
  const auto rows_at_once = std::max<std::size_t>(1, numbers_at_once / std::max(1U, columns_));
  while (first < last && !stopping()) {
    const auto rows = std::min(rows_at_once, last - first);
    function_(data_ + first * columns_, rows, columns_, parameters_, &results_[first]);
    first += rows;
  }
}

/// The number of the kernel of that name, or -1.
int webpool_kernel(const char* name, std::uint32_t size) {
  const auto& kernels = registry();
  const auto found = std::find_if(kernels.begin(), kernels.end(),
                                  [&](const Kernel& kernel) { return kernel.name == std::string_view(name, size); });
  return found == kernels.end() ? -1 : static_cast<int>(found - kernels.begin());
}

}  // namespace webpool::wasm
