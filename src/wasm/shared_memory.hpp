#pragma once

#include <kernels/matrix.hpp>

#include <cstddef>
#include <cstdint>

/// Memory that tasks may write to: shared arrays and matrices. A killed task may run on for a while (Chromium lets its worker
/// run on for two seconds), so memory that it may know is freed only when its worker is certainly gone. Memory that was
/// allocated after the kill is freed at once.
namespace webpool::wasm {

/// The header of a shared array, or the handle of a matrix.
struct Shared {
  Shared* next;         // in a list of memory to be freed
  std::uint32_t since;  // how many kills had been requested when it was made; in the list: which kill it waits for
  Matrix* matrix;       // null for an array
  std::uint32_t unused;
};
static_assert(sizeof(Shared) == 16);  // so that the array after it is aligned as by malloc

/// Allocates a header followed by `size` bytes; null if there is not enough memory.
[[nodiscard]] Shared* new_shared(std::size_t size, Matrix* matrix = nullptr) noexcept;

/// By any thread, before it requests a kill.
void count_kill_request() noexcept;
/// By the host: a requested kill was done, or there is nothing left to kill.
void kill_request_done() noexcept;
/// By the host: a worker was terminated. `killed_is_gone` has to follow for each, in the same order.
void count_killed() noexcept;
/// By the host: a terminated worker is certainly gone.
void killed_is_gone() noexcept;

}  // namespace webpool::wasm
