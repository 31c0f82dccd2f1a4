# shellcheck shell=bash
# What the benchmarks need, and how they are called, for run.sh and tests/run.sh: after web/scripts/tools.sh.

# Python with numpy: the one on the PATH may be another than the system's, to which the package belongs.
find_numpy() {
  for python in python3 /usr/bin/python3; do
    "$python" -c 'import numpy' 2>/dev/null && return
  done
  return 1
}

# On macOS OpenMP and oneTBB come with Homebrew; Apple's compiler finds OpenMP where libomp is named.
need_bench_native() {
  need_build_tools
  need_compiler
  need_node
  local found=build/bench/found
  mkdir -p "$found"
  printf 'cmake_minimum_required(VERSION 3.20)\nproject(found CXX)\nfind_package(benchmark REQUIRED)\nfind_package(TBB REQUIRED)\n' \
    >"$found/CMakeLists.txt"
  if ! have cmake || ! cmake -S "$found" -B "$found/build" >/dev/null 2>&1; then
    need "rivals and Google Benchmark" "libbenchmark-dev libtbb-dev" "google-benchmark tbb libomp"
  fi
  find_numpy || need "numpy is a rival" "python3 python3-numpy" numpy
  have gnuplot || need "gnuplot draws the plots" gnuplot-nox gnuplot
  install_missing
  check_build_tools
  find_numpy || fail "numpy was to be installed and is not there"
  install_packages
  build_cmake build/bench/native "$(command -v c++ || true) ${CMAKE_PREFIX_PATH:-}" cmake -DCMAKE_BUILD_TYPE=Release \
    -DWEBPOOL_BUILD_BENCH=ON -DWEBPOOL_BUILD_PROGRAMS=OFF
}

# shellcheck disable=SC2154 # node is found by install_packages
run_bench_native() {
  "$node" tests/bench/native.mjs --binaries=build/bench/native/tests/bench/native --python="$python" "$@"
}
