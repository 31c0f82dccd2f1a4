#include <wasm/call_notes.hpp>
#include <wasm/mailbox.hpp>
#include <wasm/platform.hpp>
#include <webpool/core/host.hpp>

#include <programs/programs.hpp>

#include <emscripten.h>

#include <exception>
#include <iostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>

/// The guide's programs in C++, run by the page. Their output goes to the host line by line.
namespace webpool::wasm {
namespace {

enum : std::uint32_t { level_log = 0, level_error = 3 };

class LineBuffer final : public std::streambuf {
 public:
  explicit LineBuffer(std::uint32_t level) : level_(level) {}
  /// Sends this thread's unfinished lines.
  static void end_lines() {
    if (!lines[0].empty()) send(MessageKind::output, level_log, std::exchange(lines[0], {}));
    if (!lines[1].empty()) send(MessageKind::output, level_error, std::exchange(lines[1], {}));
  }

 protected:
  int_type overflow(int_type character) override {
    if (!traits_type::eq_int_type(character, traits_type::eof())) put(traits_type::to_char_type(character));
    return traits_type::not_eof(character);
  }
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    for (std::streamsize i = 0; i < size; ++i) put(text[i]);
    return size;
  }

 private:
  void put(char character) {
    std::string& line = lines[level_ == level_log ? 0 : 1];
    if (character != '\n') {
      line += character;
      return;
    }
    send(MessageKind::output, level_, line);
    line.clear();
  }

  // Per thread, so that concurrent output does not mix within a line.
  static thread_local std::string lines[2];
  std::uint32_t level_;
};

thread_local std::string LineBuffer::lines[2];

void print_to_host() {
  static LineBuffer output(level_log);
  static LineBuffer errors(level_error);
  std::cout.rdbuf(&output);
  std::cerr.rdbuf(&errors);
  std::clog.rdbuf(&errors);
}

}  // namespace

extern "C" {

/// Runs a compiled program on this thread. Returns 0 on success, 1 if there is none of that name, 2 if it has failed or
/// thrown, which was printed. `describes_calls`: sends the page what `CallNotes` describes.
EMSCRIPTEN_KEEPALIVE int webpoolRunCompiled(const char* name, std::uint32_t size, int describes_calls) {
  print_to_host();
  static CallNotes notes;
  if (describes_calls != 0) detail::JobObserver::instance = &notes;
  detail::waiting_changed = [](bool waits) noexcept { webpool_js_program_waits(waits ? 1 : 0); };
  for (const auto& program : programs::all) {
    if (program.name != std::string_view(name, size)) continue;
    int status = 2;
    try {
      status = program.function();
    } catch (const std::exception& error) {
      std::cerr << "terminate called after throwing an exception: " << error.what() << '\n';
    } catch (...) {
      std::cerr << "terminate called after throwing something that is not a std::exception\n";
    }
    LineBuffer::end_lines();
    return status == 0 ? 0 : 2;
  }
  return 1;
}

}  // extern "C"
}  // namespace webpool::wasm
