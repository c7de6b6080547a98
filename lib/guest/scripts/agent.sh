#!/bin/sh
# Brings the live documents of this server into use: the ones that /etc/straat/documents lists, in that order. A timer
# runs it each minute. A document that fails never keeps the next one from being applied: each has a process of its own.
#
# It also publishes what other programs put into /var/lib/straat/report, one file a report, for example a public key
# that was made here: a file NAME of one printable line, at most 16 KiB, becomes guestinfo.straat.report.NAME. Such a
# file is put there by renaming, and never holds a secret: every user of the server can read it.
#
# Status 1: something is wrong that was not told before; the unit then raises the alarm. 75: another run is busy.
set -eu
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
programs="$root/usr/local/lib/straat"
list="$root/etc/straat/documents"
work="$root/run/straat/agent"
metrics="$root/var/lib/prometheus/node-exporter"
failed=0

mkdir -p "$work" "$metrics"
exec 9> "$work/lock"
flock -n 9 || {
  echo '<5>another run is busy'
  exit 75
}

publish() {
  case ${1##*/} in *[!a-z0-9-]*) return 0 ;; esac
  if grep -qx "${1##*/}" "$list"; then
    echo "<3>the report ${1##*/} has the name of a document" && return 1
  fi
  if [ ! -f "$1" ] || [ -h "$1" ] || [ "$(wc -c < "$1")" -gt 16384 ]; then
    value=
  else
    value=$(cat "$1")
  fi
  case $value in
    '' | *[!\ -~]*)
      "$programs/report" "${1##*/}" '{"error":"the report is not one printable line of at most 16 KiB"}' 3
      ;;
    *) "$programs/report" "${1##*/}" "$value" ;;
  esac
}

# Figures of every document under one name, as the format wants them: NAME FIELD HELP.
figure() {
  printf '# HELP straat_agent_%s %s\n# TYPE straat_agent_%s gauge\n' "$1" "$3" "$1"
  while read -r name; do
    ok=0 at=0 revision=0
    if [ -e "$work/$name/figures" ]; then read -r ok at revision < "$work/$name/figures"; fi
    case $2 in ok) value=$ok ;; at) value=$at ;; *) value=$revision ;; esac
    printf 'straat_agent_%s{document="%s"} %s\n' "$1" "$name" "$value"
  done < "$list"
}

while read -r name; do
  rm -f "$work/$name/figures"
  "$programs/agent-document" "$name" < /dev/null || failed=1
done < "$list"

for file in "$root/var/lib/straat/report"/*; do
  if [ -e "$file" ] || [ -h "$file" ]; then publish "$file" || failed=1; fi
done

{
  figure document_ok ok 'Whether the document in guestinfo is the one in use.'
  figure document_applied_seconds at 'When the document in use was applied, in seconds since 1970.'
  figure document_revision revision 'Revision of the document in use.'
} > "$metrics/straat_agent.prom.new" && mv -f "$metrics/straat_agent.prom.new" "$metrics/straat_agent.prom" || failed=1
exit $failed
