#pragma once

#include <webpool/core/pool_core.hpp>

#include <memory>

namespace webpool::wasm {

/// A pool begins: the host reads its trace from now on, if it reads any. May throw `std::bad_alloc`.
void follow_trace(const std::shared_ptr<detail::PoolCore>& core);

}  // namespace webpool::wasm
