#!/bin/sh
# Makes the live document `sudoers` so: who may do everything as root, until which day. Each line of it is
#   admin LOGIN YYYY-MM-DD                the day is the last one, in UTC
# sudo itself ends each right with its day. Only accounts that the document `ssh` made get any.
set -eu
export LC_ALL=C
umask 027
root=${STRAAT_ROOT-}
sudoers="$root/etc/sudoers.d/straat-admins"
accounts="$root/var/lib/straat/ssh/accounts"
payload="$root/var/lib/straat/documents/sudoers"

fail() {
  printf 'sudoers: %s\n' "$1" >&2
  exit 1
}

is_ours() { [ -e "$accounts" ] && grep -qxF -e "$1" "$accounts"; }

check() {
  [ -f "$1" ] || fail "there is no document"
  # A byte that ends no text would hide what follows it.
  [ "$(tr -d '\000' <"$1" | wc -c)" -eq "$(wc -c <"$1")" ] || fail "the document is no text"
  [ -z "$(tail -c 1 "$1")" ] || fail "the last line has no end"
  odd=$(grep -aEnvx 'admin [a-z][a-z0-9]*(-[a-z0-9]+)* [0-9]{4}-[0-9]{2}-[0-9]{2}' "$1" | head -n 1 | cut -d : -f 1)
  [ -z "$odd" ] || fail "line $odd is not an administrator"
  twice=$(cut -d ' ' -f 2 "$1" | sort | uniq -d | head -n 1)
  [ -z "$twice" ] || fail "$twice is there twice"
  while read -r _ name until; do
    [ "${#name}" -le 20 ] || fail "the login $name is too long"
    [ "$(date -u -d "$until" +%Y-%m-%d 2>/dev/null)" = "$until" ] || fail "$until is not a day"
    if is_ours "$name"; then continue; fi
    if getent passwd "$name" >/dev/null; then fail "$name is an account of the system"; fi
  done <"$1"
  render "$1" | visudo -cq -f - >/dev/null || fail "visudo refuses what is made of it"
}

render() {
  echo '# Rendered. A change made here is undone.'
  while read -r _ name until; do
    end=$(date -u -d "$until + 1 day" +%Y%m%d000000Z)
    printf '%s ALL=(ALL:ALL) NOTAFTER=%s NOPASSWD: ALL\n' "$name" "$end"
  done <"$1"
}

apply() {
  # sudo reads no file with a dot in its name.
  render "$1" >"$sudoers.new"
  chmod 0440 "$sudoers.new"
  mv -f "$sudoers.new" "$sudoers"
}

verify() {
  visudo -cq -f "$sudoers" >/dev/null || fail "visudo refuses $sudoers"
  render "$payload" | cmp -s - "$sudoers" || fail "$sudoers is not what the document says"
}

case "${1-}" in
  check) check "${2-}" ;;
  apply)
    check "${2-}"
    apply "$2"
    ;;
  verify) verify ;;
  today) ;;
  remove) rm -f "$sudoers" "$sudoers.new" ;;
  *) fail "does not know ${1-nothing}" ;;
esac
