#include <wasm/script_job.hpp>

#include <emscripten.h>

#include <cstdlib>
#include <exception>
#include <new>
#include <utility>

namespace webpool::wasm {
namespace {

std::atomic<std::uint32_t> next_function{1};

// Jobs that have settled and of which JavaScript has not been told. Pushed with compare-and-swap (release) by the threads
// that settle them, taken whole with exchange (acquire) by the realm that gave them out.
std::atomic<ListenedJob*> newest_settled{nullptr};
// Rung after a push; the realm sleeps on it.
detail::Word bell{0};

}  // namespace

Function::Function(std::string source)
    : source_(std::move(source)), number_(next_function.fetch_add(1, std::memory_order_relaxed)) {}

void ListenedJob::settled() noexcept {
  if (!listened) return;
  add_reference();
  auto* next = newest_settled.load(std::memory_order_relaxed);
  do {
    next_settled = next;
  } while (!newest_settled.compare_exchange_weak(next, this, std::memory_order_release, std::memory_order_relaxed));
  bell.fetch_add(1, std::memory_order_release);
  if (next == nullptr) detail::notify_all(bell);  // otherwise the realm has been woken for an older one
}

ScriptJob::ScriptJob(Function& function, bool spread, ItemKind kind, std::uint32_t items, std::uint32_t chunksize,
                     std::uint32_t processes)
    : ListenedJob(items, chunksize, processes),
      function_(function),
      spread_(spread ? 1 : 0),
      kind_(kind),
      records_(std::make_unique<ChunkRecord[]>(chunks())),
      numbers_(new double[items]) {
  function_.add_reference();
}

ScriptJob::~ScriptJob() {
  for (std::uint32_t chunk = 0; chunk < chunks(); ++chunk) {
    if (records_[chunk].data != 0) std::free(reinterpret_cast<void*>(records_[chunk].data));
  }
  for (void* const block : blocks_) std::free(block);
  function_.release();
}

void* ScriptJob::allocate(std::size_t size) {
  void* const block = std::malloc(size);
  if (block == nullptr) throw std::bad_alloc();
  blocks_.push_back(block);
  return block;
}

void ScriptJob::describe(std::uint32_t chunk, Command& command) const noexcept {
  const auto first = static_cast<std::uint32_t>(first_item(chunk));
  function_.describe(command);
  command.spread = spread_;
  command.item_kind = static_cast<std::uint32_t>(kind_);
  switch (kind_) {
    case ItemKind::packed:
      command.items = records_[chunk].items;
      break;
    case ItemKind::numbers:
      command.items = items_ + first * static_cast<std::uint32_t>(sizeof(double));
      break;
    case ItemKind::columns:
      command.items = items_;
      break;
    case ItemKind::rows:
      command.items = items_ + first * columns_ * static_cast<std::uint32_t>(sizeof(std::int32_t));
      break;
  }
  command.items_size = records_[chunk].items_size;
  command.columns = columns_;
  command.first = first;
  command.count = static_cast<std::uint32_t>(last_item(chunk)) - first;
  command.numbers = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(numbers_.get() + first));
  command.refuses_promises = refuses_promises_;
  command.awaits = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(&awaits));
  static_assert(sizeof(stop_flag()) == 1);
  command.stop = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(&stop_flag()));
}

void ScriptJob::finish_chunk(std::uint32_t chunk, ChunkKind kind, std::uint32_t data, std::uint32_t size,
                             std::uint32_t item) noexcept {
  ChunkRecord& record = records_[chunk];
  record.data = data;
  record.size = size;
  record.item = item;
  record.kind = static_cast<std::uint32_t>(kind);
  if (kind == ChunkKind::error) fail(std::make_exception_ptr(ScriptFailure{chunk}));
}

extern "C" {

/// Address of the word that changes when a job has settled.
EMSCRIPTEN_KEEPALIVE const void* webpool_settled_bell() { return &bell; }

/// Takes all jobs that have settled: a list, in the order in which they did. Each carries a reference.
EMSCRIPTEN_KEEPALIVE ListenedJob* webpool_settled_take() {
  ListenedJob* from = newest_settled.exchange(nullptr, std::memory_order_acquire);
  ListenedJob* oldest = nullptr;
  while (from != nullptr) oldest = std::exchange(from, std::exchange(from->next_settled, oldest));
  return oldest;
}
EMSCRIPTEN_KEEPALIVE ListenedJob* webpool_settled_next(const ListenedJob* job) { return job->next_settled; }

/// Null where memory is short.
EMSCRIPTEN_KEEPALIVE Function* webpool_function_new(const char* source, std::uint32_t size) {
  try {
    return new Function(std::string(source, size));
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_function_number(const Function* function) { return function->number(); }
EMSCRIPTEN_KEEPALIVE void webpool_function_release(Function* function) { function->release(); }

}  // extern "C"
}  // namespace webpool::wasm
