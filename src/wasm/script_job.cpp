#include <wasm/script_job.hpp>

#include <wasm/failure.hpp>
#include <wasm/task_timeout.hpp>
#include <webpool/core/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <limits>
#include <memory>
#include <new>
#include <utility>

namespace webpool::wasm {
namespace {

std::atomic<std::uint32_t> next_function{1};

}  // namespace

Function::Function(std::string source)
    : source_(std::move(source)), number_(next_function.fetch_add(1, std::memory_order_relaxed)) {}

// Uses no exceptions and allocates all memory at once, since Emscripten routes each call that may throw through JavaScript,
// which takes longer than everything else here. If one block is too large, the items get a block of their own.
ScriptJob* ScriptJob::make(Function& function, bool spread, const Items& items, std::uint32_t chunksize,
                           std::uint32_t processes) noexcept {
  const auto chunks = (std::uint64_t{items.count} + chunksize - 1) / chunksize;
  if (chunks > std::numeric_limits<std::int32_t>::max()) return nullptr;
  const auto size = sizeof(Block) + chunks * sizeof(ChunkRecord) + std::uint64_t{items.count} * sizeof(double);
  const auto allocated = [](std::uint64_t bytes) {
    return bytes <= SIZE_MAX ? std::malloc(static_cast<std::size_t>(bytes)) : nullptr;
  };
  void* memory = allocated(size + items.bytes);
  const bool apart = memory == nullptr && items.bytes != 0;
  if (apart) memory = allocated(size);
  if (memory == nullptr) return nullptr;
  auto* const job =
      new (std::nothrow) ScriptJob(function, spread, items, chunksize, processes, static_cast<Block*>(memory));
  if (job == nullptr) {
    std::free(memory);
    return nullptr;
  }
  if (!apart) return job;
  job->record.items = address(job->allocate(items.bytes));
  if (job->record.items != 0) return job;
  job->release();
  return nullptr;
}

ScriptJob::ScriptJob(Function& function, bool spread, const Items& items, std::uint32_t chunksize,
                     std::uint32_t processes, Block* block) noexcept
    : ListenedJob(std::nothrow, items.count, chunksize, processes),
      function_(function),
      spread_(spread ? 1 : 0),
      kind_(items.kind),
      columns_(items.columns),
      blocks_(block) {
  block->next = nullptr;
  auto* const first = reinterpret_cast<ChunkRecord*>(block + 1);
  std::uninitialized_fill_n(first, chunks(), ChunkRecord{});
  record.chunks = chunks();
  record.records = address(first);
  record.numbers = address(first + chunks());
  record.items =
      items.address != 0 ? items.address : record.numbers + items.count * static_cast<std::uint32_t>(sizeof(double));
  function_.add_reference();
}

ScriptJob::~ScriptJob() {
  for (std::uint32_t chunk = 0; chunk < chunks(); ++chunk) {
    if (records()[chunk].data != 0) std::free(reinterpret_cast<void*>(records()[chunk].data));
  }
  while (blocks_ != nullptr) std::free(std::exchange(blocks_, blocks_->next));
  function_.release();
}

void* ScriptJob::allocate(std::size_t size) noexcept {
  auto* const block =
      static_cast<Block*>(size <= SIZE_MAX - sizeof(Block) ? std::malloc(sizeof(Block) + size) : nullptr);
  if (block == nullptr) return nullptr;
  block->next = std::exchange(blocks_, block);
  return block + 1;
}

void ScriptJob::describe(std::uint32_t chunk, Command& command) const noexcept {
  const auto first = static_cast<std::uint32_t>(first_item(chunk));
  function_.describe(command);
  command.spread = spread_;
  command.item_kind = static_cast<std::uint32_t>(kind_);
  switch (kind_) {
    case ItemKind::packed:
      command.items = records()[chunk].items;
      break;
    case ItemKind::numbers:
      command.items = record.items + first * static_cast<std::uint32_t>(sizeof(double));
      break;
    case ItemKind::columns:
    case ItemKind::blocks:
      command.items = record.items;
      break;
    case ItemKind::rows:
      command.items = record.items + first * columns_ * static_cast<std::uint32_t>(sizeof(std::int32_t));
      break;
  }
  command.items_size = records()[chunk].items_size;
  command.columns = columns_;
  command.first = first;
  command.count = static_cast<std::uint32_t>(last_item(chunk)) - first;
  command.numbers = record.numbers + first * static_cast<std::uint32_t>(sizeof(double));
  command.refuses_promises = refuses_promises_;
  command.awaits = address(&awaits);
  static_assert(sizeof(stop_flag()) == 1);
  command.stop = address(&stop_flag());
  command.number = first_number_ + first;
  command.timeout = timeout;
}

void ScriptJob::finish_chunk(std::uint32_t chunk, ChunkKind kind, std::uint32_t data, std::uint32_t size,
                             std::uint32_t item) noexcept {
  ChunkRecord& end = records()[chunk];
  end.data = data;
  end.size = size;
  end.item = item;
  end.kind = static_cast<std::uint32_t>(kind);
  if (kind == ChunkKind::error) fail(std::make_exception_ptr(ScriptFailure{chunk}));
  if (kind == ChunkKind::late) fail(detail::error_of<LateTaskError>(item, timeout));
}

/// Null if there is not enough memory.
Function* webpool_function_new(const char* source, std::uint32_t size) {
  return null_without_memory([&] { return new Function(std::string(source, size)); });
}
std::uint32_t webpool_function_number(const Function* function) { return function->number(); }
void webpool_function_release(Function* function) { function->release(); }

}  // namespace webpool::wasm
