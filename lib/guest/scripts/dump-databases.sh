#!/bin/sh
# Dumps every database of this server's engine into files of its own, for the backup that follows:
#   dump-databases postgresql|mariadb
# A database is restored from its own file; accounts have one too (globals.sql). Role passwords are in it, as the
# server keeps them: without them a restore would lock every application out, and what leaves is encrypted.
#
# Only where the server runs and takes writes: a replica has nothing that the primary does not dump, and leaves none.
# A file is replaced by renaming when it is whole; the others stay when one fails, and the status is 1.
set -eu
LC_ALL=C
export LC_ALL
umask 077
root=${STRAAT_ROOT-}
engine=$1
folder="$root/srv/data/dumps/$engine"
failed=0
line='
'

fail() {
  printf '<3>dump of %s: %s\n' "$engine" "$1"
  exit 1
}

case $engine in
  postgresql) account=postgres ;;
  mariadb) account=mysql ;;
  *) fail 'there is no such engine' ;;
esac

# What the engine can tell, as its own account, which it lets in on its socket without a password.
ask() {
  set -- "$root/usr/local/lib/straat/dump-$engine" "$@"
  [ "$(id -u)" -ne 0 ] || set -- setpriv --reuid "$account" --regid "$account" --init-groups -- "$@"
  "$@"
}

# A database's name as that of a file: as it is when it is plain, otherwise its bytes.
file_name() {
  case $1 in
    x-* | -* | *[!A-Za-z0-9_-]*) printf 'x-%s' "$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n')" ;;
    *) printf '%s' "$1" ;;
  esac
}

# FILE QUESTION...: what is asked writes a file, beside the last one until it is whole.
keep() {
  file=$1
  shift
  if ask "$@" "$folder/new"; then
    sync "$folder/new"
    mv -f "$folder/new" "$folder/$file"
  else
    printf '<3>dump of %s: %s failed\n' "$engine" "$file"
    rm -f "$folder/new"
    failed=1
  fi
}

mkdir -p "${folder%/*}"
chmod 0711 "${folder%/*}"
mkdir -p "$folder"
[ "$(id -u)" -ne 0 ] || chown "$account:" "$folder"
chmod 0700 "$folder"
rm -f "$folder/new"

case $(ask replica || :) in
  f) ;;
  t)
    find "$folder" -type f -delete
    printf '<6>dump of %s: a replica has nothing of its own to dump\n' "$engine"
    exit 0
    ;;
  *) fail 'the server does not answer' ;;
esac
names=$(ask names) || fail 'the server does not list its databases'

wanted=globals.sql
keep globals.sql globals
while IFS= read -r name <&3; do
  [ -n "$name" ] || continue
  dump=$(file_name "$name").dump
  wanted="$wanted$line$dump"
  keep "$dump" dump "$name" 3<&-
done 3<<EOF
$names
EOF

# Those of databases that are no more.
for path in "$folder"/*; do
  printf '%s\n' "$wanted" | grep -qxF -e "${path##*/}" || rm -f "$path"
done
exit $failed
