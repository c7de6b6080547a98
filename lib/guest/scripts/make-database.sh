#!/bin/sh
# Gives the database its place on the data disk and our configuration, and starts it. What is on the disk already, from
# a server before this one, is taken into use as it is.
set -eu
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
# shellcheck source=/dev/null
. "$root/etc/straat/database/settings"
: "${engine:?}"
volume="$root/srv/data"

mountpoint -q "$volume" || {
  echo 'the data disk is not there' >&2
  exit 1
}

postgresql() {
  cluster=$root/etc/postgresql/15/main
  if [ ! -e "$cluster/postgresql.conf" ]; then
    install -d -o postgres -g postgres -m 0755 "$volume/postgresql"
    pg_createcluster 15 main --datadir "$volume/postgresql/15/main" --start-conf auto
  fi
  printf "include '%s'\n" "$root/etc/straat/database/postgresql.conf" >"$cluster/conf.d/straat.conf"
  chmod 0644 "$cluster/conf.d/straat.conf"
  systemctl enable --quiet postgresql.service
  systemctl restart postgresql@15-main.service
}

mariadb() {
  ours="$root/etc/mysql/mariadb.conf.d/90-straat.cnf"
  if [ ! -e "$ours" ]; then
    systemctl stop mariadb.service
    if [ ! -d "$volume/mysql/mysql" ]; then
      rm -rf "$volume/mysql.new"
      cp -a "$root/var/lib/mysql" "$volume/mysql.new"
      sync -f "$volume/mysql.new"
      mv -T "$volume/mysql.new" "$volume/mysql"
    fi
    ln -s "$root/etc/straat/database/mariadb.cnf" "$ours"
  fi
  systemctl enable --quiet mariadb.service
  systemctl restart mariadb.service
}

"$engine"
