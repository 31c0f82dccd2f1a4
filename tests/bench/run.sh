#!/usr/bin/env bash
# Measures webpool beside its rivals; `tests/bench/run.sh --help` says how.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

usage() {
  cat <<'TEXT'
Usage: tests/bench/run.sh [native|browser|python]... [--short] [--only PATTERN] [--rounds N] [--publish]

Measures webpool beside its rivals in interleaved rounds and checks every result. What is missing is installed (apt-get
or brew, npm) and built. Writes build/bench/native.json and native.md, and the same for the others, with plots; prints
the Markdown. Let the machine be quiet meanwhile.

  native          the pool in C++: oneTBB, OpenMP, std::async, an ideal pool, Python and numpy; Taskflow where its
                  headers are found (CMAKE_PREFIX_PATH)
  browser         the library in Chromium and Firefox: plain JavaScript, postMessage, and the pools on npm
  python          programs in Python in Chromium and Firefox: CPython's own Pool, natively in the same rounds
  --short         tiny sizes, one round: checks that everything runs and gives right results; its times mean nothing
  --only PATTERN  what matches this regular expression alone; names are work/size/contestant
  --rounds N      how often each is measured (native 15, browser and python 7)
  --publish       afterwards puts tables and plots into tests/bench/RESULTS.md and tests/bench/results
TEXT
}

suites=()
options=()
publish=false
while [ $# -gt 0 ]; do
  case "$1" in
  native | browser | python) suites+=("$1") ;;
  --short) options+=(--short) ;;
  --publish) publish=true ;;
  --only | --rounds)
    [ -n "${2:-}" ] || { echo "tests/bench/run.sh: $1 needs a value" >&2 && exit 2; }
    options+=("$1=$2")
    shift
    ;;
  --only=* | --rounds=*) options+=("$1") ;;
  -h | --help) usage && exit ;;
  *) echo "tests/bench/run.sh: unknown argument $1; see tests/bench/run.sh --help" >&2 && exit 2 ;;
  esac
  shift
done
case "$publish ${options[*]-}" in
"true "*--short*) echo "tests/bench/run.sh: the times of --short mean nothing, so they are not published" >&2 && exit 2 ;;
esac
[ "${#suites[@]}" -gt 0 ] || suites=(native browser python)

# shellcheck source=web/scripts/tools.sh
source web/scripts/tools.sh
# shellcheck source=tests/tools.sh
source tests/tools.sh
# shellcheck source=tests/bench/build.sh
source tests/bench/build.sh
mkdir -p build/bench
lock

for suite in "${suites[@]}"; do
  "need_bench_$suite"
  "run_bench_$suite" "${options[@]+"${options[@]}"}"
done
# shellcheck disable=SC2154 # node is found by install_packages
if "$publish"; then "$node" tests/bench/publish.mjs "${suites[@]}"; fi
