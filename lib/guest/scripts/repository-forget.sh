#!/bin/sh
# Forgets backups that are older than was promised (B-15, H-09): of the last 21 days the last of each stays, of the last
# 42 days the last of each week. Days are counted back from a server's newest backup, so one that sends none keeps all.
#
# Where a snapshot claims a time at which it did not come, nothing is forgotten until a person has looked. And while
# the newest one is incomplete nothing is: it would take the place of a complete one of that day.
task=forget
# shellcheck source=repository-common.sh
. "${STRAAT_ROOT-}/usr/local/lib/straat/repository-common"

# Incomplete snapshots of days that have a complete one.
spare() {
  awk '{ mark[NR] = $4; day[NR] = $3; id[NR] = $5 } $4 == "complete" { whole[$3] = 1 }
    END { for (n = 1; n <= NR; n++) if (mark[n] != "complete" && day[n] in whole) print id[n] }' "$1"
}

# What a server that was made anew, or is no more, has left here goes when the last of its days is over.
is_over() {
  is_retired "$1" || ! is_current "$1" "$2" || return 1
  last=$(find "$store/repositories/$1/$2/snapshots" "$store/keys/$1" \( -path '*/snapshots/*' -o -name "$2.*" \) \
    -type f -printf '%T@\n' | sort -n | tail -n 1 | cut -d . -f 1)
  [ "${last:-$now}" -lt $((now - keep_weeks_days * 86400)) ]
}

forget() {
  is_begun "$1" "$2" || return 0
  if is_over "$1" "$2"; then
    rm -rf "$store/repositories/$1/$2" "$state/$1.$2.count"
    find "$store/keys/$1" -name "$2.*" -type f -delete
    printf '<5>{"backup":"forget","host":"%s","ok":true,"removed":"%s"}\n' "$1" "$2"
    return
  fi
  open "$1" "$2" || { problem "$1" 'no deposited password opens the repository' && return; }
  list >"$run/list.$$"
  [ -s "$run/list.$$" ] || return 0
  forged=$(suspects "$run/list.$$" | cut -c 1-8 | tr '\n' ' ')
  if [ -n "$forged" ]; then
    problem "$1" "nothing is forgotten: snapshots claim a time at which they did not come: $forged"
    return
  fi
  case $(tail -n 1 "$run/list.$$") in
    *' complete '*) ;;
    *) printf '<5>{"backup":"forget","host":"%s","ok":true,"waits":"the newest is incomplete"}\n' "$1" && return ;;
  esac
  [ -z "$(find "$RESTIC_REPOSITORY/locks" -type f)" ] || restic_here unlock || :
  spares=$(spare "$run/list.$$")
  # shellcheck disable=SC2086 # ids, one a word
  [ -z "$spares" ] || restic_here forget $spares >/dev/null || { problem "$1" 'incomplete snapshots stay' && return; }
  restic_here forget --group-by '' --keep-within-daily "${keep_days}d" --keep-within-weekly "${keep_weeks_days}d" \
    --prune >/dev/null ||
    { problem "$1" 'forgetting failed' && return; }
  kept=$(find "$RESTIC_REPOSITORY/snapshots" -type f | wc -l)
  printf '%s\n' "$kept" >"$state/$1.$2.count"
  printf '<6>{"backup":"forget","host":"%s","ok":true,"kept":%s,"was":%s}\n' "$1" "$kept" "$(wc -l <"$run/list.$$")"
}

each forget
publish forget </dev/null
[ "$problems" -eq 0 ]
