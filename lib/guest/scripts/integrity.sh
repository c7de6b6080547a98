#!/bin/sh
# Compares this server with what it was, by AIDE and by a list of all programs with rights of their own.
#   init            remembers what is there now, if nothing is remembered yet
#   check           status 0: nothing changed; 1: something did; 2: it could not be told
#   refresh         remembers what is there now; only within six hours of a check that found nothing, and once for each
#   accept REASON   remembers what is there now although something changed; a person says why, and the journal keeps it
set -eu
LC_ALL=C
export LC_ALL
umask 077
root=${STRAAT_ROOT-}
conf="$root/etc/straat/aide.conf"
state="$root/var/lib/straat/integrity"
metrics="$root/var/lib/prometheus/node-exporter"
database="$state/aide.db"
privileged="$state/privileged"
clean="$state/clean"
hours=6

# AIDE does not take an empty prefix.
run_aide() {
  aide --config="$conf" ${root:+--before="root_prefix=$root"} --before="database_in=file:$database" \
    --before="database_out=file:$state/aide.db.new" "$@"
}

# Programs that run with another's rights, wherever they are; of containers only what is theirs.
list_privileged() {
  find "$root/" \( -fstype proc -o -fstype sysfs -o -fstype overlay -o -fstype nfs4 \) -prune -o \
    -type f -perm /6000 -printf '%m %u %g %p\n' 2>/dev/null | sort
}

# A line of JSON for the journal and the central logs, where the digest of the database outlives it.
tell() {
  said=$(printf '%s' "$3" | tr -s '\n\t' '  ' | tr -cd '[:alnum:] .,:/()_+=@-' | cut -c 1-1500)
  printf '<%s>{"integrity":"%s","database":"%s","said":"%s"}\n' "$1" "$2" "$(digest)" "$said" >&2
}

digest() {
  cat "$database" "$privileged" 2>/dev/null | sha256sum | cut -d ' ' -f 1
}

# figures RIGHT: 1 when nothing changed.
figures() {
  [ -d "$metrics" ] || return 0
  {
    echo '# TYPE straat_integrity_right gauge'
    printf 'straat_integrity_right %s\n' "$1"
    echo '# TYPE straat_integrity_checked_seconds gauge'
    printf 'straat_integrity_checked_seconds %s\n' "$(date +%s)"
  } >"$metrics/straat_integrity.prom.new"
  chmod 0644 "$metrics/straat_integrity.prom.new"
  mv -f "$metrics/straat_integrity.prom.new" "$metrics/straat_integrity.prom"
}

remember() {
  rm -f "$state/aide.db.new" "$clean"
  problem=$(run_aide --init 2>&1) || {
    tell 2 failed "$problem"
    exit 2
  }
  list_privileged >"$privileged.new"
  sync "$state/aide.db.new" "$privileged.new"
  mv -f "$privileged.new" "$privileged"
  mv -f "$state/aide.db.new" "$database"
  tell 5 "$1" "$2"
  figures 1
}

# Sets status and report.
compare() {
  rm -f "$clean"
  if [ ! -s "$database" ] || [ ! -e "$privileged" ]; then
    status=2 report='nothing is remembered yet'
    return
  fi
  status=0
  report=$(run_aide --check 2>&1) || status=$?
  # Below 8 the bits say new, removed and changed; the others are failures of AIDE itself.
  if [ "$status" -ge 8 ]; then
    status=2
    return
  fi
  list_privileged >"$state/privileged.now"
  if ! rights=$(diff "$privileged" "$state/privileged.now"); then
    status=1 report="programs with rights of their own: $(printf '%s' "$rights" | grep '^[<>]') $report"
  fi
  rm -f "$state/privileged.now"
  [ "$status" -eq 0 ] || status=1
  [ "$status" -ne 0 ] || printf '%s %s\n' "$(date +%s)" "$(digest)" >"$clean"
}

# Was nothing changed when it was looked at just now, with the same database?
was_clean() {
  [ -s "$clean" ] || return 1
  read -r when what <"$clean"
  age=$(($(date +%s) - when))
  [ "$what" = "$(digest)" ] && [ "$age" -ge 0 ] && [ "$age" -le $((hours * 3600)) ]
}

mkdir -p "$state"
chmod 0700 "$state"
exec 9>"$state/.lock"
flock -w 600 9 || {
  echo '<3>integrity: another run is busy' >&2
  exit 2
}

case ${1-} in
  init) [ -s "$database" ] || remember remembered 'the first boot has ended' ;;
  check)
    compare
    case $status in
      0) tell 6 right 'nothing changed' && figures 1 ;;
      1) tell 1 changed "$report" && figures 0 ;;
      *) tell 2 failed "$report" && figures 0 ;;
    esac
    exit "$status"
    ;;
  refresh)
    was_clean || {
      tell 3 refused "the last check did not find everything right, or is more than $hours hours ago"
      exit 3
    }
    remember refreshed 'after patches'
    ;;
  accept)
    [ -n "${2-}" ] || {
      echo 'usage: integrity accept REASON' >&2
      exit 64
    }
    remember accepted "by ${SUDO_USER:-root}: $2"
    ;;
  *)
    echo 'usage: integrity init | check | refresh | accept REASON' >&2
    exit 64
    ;;
esac
