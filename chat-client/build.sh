#!/usr/bin/env bash
# Builds the TypeScript client with npm, checks that a sample compiles against what was packed and that
# mistakes do not, and leaves it packed for npm. Does nothing when that is done already.
#
# Arguments: a directory to work in; the version; the directory for the package unpacked, beside which
# comes chat-client-VERSION.tgz. Ends with 69 if npm, or what it fetches, or a Node.js for it is missing.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/..
openapi=$root/adapter-rest/src/main/resources/io/parley/adapter/rest/openapi.json
asyncapi=$root/adapter-websocket/src/main/resources/io/parley/adapter/websocket/event/asyncapi.json
work=$1
version=$2
package=$3
archive=$(dirname "$package")/chat-client-$version.tgz

if [ -f "$archive" ] && [ -f "$package/package.json" ] \
  && [ -z "$(find "$here" "$openapi" "$asyncapi" -newer "$package/package.json")" ]; then
  exit 0
fi
"$root/chat-bootstrap/src/main/npm/install.sh" "$here" "$work" || exit 69
node -e 'process.exit(Number.parseInt(process.versions.node) < 18 ? 1 : 0)' || exit 69

cd "$work"
rm -rf src dist sample "$package"
cp -R "$here"/{generate.mjs,src,sample,tsconfig.json,README.md} "$root/LICENSE" .
node generate.mjs "$openapi" "$asyncapi" src/generated
node_modules/.bin/tsc
sed "s/\"version\": \"0.0.0\"/\"version\": \"$version\"/" "$here/package.json" >package.json

mkdir -p "$(dirname "$package")"
rm -f "$(dirname "$package")"/chat-client-*.tgz
npm pack --silent --ignore-scripts --pack-destination "$(dirname "$package")" </dev/null >/dev/null
cp "$here/package.json" .

# As an application has it: the package by its name, and beside it what it depends on.
mkdir -p sample/node_modules/chat-client
tar -xzf "$archive" -C sample/node_modules/chat-client --strip-components=1
node_modules/.bin/tsc -p sample
cp -R sample/node_modules/chat-client "$package"
touch "$package/package.json"
