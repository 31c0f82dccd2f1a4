#pragma once

#include <kernels/matrix.hpp>

#include <cstddef>
#include <cstdint>

/// Memory whose address tasks are given, so that they write to it: shared arrays and matrices. A task that is killed may go
/// on for a while (Chromium lets its worker run on for two seconds): what it may have the address of is given back when it
/// is surely gone. What was made after the kill goes back at once.
namespace webpool::wasm {

/// What stands before a shared array, and what a matrix is to JavaScript.
struct Shared {
  Shared* next;         // in a list of those that wait to be given back
  std::uint32_t since;  // how many kills had been wished for when it was made; then, which kill it waits for
  Matrix* matrix;       // null for an array
  std::uint32_t unused;
};
static_assert(sizeof(Shared) == 16);  // what follows is aligned as malloc aligns

/// With `size` bytes after it; null where memory is short.
[[nodiscard]] Shared* new_shared(std::size_t size, Matrix* matrix = nullptr) noexcept;

/// Called by any thread that wishes a worker to be killed, before anybody may learn of it.
void wish_kill() noexcept;
/// Host: a wish has come true, or there is nothing left to kill.
void kill_granted() noexcept;
/// Host: a worker was ended. `killed_is_gone` has to follow, in the same order.
void count_killed() noexcept;
/// Host: a worker that was ended is surely gone.
void killed_is_gone() noexcept;

}  // namespace webpool::wasm
