#pragma once

#include <cstdint>

/// The functions of `platform.js` that C++ calls: the browser's side of the pool.
extern "C" {
/// Milliseconds since the epoch on a clock that all workers of a page share, `performance.timeOrigin + performance.now()`.
double webpool_js_now();
/// Runs the processor's loop until the pool ends (1) or a task has to be awaited (0).
int webpool_js_run_processor(void* context);
/// Begins the program of this thread; it goes on in the thread's event loop.
void webpool_js_run_program(const char* order, std::uint32_t size);
/// Has the host look into the mailbox, where it is this thread itself.
void webpool_js_message_sent();
/// Tells the program's realm that the program, a compiled one, begins or ends to wait for a job.
void webpool_js_program_waits(int waits);
/// Ends the worker of a processor in the middle of what it does. Its memory stays for ten seconds, since it may still be
/// written (Chromium lets a worker run on for about two), and goes with `webpool_release_killed`.
void webpool_js_kill_worker(void* thread, void* context);
/// Has an error that reaches a started worker's global scope (its script does not load, say) reported to
/// `webpool_worker_failed` with that context; null is the program's.
void webpool_js_watch_worker(void* thread, void* context);
}
