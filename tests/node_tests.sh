# shellcheck shell=bash
# Runs files of tests in Node's test runner, for run.sh: after web/scripts/tools.sh, with $node and the folder $results.

# shellcheck disable=SC2154 # run.sh sets both
run_node_tests() { # run_node_tests <log> <files at a time> <file>...
  "$node" --test --test-concurrency="$2" --test-timeout=1800000 --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$results/$1" "${@:3}"
}

# The numbers of passed and of failed tests, from the end of a log.
node_test_counts() { # node_test_counts <log>
  awk '$1 == "#" && $2 ~ /^(pass|fail|cancelled)$/ && NF == 3 { count[$2] = $3 }
    END { print count["pass"] + 0, count["fail"] + count["cancelled"] }' "$results/$1"
}

# The files with failures, which the places of failed suites and tests name. Nothing if a failure at the top level names none:
# a suite that a helper describes has its place in the helper, and a failure that runs in no file again must not be forgotten.
failed_files() { # failed_files <part> <log>
  awk -v file="tests/$1/[^/]*[.]test[.]mjs" '
    $1 == "location:" && match($0, file) { files[substr($0, RSTART, RLENGTH)] = named = 1 }
    /^not ok / { failed = 1 }
    /^  [.][.][.]$/ { if (failed && !named) unknown = 1; failed = named = 0 }
    END { if (!unknown) for (name in files) print name }' "$results/$2" | sort
}

node_tests() { # node_tests <part>
  local part="$1" status=0 again=() passed failed file
  local files=("tests/$part"/*.test.mjs)
  [ -e "${files[0]}" ] || fail "there is no tests/$part/*.test.mjs"
  # Two files at a time: tests wait for timers, processes and browsers more than they compute.
  run_node_tests "$part.tap" 2 "${files[@]}" || status=$?
  read -r passed failed < <(node_test_counts "$part.tap")
  # Failures in one or two files, among some thousand tests in browsers, may come from a busy machine, or from a browser that
  # crashed, which fails what was to be tested in it after that too. These files run once more, and are named either way: a
  # test that passes only then is a bug.
  while read -r file; do again+=("$file"); done < <(failed_files "$part" "$part.tap")
  if [ "$status" != 0 ] && [ "${#again[@]}" -ge 1 ] && [ "${#again[@]}" -le 2 ]; then
    say "******** UNSTEADY? These files run again, since tests in them failed: ${again[*]} ********"
    if run_node_tests "$part-again.tap" 1 "${again[@]}"; then
      say "******** UNSTEADY: failed first and passed when run again: ${again[*]} ********"
      sed -n 's/^ *not ok [0-9]* - /  /p' "$results/$part.tap"
      passed=$((passed + failed)) failed=0 status=0
    fi
  fi
  echo "$passed $failed" >"$results/$part.count"
  return "$status"
}
