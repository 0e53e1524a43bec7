#!/usr/bin/env bash
# Installs what building and testing needs on Debian 12: packages by name, Node.js 20 where there is none, and the npm
# packages of the lockfiles. Says what it does; does nothing the second time. With FLASHKIT_TESTING=1 also what only testing,
# benchmarks and the checks need.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\033[1m%s\033[0m\n' "$*"; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
  echo "These packages need root: run as root or install sudo, then try again." >&2; exit 1; fi; }

install_packages() {
  local wanted missing
  wanted=$(awk -v testing="${FLASHKIT_TESTING:-}" '!/^#/ && ($2 == "" || ($2 == "test" && testing)) { print $1 }' scripts/packages.txt)
  missing=$(for package in $wanted; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"; done)
  [ -z "$missing" ] && return
  command -v apt-get >/dev/null || { echo "Debian packages are missing and there is no apt-get:" $missing >&2; exit 1; }
  say "Installing Debian packages:" $missing
  as_root apt-get update -qq
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# Vite needs Node.js 20.19 or newer; Debian 12 has 18. The registry's own package holds the official binary.
install_node() {
  if command -v node >/dev/null && node -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a===20&&b>=19)?0:1)'; then return; fi
  [ -x build/node/bin/node ] && return
  say "Installing Node.js 20 into build/node"
  command -v npm >/dev/null || as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null
  local arch; case "$(uname -m)" in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) echo "No Node.js 20 for $(uname -m)." >&2; exit 1 ;; esac
  mkdir -p build/node/bin build/node/npm
  npm install --loglevel=error --no-save --ignore-scripts --prefix build/node/npm "node-linux-$arch@20.20.2" npm@10.9.4
  ln -sf "../npm/node_modules/node-linux-$arch/bin/node" build/node/bin/node
  printf '#!/bin/sh\nexec "$(dirname "$0")/node" "$(dirname "$0")/../npm/node_modules/npm/bin/npm-cli.js" "$@"\n' >build/node/bin/npm
  chmod +x build/node/bin/npm
}

# npm ci, but only when the lockfile changed since the last time.
install_npm() {
  local folder=$1 stamp
  stamp=$(sha256sum "$folder/package-lock.json" | cut -c1-16)
  [ "$(cat "$folder/node_modules/.flashkit-stamp" 2>/dev/null)" = "$stamp" ] && return
  say "Installing the npm packages of $folder"
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error
  echo "$stamp" >"$folder/node_modules/.flashkit-stamp"
}

install_packages
install_node
[ -x build/node/bin/node ] && export PATH="$PWD/build/node/bin:$PATH"
# Side by side: npm waits for disk and network more than it works.
installs=()
for lock in tools/package-lock.json tools/*/package-lock.json web/package-lock.json ${FLASHKIT_BENCH:+bench/peers/package-lock.json}; do
  if [ -f "$lock" ]; then install_npm "$(dirname "$lock")" & installs+=($!); fi
done
for install in "${installs[@]}"; do wait "$install"; done
