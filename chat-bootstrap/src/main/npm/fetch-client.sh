#!/usr/bin/env bash
# Fetches the official Socket.IO client with npm, and puts its builds for browsers on the class path.
# Without npm the service does everything but hand those out.
#
# Arguments: a directory to install into, the directory of the class path to copy to.
set -euo pipefail

source_directory=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1
classes=$2

skip() {
  echo "[WARNING] $1: this build does not hand out /socket.io/socket.io.js"
  [ "${CI:-}" != true ] || exit 1
  exit 0
}

command -v npm >/dev/null || skip "npm is not installed"

mkdir -p "$work" "$classes"
if ! cmp -s "$source_directory/package-lock.json" "$work/installed.json"; then
  rm -f "$work/installed.json"
  cp "$source_directory"/{package.json,package-lock.json,.npmrc} "$work/"
  (cd "$work" && npm ci --ignore-scripts --no-progress --fetch-retries=1 --fetch-timeout=30000 </dev/null) ||
    skip "npm cannot fetch socket.io-client"
  cp "$source_directory/package-lock.json" "$work/installed.json"
fi

for file in socket.io.js socket.io.js.map socket.io.min.js socket.io.min.js.map; do
  cp "$work/node_modules/socket.io-client/dist/$file" "$classes/"
done
