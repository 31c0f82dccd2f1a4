#!/usr/bin/env bash
# Has libFuzzer write inputs for the pool and the kernels, with AddressSanitizer and UBSan watching.
#   tests/fuzz/run.sh [SECONDS]     how long each target runs, 60 if not said
# What breaks one is left in build/fuzz/<target>-*; give that file to the target to run it again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds="${1:-60}"
[[ "$seconds" =~ ^[0-9]+$ ]] || { echo "tests/fuzz/run.sh: $seconds is no number of seconds" >&2 && exit 2; }

# shellcheck source=web/scripts/tools.sh
source web/scripts/tools.sh
lock
need_build_tools
have clang++ || have clang++-14 || need "Clang brings libFuzzer" "clang libclang-rt-dev" llvm
install_missing
check_build_tools
clang="$(command -v clang++ || command -v clang++-14)"
build_cmake build/fuzz "$clang" cmake -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER="$clang" \
  -DWEBPOOL_BUILD_FUZZERS=ON -DWEBPOOL_BUILD_PROGRAMS=OFF -DWEBPOOL_SANITIZE=address,undefined
passed=0 failed=0
for target in programs kernels; do
  mkdir -p "build/fuzz/corpus-$target"
  say "fuzzing $target for $seconds s"
  status=0
  "build/fuzz/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=30 -max_len=4096 \
    -artifact_prefix="build/fuzz/$target-" -print_final_stats=1 "build/fuzz/corpus-$target" \
    >"build/fuzz/$target.log" 2>&1 || status=$?
  grep -E "stat::number_of_executed_units|SUMMARY" "build/fuzz/$target.log" || true
  if [ "$status" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
