#pragma once

#include <webpool/core/job.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <string>

/// Errors of tasks and pools, for JavaScript to read.
namespace webpool::wasm {

/// What JavaScript threw outside of any job: a MessagePack value that describes it.
struct ScriptError {
  std::shared_ptr<const std::string> description;
};

/// Why something has failed: 32-bit words, which `layout.ts` mirrors.
struct Failure {
  std::uint32_t script = 0;  ///< 1: JavaScript threw; `data` describes what, 0 where there was no memory for it
  std::uint32_t data = 0;    ///< address of a MessagePack value
  std::uint32_t size = 0;    ///< its bytes
  std::uint32_t item = 0;    ///< index of the item, or 0xffffffff for none
  std::uint32_t name = 0;    ///< otherwise the error's name and message
  std::uint32_t name_size = 0;
  std::uint32_t message = 0;
  std::uint32_t message_size = 0;
};

/// Describes an error, of that job if there is one. Stays until the next call on this thread; so does what it points to.
const Failure* describe(const std::exception_ptr& error, detail::Job* job = nullptr);

}  // namespace webpool::wasm
