# shellcheck shell=bash
# What only the tests and benchmarks need, and how it is installed: after web/scripts/tools.sh.

# Catch2 for the native tests, and its source for those in WebAssembly: unpacked into build/tools, where
# tests/native/catch2.cmake looks before it downloads the same version. Debian 12 itself has version 2, its backports have 3.
fetch_catch2() {
  have apt-get && have dpkg-deb || return 0
  [ ! -e "$TOOLS/catch2.done" ] || return 0
  local codename mirror version=3.7.1 key=/usr/share/keyrings/debian-archive-keyring.gpg
  # shellcheck source=/dev/null
  codename="$(. /etc/os-release && [ "$ID" = debian ] && echo "${VERSION_CODENAME:-}")" || return 0
  # shellcheck disable=SC2016 # apt-get fills these in
  mirror="$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Identifier: Packages' 2>/dev/null |
    awk -v suite="$codename" '$2 == suite && $3 == "main" { print $1; exit }')"
  mirror="${mirror:-http://deb.debian.org/debian}"
  local signed=""
  [ ! -r "$key" ] || signed=" [signed-by=$key]"
  rm -rf "$TOOLS/apt" "$TOOLS/catch2"
  mkdir -p "$TOOLS/apt/lists/partial" "$TOOLS/apt/cache/archives/partial" "$TOOLS/apt/packages"
  printf '%s%s %s %s-backports main\n' deb "$signed" "$mirror" "$codename" \
    deb-src "$signed" "$mirror" "$codename" >"$TOOLS/apt/sources.list"
  say "fetching Catch2 3 from Debian's backports into build/tools (the tests are written with it)"
  # Lists, cache and sources of our own: neither the system's packages nor its pinning change.
  local apt=(apt-get -qq -o "Dir::Etc::sourcelist=$TOOLS/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$TOOLS/apt/lists" -o "Dir::Cache=$TOOLS/apt/cache" -o APT::Sandbox::User=root)
  if (
    cd "$TOOLS/apt/packages"
    "${apt[@]}" update && "${apt[@]}" download "libcatch2-dev=$version-*" &&
      "${apt[@]}" source --download-only catch2 && [ -e "catch2_$version.orig.tar.gz" ]
  ) </dev/null >"$TOOLS/apt/log" 2>&1; then
    dpkg-deb -x "$TOOLS"/apt/packages/libcatch2-dev_*.deb "$TOOLS/catch2"
    mv "$TOOLS/apt/packages/catch2_$version.orig.tar.gz" "$TOOLS/catch2.tar.gz"
    touch "$TOOLS/catch2.done"
  else
    say "Debian's backports could not be used ($(tail -n 1 "$TOOLS/apt/log")); CMake will look for Catch2 elsewhere"
  fi
  rm -rf "$TOOLS/apt"
}

on_debian() { have apt-get && [ -e /etc/debian_version ]; }

# Finds or installs browsers for the tests and benchmarks; call it after install_packages. WebKit's driver exists only on
# Linux, and its packages are known only for Debian: elsewhere CI does without it.
need_browsers() { # need_browsers <chromium|firefox|webkit>…
  local browser missing=() obliged=()
  missing_browsers() {
    # shellcheck disable=SC2154 # web/scripts/tools.sh sets it
    "$node" tests/browser/drivers/executables.mjs | while read -r browser; do
      case " $* " in *" $browser "*) echo "$browser" ;; esac
    done
  }
  for browser in $(missing_browsers "$@"); do
    case "$browser" in
    chromium) need "the tests run in Chromium" "chromium fonts-liberation" "--cask chromium" ;;
    firefox) need "the tests run in Firefox" firefox-esr "--cask firefox" ;;
    webkit) ! on_debian || need "the tests of embedding run in WebKitGTK" "webkit2gtk-driver xvfb" "" ;;
    esac
    (try_install) || true # the result is checked below
    missing_apt=() missing_brew=() missing_why=()
  done
  for browser in $(missing_browsers "$@"); do
    missing+=("$browser")
    if [ "$browser" != webkit ] || on_debian; then obliged+=("$browser"); fi
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "${CI:-}" = true ] && [ "${#obliged[@]}" -gt 0 ]; then
    fail "a browser is missing and could not be installed: ${obliged[*]}"
  fi
  say "******** SKIPPED: nothing is tested in ${missing[*]} - not installed, and could not be ********"
}

# MkDocs and Sphinx, which generate pages for the tests of embedding; call it after install_packages.
need_site_generators() {
  have mkdocs || need "MkDocs makes a host page" mkdocs mkdocs
  have sphinx-build || need "Sphinx makes a host page" python3-sphinx sphinx-doc
  (try_install) || true
  # shellcheck disable=SC2034 # web/scripts/tools.sh reads them
  missing_apt=() missing_brew=() missing_why=()
  if ! { have mkdocs && have sphinx-build; }; then
    [ "${CI:-}" != true ] || fail "MkDocs or Sphinx is missing and could not be installed"
    say "******** SKIPPED: host pages made by MkDocs and Sphinx - not installed, and could not be ********"
  fi
}
