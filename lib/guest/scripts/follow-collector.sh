#!/bin/sh
# Runs each minute: is there a connection to the log collector in use? When there was none for some minutes, the next
# collector is used, and so on; how long it waits doubles each time, to an hour, until there is one. rsyslog's own way
# (an action for when the previous one is suspended) either loses what both refuse or stays with the second for ever.
# With one collector that one is begun with anew: after a certificate that it did not trust, rsyslog never tries again.
set -eu
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
document="$root/var/lib/straat/documents/logs"
include="$root/etc/rsyslog.d/50-straat.conf"
state="$root/var/lib/straat/logs"
spool="$root/var/spool/straat-logs"
figures="$root/var/lib/prometheus/node-exporter/straat_logs.prom"

[ -e "$document" ] && [ -e "$include" ] || exit 0
mkdir -p "$state" "${figures%/*}"
address=$(sed -n 's/.* target="\([^"]*\)".*/\1/p' "$include")
port=$(sed -n 's/.* port="\([^"]*\)".*/\1/p' "$include")
connected=0
case $(ss -Htn state established "( dst $address and dport = :$port )") in
  *[!\ ]*) connected=1 ;;
esac

silent=0 patience=3 number=1
if [ -e "$state/silence" ]; then read -r silent patience < "$state/silence" || true; fi
if [ -e "$state/collector" ]; then read -r number < "$state/collector" || true; fi
case $silent in '' | *[!0-9]* | ??????*) silent=0 ;; esac
case $patience in '' | *[!0-9]* | ???*) patience=3 ;; esac
case $number in '' | *[!0-9]* | ??????*) number=1 ;; esac
changed=no
if [ "$connected" = 1 ]; then
  silent=0 patience=3
else
  silent=$((silent + 1))
  if [ "$silent" -ge "$patience" ]; then
    changed=yes silent=0 patience=$((patience * 2))
    [ "$patience" -le 60 ] || patience=60
    echo $((number % 1000 + 1)) > "$state/collector.new"
    mv -f "$state/collector.new" "$state/collector"
  fi
fi
echo "$silent $patience" > "$state/silence.new"
mv -f "$state/silence.new" "$state/silence"

waiting=$(du -sb "$spool" 2> /dev/null | cut -f 1)
cat > "$figures.new" << EOF
# HELP straat_logs_connected Whether there is a connection to a log collector.
# TYPE straat_logs_connected gauge
straat_logs_connected $connected
# HELP straat_logs_spool_bytes How much waits on disk for the log collector.
# TYPE straat_logs_spool_bytes gauge
straat_logs_spool_bytes ${waiting:-0}
EOF
mv -f "$figures.new" "$figures"

if [ "$changed" = yes ]; then
  echo "<4>no connection to the log collector $address; the next one is tried"
  if [ "$(grep -c '^collector ' "$document")" -gt 1 ]; then
    "$root/usr/local/lib/straat/documents/logs" apply "$document"
  else
    systemctl restart rsyslog.service
  fi
fi
