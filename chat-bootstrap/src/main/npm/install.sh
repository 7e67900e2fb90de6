#!/usr/bin/env bash
# Installs what a package.json and its lock name, with npm and without running anybody's scripts. Does
# nothing when the same is installed already: then, and only then, there is DIRECTORY/installed.json.
#
# Arguments: the directory of package.json, package-lock.json and .npmrc; a directory to install into.
set -euo pipefail

source_directory=$1
work=$2

if cmp -s "$source_directory/package-lock.json" "$work/installed.json"; then
  exit 0
fi
rm -f "$work/installed.json"
if ! command -v npm >/dev/null; then
  echo "npm is not installed"
  exit 1
fi
mkdir -p "$work"
cp "$source_directory"/{package.json,package-lock.json,.npmrc} "$work/"
if ! (cd "$work" && npm ci --ignore-scripts --no-progress --fetch-retries=1 --fetch-timeout=30000 </dev/null); then
  echo "npm cannot fetch what $(basename "$work") needs"
  exit 1
fi
cp "$source_directory/package-lock.json" "$work/installed.json"
