#!/usr/bin/env bash
# Builds HarfBuzz and FriBidi for WebAssembly from Debian's source packages, fetched by name, and prints the folder that
# holds include/ and lib/. The result is kept outside the build tree (FLASHKIT_CACHE, else ~/.cache/flashkit) under a name
# made of the recipe and the compiler, so the second call only prints. The sources are used unmodified; put others into
# <cache>/sources to link with your own versions.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
config="$here/wasm_libraries"
cache="${FLASHKIT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/flashkit}"
export NODE_PATH="${NODE_PATH:-/usr/share/nodejs}"
recipe=$(cat "$here/wasm_libraries.sh" "$config"/* <(em++ --version | sed -n 1p) | sha256sum | cut -c1-16)
out="$cache/wasm-$recipe"
if [ -f "$out/complete" ]; then echo "$out"; exit 0; fi

fetch() {  # package: downloads its newest source of this Debian release, without touching the system's lists
  local package=$1 lists="$cache/apt" suite
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mkdir -p "$lists/state/lists/partial" "$cache/sources"
  cat > "$lists/sources.sources" <<LIST
Types: deb-src
URIs: http://deb.debian.org/debian
Suites: $suite
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
LIST
  local options=(-q -o "Dir::Etc::sourcelist=$lists/sources.sources" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$lists/state/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
  [ -n "$(ls -A "$lists/state/lists" | grep Sources || true)" ] || apt-get "${options[@]}" update >&2
  (cd "$cache/sources" && apt-get "${options[@]}" source --download-only "$package" >&2)
}

unpack() {  # package, folder: the upstream sources
  compgen -G "$cache/sources/$1_*.orig.tar.*" > /dev/null || fetch "$1"
  mkdir -p "$2"
  tar -xf "$(ls -v "$cache/sources/$1"_*.orig.tar.* | grep -v '\.asc$' | tail -1)" -C "$2" --strip-components=1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unpack harfbuzz "$work/harfbuzz"
unpack fribidi "$work/fribidi"
mkdir -p "$work/out/include/harfbuzz" "$work/out/include/fribidi" "$work/out/lib" "$work/objects"

em++ -Os -DNDEBUG -std=c++17 -fno-exceptions -fno-rtti -fno-threadsafe-statics -ffp-contract=off -DHB_LEAN -DHB_NO_MT \
  "-DHB_CONFIG_OVERRIDE_H=\"$config/harfbuzz_config.h\"" -c "$work/harfbuzz/src/harfbuzz.cc" -o "$work/objects/harfbuzz.o"
emar rcs "$work/out/lib/libharfbuzz.a" "$work/objects/harfbuzz.o"
cp "$work"/harfbuzz/src/hb*.h "$work/out/include/harfbuzz/"

version=$(sed -n 's/^m4_define(fribidi_[a-z]*_version, *\([0-9]*\))$/\1/p' "$work/fribidi/configure.ac" | head -3 | paste -sd.)
sed "s/@VERSION@/${version:-unknown}/" "$config/fribidi-config.h" > "$work/fribidi/lib/fribidi-config.h"
cp "$config/config.h" "$work/fribidi/config.h"
for source in "$work"/fribidi/lib/*.c; do
  emcc -Os -w -DHAVE_CONFIG_H -I"$work/fribidi" -I"$work/fribidi/lib" -c "$source" \
    -o "$work/objects/$(basename "$source" .c).fribidi.o"
done
emar rcs "$work/out/lib/libfribidi.a" "$work"/objects/*.fribidi.o
cp "$work"/fribidi/lib/fribidi*.h "$work/out/include/fribidi/"

touch "$work/out/complete"
rm -rf "$out"
mkdir -p "$cache"
mv "$work/out" "$out"
echo "$out"
