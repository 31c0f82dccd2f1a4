#include <wasm/failure.hpp>

#include <wasm/script_job.hpp>
#include <webpool/detail/rethrow.hpp>
#include <webpool/errors.hpp>

#include <algorithm>
#include <cstddef>
#include <new>
#include <string>
#include <string_view>
#include <typeinfo>

namespace webpool::wasm {
namespace {

template <class T>
std::uint32_t address(const T* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

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

// What a failure points to. Never destroyed: a realm that asks why jobs have failed lives as long as the module, or lets go
// of some bytes.
struct Texts {
  std::string name;
  std::string message;
  ScriptError script;
};

constinit thread_local Failure failure;
constinit thread_local Texts* failure_texts = nullptr;

}  // namespace

const Failure* describe(const std::exception_ptr& error, detail::Job* job) {
  failure = {};
  failure.item = 0xffffffff;
  if (failure_texts == nullptr) failure_texts = new Texts;
  auto& [failure_name, failure_message, failure_script] = *failure_texts;
  try {
    detail::rethrow(error);
  } catch (const ScriptFailure& thrown) {
    const ChunkRecord& record = static_cast<ScriptJob*>(job)->records()[thrown.chunk];
    failure.script = 1;
    failure.data = record.data;
    failure.size = record.size;
    failure.item = record.item;
    return &failure;
  } catch (const ScriptError& thrown) {
    failure_script = thrown;
    failure.script = 1;
    failure.data = address(thrown.description->data());
    failure.size = static_cast<std::uint32_t>(thrown.description->size());
    return &failure;
  } catch (const std::exception& thrown) {
    failure_name = name_of(thrown);
    failure_message = thrown.what();
    if (failure_name == "Error") failure_message = class_name(typeid(thrown)) + ": " + failure_message;
    if (failure_name == "RangeError" && dynamic_cast<const std::bad_alloc*>(&thrown) != nullptr) {
      failure_message = "the pool's memory is full; free matrices and shared arrays that are no longer used";
    }
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

}  // namespace webpool::wasm
