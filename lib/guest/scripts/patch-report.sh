#!/bin/sh
# Tells what a run of `patch` did: patch-report KIND RESULT REASON STATUS RESTART STARTED EMERGENCIES
# It adds a line of JSON to report.jsonl and the journal, with the packages that differ between the lists `before` and
# `after` beside it, and with who declared the emergency and why (C1); and it leaves figures for the node exporter.
set -euf
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
document="$root/var/lib/straat/documents/patch"
state="$root/var/lib/straat/patch"
metrics="$root/var/lib/prometheus/node-exporter"
kind=$1 result=$2 reason=$3 status=$4 restart=$5 started=$6 emergencies=$7

utc() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; }
json_text() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }
said() { awk -v name="$1" -v id="$2" '$1 == name && $2 == id { sub(/^[^ ]+ [^ ]+ /, ""); print }' "$document"; }

packages() {
  [ -e "$state/before" ] || return 0
  comm -3 "$state/before" "$state/after" | awk '
    /^\t/ { to[$1] = $2; names[$1]; next }
    { from[$1] = $2; names[$1] }
    END { for (one in names) print one, (one in from ? from[one] : "-"), (one in to ? to[one] : "-") }' | sort |
    awk '{ printf "%s{\"name\":\"%s\",\"before\":\"%s\",\"after\":\"%s\"}", gap, $1, $2, $3; gap = "," }'
}

declared() {
  [ -n "$emergencies" ] || return 0
  gap=
  printf ',"emergency":['
  for id in $emergencies; do
    printf '%s{"id":"%s","owner":"%s","reason":"%s"}' "$gap" "$id" \
      "$(json_text "$(said emergency-owner "$id")")" "$(json_text "$(said emergency-reason "$id")")"
    gap=,
  done
  printf ']'
}

figure() { printf '# HELP straat_patch_%s %s\n# TYPE straat_patch_%s gauge\n' "$1" "$2" "$1"; }

# of_each NAME FILE KIND...: a line for each kind that left such a file.
of_each() {
  name=$1 file=$2
  shift 2
  for one in "$@"; do
    [ ! -e "$state/$file-$one" ] ||
      printf 'straat_patch_%s{kind="%s"} %s\n' "$name" "$one" "$(cat "$state/$file-$one")"
  done
}

case $status in 0) priority=6 ;; 75) priority=4 ;; *) priority=3 ;; esac
line=$(
  printf '{"patch":"%s","server":"%s","started":"%s","ended":"%s","result":"%s",' \
    "$kind" "$(uname -n)" "$(utc "$started")" "$(utc "$(date +%s)")" "$result"
  printf '"reason":"%s","restart":"%s","packages":[%s]%s}' \
    "$(json_text "$reason")" "$restart" "$(packages)" "$(declared)"
)
printf '<%s>%s\n' $priority "$line"
{
  [ ! -e "$state/report.jsonl" ] || tail -n 499 "$state/report.jsonl"
  printf '%s\n' "$line"
} > "$state/report.new"
mv -f "$state/report.new" "$state/report.jsonl"

printf '%s\n' "$status" > "$state/status-$kind"
pending=1
[ "$restart" != no ] || pending=0
{
  figure last_success_seconds 'When a round was last completed, in seconds since 1970.'
  of_each last_success_seconds last security full
  figure status 'Status of the last run: 0 is fine, 75 postponed, another failed.'
  of_each status status security full restart emergency
  figure restart_pending 'Whether the server waits for a restart, or is restarting.'
  printf 'straat_patch_restart_pending %s\n' $pending
} > "$metrics/straat_patch.prom.new"
mv -f "$metrics/straat_patch.prom.new" "$metrics/straat_patch.prom"
