#!/bin/sh
# A streaming replica of the primary: copied the first time, then followed.
set -eu
data=/var/lib/postgresql/data/replica
if [ ! -s "$data/PG_VERSION" ]; then
  rm -rf "$data"
  pg_basebackup -h primary -U chat -D "$data" -R -X stream -c fast
  chmod 700 "$data"
fi
exec postgres -D "$data"
