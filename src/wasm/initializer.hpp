#pragma once

#include <wasm/script_job.hpp>

#include <memory>
#include <string>
#include <utility>

namespace webpool::wasm {

/// The initializer of a pool that JavaScript made: a JavaScript function, which the processors' own JavaScript calls. The
/// pool only stores it; calling it in C++ does nothing.
class ScriptInitializer {
 public:
  /// `arguments`: an array that the codec (web/src/bindings/codec) has encoded.
  ScriptInitializer(Function& function, std::string arguments)
      : content_(std::make_shared<Content>(function, std::move(arguments))) {}
  void operator()() const noexcept {}
  /// Writes the function and its arguments into a processor's command.
  void describe(Command& command) const noexcept {
    content_->function.describe(command);
    command.items = address(content_->arguments.data());
    command.items_size = static_cast<std::uint32_t>(content_->arguments.size());
  }

 private:
  struct Content {
    Content(Function& of, std::string with) : function(of), arguments(std::move(with)) { function.add_reference(); }
    Content(const Content&) = delete;
    Content& operator=(const Content&) = delete;
    ~Content() { function.release(); }
    Function& function;
    std::string arguments;
  };
  std::shared_ptr<Content> content_;
};

}  // namespace webpool::wasm
