#!/bin/sh
# Runs before rsyslog starts. What was handed to the connection just before the last stop may never have been
# acknowledged (librelp forgets it when it ends), so the last lines handed over are put where rsyslog reads them anew,
# as they were. More than a window and a batch, so none is missed; what arrives twice has the same event.id.
set -eu
LC_ALL=C
export LC_ALL
umask 077
spool="${STRAAT_ROOT-}/var/spool/straat-logs"
mkdir -p "$spool"
cd "$spool"

# Where rsyslog was in the file of the last time. It has none when it was stopped before it began: then that is kept.
touch sent sent.1 again
position="imfile-state:$(stat -c %i again)"
{
  ls "$position" "$position":* > /dev/null 2>&1 || cat again
  cat sent.1 sent | tail -n 512
} | grep -a '^{.*}$' | tail -n 2048 > again.new || true
rm -f "$position" "$position":*
# Another file may have had this number before.
position="imfile-state:$(stat -c %i again.new)"
rm -f "$position" "$position":*
mv -f again.new again
rm -f sent sent.1
