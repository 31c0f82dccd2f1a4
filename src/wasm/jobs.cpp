#include <wasm/failure.hpp>
#include <wasm/kernels.hpp>
#include <wasm/layout.hpp>
#include <wasm/mailbox.hpp>
#include <wasm/script_job.hpp>
#include <wasm/shared_memory.hpp>
#include <wasm/web_pool.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>

/// Jobs for JavaScript: functions that take addresses, since a call through Embind takes a microsecond. The JavaScript
/// library has checked the arguments.
namespace webpool::wasm {

// New jobs have one reference and are not submitted yet. Their address is 0 if there is not enough memory.

/// `address`: of items that are numbers or rows; 0: the job allocates `bytes` for them, at `JobRecord::items`.
std::uint32_t webpool_script_job(const WebPool* pool, Function* function, int spread, int refuses_promises,
                                 std::uint32_t kind, std::uint32_t items, std::uint32_t chunksize,
                                 std::uint32_t address, std::uint32_t columns, std::uint32_t bytes) {
  ScriptJob* const job =
      ScriptJob::make(*function, spread != 0, {static_cast<ItemKind>(kind), items, address, columns, bytes}, chunksize,
                      pool->core().processes());
  if (job != nullptr && refuses_promises != 0) job->refuse_promises();
  return wasm::address(static_cast<detail::Job*>(job));
}
/// Called before the job is submitted. `timeout`: how many milliseconds each task may take; 0: no limit.
void webpool_script_settings(ScriptJob* job, std::uint32_t timeout, std::uint32_t first_number) {
  job->timeout = timeout;
  job->number_items_from(first_number);
}
/// Allocates memory for packed items that lives as long as the job; null if there is none.
void* webpool_script_allocate(ScriptJob* job, std::uint32_t size) { return job->allocate(size); }
std::uint32_t webpool_matrix_job(const WebPool* pool, std::uint32_t kernel, const std::int32_t* data,
                                 std::uint32_t rows, std::uint32_t columns, std::int32_t first_parameter,
                                 std::int32_t second_parameter, std::int32_t* out, std::uint32_t chunksize) {
  return wasm::address(null_without_memory([&]() -> detail::Job* {
    return new KernelJob(kernel, data, rows, columns, first_parameter, second_parameter, out, chunksize,
                         pool->core().processes());
  }));
}
std::uint32_t webpool_table_job(const WebPool* pool, std::uint32_t kernel, std::uint32_t rows, std::uint32_t copies,
                                std::int32_t* out, std::uint32_t chunksize) {
  return wasm::address(null_without_memory(
      [&]() -> detail::Job* { return new KernelJob(kernel, rows, copies, out, chunksize, pool->core().processes()); }));
}
int webpool_job_done(const detail::Job* job) { return job->done() ? 1 : 0; }

/// Waits for at most `milliseconds`, for ever if negative. Returns whether the job has ended.
int webpool_job_wait(detail::Job* job, double milliseconds) { return job->wait(deadline_in(milliseconds)) ? 1 : 0; }

/// Whether a task of the job was or is awaited.
int webpool_job_awaits(const ListenedJob* job) { return job->awaits.load(std::memory_order_relaxed) != 0 ? 1 : 0; }

void webpool_job_release(detail::Job* job) { job->release(); }

/// The error of a job that has ended, or null. Valid until the next call on this thread.
const Failure* webpool_job_failure(detail::Job* job) {
  const auto error = job->error();
  return error ? describe(error, job) : nullptr;
}

/// The offset of the JobRecord from the address of its job.
std::uint32_t webpool_job_record() {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
  return offsetof(ListenedJob, record);
#pragma GCC diagnostic pop
}

/// Ends the job with a CancelledError. Returns 0 if it had already ended.
int webpool_job_cancel(ListenedJob* job) { return job->cancel() ? 1 : 0; }

/// Has the host kill the threads that still run chunks of a job that has ended.
void webpool_job_kill(const WebPool* pool, ListenedJob* job) {
  if (job->kill_asked.exchange(true, std::memory_order_acquire)) return;
  count_kill_request();
  job->kill_keeps = pool->core().shared_from_this();
  job->add_reference();
  send(job->kill_message, MessageKind::kill_job, address(job));
}

double webpool_job_items_done(const detail::Job* job) { return static_cast<double>(job->items_done()); }

}  // namespace webpool::wasm
