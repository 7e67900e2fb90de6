#!/bin/sh
# Starts the server that a public protocol test suite expects:
#   conformance.sh engine|socket [port]
set -eu

suite=${1:-}
port=${2:-3000}
case $suite in
  engine | socket) ;;
  *)
    echo "usage: $0 engine|socket [port]" >&2
    exit 2
    ;;
esac

module=$(cd "$(dirname "$0")" && pwd)
classpath_file=$module/target/conformance.classpath
mvn -q -B -f "$module/../pom.xml" -pl adapter-websocket -am test-compile \
  dependency:build-classpath -Dmdep.outputFile="$classpath_file" -Dmdep.includeScope=test
exec java -cp "$module/target/test-classes:$module/target/classes:$(cat "$classpath_file")" \
  io.parley.adapter.websocket.conformance.ConformanceMain "$suite" "$port"
