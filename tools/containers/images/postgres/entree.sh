#!/bin/sh
# What the image of PostgreSQL does of POSTGRES_DB, POSTGRES_USER and POSTGRES_PASSWORD, no more.
set -e
data=/var/lib/postgresql/data
programs=/usr/lib/postgresql/15/bin
if [ "$(id -u)" = 0 ]; then
    install -d -o postgres -m 0700 "$data"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
if [ ! -s "$data/PG_VERSION" ]; then
    printf %s "$POSTGRES_PASSWORD" > /tmp/secret
    "$programs/initdb" -D "$data" -U "$POSTGRES_USER" --pwfile=/tmp/secret --encoding=UTF8 --locale=C.UTF-8 \
        --auth-local=trust --auth-host=scram-sha-256
    rm /tmp/secret
    echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
    "$programs/pg_ctl" -D "$data" -o "-c listen_addresses=''" -w start
    [ "$POSTGRES_DB" = postgres ] || "$programs/createdb" -U "$POSTGRES_USER" "$POSTGRES_DB"
    "$programs/pg_ctl" -D "$data" -m fast -w stop
fi
exec "$programs/postgres" -D "$data" -c listen_addresses='*'
