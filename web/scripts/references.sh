#!/usr/bin/env bash
# Builds the references of the C++ API (Doxygen) and the JavaScript API (TypeDoc) in build/references. Warnings are errors.
# It is not a part of serve.sh or the tests, since it installs Doxygen if it is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# shellcheck source=web/scripts/tools.sh
source web/scripts/tools.sh
have doxygen || need "Doxygen builds the reference of the C++ API" doxygen doxygen
need_node
install_missing
install_packages
rm -rf build/references
mkdir -p build/references
quietly "building the reference of the C++ API in build/references/cpp" doxygen src/Doxyfile
quietly "building the reference of the JavaScript API in build/references/javascript" run_script docs
