#pragma once

#include <webpool/core/job.hpp>
#include <webpool/errors.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>

/// Errors of tasks and pools, for JavaScript to read.
namespace webpool::wasm {

/// What JavaScript threw outside of any job: a value of the codec that describes it.
struct ScriptError {
  std::shared_ptr<const std::string> description;
};

/// The error of a chunk that failed in JavaScript, which is described in the chunk's record.
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

/// An error, as 32-bit words that `layout.ts` mirrors.
struct Failure {
  std::uint32_t script = 0;  ///< 1: JavaScript threw what `data` describes
  std::uint32_t data = 0;    ///< address of a value of the codec; 0 if there was no memory for it
  std::uint32_t size = 0;    ///< its bytes
  std::uint32_t item = 0;    ///< index of the item, or 0xffffffff for none
  // If `script` is 0, the addresses of texts that end with a zero:
  std::uint32_t name = 0;     ///< the error's name
  std::uint32_t message = 0;  ///< its message
  std::uint32_t of = 0;       ///< the name of the C++ class to put before the message, or an empty text
};

/// Describes an error; `job` is the job in which it occurred, or null. The result and what it points to are valid until the
/// next error is rethrown on this thread.
const Failure* describe(const std::exception_ptr& error, detail::Job* job = nullptr);

}  // namespace webpool::wasm
