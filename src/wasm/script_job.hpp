#pragma once

#include <wasm/layout.hpp>
#include <webpool/async_result.hpp>
#include <webpool/detail/job.hpp>
#include <webpool/detail/scheduler.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace webpool::wasm {

/// The text of a JavaScript function, shared by the realm that named it and the jobs that call it.
class Function {
 public:
  explicit Function(std::string source);
  void add_reference() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }
  [[nodiscard]] std::uint32_t number() const noexcept { return number_; }
  [[nodiscard]] const std::string& source() const noexcept { return source_; }
  /// Writes down which function it is.
  void describe(Command& command) const noexcept {
    command.function = number_;
    command.source = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(source_.data()));
    command.source_size = static_cast<std::uint32_t>(source_.size());
  }

 private:
  std::string source_;
  std::uint32_t number_;
  std::atomic<std::uint32_t> references_{1};
};

/// What ended a chunk: JavaScript's own error is in the chunk's record.
struct ScriptFailure {
  std::uint32_t chunk;
};

/// A trap, or a JavaScript exception that came out of WebAssembly.
class TrapError : public Error {
 public:
  TrapError(std::string name, const std::string& message) : Error(message), name_(std::move(name)) {}
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  std::string name_;
};

/// A job whose end JavaScript is told of: a list of those that have settled, and a bell.
class ListenedJob : public detail::Job {
 public:
  using Job::Job;
  bool listened = true;
  ListenedJob* next_settled = nullptr;
  // Set by a processor before it awaits a task for the first time, read by a caller that must not block then.
  std::atomic<std::uint32_t> awaits{0};
  // The wish to kill the threads that still run it, and whether it is on its way to the host; it keeps the scheduler and a
  // reference.
  Mail kill_mail;
  std::atomic<bool> kill_asked{false};
  std::shared_ptr<detail::Scheduler> kill_keeps;

 private:
  void settled() noexcept override;
};

/// A job whose tasks are JavaScript functions, run by the processors' own JavaScript.
class ScriptJob final : public ListenedJob {
 public:
  ScriptJob(Function& function, bool spread, ItemKind kind, std::uint32_t items, std::uint32_t chunksize,
            std::uint32_t processes);

  [[nodiscard]] bool external() const noexcept override { return true; }
  void drain(detail::Visit& /*visit*/) override {}

  /// Memory that lives as long as the job.
  void* allocate(std::size_t size);
  /// Where items that are numbers or rows begin.
  void set_items(std::uint32_t address, std::uint32_t columns) noexcept {
    items_ = address;
    columns_ = columns;
  }
  void refuse_promises() noexcept { refuses_promises_ = 1; }
  [[nodiscard]] ChunkRecord* records() noexcept { return records_.get(); }
  [[nodiscard]] double* numbers() noexcept { return numbers_.get(); }

  void describe(std::uint32_t chunk, Command& command) const noexcept;
  /// Records the end of a chunk and takes over the memory at `data`.
  void finish_chunk(std::uint32_t chunk, ChunkKind kind, std::uint32_t data, std::uint32_t size,
                    std::uint32_t item) noexcept;

 private:
  ~ScriptJob() override;

  Function& function_;
  std::uint32_t spread_;
  ItemKind kind_;
  std::uint32_t items_ = 0;
  std::uint32_t columns_ = 0;
  std::uint32_t refuses_promises_ = 0;
  std::unique_ptr<ChunkRecord[]> records_;
  std::unique_ptr<double[]> numbers_;
  std::vector<void*> blocks_;
};

}  // namespace webpool::wasm
