#pragma once

#include <cstdint>

/// The functions of `platform.js` that C++ calls: the browser's side of the pool.
extern "C" {
/// Milliseconds since the epoch on a clock that all workers of a page share, `performance.timeOrigin + performance.now()`.
double webpool_js_now();
/// Runs the processor's loop. Returns 1 when the pool has ended, or 0 when a task has to be awaited in the event loop.
int webpool_js_run_processor(void* context);
/// Begins the program of this thread, which continues in the thread's event loop.
void webpool_js_run_program(const char* order, std::uint32_t size);
/// Without threads: has the host, which is this thread, take its messages.
void webpool_js_message_sent();
/// Reports to the program's realm that a compiled program begins (1) or stops (0) waiting for a job.
void webpool_js_program_waits(int waits);
/// Terminates the worker of a processor in the middle of a task. Its memory is freed ten seconds later, by
/// `webpool_release_killed`, since Chromium lets a terminated worker run on for about two seconds.
void webpool_js_kill_worker(void* thread, void* context);
/// Has an error in a started worker's global scope, such as a script that does not load, reported to `webpool_worker_failed`
/// with that context; null is the program's.
void webpool_js_watch_worker(void* thread, void* context);
}

namespace webpool::wasm {

/// When the module was created, by `webpool_js_now`.
inline const double module_created = webpool_js_now();

}  // namespace webpool::wasm
