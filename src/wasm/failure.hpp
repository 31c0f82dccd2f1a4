#pragma once

#include <webpool/core/job.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <string>

/// Errors of tasks and pools, for JavaScript to read.
namespace webpool::wasm {

/// What JavaScript threw outside of any job: a value of the codec that describes it.
struct ScriptError {
  std::shared_ptr<const std::string> description;
};

/// An error, as 32-bit words that `layout.ts` mirrors.
struct Failure {
  std::uint32_t script = 0;  ///< 1: JavaScript threw what `data` describes
  std::uint32_t data = 0;    ///< address of a value of the codec; 0 if there was no memory for it
  std::uint32_t size = 0;    ///< its bytes
  std::uint32_t item = 0;    ///< index of the item, or 0xffffffff for none
  std::uint32_t name = 0;    ///< if `script` is 0: address of the error's name, with its size and the message below
  std::uint32_t name_size = 0;
  std::uint32_t message = 0;
  std::uint32_t message_size = 0;
};

/// Describes an error; `job` is the job in which it occurred, or null. The result and what it points to are valid until the
/// next call on this thread.
const Failure* describe(const std::exception_ptr& error, detail::Job* job = nullptr);

}  // namespace webpool::wasm
