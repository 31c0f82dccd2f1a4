#!/usr/bin/env bash
# Builds and runs the tests; `tests/run.sh --help` says how.
set -euo pipefail
self="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/run.sh"
cd "$(dirname "$self")/.."

usage() {
  cat <<'TEXT'
Usage: tests/run.sh [lint|native|packages|model|wasm|runtimes|browser|bench|all]...

  native   the pool, the kernels and the programs as native code (Catch2, run by CTest)
  packages the C++ library as other projects take it: static and shared, g++ and clang++ (tests/packages)
  model    the hand-off of jobs, exhaustively for small sizes (tests/model, checked by SPIN)
  wasm     the library in Node (tests/wasm/*.test.mjs)
  runtimes the library in Node 20 and 22, Bun and Deno, which npm brings (tests/runtimes/*.test.mjs)
  browser  the library and the site in Chromium and Firefox, and embedding in WebKitGTK too (tests/browser/*.test.mjs)
  bench    the benchmarks at tiny sizes, for right results; no time is looked at (tests/bench/run.sh measures)
  all      native, packages, model, wasm, runtimes, browser and bench; this is the default
  lint     formatting, types and shell scripts

What is missing is installed (apt-get or brew) and built. The last line is "N passed, N failed"; the exit code is 0 if
some test ran and none failed. In the environment: CHROMIUM, FIREFOX and WEBKIT name the browsers' executables (WEBKIT a
MiniBrowser), BROWSERS=firefox,webkit chooses, CI=true turns a browser that cannot be had into a failure.
TEXT
}

# ---- the parts; each runs in its own process, so that a timeout can end it ----

part_native() {
  need_build_tools
  need_compiler
  install_missing
  check_build_tools
  fetch_catch2
  # Optimised like a release, but with assertions.
  build_cmake build/native "$(command -v c++ || true)" cmake -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE=-O2 \
    -DWEBPOOL_BUILD_TESTS=ON "${strict[@]}"
  local status=0
  # Two at a time, since most wait more than they compute.
  (cd build/native && ctest --parallel 2 --output-on-failure --no-tests=error --timeout 120) 2>&1 | tee "$results/native.log" || status=$?
  # "100% tests passed, 0 tests failed out of 12"
  sed -n 's/^.*tests passed, \([0-9]*\) tests* failed out of \([0-9]*\).*$/\2 \1/p' "$results/native.log" |
    awk '{ print $1 - $2, $2 }' >"$results/native.count"
  return "$status"
}

part_wasm() {
  need_build_tools
  need_emscripten
  need_node
  install_missing
  check_build_tools
  use_emscripten
  install_packages
  build_library
  fetch_catch2
  # Both at once, since one processor is idle while the other links. The native tests as WebAssembly, which
  # tests/wasm/core.test.mjs runs, have a build of their own, so that the site's is kept.
  local builds=() build status=0
  build_wasm &
  builds+=("$!")
  build_emscripten build/wasm-tests -DWEBPOOL_BUILD_TESTS=ON "${strict[@]}" &
  builds+=("$!")
  for build in "${builds[@]}"; do wait "$build" || status=$?; done
  [ "$status" = 0 ] || exit "$status"
  node_tests wasm
}

# The runtimes, and what else only tests of the package need, are apart from what the site is built with.
install_runtimes() {
  local stamp
  stamp="$(cat tests/runtimes/package.json tests/runtimes/package-lock.json | hash_input)"
  [ "$(cat tests/runtimes/node_modules/.webpool-stamp 2>/dev/null)" != "$stamp" ] || return 0
  quietly "installing the packages of tests/runtimes/package-lock.json (npm ci)" \
    npm --prefix tests/runtimes ci --no-audit --no-fund --ignore-scripts
  echo "$stamp" >tests/runtimes/node_modules/.webpool-stamp
}

part_runtimes() {
  need_build_tools
  need_emscripten
  need_node
  have npm || need "npm installs the runtimes" "nodejs npm ca-certificates" node
  install_missing
  check_build_tools
  use_emscripten
  install_packages
  build_library
  build_wasm
  install_runtimes
  node_tests runtimes
}

part_browser() {
  need_site
  have npm || need "npm packs and installs the package" "nodejs npm ca-certificates" node
  install_missing
  check_build_tools
  use_emscripten
  install_packages
  build_library
  build_wasm
  build_faulty_module
  build_site
  need_browsers chromium firefox webkit
  need_site_generators
  install_runtimes
  node_tests browser
}

part_packages() {
  need_build_tools
  need_compiler
  need_node
  have clang++ || need "the library is built with clang++ too" clang llvm
  have pkg-config || need "other projects find the library by pkg-config" pkg-config pkgconf
  ! on_debian || echo "#include <vector>" | clang++ -stdlib=libc++ -x c++ -fsyntax-only - 2>/dev/null || need "clang++ builds with libc++" "libc++-dev libc++abi-dev" ""
  install_missing
  install_packages
  node_tests packages
}

part_model() {
  need_node
  have spin || need "SPIN checks the model of the hand-off" spin spin
  have cc || need "a compiler builds what SPIN writes" gcc llvm
  install_missing
  install_packages
  node_tests model
}

part_bench() {
  local suite status=0 passed=0 failed=0 count=()
  for suite in native browser python; do
    "need_bench_$suite"
    "run_bench_$suite" --short >"$results/bench-$suite.log" || status=$?
    tail -n 4 "$results/bench-$suite.log"
    # "12 passed, 1 failed"
    read -ra count < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$results/bench-$suite.log") || true
    passed=$((passed + ${count[0]:-0})) failed=$((failed + ${count[1]:-1}))
  done
  echo "$passed $failed" >"$results/bench.count"
  return "$status"
}

part_lint() {
  need_node
  have clang-format || need "clang-format checks the C++" clang-format clang-format
  have shellcheck || need "ShellCheck checks the shell scripts" shellcheck shellcheck
  install_missing
  install_packages
  # All at once, as each uses one processor.
  local checks=() failed=0 index
  check() { # check <what> <command…>
    local log="$results/lint-${#checks[@]}.log"
    say "checking: $1"
    "${@:2}" </dev/null >"$log" 2>&1 &
    checks+=("$!")
  }
  local cpp
  cpp="$(find src tests -name node_modules -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print)"
  # Each version formats a little differently.
  case "$(clang-format --version)" in
  *"version 14."*)
    # shellcheck disable=SC2086 # no name of ours has a space
    [ -z "$cpp" ] || check "C++ formatting" clang-format --dry-run -Werror $cpp
    ;;
  *)
    [ "${CI:-}" != true ] || fail "clang-format 14 is needed"
    say "******** SKIPPED: C++ formatting - clang-format 14 is needed ********"
    ;;
  esac
  check "shell scripts" shellcheck -x serve.sh tests/run.sh tests/tools.sh tests/node_tests.sh tests/fuzz/run.sh tests/bench/run.sh tests/bench/build.sh .ci/run web/scripts/tools.sh web/scripts/references.sh
  check "web formatting" run_script lint
  check "formatting of tests" "$node" web/node_modules/prettier/bin/prettier.cjs --config web/.prettierrc --check "tests/**/*.mjs"
  check "types" run_script check
  check "layers of src" "$node" tests/cpp_layers.mjs
  check "layers of web/src" "$node" tests/layers.mjs
  check "the tests and files that tests/BEHAVIOUR.md and web/src/README.md name" "$node" tests/behaviour.mjs
  check "workflows" "$node" tests/workflows.mjs
  build_library
  check "the types of the library" "$node" tests/types.mjs
  for index in "${!checks[@]}"; do
    wait "${checks[index]}" || failed=$((failed + 1))
    cat "$results/lint-$index.log"
  done
  [ "$failed" = 0 ]
}

# ---- all of them ----

parts=()
inside=""
for argument in "$@"; do
  case "$argument" in
  lint | native | packages | model | wasm | runtimes | browser | bench) parts+=("$argument") ;;
  all) parts+=(native packages model wasm runtimes browser bench) ;;
  --inside=*) inside="${argument#*=}" ;;
  -h | --help) usage && exit ;;
  *) echo "tests/run.sh: unknown argument $argument; see tests/run.sh --help" >&2 && exit 2 ;;
  esac
