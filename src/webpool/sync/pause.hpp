#pragma once

// Declared here because the compilers' headers for it have tens of thousands of lines.
#if defined(_MSC_VER) && !defined(__clang__)
#if defined(_M_X64) || defined(_M_IX86)
extern "C" void _mm_pause();
#pragma intrinsic(_mm_pause)
#elif defined(_M_ARM64)
extern "C" void __yield();
#pragma intrinsic(__yield)
#endif
#endif

namespace webpool::detail {

/// Tells the core that the thread spins, so that it saves power and leaves resources to its other hardware thread.
inline void pause() noexcept {
#if defined(_MSC_VER) && !defined(__clang__)
#if defined(_M_X64) || defined(_M_IX86)
  _mm_pause();
#elif defined(_M_ARM64)
  __yield();
#endif
#elif defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield" ::: "memory");
#endif
}

}  // namespace webpool::detail
