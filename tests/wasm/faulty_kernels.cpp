#include <wasm/kernels.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

/// Kernels that fail in every way that WebAssembly has, for the browser tests.
namespace {

using webpool::wasm::register_kernel;

// Fails for rows that begin with a 1, and counts as 7 otherwise.
template <void (*Fail)()>
void faulty(const std::int32_t* data, std::size_t rows, std::size_t columns, const std::int32_t* /*parameters*/,
            std::int32_t* results) {
  for (std::size_t row = 0; row < rows; ++row) {
    if (columns > 0 && data[row * columns] == 1) Fail();
    results[row] = 7;
  }
}

void trap() { __builtin_trap(); }

void out_of_bounds() {
  volatile std::uintptr_t nowhere = 0xfffffff0U;
  *reinterpret_cast<volatile int*>(nowhere) = 1;
}

void bad_call() {
  volatile std::uintptr_t number = 1'000'000;
  reinterpret_cast<void (*)()>(number)();
}

int recurse(volatile int* outer) {  // NOLINT(misc-no-recursion): that is the point
  volatile int frame[256];
  frame[0] = *outer;
  if (frame[0] != 0) return 0;  // never
  return recurse(frame) + frame[0];
}

void overflow() {
  volatile int start = 0;
  volatile int end = recurse(&start);
  static_cast<void>(end);
}

void throw_exception() { throw std::out_of_range("seven"); }
void throw_number() { throw 7; }

// Sets the row's second number to report that it runs, and never ends.
template <void (*Turn)()>
void endless(const std::int32_t* data, std::size_t rows, std::size_t columns, const std::int32_t* parameters,
             std::int32_t* results) {
  for (std::size_t row = 0; row < rows; ++row) {
    if (columns > 1 && data[row * columns] == 1) {
      __atomic_store_n(const_cast<std::int32_t*>(&data[row * columns + 1]), 1, __ATOMIC_SEQ_CST);
      for (;;) Turn();
    }
    results[row] = 7 + parameters[0];
  }
}

void spin() {
  static volatile int turns = 0;
  turns = turns + 1;
}
void allocate() {
  std::vector<std::string> list(100, std::string(100, 'x'));
  list[50] += "y";
}
void throw_and_catch() {
  try {
    throw std::runtime_error("again");
  } catch (const std::exception&) {
    spin();
  }
}

[[maybe_unused]] const bool registered = [] {
  register_kernel("trap", faulty<trap>);
  register_kernel("outOfBounds", faulty<out_of_bounds>);
  register_kernel("badCall", faulty<bad_call>);
  register_kernel("overflow", faulty<overflow>);
  register_kernel("throwException", faulty<throw_exception>);
  register_kernel("throwNumber", faulty<throw_number>);
  register_kernel("spin", endless<spin>);
  register_kernel("allocate", endless<allocate>);
  register_kernel("throwAndCatch", endless<throw_and_catch>);
  return true;
}();

}  // namespace