done
[ "${#parts[@]}" -gt 0 ] || parts=(native packages model wasm runtimes browser bench)

# shellcheck source=web/scripts/tools.sh
source web/scripts/tools.sh
# shellcheck source=tests/tools.sh
source tests/tools.sh
# shellcheck source=tests/node_tests.sh
source tests/node_tests.sh
# shellcheck source=tests/bench/build.sh
source tests/bench/build.sh
results="$PWD/build/tests"
mkdir -p "$results"
# CI builds with warnings as errors.
strict=(-DWEBPOOL_WARNINGS_AS_ERRORS=OFF)
[ "${CI:-}" != true ] || strict=(-DWEBPOOL_WARNINGS_AS_ERRORS=ON)

if [ -n "$inside" ]; then
  trap 'exit 143' INT TERM # after the running command, which gets the signal too and has to clean up
  "part_$inside"
  exit
fi

lock

# Ends a part that hangs, with all that it has started. macOS has timeout(1) only with Homebrew's coreutils.
minutes=40
limit=(env)
for tool in timeout gtimeout; do
  if have "$tool"; then
    limit=("$tool" --kill-after=15 "${minutes}m")
    break
  fi
done

child=""
stop() {
  trap - INT TERM
  [ -z "$child" ] || { kill -TERM "$child" 2>/dev/null && wait "$child"; } || true
  exit 130
}
# timeout(1) puts the part into its own process group, which Ctrl-C does not reach.
trap stop INT TERM

passed=0
failed=0
summary=()
for part in "${parts[@]}"; do
  say "---- $part ----"
  rm -f "$results/$part".*
  began=$SECONDS
  status=0
  "${limit[@]}" "$BASH" "$self" --inside="$part" </dev/null 9>&- &
  child=$!
  wait "$child" || status=$?
  child=""
  part_passed=0
  part_failed=0
  if [ -s "$results/$part.count" ]; then read -r part_passed part_failed <"$results/$part.count"; fi
  note=""
  case "$status" in
  0) ;;
  124 | 137) note=" (ended after $minutes minutes: it hung)" ;;
  *) note=" (code $status)" ;;
  esac
  # A part that ends badly without a failed test failed before or after them.
  if [ "$status" != 0 ] && [ "$part_failed" = 0 ]; then part_failed=1; fi
  if [ "$status" = 0 ] && [ "$part" != lint ] && [ "$part_passed" = 0 ]; then
    part_failed=1
    note=" (no test ran)"
  fi
  summary+=("$(printf '%-8s %4d passed, %d failed, %d s%s' "$part" "$part_passed" "$part_failed" $((SECONDS - began)) "$note")")
  passed=$((passed + part_passed))
  failed=$((failed + part_failed))
done

echo
printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && { [ "$passed" -gt 0 ] || [ "${parts[*]}" = lint ]; }
