#!/usr/bin/env bash
# Makes the references of the C++ interface (Doxygen) and the JavaScript interface (TypeDoc) in build/references. A warning is an
# error. Not a part of serve.sh or of the tests: it installs Doxygen if there is none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# shellcheck source=web/scripts/tools.sh
source web/scripts/tools.sh
have doxygen || need "Doxygen makes the reference of the C++ interface" doxygen doxygen
need_node
install_missing
install_packages
rm -rf build/references
mkdir -p build/references
quietly "making the reference of the C++ interface in build/references/cpp" doxygen src/Doxyfile
quietly "making the reference of the JavaScript interface in build/references/javascript" run_script docs
