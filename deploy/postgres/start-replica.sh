#!/bin/sh
# A streaming replica: its directory PGDATA is copied from the primary the first time, which PGHOST, PGPORT, PGUSER and
# PGPASSWORD name; then it is started by the command that is given.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  rm -rf "$PGDATA"
  pg_basebackup -D "$PGDATA" -R -X stream -c fast
  chmod 700 "$PGDATA"
fi
exec "$@"
