#pragma once

/// The version of this library as numbers for the preprocessor. CMake, pkg-config and the npm package take theirs from
/// here or are checked against it. Before 1.0, a minor version may change the interface; a patch version does not.
#define WEBPOOL_VERSION_MAJOR 0
#define WEBPOOL_VERSION_MINOR 1
#define WEBPOOL_VERSION_PATCH 0
/// The same as one number that can be compared: `#if WEBPOOL_VERSION >= 100` (0.1.0 is 100, 1.2.3 is 10203).
#define WEBPOOL_VERSION (WEBPOOL_VERSION_MAJOR * 10000 + WEBPOOL_VERSION_MINOR * 100 + WEBPOOL_VERSION_PATCH)
