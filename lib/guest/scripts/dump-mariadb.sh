#!/bin/sh
# What dump-databases asks of MariaDB, as the account that owns it:
#   dump-mariadb replica|names   |   globals FILE   |   dump DATABASE FILE
set -eu

ask() { mariadb --batch --skip-column-names --execute "$1"; }
# The last line of a dump says that it is whole.
is_whole() { tail -n 1 "$1" | grep -q '^-- Dump completed'; }

case $1 in
  replica) ask "select if(@@global.read_only, 't', 'f')" ;;
  names)
    ask "select schema_name from information_schema.schemata
      where schema_name not in ('information_schema', 'performance_schema', 'mysql', 'sys') order by 1"
    ;;
  globals)
    mariadb-dump --system=users --result-file="$2"
    is_whole "$2"
    ;;
  dump)
    mariadb-dump --single-transaction --routines --events --triggers --hex-blob --result-file="$3" -- "$2"
    is_whole "$3"
    ;;
  *) exit 2 ;;
esac
