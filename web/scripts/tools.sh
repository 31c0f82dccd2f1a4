# shellcheck shell=bash
# The shell library of serve.sh and tests/run.sh: finds or installs tools, and builds what is out of date.
# Sourced with the repository as the working directory, under `set -euo pipefail`.

readonly TOOLS="$PWD/build/tools"   # downloads of this checkout
readonly STAMPS="$PWD/build/stamps" # hashes of the inputs of each output
mkdir -p "$TOOLS" "$STAMPS"

# emcc (for its cache), npm and the browsers need these variables, which a minimal environment may lack.
export HOME="${HOME:-$(cd ~ 2>/dev/null && pwd || echo "$TOOLS")}"
export PATH="${PATH:-/usr/local/bin:/usr/bin:/bin}"
export NODE_DISABLE_COMPILE_CACHE=1 # Vite and Prettier would leave it in /tmp

say() { printf 'webpool: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command and shows its output only if it fails.
quietly() { # quietly <what it does> <command…>
  local what="$1" log status=0
  shift
  log="$(mktemp "$TOOLS/log.XXXXXX")"
  say "$what"
  "$@" </dev/null >"$log" 2>&1 || status=$?
  [ "$status" = 0 ] || tail -n 60 "$log" >&2
  rm -f "$log"
  [ "$status" = 0 ] || fail "this failed with code $status: $*"
}

# Keeps two commands of this checkout from writing the same build. The lock is released when the process ends.
lock() {
  exec 9>"$PWD/build/.lock"
  if have flock; then
    flock -n 9 && return
    say "waiting for another serve.sh or tests/run.sh of this checkout to end"
    flock 9
  else # macOS has no flock(1); the lock belongs to the open file, so it outlives perl
    perl -MFcntl=:flock -e 'open(my $file, ">&=", 9) or die $!; flock($file, LOCK_EX) or die $!'
  fi
}
unlock() { exec 9>&-; }

# ---- installing ----

missing_apt=()
missing_brew=()
missing_why=()

# Records that something is missing, and the packages that provide it.
need() { # need <reason> <Debian packages> <Homebrew formulae>
  local packages
  missing_why+=("$1")
  read -ra packages <<<"$2" && missing_apt+=("${packages[@]}")
  read -ra packages <<<"$3" && missing_brew+=("${packages[@]}")
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

apt_install() {
  local install=(as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends
    -o DPkg::Lock::Timeout=300 "$@")
  # The lists are fetched only when the packages cannot be had without: that is the slow part.
  "${install[@]}" || { as_root apt-get update && "${install[@]}"; }
}

# Installs all that was noted, and returns whether that was possible.
try_install() {
  [ "${#missing_why[@]}" -gt 0 ] || return 0
  local why
  why="$(printf ', %s' "${missing_why[@]}")"
  why="${why:2}"
  local apt=("${missing_apt[@]}") brew=("${missing_brew[@]}")
  missing_apt=() missing_brew=() missing_why=()
  if have apt-get && { [ "$(id -u)" = 0 ] || have sudo; }; then
    quietly "installing ${apt[*]} with apt-get ($why)" apt_install "${apt[@]}"
  elif have brew; then
    quietly "installing ${brew[*]} with brew ($why)" brew install "${brew[@]}"
  else
    say "missing: $why; install it (on Debian: apt-get install ${apt[*]}) and run this again"
    return 1
  fi
}
install_missing() { try_install || exit 1; }

version_at_least() { # version_at_least <major.minor wanted> <version found>
  local found="${2:-0}"
  local found_major="${found%%.*}" rest="${found#*.}"
  local found_minor="${rest%%.*}"
  [ "$found_major" -gt "${1%%.*}" ] || { [ "$found_major" = "${1%%.*}" ] && [ "$found_minor" -ge "${1#*.}" ]; }
}

need_build_tools() {
  have cmake || need "CMake builds the C++" cmake cmake
  have ninja || need "Ninja builds the C++" ninja-build ninja
}
check_build_tools() {
  local found
  found="$(cmake --version | sed -n 's/^cmake version \([0-9.]*\).*/\1/p')"
  version_at_least 3.21 "$found" || fail "CMake $found is too old: install 3.21 or newer"
}

need_compiler() {
  have c++ || have g++ || have clang++ || need "a compiler builds the native C++" g++ llvm
}

need_emscripten() {
  if ! { have emcc && have emcmake; }; then
    if [ -n "${EMSDK:-}" ] && [ -x "$EMSDK/upstream/emscripten/emcc" ]; then
      export PATH="$EMSDK/upstream/emscripten:$PATH"
    else
      need "Emscripten builds the WebAssembly" emscripten emscripten
    fi
  fi
  have python3 || need "Emscripten runs on Python" python3 python3
}
# Debian's Emscripten uses JavaScript libraries from Debian's packages, which Node finds only with NODE_PATH.
use_emscripten() {
  emcc="$(readlink -f "$(command -v emcc)" 2>/dev/null || command -v emcc)"
  case "$emcc" in
  /usr/share/emscripten/*) export NODE_PATH="/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}" ;;
  esac
}

# ---- Node ----

# The lockfile pins a Node 22 for each platform (web/scripts/node), as a package without install scripts. After `npm ci`
# everything runs on it, or on the system's Node if there is none for this platform. So the system's Node may be too old,
# as in Debian 12.
node=""
new_enough() { # new_enough <node>
  local version
  version="$("$1" --version 2>/dev/null)" && version_at_least 20.19 "${version#v}"
}
find_node() {
  local candidate
  for candidate in "$PWD"/web/node_modules/node-*/bin/node "$PWD"/web/node_modules/node/bin/node "$(command -v node)"; do
    if [ -x "$candidate" ] && new_enough "$candidate"; then
      node="$candidate"
      return
    fi
  done
  return 1
}

web_stamp() { { uname -sm && cat web/package.json web/package-lock.json web/.npmrc; } 2>/dev/null | hash_input; }

need_node() {
  [ "$(cat web/node_modules/.webpool-stamp 2>/dev/null)" != "$(web_stamp)" ] || return 0
  { have node && have npm; } || need "npm builds the site" "nodejs npm ca-certificates" node
}

npm_ci() {
  # No dependency of this project needs an install script, so none may run.
  local ci=(--prefix web ci --no-audit --no-fund --ignore-scripts)
  npm "${ci[@]}" || return
  new_enough "$(command -v node)" && return
  # With an old Node, npm skips optional packages that need a newer one, such as Vite's native parts. So npm runs again with
  # the pinned Node. For that, Debian's npm needs the folders of Debian's packages, and the pinned Node the system's
  # certificates.
  find_node || return 0
  local certificates=/etc/ssl/certs/ca-certificates.crt status=0
  [ ! -r "$certificates" ] || export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$certificates}"
  cp "$node" "$TOOLS/node"
  NODE_PATH="/usr/share/nodejs:/usr/lib/nodejs" "$TOOLS/node" "$(readlink -f "$(command -v npm)")" "${ci[@]}" || status=$?
  rm -f "$TOOLS/node"
  return "$status"
}

# npm ignores optional packages that it could not fetch, but those for this platform are needed.
check_native_parts() {
  "$node" web/node_modules/vite/bin/vite.js --version && "$node" web/node_modules/esbuild/bin/esbuild --version
}

install_packages() {
  local stamp
  stamp="$(web_stamp)"
  if [ "$(cat web/node_modules/.webpool-stamp 2>/dev/null)" != "$stamp" ]; then
    quietly "installing the npm packages of web/package-lock.json into web/node_modules (npm ci)" npm_ci
    find_node || fail "Node $(node --version 2>/dev/null || echo '(none)') is too old: install Node 20.19 or newer"
    check_native_parts >"$TOOLS/native-parts.log" 2>&1 || fail "npm could not fetch all packages (see build/tools/native-parts.log): run this again"
    echo "$stamp" >web/node_modules/.webpool-stamp
  fi
  find_node || fail "Node $(node --version 2>/dev/null || echo '(none)') is too old: install Node 20.19 or newer"
}

# `node --run` (Node 22) works without npm and runs the scripts with the selected Node.
run_script() (
  cd web || exit
  export PATH="${node%/*}:$PATH"
  if version_at_least 22.3 "$(node --version | tr -d v)"; then
    node --run "$1"
  else
    npm run --silent "$1"
  fi
)

# ---- building ----

hash_input() {
  if have sha256sum; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}
# Prints a hash of the contents and names of all files in the given files and folders. Missing ones are skipped.
fingerprint() {
  { find "$@" -name node_modules -prune -o -type f -print0 2>/dev/null || true; } | LC_ALL=C sort -z |
    if have sha256sum; then xargs -0 sha256sum; else xargs -0 shasum -a 256; fi | hash_input
}

# Runs a command if the inputs of an output have changed since the last time, or the output is missing.
unless_built() { # unless_built <name> <output> <fingerprint> <command…>
  local stamp="$STAMPS/$1" output="$2" inputs="$3"
  shift 3
  if [ -e "$output" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$inputs" ]; then return; fi
  rm -f "$stamp"
  "$@"
  [ -e "$output" ] || fail "this was to make $output and did not: $*"
  echo "$inputs" >"$stamp"
}

# Pyodide, and the image of an interpreter from which Python programs start.
build_python() {
  unless_built python build/web/python/manifest.json \
    "$(fingerprint web/src/python web/scripts/build-python.mjs web/package-lock.json)" \
    quietly "preparing Python" run_script build:python
}

# The TypeScript library, which Emscripten links into the module's script, and the files beside it.
build_library() {
  build_python
  unless_built library build/web/library.js \
    "$(fingerprint src/wasm/exports.def web/src/bindings web/src/threads web/src/processor web/src/program web/src/python web/src/webpool web/src/package web/scripts/build*.mjs web/scripts/banner.mjs web/package.json web/package-lock.json web/tsconfig*.json)" \
    quietly "building the JavaScript library" run_script build:library
}

# Configures if that was not done yet in this folder with this toolchain and settings, and builds what is out of date.
build_cmake() { # build_cmake <folder> <identity of the toolchain> <cmake command…>
  local folder="$1" stamp="$STAMPS/${1//\//-}" identity
  identity="$PWD $2 ${*:3}"
  shift 2
  if [ ! -e "$folder/build.ninja" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$identity" ]; then
    rm -rf "$stamp" "$folder/CMakeCache.txt" "$folder/CMakeFiles"
    quietly "configuring $folder" "$@" -S . -B "$folder" -G Ninja
    echo "$identity" >"$stamp"
  fi
  case "$(ninja -C "$folder" -n 2>/dev/null)" in *"no work to do"*) return ;; esac
  say "building what is out of date in $folder"
  cmake --build "$folder" </dev/null >&2 || fail "the build in $folder failed"
}

build_emscripten() { # build_emscripten <folder> <settings…>
  local folder="$1" version
  shift
  version="$(cat "${emcc%/*}/emscripten-version.txt" 2>/dev/null || emcc --version | head -n 1)"
  build_cmake "$folder" "$emcc $version" emcmake cmake -DCMAKE_BUILD_TYPE=Release "$@"
}
build_wasm() { build_emscripten build/wasm; }
# The module with kernels that fail, which only tests load.
build_faulty_module() { cmake --build build/wasm --target webpool_faulty_module </dev/null >&2 || fail "the build of faulty kernels failed"; }

build_site() {
  local products
  products="$(find build/wasm \( -name CMakeFiles -o -name _deps \) -prune -o \
    \( -name '*.wasm' -o -name '*.js' -o -name '*.mjs' -o -name '*.d.ts' \) -print 2>/dev/null || true)"
  # shellcheck disable=SC2086 # none of these names contains a space
  unless_built site build/site/index.html "$(fingerprint web src build/web $products)" \
    quietly "building the site" run_script build:site
}

# The site, which serve.sh serves and the browser tests use.
need_site() {
  need_build_tools
  need_emscripten
  need_node
}
