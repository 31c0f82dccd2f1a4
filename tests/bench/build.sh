# shellcheck shell=bash
# What the benchmarks need, and how they are called, for run.sh and tests/run.sh: after web/scripts/tools.sh and tests/tools.sh.

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

# The rivals from npm lie in tests/bench/node_modules, apart from what the site is built with.
install_rivals() {
  local stamp
  stamp="$(cat tests/bench/package.json tests/bench/package-lock.json | hash_input)"
  [ "$(cat tests/bench/node_modules/.webpool-stamp 2>/dev/null)" != "$stamp" ] || return 0
  have npm || need "npm installs the rivals" "nodejs npm ca-certificates" node
  install_missing
  quietly "installing the rivals of tests/bench/package-lock.json (npm ci)" \
    npm --prefix tests/bench ci --no-audit --no-fund
  echo "$stamp" >tests/bench/node_modules/.webpool-stamp
}

# Our kernel and a loop that reads, without a pool. The stack pointer is exported, as each thread needs a stack.
build_ideal() {
  local objects=build/bench/ideal file
  mkdir -p "$objects"
  for file in tests/bench/browser/ideal.cpp src/kernels/detail/howmany_vector128.cpp src/kernels/detail/howmany_scalar.cpp; do
    emcc -std=c++20 -O3 -msimd128 -pthread -fno-exceptions -Isrc -c "$file" -o "$objects/$(basename "$file").o"
  done
  "$(em-config LLVM_ROOT)/wasm-ld" --no-entry --import-memory --shared-memory --max-memory=$((256 << 20)) \
    --initial-memory=$((256 << 20)) --export=__stack_pointer "$objects"/*.o -o build/bench/ideal.wasm
}

# With the library's settings, as far as they concern it. Debian's emcc does not tell Node where Debian's acorn is.
build_glue() {
  mkdir -p build/bench/glue
  NODE_PATH="${NODE_PATH:-/usr/share/nodejs}" emcc -std=c++20 -O3 -DNDEBUG -pthread -fexceptions \
    -fno-c++-static-destructors --no-entry -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,worker -sINITIAL_MEMORY=256MB \
    -sABORTING_MALLOC=0 -sMALLOC=emmalloc -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sSTACK_OVERFLOW_CHECK=2 \
    -sEXPORTED_FUNCTIONS=_malloc,_free tests/bench/browser/glue.cpp -o build/bench/glue/glue.js
}

# shellcheck disable=SC2154 # emcc is found by use_emscripten
need_bench_browser() {
  need_site
  have gnuplot || need "gnuplot draws the plots" gnuplot-nox gnuplot
  install_missing
  check_build_tools
  use_emscripten
  install_packages
  build_library
  build_wasm
  install_rivals
  unless_built ideal build/bench/ideal.wasm "$(fingerprint tests/bench/browser/ideal.cpp src/kernels/detail) $emcc" build_ideal
  unless_built glue build/bench/glue/glue.wasm "$(fingerprint tests/bench/browser/glue.cpp tests/bench/build.sh) $emcc" build_glue
  need_browsers chromium firefox
}

need_bench_python() {
  need_site
  have python3 || need "CPython's own Pool is measured beside it" python3 python
  install_missing
  check_build_tools
  use_emscripten
  install_packages
  build_library
  build_wasm
  need_browsers chromium firefox
}

# shellcheck disable=SC2154 # as above
run_bench_python() {
  "$node" tests/bench/python.mjs "$@"
}

# shellcheck disable=SC2154 # as above
run_bench_browser() {
  "$node" tests/bench/browser.mjs "$@"
}
