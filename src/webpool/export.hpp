#pragma once

/// WEBPOOL_EXPORT marks what a shared library of webpool offers to programs; all else is hidden in it. CMake defines
/// WEBPOOL_SHARED for the library and for those who link it where it is shared, and WEBPOOL_BUILDING for the library alone.
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
