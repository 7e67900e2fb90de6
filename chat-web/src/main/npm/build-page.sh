#!/usr/bin/env bash
# Builds the web page with npm and puts its files on the class path, with a list of their names. Does
# nothing when that is done already. Without npm, or with a Node.js that is too old, the service is
# made without the page; a mistake in the page's sources fails the build.
#
# Arguments: a directory to work in, the directory of the class path to copy to.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_directory=$here/../web
installer=$here/../../../../chat-bootstrap/src/main/npm/install.sh
work=$1
classes=$2

leave_out() {
  rm -rf "$classes"
  echo "[WARNING] This build has no web page: $*"
  [ "${CI:-}" != true ] || exit 1
  exit 0
}

if [ -f "$classes/files.txt" ] && [ -z "$(find "$here" "$source_directory" -newer "$classes/files.txt")" ]; then
  exit 0
fi
"$installer" "$source_directory" "$work" || leave_out "npm or what it fetches is missing"

cd "$work"
node_modules/.bin/vite --version >/dev/null 2>&1 || leave_out "Vite does not run on this Node.js"
rm -rf src page
cp -R "$source_directory"/{src,index.html,tsconfig.json,vite.config.ts} .
node_modules/.bin/tsc
node_modules/.bin/vite build --logLevel warn --outDir page

rm -rf "$classes"
mkdir -p "$classes"
cp -R page/. "$classes/"
(cd page && find . -type f | sed 's|^\./||' | sort) >"$classes/files.txt"
