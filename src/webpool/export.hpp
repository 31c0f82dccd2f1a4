#pragma once

/// WEBPOOL_EXPORT marks the symbols that a shared webpool library exports; all others are hidden. CMake defines
/// WEBPOOL_SHARED for a shared library and for the programs that link it, and WEBPOOL_BUILDING for the library alone.
#if !defined(WEBPOOL_SHARED)
#define WEBPOOL_EXPORT
#elif defined(_WIN32)
#if defined(WEBPOOL_BUILDING)
#define WEBPOOL_EXPORT __declspec(dllexport)
#else
#define WEBPOOL_EXPORT __declspec(dllimport)
#endif
#else
#define WEBPOOL_EXPORT __attribute__((visibility("default")))
#endif

/// Keeps a function out of line where that makes its callers smaller or faster.
#if defined(__GNUC__)
#define WEBPOOL_OUT_OF_LINE [[gnu::noinline]]
#else
#define WEBPOOL_OUT_OF_LINE
#endif
