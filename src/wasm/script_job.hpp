#pragma once

#include <wasm/layout.hpp>
#include <wasm/listened_job.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string>

namespace webpool::wasm {

/// The source text of a JavaScript function, shared by the realm that registered it and the jobs that call it.
class Function {
 public:
  explicit Function(std::string source);
  void add_reference() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }
  [[nodiscard]] std::uint32_t number() const noexcept { return number_; }
  [[nodiscard]] const std::string& source() const noexcept { return source_; }
  /// Writes the function into a processor's command.
  void describe(Command& command) const noexcept {
    command.function = number_;
    command.source = address(source_.data());
    command.source_size = static_cast<std::uint32_t>(source_.size());
  }

 private:
  std::string source_;
  std::uint32_t number_;
  std::atomic<std::uint32_t> references_{1};
};

/// A job whose tasks are JavaScript functions, run by the processors' own JavaScript.
class ScriptJob final : public ListenedJob {
 public:
  /// Where the items are.
  struct Items {
    ItemKind kind;
    std::uint32_t count;
    std::uint32_t address;  ///< of numbers and rows, which have to outlive the job's tasks; 0: in the job's own memory
    std::uint32_t columns;
    std::uint32_t bytes;  ///< how much memory the job allocates for them
  };

  /// Null if there is not enough memory.
  static ScriptJob* make(Function& function, bool spread, const Items& items, std::uint32_t chunksize,
                         std::uint32_t processes) noexcept;

  [[nodiscard]] bool external() const noexcept override { return true; }
  void run_chunk(std::uint32_t /*chunk*/) override {}

  /// Allocates memory that lives as long as the job; null if there is none.
  void* allocate(std::size_t size) noexcept;
  void refuse_promises() noexcept { refuses_promises_ = 1; }
  /// Sets the number of the first item in errors and chunk records.
  void number_items_from(std::uint32_t number) noexcept { first_number_ = number; }
  [[nodiscard]] ChunkRecord* records() const noexcept { return reinterpret_cast<ChunkRecord*>(record.records); }

  void describe(std::uint32_t chunk, Command& command) const noexcept;
  /// Records the end of a chunk and takes over the memory at `data`.
  void finish_chunk(std::uint32_t chunk, ChunkKind kind, std::uint32_t data, std::uint32_t size,
                    std::uint32_t item) noexcept;

 private:
  // The header of a block of the job's memory.
  struct alignas(8) Block {
    Block* next;
  };
  static void* operator new(std::size_t size, std::nothrow_t /*tag*/) noexcept { return std::malloc(size); }
  static void operator delete(void* memory, std::nothrow_t /*tag*/) noexcept { std::free(memory); }
  static void operator delete(void* memory) noexcept { std::free(memory); }
  ScriptJob(Function& function, bool spread, const Items& items, std::uint32_t chunksize, std::uint32_t processes,
            Block* block) noexcept;
  ~ScriptJob() override;

  Function& function_;
  std::uint32_t spread_;
  ItemKind kind_;
  std::uint32_t columns_;
  std::uint32_t refuses_promises_ = 0;
  std::uint32_t first_number_ = 0;
  // The last one contains the records, the numbers and, if they fit, the items.
  Block* blocks_;
};

}  // namespace webpool::wasm
