#pragma once

#include <wasm/listened_job.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

/// Kernels: tasks in C++ that JavaScript calls by name, over rows of int32.
namespace webpool::wasm {

/// Writes one number for each of `rows` consecutive rows of `columns` numbers. `parameters` are two numbers.
using KernelFunction = void (*)(const std::int32_t* data, std::size_t rows, std::size_t columns,
                                const std::int32_t* parameters, std::int32_t* results);

/// Registers a kernel under a name; returns its number.
std::uint32_t register_kernel(std::string_view name, KernelFunction function);

/// One row of a table of rows at arbitrary addresses.
struct RowEntry {
  std::uint32_t address;
  std::uint32_t columns;
  std::int32_t parameters[2];
};
static_assert(sizeof(RowEntry) == 16);

/// A job that calls a kernel for each row.
class KernelJob final : public ListenedJob {
 public:
  /// Rows of a matrix. `out`: memory for the results, which has to outlive the job's tasks; null: the job's own.
  KernelJob(std::uint32_t kernel, const std::int32_t* data, std::uint32_t rows, std::uint32_t columns,
            std::int32_t first_parameter, std::int32_t second_parameter, std::int32_t* out, std::uint32_t chunksize,
            std::uint32_t processes);
  /// Rows of a table, which the caller fills before the job is submitted. `size`: how many numbers of memory the job
  /// allocates for rows that have to be copied.
  KernelJob(std::uint32_t kernel, std::uint32_t rows, std::uint32_t size, std::int32_t* out, std::uint32_t chunksize,
            std::uint32_t processes);

  void run_chunk(std::uint32_t chunk) override;

 private:
  ~KernelJob() override = default;

  KernelFunction function_;
  const std::int32_t* data_ = nullptr;
  std::uint32_t columns_ = 0;
  std::int32_t parameters_[2] = {0, 0};
  std::unique_ptr<std::int32_t[]> own_results_;
  std::int32_t* results_;
  std::unique_ptr<RowEntry[]> table_;
  std::unique_ptr<std::int32_t[]> copies_;
};

}  // namespace webpool::wasm
