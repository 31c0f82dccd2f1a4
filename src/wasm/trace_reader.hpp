#pragma once

#include <webpool/core/pool_core.hpp>

#include <memory>

namespace webpool::wasm {

/// Adds a new pool to those whose trace the host reads, if it reads any. May throw `std::bad_alloc`.
void follow_trace(const std::shared_ptr<detail::PoolCore>& core);

}  // namespace webpool::wasm
