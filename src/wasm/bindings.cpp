#include <kernels/matrix.hpp>
#include <wasm/failure.hpp>
#include <wasm/kernels.hpp>
#include <wasm/layout.hpp>
#include <wasm/script_job.hpp>
#include <wasm/shared_memory.hpp>
#include <wasm/web_pool.hpp>

#include <emscripten.h>
#include <emscripten/bind.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
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

// The address of a new job with one reference, not submitted yet; 0 where memory is short.
template <class Make>
std::uint32_t made(Make&& make) {
  try {
    return address<detail::Job>(make());
  } catch (const std::bad_alloc&) {
    return 0;
  }
}

// A JavaScript number, which also an address is here.
using Number = double;

// The address of a new matrix, for `webpool_unshare`; 0 where memory is short. Other arguments have been checked.
template <class Make>
Number new_matrix(Make&& make) {
  try {
    auto matrix = std::make_unique<Matrix>(make());
    const Shared* const shared = new_shared(0, matrix.get());
    if (shared == nullptr) return 0;
    matrix.release();
    return address(shared + 1);
  } catch (const std::exception&) {
    return 0;
  }
}
Number new_zeros(Number rows, Number columns) {
  return new_matrix([=] { return Matrix(static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)); });
}
Number new_random(Number rows, Number columns, Number seed, Number low, Number high) {
  return new_matrix([=] {
    return Matrix::random(static_cast<std::size_t>(rows), static_cast<std::size_t>(columns),
                          static_cast<std::int64_t>(seed), static_cast<std::int64_t>(low),
                          static_cast<std::int64_t>(high));
  });
}

// Functions of numbers, and no class or other type: what Embind has for classes would be a seventh of the library's
// JavaScript, and its own list of all types would bring their JavaScript with it.
void register_bindings() {
  using namespace emscripten;
  internal::_embind_register_float(internal::TypeID<Number>::get(), "number", sizeof(Number));
  function("matrixZeros", &new_zeros);
  function("matrixRandom", &new_random);
}

}  // namespace

extern "C" {

/// For Embind's messages about types that nobody has registered: there are none. It frees the text.
EMSCRIPTEN_KEEPALIVE void* __getTypeName(const std::type_info* /*type*/) { return std::calloc(1, 1); }

/// A realm that uses matrices calls this before: processors do not, and start the sooner.
EMSCRIPTEN_KEEPALIVE void webpool_register_bindings() { register_bindings(); }

EMSCRIPTEN_KEEPALIVE std::int32_t* webpool_matrix_data(const Shared* behind) { return behind[-1].matrix->data(); }

// Jobs: made, filled by JavaScript, submitted. Plain functions, since an Embind call costs a microsecond.

/// `address`: of items that are numbers or rows; 0: there is to be memory of `bytes` for them, at `JobRecord::items`.
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_script_job(const WebPool* pool, Function* function, int spread,
                                                      int refuses_promises, std::uint32_t kind, std::uint32_t items,
                                                      std::uint32_t chunksize, std::uint32_t address,
                                                      std::uint32_t columns, std::uint32_t bytes) {
  ScriptJob* const job =
      ScriptJob::make(*function, spread != 0, {static_cast<ItemKind>(kind), items, address, columns, bytes}, chunksize,
                      pool->core().processes());
  if (job != nullptr && refuses_promises != 0) job->refuse_promises();
  return wasm::address<detail::Job>(job);
}
/// More memory for packed items, which goes with the job; null where there is none.
EMSCRIPTEN_KEEPALIVE void* webpool_script_allocate(ScriptJob* job, std::uint32_t size) { return job->allocate(size); }
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_matrix_job(const WebPool* pool, std::uint32_t kernel,
                                                      const std::int32_t* data, std::uint32_t rows,
                                                      std::uint32_t columns, std::int32_t first_parameter,
                                                      std::int32_t second_parameter, std::int32_t* out,
                                                      std::uint32_t chunksize) {
  return made([&] {
    return new KernelJob(kernel, data, rows, columns, first_parameter, second_parameter, out, chunksize,
                         pool->core().processes());
  });
}
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_table_job(const WebPool* pool, std::uint32_t kernel, std::uint32_t rows,
                                                     std::uint32_t copies, std::int32_t* out, std::uint32_t chunksize) {
  return made([&] { return new KernelJob(kernel, rows, copies, out, chunksize, pool->core().processes()); });
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

/// How far behind a job's address its JobRecord lies.
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_job_record() {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
  return offsetof(ListenedJob, record);
#pragma GCC diagnostic pop
}

EMSCRIPTEN_KEEPALIVE std::int32_t* webpool_kernel_results(KernelJob* job) { return job->results(); }
EMSCRIPTEN_KEEPALIVE RowEntry* webpool_kernel_table(KernelJob* job) { return job->table(); }
EMSCRIPTEN_KEEPALIVE std::int32_t* webpool_kernel_copies(KernelJob* job) { return job->copies(); }

}  // extern "C"
}  // namespace webpool::wasm
