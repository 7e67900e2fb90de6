#!/bin/sh
# Runs once, when the primary's data directory is made.
set -eu
echo "host replication $POSTGRES_USER all scram-sha-256" >>"$PGDATA/pg_hba.conf"
