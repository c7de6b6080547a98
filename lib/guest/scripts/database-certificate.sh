#!/bin/sh
# Gives the database the server's certificate, in a copy that its own account can read, and has it taken into use.
# Connections that are open stay open. Without a certificate nothing is done: nobody comes in from the network then.
set -eu
LC_ALL=C
export LC_ALL
umask 077
root=${STRAAT_ROOT-}
folder="$root/etc/straat/database"
source="$root/etc/straat/tls"
# shellcheck source=/dev/null
. "$folder/settings"
: "${engine:?}" "${account:?}" "${tls_config:?}"

if [ ! -s "$source/server.pem" ] || [ ! -s "$source/server.key" ]; then exit 0; fi
if cmp -s "$source/server.pem" "$folder/tls/server.pem" && cmp -s "$source/server.key" "$folder/tls/server.key"; then
  exit 0
fi

# The two belong together, so they change together: the folder is replaced, not a file in it.
new="$folder/tls.new"
rm -rf "$new"
mkdir -m 0750 "$new"
cp "$source/server.pem" "$source/server.key" "$new/"
chown -R "$account:" "$new"
chmod 0600 "$new/server.key"
rm -rf "$folder/tls.old"
[ ! -e "$folder/tls" ] || mv "$folder/tls" "$folder/tls.old"
mv "$new" "$folder/tls"
rm -rf "$folder/tls.old"

began=no
if [ ! -e "$root$tls_config" ]; then
  ln -s "$folder/tls-on.conf" "$root$tls_config"
  began=yes
fi
case $engine in
  postgresql) systemctl reload postgresql@15-main.service ;;
  mariadb)
    # MariaDB speaks TLS only when it had a certificate as it started; another one it takes as it runs.
    if [ "$began" = yes ]; then systemctl restart mariadb.service; else mariadb --execute 'flush ssl'; fi
    ;;
esac
