#!/usr/bin/env bash
# clang-tidy with the settings of .clang-tidy: over the files given, or over all C++ sources of the project.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mkdir -p build
configure dev
if [ $# = 0 ]; then mapfile -t files < <(git ls-files '*.cpp' | grep -v /generated/); else files=("$@"); fi
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build/dev --quiet 2>/dev/null
