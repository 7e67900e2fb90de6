#!/usr/bin/env bash
# Builds the TypeScript client with npm, and with it the web page, whose files it puts on the class path,
# with a list of their names. Does nothing when that is done already. Without npm, or with a Node.js that
# is too old, the service is made without the page; a mistake in the sources fails the build.
#
# Arguments: a directory to work in, the directory of the class path to copy to, the version. The client
# comes into chat-client, beside the directory to work in.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_directory=$here/../web
root=$here/../../../..
work=$1
classes=$2
version=$3
client=$(dirname "$work")/chat-client

leave_out() {
  rm -rf "$classes"
  echo "[WARNING] This build has no web page: $*"
  [ "${CI:-}" != true ] || exit 1
  exit 0
}

status=0
"$root/chat-client/build.sh" "$work-client" "$version" "$client" || status=$?
case $status in
  0) ;;
  69) leave_out "npm, what it fetches, or a newer Node.js is missing" ;;
  *) exit "$status" ;;
esac
if [ -f "$classes/files.txt" ] \
  && [ -z "$(find "$here" "$source_directory" "$client" -newer "$classes/files.txt")" ]; then
  exit 0
fi
"$root/chat-bootstrap/src/main/npm/install.sh" "$source_directory" "$work" \
  || leave_out "npm or what it fetches is missing"

cd "$work"
node_modules/.bin/vite --version >/dev/null 2>&1 || leave_out "Vite does not run on this Node.js"
rm -rf src page node_modules/chat-client
cp -R "$client" node_modules/chat-client
cp -R "$source_directory"/{src,index.html,tsconfig.json,vite.config.ts} .
node_modules/.bin/tsc
node_modules/.bin/vite build --logLevel warn --outDir page

rm -rf "$classes"
mkdir -p "$classes"
cp -R page/. "$classes/"
(cd page && find . -type f | sed 's|^\./||' | sort) >"$classes/files.txt"
