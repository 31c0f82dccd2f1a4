#include <kernels/matrix.hpp>
#include <wasm/failure.hpp>
#include <wasm/kernels.hpp>
#include <wasm/layout.hpp>
#include <wasm/script_job.hpp>
#include <wasm/web_pool.hpp>

#include <emscripten.h>
#include <emscripten/bind.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <limits>
#include <new>
#include <typeinfo>

/// What JavaScript sees of jobs and matrices (of pools: web_pool.cpp): matrices by Embind, plain functions for what is
/// called for each job. Addresses are numbers. Arguments have been checked by the library.
namespace webpool::wasm {
namespace {

template <class T>
std::uint32_t address(const T* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

template <class T>
T* pointer(std::uint32_t address) {
  return reinterpret_cast<T*>(static_cast<std::uintptr_t>(address));
}

// The address of a new job with one reference, not submitted yet; 0 where memory is short.
template <class Make>
std::uint32_t made(Make&& make) {
  try {
    return address<detail::Job>(make());
  } catch (const std::bad_alloc&) {
    return 0;
  }
}

std::uint32_t matrix_data(std::uint32_t matrix) { return address(pointer<const Matrix>(matrix)->data()); }
void delete_matrix(std::uint32_t matrix) { delete pointer<const Matrix>(matrix); }

// 0 where memory is short; other arguments have been checked.
std::uint32_t new_matrix(std::uint32_t rows, std::uint32_t columns) {
  try {
    return address(new Matrix(rows, columns));
  } catch (const std::exception&) {
    return 0;
  }
}
std::uint32_t new_random_matrix(std::uint32_t rows, std::uint32_t columns, std::uint32_t seed, std::int32_t low,
                                double high) {
  try {
    return address(new Matrix(Matrix::random(rows, columns, seed, low, static_cast<std::int64_t>(high))));
  } catch (const std::exception&) {
    return 0;
  }
}

// The types that the bindings below speak of. Embind's own list of all types would bring their JavaScript with it.
void register_types() {
  using namespace emscripten::internal;
  const auto register_integer = [](auto number, const char* name) {
    using Integer = decltype(number);
    using Limits = std::numeric_limits<Integer>;
    _embind_register_integer(TypeID<Integer>::get(), name, sizeof(Integer), Limits::min(), Limits::max());
  };
  _embind_register_void(TypeID<void>::get(), "void");
  register_integer(std::int32_t{}, "int");
  register_integer(std::uint32_t{}, "unsigned int");
  _embind_register_float(TypeID<double>::get(), "double", sizeof(double));
}

// Functions, and no class: what Embind has for classes would be a seventh of the library's JavaScript.
void register_bindings() {
  using namespace emscripten;
  register_types();
  function("matrixZeros", &new_matrix);
  function("matrixRandom", &new_random_matrix);
  function("matrixData", &matrix_data);
  function("matrixDelete", &delete_matrix);
}

}  // namespace

extern "C" {

/// For Embind's messages about types that nobody has registered: there are none. It frees the text.
EMSCRIPTEN_KEEPALIVE void* __getTypeName(const std::type_info* /*type*/) { return std::calloc(1, 1); }

/// A realm that uses matrices calls this before: processors do not, and start the sooner.
EMSCRIPTEN_KEEPALIVE void webpool_register_bindings() { register_bindings(); }

// Jobs: made, filled by JavaScript, submitted. Plain functions, since an Embind call costs a microsecond.

EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_script_job(const WebPool* pool, Function* function, int spread,
                                                      std::uint32_t kind, std::uint32_t items,
                                                      std::uint32_t chunksize) {
  return made([&] {
    return new ScriptJob(*function, spread != 0, static_cast<ItemKind>(kind), items, chunksize,
                         pool->scheduler().processes());
  });
}
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_matrix_job(const WebPool* pool, std::uint32_t kernel,
                                                      const std::int32_t* data, std::uint32_t rows,
                                                      std::uint32_t columns, std::int32_t first_parameter,
                                                      std::int32_t second_parameter, std::int32_t* out,
                                                      std::uint32_t chunksize) {
  return made([&] {
    return new KernelJob(kernel, data, rows, columns, first_parameter, second_parameter, out, chunksize,
                         pool->scheduler().processes());
  });
}
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_table_job(const WebPool* pool, std::uint32_t kernel, std::uint32_t rows,
                                                     std::uint32_t copies, std::int32_t* out, std::uint32_t chunksize) {
  return made([&] { return new KernelJob(kernel, rows, copies, out, chunksize, pool->scheduler().processes()); });
}
EMSCRIPTEN_KEEPALIVE int webpool_job_done(const detail::Job* job) { return job->done() ? 1 : 0; }

/// Waits for at most `milliseconds`, for ever if negative; whether the job has ended.
EMSCRIPTEN_KEEPALIVE int webpool_job_wait(detail::Job* job, double milliseconds) {
  const auto deadline = milliseconds < 0
                            ? detail::no_deadline
                            : detail::deadline_after(std::chrono::duration<double, std::milli>(milliseconds));
  return job->wait(deadline) ? 1 : 0;
}

/// Whether a task of the job was or is awaited.
EMSCRIPTEN_KEEPALIVE int webpool_job_awaits(const ListenedJob* job) {
  return job->awaits.load(std::memory_order_relaxed) != 0 ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void webpool_job_release(detail::Job* job) { job->release(); }

/// After the job has ended: why it failed, or null. Stays until the next call on this thread.
EMSCRIPTEN_KEEPALIVE const Failure* webpool_job_failure(detail::Job* job) {
  const auto error = job->error();
  return error ? describe(error, job) : nullptr;
}

EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_job_chunks(const detail::Job* job) { return job->chunks(); }

EMSCRIPTEN_KEEPALIVE ChunkRecord* webpool_script_records(ScriptJob* job) { return job->records(); }
EMSCRIPTEN_KEEPALIVE double* webpool_script_numbers(ScriptJob* job) { return job->numbers(); }
EMSCRIPTEN_KEEPALIVE void webpool_script_set_items(ScriptJob* job, std::uint32_t items, std::uint32_t columns) {
  job->set_items(items, columns);
}
EMSCRIPTEN_KEEPALIVE void webpool_script_refuse_promises(ScriptJob* job) { job->refuse_promises(); }
/// Memory for packed items, which goes with the job; null where there is none.
EMSCRIPTEN_KEEPALIVE void* webpool_script_allocate(ScriptJob* job, std::uint32_t size) {
  try {
    return job->allocate(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

EMSCRIPTEN_KEEPALIVE std::int32_t* webpool_kernel_results(KernelJob* job) { return job->results(); }
EMSCRIPTEN_KEEPALIVE RowEntry* webpool_kernel_table(KernelJob* job) { return job->table(); }
EMSCRIPTEN_KEEPALIVE std::int32_t* webpool_kernel_copies(KernelJob* job) { return job->copies(); }

}  // extern "C"
}  // namespace webpool::wasm
