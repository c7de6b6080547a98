#!/bin/sh
# What dump-databases asks of PostgreSQL, as the account that owns it:
#   dump-postgresql replica|names   |   globals FILE   |   dump DATABASE FILE
# A database's name goes into the environment, where it is a name; as an argument it could be a connection string.
set -eu
case $1 in
  dump) PGDATABASE=$2 ;;
  *) PGDATABASE=postgres ;;
esac
export PGDATABASE

ask() { psql --no-psqlrc --no-password --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --command "$1"; }

case $1 in
  replica) ask 'select pg_is_in_recovery()' ;;
  names) ask 'select datname from pg_database where datallowconn and not datistemplate order by 1' ;;
  globals) pg_dumpall --no-password --globals-only --database=postgres --file "$2" ;;
  dump)
    # Not compressed: the repository finds what did not change since the last time, and compresses by itself.
    pg_dump --no-password --format=custom --compress=0 --file "$3"
    pg_restore --list --file /dev/null "$3"
    ;;
  *) exit 2 ;;
esac
