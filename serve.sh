#!/usr/bin/env bash
# Builds webpool and serves its site; `./serve.sh --help` says how.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
Usage: ./serve.sh [--build-only] [--port N]

Builds the site into build/site and serves it on this computer, by default at http://localhost:8080/ or on the next
port that is free. Missing tools are installed (apt-get or brew); what is up to date is not built again.

  --build-only  build, do not serve
  --port N      serve on this port, or fail if it is taken
  --help        show this text

Emscripten is taken from PATH, else from $EMSDK, else from the system's packages.
TEXT
}

build_only=false
port=()
while [ $# -gt 0 ]; do
  case "$1" in
  --build-only) build_only=true ;;
  --port)
    [[ "${2:-}" =~ ^[0-9]+$ ]] || { echo "serve.sh: --port needs a number" >&2 && exit 2; }
    port=(--port "$2")
    shift
    ;;
  --port=*) set -- ignored --port "${1#*=}" "${@:2}" ;;
  -h | --help) usage && exit ;;
  *) echo "serve.sh: unknown argument $1; see ./serve.sh --help" >&2 && exit 2 ;;
  esac
  shift
done

# shellcheck source=web/scripts/tools.sh
source web/scripts/tools.sh
lock
need_site
install_missing
check_build_tools
use_emscripten
install_packages
build_library
build_wasm
build_site
unlock

if "$build_only"; then
  say "build/site is up to date"
else
  exec "$node" web/scripts/serve.mjs --root build/site "${port[@]+"${port[@]}"}"
fi
