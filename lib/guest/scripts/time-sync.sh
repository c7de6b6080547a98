#!/bin/sh
# Asks chrony how far the clock is off and when it was last compared; leaves figures for the node exporter, and ends
# with status 1 when the clock is off or was not compared for too long. Time since is told by the machine's own count
# of seconds, which no correction of the clock changes.
set -eu
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
state="$root/run/straat-time-sync/synchronised"
metrics="$root/var/lib/prometheus/node-exporter"
# shellcheck source=/dev/null
. "$root/etc/straat/time-sync"
# shellcheck disable=SC2154 # set in the file above
max_seconds=$unsynchronised_seconds_max max_offset=$offset_seconds_max

read -r uptime _ <"$root/proc/uptime"
uptime=${uptime%%.*}
now=$(date +%s)

# Of the answer: when the clock was last compared, how far it is off, and whether it was compared at all.
tracking=$(chronyc -c -n tracking 2>/dev/null) || tracking=
read -r reference offset leap <<EOT
$(printf '%s\n' "$tracking" | awk -F, 'NF >= 14 && $4 ~ /^[0-9.]+$/ && $5 ~ /^-?[0-9.]+$/ {
  offset = $5 < 0 ? -$5 : $5
  printf "%d %.9f %s\n", $4, offset, ($14 == "Not synchronised" || $3 == 0 ? "no" : "yes"); found = 1; exit
} END { if (!found) print "0 0 no" }')
EOT

# Compared lately: the state is when, by the machine's own count. A time that lies ahead is no answer.
age=$((now - reference))
if [ "$leap" = yes ] && [ "$age" -ge -5 ] && [ "$age" -le "$max_seconds" ]; then
  printf '%s\n' "$((age < uptime ? uptime - (age > 0 ? age : 0) : 0))" >"$state.new"
  mv -f "$state.new" "$state"
fi
last=0
if [ -s "$state" ]; then read -r last <"$state"; fi
[ "$last" -le "$uptime" ] || last=0
since=$((uptime - last))

problem=
if [ "$since" -gt "$max_seconds" ]; then problem="the clock was not compared for $since seconds"; fi
if awk -v is="$offset" -v max="$max_offset" 'BEGIN { exit !(is > max) }'; then
  problem="${problem:+$problem; }the clock is $offset seconds off"
fi

if [ -d "$metrics" ]; then
  {
    echo '# TYPE straat_time_offset_seconds gauge'
    printf 'straat_time_offset_seconds %s\n' "$offset"
    echo '# TYPE straat_time_unsynchronised_seconds gauge'
    printf 'straat_time_unsynchronised_seconds %s\n' "$since"
    echo '# TYPE straat_time_right gauge'
    printf 'straat_time_right %s\n' "$([ -z "$problem" ] && echo 1 || echo 0)"
  } >"$metrics/straat_time.prom.new"
  mv -f "$metrics/straat_time.prom.new" "$metrics/straat_time.prom"
fi

[ -z "$problem" ] || {
  printf '<2>time: %s\n' "$problem" >&2
  exit 1
}
