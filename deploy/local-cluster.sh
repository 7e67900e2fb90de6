#!/usr/bin/env bash
# A whole cluster on this machine, without containers: HAProxy, nodes of the chat, Redis, and a PostgreSQL with a streaming
# replica, all from the system's packages (Debian: haproxy redis-server postgresql), on free ports of the loopback interface.
#
#   deploy/local-cluster.sh                    # three nodes on Redis
#   deploy/local-cluster.sh --nodes 2 --bus postgres
#
# It builds what is missing, prints the line "Cluster is listening on http://..." when all of it is ready, and runs until it
# is interrupted; then it removes what it has made. The database has users 1 to 1000; JWT_SECRET may be set.
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
nodes=3
bus=redis
while [ $# -gt 0 ]; do
  case $1 in
    --nodes) nodes=$2; shift 2 ;;
    --bus) bus=$2; shift 2 ;;
    *) echo "usage: deploy/local-cluster.sh [--nodes <number>] [--bus redis|postgres]" >&2; exit 2 ;;
  esac
done
case $bus in redis | postgres) ;; *) echo "--bus must be redis or postgres" >&2; exit 2 ;; esac

work=$(mktemp -d)
chmod 755 "$work"
children=()

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  say "local-cluster: $*"
  tail -n 20 "$work"/*.log "$work"/postgres/*.log >&2 2>/dev/null || true
  exit 1
}

as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

stop_postgres() {
  [ ! -f "$1/postmaster.pid" ] || as_postgres "$pg/pg_ctl" stop -D "$1" -m fast >/dev/null 2>&1 || true
}

finish() {
  local status=$?
  trap - EXIT INT TERM
  local child
  for child in "${children[@]:-}"; do
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null || true
  done
  for child in "${children[@]:-}"; do
    [ -z "$child" ] || wait "$child" 2>/dev/null || true
  done
  stop_postgres "$work/postgres/replica"
  stop_postgres "$work/postgres/primary"
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 0' INT TERM

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf '%s' "$port"
      return
    fi
  done
}

await() {
  local what=$1
  shift
  local deadline=$((SECONDS + 60))
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || fail "$what is not ready after a minute"
    sleep 0.1
  done
}

# --- PostgreSQL, and its replica ---------------------------------------------------------------------

pg=
for candidate in /usr/lib/postgresql/*/bin; do
  [ ! -x "$candidate/initdb" ] || pg=$candidate
done
[ -n "$pg" ] || fail "PostgreSQL is missing (Debian: apt install postgresql)"
command -v haproxy >/dev/null || fail "HAProxy is missing (Debian: apt install haproxy)"
[ "$bus" != redis ] || command -v redis-server >/dev/null || fail "Redis is missing (Debian: apt install redis-server)"

# start_postgres <directory> <port> [<variable>=<value> ...] [<program> ...]: by the program, if there is one.
start_postgres() {
  local directory=$1 port=$2
  shift 2
  # A replica has the settings of its primary, or it does not start.
  as_postgres env PATH="$pg:$PATH" PGDATA="$directory" "$@" pg_ctl start -l "$directory.log" -w -t 60 -o "-p $port \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300" >/dev/null
}

mkdir "$work/postgres"
[ "$(id -u)" -ne 0 ] || chown postgres "$work/postgres"
password=$(head -c 18 /dev/urandom | base64 | tr -d '+/=')
printf '%s' "$password" >"$work/password"
chmod 644 "$work/password"
primary_port=$(free_port)
replica_port=$(free_port)
as_postgres "$pg/initdb" -D "$work/postgres/primary" -U chat -E UTF8 --locale=C.UTF-8 -A scram-sha-256 \
  --pwfile="$work/password" >/dev/null
start_postgres "$work/postgres/primary" "$primary_port"
export PGPASSWORD=$password
query() {
  "$pg/psql" -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$1" -U chat -d "$2" -c "$3"
}
query "$primary_port" postgres "CREATE DATABASE chat"
start_postgres "$work/postgres/replica" "$replica_port" PGHOST=127.0.0.1 PGPORT="$primary_port" PGUSER=chat \
  PGPASSWORD="$password" sh -s -- <"$root/deploy/postgres/start-replica.sh"

# --- Redis ------------------------------------------------------------------------------------------

settings=("DATABASE_URL=postgres://chat:$password@127.0.0.1:$primary_port,127.0.0.1:$replica_port/chat"
  "CHAT_READ_DATABASE_URL=postgres://127.0.0.1:$replica_port/chat")
if [ "$bus" = redis ]; then
  redis_port=$(free_port)
  redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --dir "$work" >"$work/redis.log" 2>&1 &
  children+=($!)
  await Redis bash -c "exec 3<>/dev/tcp/127.0.0.1/$redis_port"
  settings+=("REDIS_URL=redis://127.0.0.1:$redis_port")
else
  settings+=("CHAT_CLUSTER=postgres")
fi

# --- nodes ------------------------------------------------------------------------------------------

"$root/chat" --version >/dev/null # builds what is missing
export JWT_SECRET=${JWT_SECRET:-$(head -c 36 /dev/urandom | base64)}
servers=
for number in $(seq "$nodes"); do
  port=$(free_port)
  env "${settings[@]}" PORT="$port" CHAT_NODE_NAME="node-$number" CHAT_DATA_DIR="$work/node-$number" \
    "$root/chat" serve >"$work/node-$number.out" 2>"$work/node-$number.log" &
  children+=($!)
  servers+="  server node-$number 127.0.0.1:$port"$'\n'
  await "Node $number" grep '^Chat is listening on ' "$work/node-$number.out"
done
query "$primary_port" chat "INSERT INTO users (id, name, username, profile_name)
  SELECT n, 'User ' || n, 'user' || n, 'Profile ' || n FROM generate_series(1, 1000) n ON CONFLICT DO NOTHING"

# --- HAProxy ----------------------------------------------------------------------------------------

proxy_port=$(free_port)
{
  sed -e '/^  server /d' -e 's/^  maxconn .*/  maxconn 5000/' \
    -e "s/^  bind .*/  bind 127.0.0.1:$proxy_port/" "$root/deploy/haproxy.cfg"
  printf '%s' "$servers"
} >"$work/haproxy.cfg"
haproxy -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
children+=($!)
await HAProxy bash -c "exec 3<>/dev/tcp/127.0.0.1/$proxy_port"
await "A node behind HAProxy" curl -sf "http://127.0.0.1:$proxy_port/health/ready"

echo "Cluster is listening on http://127.0.0.1:$proxy_port"
echo "primary postgres://chat:$password@127.0.0.1:$primary_port/chat"
echo "replica postgres://chat:$password@127.0.0.1:$replica_port/chat"
sed -n 's/^Chat is listening on /node /p' "$work"/node-*.out
wait -n "${children[@]}" || true
fail "something has ended"
