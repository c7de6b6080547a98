#!/bin/sh
# What the programs of a backup repository share; they read it with `.`. It knows where things are, which servers have
# a repository, how to open one, and which snapshots are in it.
#
# Nothing a server says is believed about time. A stolen server cannot take away, but it could add snapshots that claim
# to be of other days: kept in the place of the true ones, those would be forgotten. So a snapshot is held against the
# moment at which its file arrived here, and one that claims anything else is suspect.
set -eu
LC_ALL=C
TZ=UTC
umask 0007
root=${STRAAT_ROOT-}
# shellcheck source=/dev/null
. "$root/etc/straat/backup-repository"
: "${keep_days:?}" "${keep_weeks_days:?}" "${check_parts:?}" "${loss_hours:?}" "${restore_minutes:?}"
: "${longest_run:?}" "${clock_skew:?}" "${most_a_day:?}" "${most_used:?}"
store="$root/srv/data/backup"
state="$root/var/lib/straat/backup-repository"
retired="$root/etc/straat/backup-retired"
metrics="$root/var/lib/prometheus/node-exporter"
run="${RUNTIME_DIRECTORY:-$root/run/straat-repository}"
identity="${CREDENTIALS_DIRECTORY:-$root/var/lib/straat/secret}/backup.age"
now=$(date +%s)
problems=0
RESTIC_PASSWORD_FILE="$run/password.$$"
export LC_ALL TZ RESTIC_PASSWORD_FILE

name='[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
number='[0-9a-f]{16}'

# Something a person has to look at; the program goes on and ends with status 1, which raises the alarm.
# HOST TEXT
problem() {
  printf '<3>{"backup":"%s","host":"%s","ok":false,"problem":"%s"}\n' "${task:?}" "$1" "$2"
  problems=$((problems + 1))
}

# Every repository: "HOST NUMBER" a line. One that was given a password and never a backup is one too.
repositories() {
  find "$store/repositories" "$store/keys" -mindepth 2 -maxdepth 2 -printf '%P\n' | sed 's/\.[0-9a-f]*$//' |
    grep -Ex "$name/$number" | sort -u | tr / ' '
}

# The newest repository of a host: the one it writes to.
is_current() {
  [ -d "$store/keys/$1" ] || return 1
  newest=$(find "$store/keys/$1" -mindepth 1 -maxdepth 1 -type f -printf '%T@ %f\n' | sort -n | tail -n 1 | cut -d ' ' -f 2)
  [ "${newest%%.*}" = "$2" ]
}

is_begun() { [ -e "$store/repositories/$1/$2/config" ]; }
is_retired() { [ -e "$retired/$1" ]; }

# restic, for the repository that was opened last. What it says goes to the journal without what a server made up.
restic_here() {
  command restic --no-cache --quiet "$@" 2>"$run/errors.$$" || {
    status=$?
    tail -n 5 "$run/errors.$$" | tr -cd '[:alnum:] .,:/()_\n-' | cut -c 1-300 | sed 's/^/<5>restic: /' >&2
    return $status
  }
}

# HOST NUMBER: finds the deposited password that opens it. The key that was there first is tried first: a server may
# add others, and restic gives up after twenty.
open() {
  RESTIC_REPOSITORY="$store/repositories/$1/$2"
  RESTIC_KEY_HINT=$(find "$RESTIC_REPOSITORY/keys" -type f -printf '%T@ %f\n' | sort -n | head -n 1 | cut -d ' ' -f 2)
  export RESTIC_REPOSITORY RESTIC_KEY_HINT
  for file in $(find "$store/keys/$1" -name "$2.*" -type f -printf '%T@ %f\n' | sort -n | head -n 16 | cut -d ' ' -f 2); do
    age --decrypt --identity "$identity" --output "$RESTIC_PASSWORD_FILE" "$store/keys/$1/$file" 2>/dev/null || continue
    if restic_here --no-lock snapshots --json >"$run/snapshots.$$" 2>"$run/why.$$"; then return 0; fi
  done
  if [ -e "$run/why.$$" ]; then cat "$run/why.$$" >&2; fi
  return 1
}

# The snapshots of the open repository, oldest first: CLAIMED ARRIVED DAY MARK ID, times in seconds. What is between
# quotes in JSON has its quotes escaped, so with those gone a key is a key.
list() {
  find "$RESTIC_REPOSITORY/snapshots" -type f -printf '%f %T@\n' >"$run/arrived.$$"
  sed -e 's/\\\\//g; s/\\"//g; s/{"time":"/\n&/g' "$run/snapshots.$$" | sed -n \
    's/^{"time":"\([^"]*\)".*"id":"\([0-9a-f]*\)","short_id".*/\2 \1 &/p' | while read -r id time rest; do
    case $rest in
      *'"tags":["complete"]'*) mark=complete ;;
      *) mark=incomplete ;;
    esac
    claimed=$(date -d "$time" +%s 2>/dev/null) || claimed=0
    arrived=$(sed -n "s/^$id \([0-9]*\).*/\1/p" "$run/arrived.$$")
    printf '%s %s %s %s %s\n' "$claimed" "${arrived:-0}" "$(date -d "@$claimed" +%F)" $mark "$id"
  done | sort -n
}

# Of a list: the snapshots that claim to be of another time than that at which they came.
suspects() {
  awk -v late="$longest_run" -v skew="$clock_skew" '$1 > $2 + skew || $1 < $2 - late - skew { print $5 }' "$1"
}

# Figures for the node exporter come in, and are there at once with those that every task has.
publish() {
  {
    cat
    printf '# TYPE straat_backup_%s_problems gauge\nstraat_backup_%s_problems %s\n' "$1" "$1" "$problems"
    printf '# TYPE straat_backup_%s_run_seconds gauge\nstraat_backup_%s_run_seconds %s\n' "$1" "$1" "$now"
  } >"$metrics/.straat_backup_$1.new"
  chmod 0644 "$metrics/.straat_backup_$1.new"
  mv -f "$metrics/.straat_backup_$1.new" "$metrics/straat_backup_$1.prom"
}

# Does something with each repository there is: FUNCTION HOST NUMBER. What goes wrong with one keeps no other from it.
each() {
  repositories >"$run/all.$$"
  while read -r one its <&4; do
    "$1" "$one" "$its" 4<&- || problem "$one" 'it could not be done'
  done 4<"$run/all.$$"
}

tidy() {
  rm -f "$run"/*."$$"
}

mkdir -p "$run" "$state" "$metrics" "$store/scratch"
chmod 0700 "$run"
trap tidy EXIT
trap 'exit 143' TERM INT HUP
