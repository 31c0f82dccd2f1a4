#include <wasm/layout.hpp>

#include <emscripten.h>

#include <cstddef>
#include <cstdint>

namespace webpool::detail {
class Job;
class PoolCore;
class Worker;
}  // namespace webpool::detail

namespace webpool::wasm {

class Function;
class ScriptJob;
class WebPool;
struct Failure;
struct Reader;
struct Shared;
struct ThreadContext;

#define EXPORT(result, name, parameters) result webpool_##name parameters;
#include <wasm/exports.def>
#undef EXPORT

/// The functions of `exports.def` in their order. A pointer to a function is its index in WebAssembly's table, from which
/// JavaScript takes them; null is the end.
extern "C" EMSCRIPTEN_KEEPALIVE const void* webpoolFunctions() {
#define EXPORT(result, name, parameters) reinterpret_cast<void (*)()>(&webpool_##name),
  static void (*const functions[])() = {
#include <wasm/exports.def>
      nullptr};
#undef EXPORT
  return functions;
}

}  // namespace webpool::wasm
