# Makes Catch2 3 available as Catch2::Catch2WithMain, and catch_discover_tests(). Include this after enable_testing().
#
# Installed, if there is one (tests/run.sh may have unpacked Debian's into build/tools), else from source. Emscripten
# always needs the source, since it links no native library.

if(NOT EMSCRIPTEN)
  find_package(Catch2 3 QUIET HINTS "${PROJECT_SOURCE_DIR}/build/tools/catch2/usr")
endif()

if(NOT Catch2_FOUND)
  include(FetchContent)
  if(POLICY CMP0135)
    cmake_policy(SET CMP0135 NEW)
  endif()
  set(catch2_source "${PROJECT_SOURCE_DIR}/build/tools/catch2.tar.gz") # the same file, from Debian's mirror
  if(NOT EXISTS "${catch2_source}")
    set(catch2_source "https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz")
  endif()
  FetchContent_Declare(
    Catch2
    URL "${catch2_source}"
    URL_HASH SHA256=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c)
  FetchContent_MakeAvailable(Catch2)
  list(APPEND CMAKE_MODULE_PATH "${catch2_SOURCE_DIR}/extras")
  if(EMSCRIPTEN)
    # All that is linked into one module must agree on threads and on exceptions.
    foreach(target Catch2 Catch2WithMain)
      target_compile_options(${target} PRIVATE -pthread -fexceptions)
    endforeach()
  endif()
endif()

include(Catch)
