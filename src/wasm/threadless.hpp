#pragma once

#include <webpool/core/host.hpp>
#include <webpool/core/pool_core.hpp>

#include <cstdint>
#include <memory>

/// Pools where the browser gives no threads: one processor, which works on the thread that waits for it.
namespace webpool::wasm {

/// In place of `Host::start`: processor 0 begins without a thread, the others end before they have begun.
std::unique_ptr<detail::HostThread> start_without_thread(std::shared_ptr<detail::PoolCore> pool, std::uint32_t index);

/// `Host::work_here`.
bool work_without_thread(const void* pool, const detail::Job* job, detail::Deadline deadline);

/// Takes the processor from a task of that job which awaits a promise; another processor takes its place.
void kill_without_thread(detail::PoolCore& pool, detail::Job& job);

/// The same for tasks that are awaited and late: how many milliseconds until another one may be; `TimedTask::no_task` where
/// none runs that could.
double end_late_without_thread(double now);

}  // namespace webpool::wasm
