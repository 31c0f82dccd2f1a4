#include <wasm/failure.hpp>

#include <wasm/layout.hpp>
#include <wasm/script_job.hpp>
#include <wasm/task_timeout.hpp>
#include <webpool/core/rethrow.hpp>
#include <webpool/core/text.hpp>
#include <webpool/errors.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <string>
#include <typeinfo>

namespace webpool::wasm {
namespace {

// The name of a class, demangled if it is simple, with a length before each part: N3app5ErrorE, St9bad_alloc. Others stay
// mangled, since the C++ library's demangler would be a third of the module.
class ClassName {
 public:
  explicit ClassName(const std::type_info& type) noexcept {
    const char* rest = type.name();
    const bool nested = skip(rest, 'N');
    if (rest[0] == 'S' && rest[1] == 't') {
      rest += 2;
      append("std", 3);
    }
    while (*rest >= '1' && *rest <= '9') {
      std::size_t size = 0;
      for (; *rest >= '0' && *rest <= '9'; ++rest) size = size * 10 + static_cast<std::size_t>(*rest - '0');
      if (size_ != 0) append("::", 2);
      last_ = size_;
      append(rest, size);
      rest += size;
    }
    if (nested && !skip(rest, 'E')) rest = "?";
    if (*rest == '\0') return;
    size_ = last_ = 0;
    append(type.name(), std::strlen(type.name()));
  }
  [[nodiscard]] const char* whole() const noexcept { return text_; }
  /// Without the namespaces.
  [[nodiscard]] const char* last() const noexcept { return text_ + last_; }

 private:
  static bool skip(const char*& rest, char expected) noexcept {
    const bool found = *rest == expected;
    rest += found ? 1 : 0;
    return found;
  }
  // Truncates a text that is too long.
  void append(const char* characters, std::size_t size) noexcept {
    size = std::min(size, sizeof(text_) - 1 - size_);
    std::memcpy(text_ + size_, characters, size);
    size_ += size;
    text_[size_] = '\0';
  }

  char text_[256];
  std::size_t size_ = 0;
  std::size_t last_ = 0;
};

// What a failure points to. Never destroyed: a realm that reads failures usually lives as long as the module.
struct Texts {
  std::string name;
  std::string message;
  ScriptError script;
};

constinit thread_local Failure failure;
constinit thread_local Texts* failure_texts = nullptr;

// Describes the error in `failure`. `of`: a class name to put before the message.
void describe_as(const char* name, const char* message, const char* of = "") {
  failure_texts->name = name;
  failure_texts->message = detail::text({of, *of != '\0' ? ": " : "", message});
  failure.name = address(failure_texts->name.data());
  failure.name_size = static_cast<std::uint32_t>(failure_texts->name.size());
  failure.message = address(failure_texts->message.data());
  failure.message_size = static_cast<std::uint32_t>(failure_texts->message.size());
}

// Throws `std::bad_alloc` if that is the error, or if there is no memory for the description.
void describe_error(const std::exception_ptr& error, detail::Job* job) {
  if (failure_texts == nullptr) failure_texts = new Texts;
  try {
    detail::rethrow(error);
  } catch (const ScriptFailure& thrown) {
    const ChunkRecord& record = static_cast<ScriptJob*>(job)->records()[thrown.chunk];
    failure.script = 1;
    failure.data = record.data;
    failure.size = record.size;
    failure.item = record.item;
  } catch (const ScriptError& thrown) {
    failure_texts->script = thrown;
    failure.script = 1;
    failure.data = address(thrown.description->data());
    failure.size = static_cast<std::uint32_t>(thrown.description->size());
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const LateTaskError& thrown) {
    describe_as("TimeoutError", thrown.what());
    failure.item = thrown.item();
  } catch (const std::exception& thrown) {
    // Uses the names by which JavaScript knows errors: its own, or those of the library.
    const ClassName type(typeid(thrown));
    const char* message = thrown.what();
    if (const auto* const trap = dynamic_cast<const TrapError*>(&thrown)) {
      describe_as(trap->name().c_str(), message);
    } else if (dynamic_cast<const Error*>(&thrown) != nullptr || dynamic_cast<const ValueError*>(&thrown) != nullptr) {
      describe_as(type.last(), message);
    } else {
      describe_as("Error", message, type.whole());
    }
  } catch (const std::string& thrown) {
    describe_as("Error", thrown.c_str());
  } catch (const char* thrown) {
    describe_as("Error", thrown);
  } catch (...) {
    describe_as("Error", "a task threw something that is no std::exception");
  }
}

}  // namespace

const Failure* describe(const std::exception_ptr& error, detail::Job* job) {
  failure = {};
  failure.item = 0xffffffff;
  try {
    describe_error(error, job);
  } catch (const std::bad_alloc&) {
    failure.script = 1;  // without data
  }
  return &failure;
}

}  // namespace webpool::wasm
