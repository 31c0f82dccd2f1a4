#pragma once

#include <webpool/core/host.hpp>
#include <webpool/core/pool_core.hpp>

#include <cstdint>
#include <memory>

/// Pools where the browser has no threads: a single processor, which runs on the thread that waits for it.
namespace webpool::wasm {

/// Replaces `Host::start`: processor 0 starts without a thread, the others end at once.
std::unique_ptr<detail::HostThread> start_without_thread(std::shared_ptr<detail::PoolCore> pool, std::uint32_t index);

/// `Host::work_here`.
bool work_without_thread(const void* pool, const detail::Job* job, detail::Deadline deadline);

/// Kills the processor if it awaits a promise for a task of that job; another one replaces it.
void kill_without_thread(detail::PoolCore& pool, detail::Job& job);

/// The same for awaited tasks that are late. Returns in how many milliseconds another task may be late; `TimedTask::no_task`
/// if none with a timeout runs.
double end_late_without_thread(double now);

}  // namespace webpool::wasm
