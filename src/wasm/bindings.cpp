#include <kernels/matrix.hpp>
#include <wasm/kernels.hpp>
#include <wasm/layout.hpp>
#include <wasm/script_job.hpp>
#include <webpool/detail/rethrow.hpp>
#include <webpool/detail/scheduler.hpp>
#include <webpool/detail/spin.hpp>
#include <webpool/errors.hpp>

#include <emscripten.h>
#include <emscripten/bind.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

/// What JavaScript sees of the pool: classes by Embind for what is made rarely, plain functions for what is called for
/// each job. Addresses are numbers. Arguments have been checked by the library.
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

/// A pool as JavaScript holds it.
class WebPool {
 public:
  explicit WebPool(std::uint32_t processes) : scheduler_(std::make_shared<detail::Scheduler>(processes)) {
    scheduler_->start();
  }
  /// Null where memory is short.
  static WebPool* create(std::uint32_t processes) {
    try {
      return new WebPool(processes);
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
  }
  WebPool(const WebPool&) = delete;
  WebPool& operator=(const WebPool&) = delete;
  ~WebPool() {
    if (scheduler_->alive() != 0) scheduler_->terminate();
  }

  std::uint32_t number() const { return scheduler_->number(); }
  std::uint32_t processes() const { return scheduler_->processes(); }
  void close() { scheduler_->close(); }
  void terminate() { scheduler_->terminate(); }
  std::uint32_t started_word() const { return address(&scheduler_->started()); }
  std::uint32_t alive_word() const { return address(&scheduler_->alive_word()); }

  detail::Scheduler& scheduler() const { return *scheduler_; }
  std::uint32_t self() const { return address(this); }

 private:
  std::shared_ptr<detail::Scheduler> scheduler_;
};

/// Why a job has failed, for JavaScript to read: 32-bit words.
struct Failure {
  std::uint32_t record = 0;  ///< address of the chunk's record, for what a JavaScript function threw
  std::uint32_t name = 0;    ///< otherwise the error's name and message
  std::uint32_t name_size = 0;
  std::uint32_t message = 0;
  std::uint32_t message_size = 0;
};

// A class's qualified name, read from its mangled one, where a length stands before each part: N3app5ErrorE, St9bad_alloc.
// What is not that simple stays mangled: the C++ library's demangler would be a third of the module.
std::string class_name(const std::type_info& type) {
  std::string_view rest = type.name();
  const auto skip = [&rest](std::string_view prefix) {
    const bool found = rest.substr(0, prefix.size()) == prefix;
    if (found) rest.remove_prefix(prefix.size());
    return found;
  };
  std::string name;
  const bool nested = skip("N");
  if (skip("St")) name = "std";
  while (!rest.empty() && rest.front() >= '1' && rest.front() <= '9') {
    std::size_t size = 0;
    for (; !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; rest.remove_prefix(1)) {
      size = size * 10 + static_cast<std::size_t>(rest.front() - '0');
    }
    if (!name.empty()) name += "::";
    name += rest.substr(0, size);
    rest.remove_prefix(std::min(size, rest.size()));
  }
  if (nested && !skip("E")) return type.name();
  return rest.empty() ? name : type.name();
}

// The names under which JavaScript knows the errors: its own, or those of the library.
std::string name_of(const std::exception& error) {
  if (const auto* trap = dynamic_cast<const TrapError*>(&error)) return trap->name();
  if (dynamic_cast<const Error*>(&error) != nullptr || dynamic_cast<const ValueError*>(&error) != nullptr) {
    const auto name = class_name(typeid(error));
    return name.substr(name.rfind(':') + 1);
  }
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return "RangeError";
  return "Error";
}

constinit thread_local Failure failure;
// Never destroyed: a realm that asks why jobs have failed lives as long as the module, or lets go of some bytes.
thread_local std::string* failure_texts = nullptr;

const Failure* describe(const std::exception_ptr& error) {
  failure = {};
  if (failure_texts == nullptr) failure_texts = new std::string[2];
  std::string& failure_name = failure_texts[0];
  std::string& failure_message = failure_texts[1];
  try {
    detail::rethrow(error);
  } catch (const ScriptFailure&) {
    return &failure;
  } catch (const std::exception& thrown) {
    failure_name = name_of(thrown);
    failure_message = thrown.what();
    if (failure_name == "Error") failure_message = class_name(typeid(thrown)) + ": " + failure_message;
  } catch (const std::string& thrown) {
    failure_name = "Error";
    failure_message = thrown;
  } catch (const char* thrown) {
    failure_name = "Error";
    failure_message = thrown;
  } catch (...) {
    failure_name = "Error";
    failure_message = "a task threw something that is no std::exception";
  }
  failure.name = address(failure_name.data());
  failure.name_size = static_cast<std::uint32_t>(failure_name.size());
  failure.message = address(failure_message.data());
  failure.message_size = static_cast<std::uint32_t>(failure_message.size());
  return &failure;
}

std::uint32_t matrix_data(const Matrix& matrix) { return address(matrix.data()); }
std::uint32_t matrix_rows(const Matrix& matrix) { return static_cast<std::uint32_t>(matrix.rows()); }
std::uint32_t matrix_columns(const Matrix& matrix) { return static_cast<std::uint32_t>(matrix.columns()); }

// Null where memory is short; other arguments have been checked.
Matrix* new_matrix(std::uint32_t rows, std::uint32_t columns) {
  try {
    return new Matrix(rows, columns);
  } catch (const std::exception&) {
    return nullptr;
  }
}
Matrix* new_random_matrix(std::uint32_t rows, std::uint32_t columns, std::uint32_t seed, std::int32_t low,
                          double high) {
  try {
    return new Matrix(Matrix::random(rows, columns, seed, low, static_cast<std::int64_t>(high)));
  } catch (const std::exception&) {
    return nullptr;
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
  register_integer(int{}, "int");
  register_integer(unsigned{}, "unsigned int");
  register_integer(long{}, "long");
  register_integer(static_cast<unsigned long>(0), "unsigned long");
  _embind_register_float(TypeID<double>::get(), "double", sizeof(double));
}

void register_bindings() {
  using namespace emscripten;
  register_types();
  class_<WebPool>("WebPool")
      .class_function("create", &WebPool::create, allow_raw_pointers())
      .function("number", &WebPool::number)
      .function("processes", &WebPool::processes)
      .function("close", &WebPool::close)
      .function("terminate", &WebPool::terminate)
      .function("startedWord", &WebPool::started_word)
      .function("aliveWord", &WebPool::alive_word)
      .function("self", &WebPool::self);
  class_<Matrix>("WebMatrix")
      .function("data", &matrix_data)
      .function("rows", &matrix_rows)
      .function("columns", &matrix_columns)
      .class_function("create", &new_matrix, allow_raw_pointers())
      .class_function("random", &new_random_matrix, allow_raw_pointers());
}

}  // namespace

extern "C" {

/// For Embind's messages.
EMSCRIPTEN_KEEPALIVE const char* __getTypeName(const std::type_info* type) { return strdup(type->name()); }

/// A realm that uses the classes calls this before: processors do not, and start the sooner.
EMSCRIPTEN_KEEPALIVE void webpool_register_bindings() { register_bindings(); }

// Jobs: made, filled by JavaScript, submitted. Plain functions, since an Embind call costs a microsecond.

EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_script_job(const WebPool* pool, Function* function, int spread,
                                                      std::uint32_t kind, std::uint32_t items,
                                                      std::uint32_t chunksize) {
  return made([&] {
    return new ScriptJob(*function, spread != 0, static_cast<ItemKind>(kind), items, chunksize, pool->processes());
  });
}
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_matrix_job(const WebPool* pool, std::uint32_t kernel,
                                                      const std::int32_t* data, std::uint32_t rows,
                                                      std::uint32_t columns, std::int32_t first_parameter,
                                                      std::int32_t second_parameter, std::uint32_t chunksize) {
  return made([&] {
    return new KernelJob(kernel, data, rows, columns, first_parameter, second_parameter, chunksize, pool->processes());
  });
}
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_table_job(const WebPool* pool, std::uint32_t kernel, std::uint32_t rows,
                                                     std::uint32_t copies, std::uint32_t chunksize) {
  return made([&] { return new KernelJob(kernel, rows, copies, chunksize, pool->processes()); });
}
/// 0 if the pool takes no more work.
EMSCRIPTEN_KEEPALIVE int webpool_submit(const WebPool* pool, ListenedJob* job, int listened) {
  job->listened = listened != 0;
  try {
    pool->scheduler().submit(*job);
    return 1;
  } catch (const PoolNotRunningError&) {
    return 0;
  }
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
  if (!error) return nullptr;
  describe(error);
  try {
    detail::rethrow(error);
  } catch (const ScriptFailure& script) {
    failure.record = address(static_cast<ScriptJob*>(job)->records() + script.chunk);
  } catch (...) {  // described above
  }
  return &failure;
}

EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_job_chunks(const detail::Job* job) { return job->chunks(); }
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_job_number(const detail::Job* job) { return job->number; }

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
