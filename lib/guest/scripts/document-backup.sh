#!/bin/sh
# Makes the live document `backup` so: when this server's backup runs, and how long it may take. Everything else in it
# is read by the backup itself, at each run. Its lines:
#   repository HOST:PORT   in the other site; HOST is an address (IPv6 in brackets) or the name in its certificate
#   address ADDRESS        where a server of that name is: its own, so that no resolver can lead elsewhere
#   time HH:MM             one a run, in UTC          spread MINUTES   servers begin spread over these
#   limit MINUTES          a run that takes longer is ended
#   path PATH              has to be there            exclude PATH
#   database ENGINE        postgresql or mariadb      recipient AGE-KEY   can read the repository's password
# The minute in the spread follows from the host name: the same every day, so that it makes no interval longer.
set -eu
export LC_ALL=C
umask 022
root=${STRAAT_ROOT-}
units="$root/etc/systemd/system"
timer="$units/straat-backup.timer"
limit="$units/straat-backup.service.d/limit.conf"
hosts=/var/lib/straat/backup/hosts

fail() {
  printf 'backup: %s\n' "$1" >&2
  exit 1
}

path='(/\.?[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)+'
lines="repository ([a-z0-9.-]+|\[[0-9a-f:]+\]):[0-9]{2,5}|time ([01][0-9]|2[0-3]):[0-5][0-9]|(spread|limit) [1-9][0-9]{0,2}|address [0-9a-f.:]+\
|(path|exclude) $path|database (postgresql|mariadb)|recipient age1[02-9ac-hj-np-z]{58}"

values() { sed -n "s/^$1 //p" "$2"; }

check() {
  [ -f "$1" ] || fail "there is no document"
  # A byte that ends no text would hide what follows it.
  [ "$(tr -d '\000' <"$1" | wc -c)" -eq "$(wc -c <"$1")" ] || fail "the document is no text"
  [ -z "$(tail -c 1 "$1")" ] || fail "the last line has no end"
  odd=$(grep -aEnvx "$lines" "$1" | head -n 1 | cut -d : -f 1)
  [ -z "$odd" ] || fail "line $odd is nothing a backup knows"
  for kind in repository spread limit; do
    [ "$(values "$kind" "$1" | wc -l)" -eq 1 ] || fail "there has to be one line with $kind"
  done
  [ "$(values address "$1" | wc -l)" -le 1 ] || fail "there can be one line with address"
  for kind in time recipient; do
    [ -n "$(values "$kind" "$1")" ] || fail "there is no line with $kind"
  done
  for time in $(values time "$1"); do
    systemd-analyze calendar "*-*-* $time:00 UTC" >/dev/null 2>&1 || fail "systemd does not know the time $time"
  done
  # What nobody can open is no backup: age itself judges the keys.
  for recipient in $(values recipient "$1"); do
    printf '' | age --recipient "$recipient" >/dev/null 2>&1 || fail "age cannot encrypt to $recipient"
  done
}

put() {
  mkdir -p "${1%/*}"
  cat >"$1.new"
  mv -f "$1.new" "$1"
}

# Minutes since midnight in UTC, for OnCalendar.
calendar() {
  hour=${1%:*} minute=${1#*:}
  total=$(((${hour#0} * 60 + ${minute#0} + $2) % 1440))
  printf 'OnCalendar=*-*-* %02d:%02d:%02d UTC\n' $((total / 60)) $((total % 60)) "$3"
}

apply() {
  spread=$(values spread "$1")
  place=$(uname -n | cksum | cut -d ' ' -f 1)
  {
    printf '[Unit]\nDescription=Back up to the other site at set times\n\n[Timer]\n'
    for time in $(values time "$1"); do
      calendar "$time" $((place % spread)) $((place / spread % 60))
    done
    printf 'AccuracySec=1s\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n'
  } | put "$timer"
  {
    printf '[Service]\nTimeoutStartSec=%dmin\n' "$(values limit "$1")"
    # Nothing but the backup sees these.
    [ -z "$(values address "$1")" ] || printf 'BindReadOnlyPaths=%s:/etc/hosts\n' "$hosts"
  } | put "$limit"
  {
    printf '127.0.0.1 localhost\n::1 localhost\n'
    for address in $(values address "$1"); do printf '%s %s\n' "$address" "$(values repository "$1" | sed 's/:[0-9]*$//')"; done
  } | put "$root$hosts"
  systemctl daemon-reload
  systemctl enable --quiet straat-backup.timer
  systemctl restart straat-backup.timer
}

remove() {
  if [ -e "$timer" ]; then systemctl disable --quiet --now straat-backup.timer; fi
  rm -f "$timer" "$limit" "$root$hosts"
  systemctl daemon-reload
}

case $1 in
  check) check "$2" ;;
  apply) apply "$2" ;;
  verify) systemctl is-active --quiet straat-backup.timer || fail "the timer does not run" ;;
  today) ;;
  remove) remove ;;
  *) fail "does not know $1" ;;
esac
