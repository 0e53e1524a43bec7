# Shared by the scripts: where things are and how long they took. Sourced, not run.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/build/node/bin:$PATH"  # where scripts/deps.sh puts Node.js if the system has none that will do
export NODE_PATH=/usr/share/nodejs  # Debian's Emscripten finds its JavaScript tools here
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
export CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"
phases=""

# phase "name" command...: runs it, remembers the time it took.
phase() {
  local name=$1 start=$SECONDS; shift
  printf '\n\033[1m== %s\033[0m\n' "$name"
  "$@" || { printf '\n\033[1m== %s failed\033[0m\n' "$name" >&2; print_phases; exit 1; }
  phases+=$(printf '%5.1f min  %s' "$(awk "BEGIN{print ($SECONDS-$start)/60}")" "$name")$'\n'
}
print_phases() { printf '\n%s' "$phases"; }

# configure PRESET [options]: only when there is something to configure. Anew when the presets changed: with another compiler
# CMake would keep the folder and forget the preset's other wishes, the sanitizers among them.
configure() {
  local preset=$1 fresh=""; shift
  if [ CMakePresets.json -nt "build/$preset/CMakeCache.txt" ]; then fresh=--fresh; fi
  cmake --preset "$preset" $fresh "$@" >"build/configure-$preset.log" 2>&1 || { cat "build/configure-$preset.log"; return 1; }
}
# compile PRESET targets...
compile() {
  local preset=$1; shift
  ninja -C "build/$preset" "$@" | { grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking|Re-checking|Creating|Generating)|^ninja: (Entering|no work)' || true; }
  return "${PIPESTATUS[0]}"
}
