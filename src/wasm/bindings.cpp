#include <kernels/matrix.hpp>
#include <wasm/layout.hpp>
#include <wasm/shared_memory.hpp>

#include <emscripten.h>
#include <emscripten/bind.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <typeinfo>

/// Matrices, exposed by Embind. Addresses are numbers. The JavaScript library has checked the arguments.
namespace webpool::wasm {
namespace {

// A JavaScript number, also for addresses.
using Number = double;

// The address of a new matrix, to be freed by `webpool_unshare`; 0 if there is not enough memory. With `high` = `low` + 1 all
// its numbers are `low`.
Number new_random(Number rows, Number columns, Number seed, Number low, Number high) {
  try {
    auto matrix = std::make_unique<Matrix>(Matrix::random(
        static_cast<std::size_t>(rows), static_cast<std::size_t>(columns), static_cast<std::int64_t>(seed),
        static_cast<std::int64_t>(low), static_cast<std::int64_t>(high)));
    const Shared* const shared = new_shared(0, matrix.get());
    if (shared == nullptr) return 0;
    matrix.release();
    return address(shared + 1);
  } catch (const std::exception&) {
    return 0;
  }
}

// Only functions of numbers: Embind's support for classes would be a seventh of the library's JavaScript, and its list of all
// types would bring in their JavaScript.
void register_bindings() {
  using namespace emscripten;
  internal::_embind_register_float(internal::TypeID<Number>::get(), "number", sizeof(Number));
  function("matrixRandom", &new_random);
}

}  // namespace

/// Called by a realm before it uses matrices. Processors do not use them and start faster without.
void webpool_register_bindings() { register_bindings(); }

std::int32_t* webpool_matrix_data(const Shared* behind) { return behind[-1].matrix->data(); }

/// Called by Embind for messages about unregistered types, which do not occur. Embind frees the result.
extern "C" EMSCRIPTEN_KEEPALIVE void* __getTypeName(const std::type_info* /*type*/) { return std::calloc(1, 1); }

}  // namespace webpool::wasm
