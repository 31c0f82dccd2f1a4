#include <wasm/failure.hpp>

#include <wasm/layout.hpp>
#include <wasm/script_job.hpp>
#include <wasm/task_timeout.hpp>
#include <webpool/core/rethrow.hpp>
#include <webpool/errors.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <string>
#include <typeinfo>

namespace webpool::wasm {
namespace {

constinit thread_local Failure failure;
constinit thread_local char class_name[256];

// Writes the name of a class into `class_name`, demangled if it is simple, with a length before each part: N3app5ErrorE,
// St9bad_alloc. Others stay mangled, since the C++ library's demangler would be a third of the module. A name that is too long
// is truncated. Returns the part after the namespaces.
const char* write_class_name(const std::type_info& type) noexcept {
  std::size_t size = 0;
  std::size_t last = 0;
  const auto append = [&](const char* characters, std::size_t count) {
    count = std::min(count, sizeof(class_name) - 1 - size);
    std::memcpy(class_name + size, characters, count);
    size += count;
    class_name[size] = '\0';
  };
  const char* rest = type.name();
  const bool nested = *rest == 'N';
  if (nested) ++rest;
  if (rest[0] == 'S' && rest[1] == 't') {
    rest += 2;
    append("std", 3);
  }
  while (*rest >= '1' && *rest <= '9') {
    std::size_t count = 0;
    for (; *rest >= '0' && *rest <= '9'; ++rest) count = count * 10 + static_cast<std::size_t>(*rest - '0');
    if (size != 0) append("::", 2);
    last = size;
    append(rest, count);
    rest += count;
  }
  if (std::strcmp(rest, nested ? "E" : "") != 0) {
    size = last = 0;
    append(type.name(), std::strlen(type.name()));
  }
  return class_name + last;
}

// Describes an error by the name under which JavaScript knows it. `of`: a class name to put before the message.
void describe_as(const char* name, const char* message, const char* of = "") noexcept {
  failure.name = address(name);
  failure.message = address(message);
  failure.of = address(of);
}

}  // namespace

const Failure* describe(const std::exception_ptr& error, detail::Job* job) {
  failure = {};
  failure.item = 0xffffffff;
  try {
    detail::rethrow(error);  // which keeps the error, and what the failure points to, until this thread's next one
  } catch (const ScriptFailure& thrown) {
    const ChunkRecord& record = static_cast<ScriptJob*>(job)->records()[thrown.chunk];
    failure.script = 1;
    failure.data = record.data;
    failure.size = record.size;
    failure.item = record.item;
  } catch (const ScriptError& thrown) {
    failure.script = 1;
    failure.data = address(thrown.description->data());
    failure.size = static_cast<std::uint32_t>(thrown.description->size());
  } catch (const std::bad_alloc&) {
    failure.script = 1;  // without data
  } catch (const LateTaskError& thrown) {
    describe_as("TimeoutError", thrown.what());
    failure.item = thrown.item();
  } catch (const TrapError& thrown) {
    describe_as(thrown.name().c_str(), thrown.what());
  } catch (const Error& thrown) {
    describe_as(write_class_name(typeid(thrown)), thrown.what());
  } catch (const ValueError& thrown) {
    describe_as(write_class_name(typeid(thrown)), thrown.what());
  } catch (const std::exception& thrown) {
    write_class_name(typeid(thrown));
    describe_as("Error", thrown.what(), class_name);
  } catch (const std::string& thrown) {
    describe_as("Error", thrown.c_str());
  } catch (const char* thrown) {
    describe_as("Error", thrown);
  } catch (...) {
    describe_as("Error", "a task threw something that is no std::exception");
  }
  return &failure;
}

}  // namespace webpool::wasm
