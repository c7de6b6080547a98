#!/bin/sh
# Runs each minute: a sign of life from each source of logs, so that silence means something is broken. What each proves:
#   journal   this line, written like that of any service: journald takes it, rsyslog reads it, the connection sends it
#   firewall  a line in the kernel's log, where the firewall's drops are, while the ruleset in use logs what it drops
#   audit     a record given to the kernel's audit: auditd writes it to its file, and rsyslog reads that
#   a file    a line in the journal, when rsyslog has the newest file open and has read it to its end. Nothing is
#             written to a file of somebody else's; so it proves the reading, and the journal's line the way
# What cannot be proved is left unsaid, and the central rule notices; it also is an alarm here.
set -eu
LC_ALL=C
export LC_ALL
root=${STRAAT_ROOT-}
sources="$root/var/lib/straat/logs/sources"
processes="${STRAAT_PROC-/proc}"
failed=0

alarm() {
  printf '<1>{"alarm":"log source","source":"%s","problem":"%s"}\n' "$1" "$2"
  failed=1
}

echo 'heartbeat journal written to the journal'

if nft list table inet straat 2> /dev/null | grep -q 'log prefix "straat drop '; then
  echo '<6>heartbeat firewall the ruleset in use logs what it drops' > "$root/dev/kmsg" || alarm firewall 'the kernel log cannot be written'
else
  alarm firewall 'the ruleset in use does not log what it drops'
fi

auditctl -m 'heartbeat audit given to the kernel' > /dev/null 2>&1 || alarm audit 'the kernel takes no audit record'

# The newest file of a pattern; nothing when there is none.
newest() {
  # shellcheck disable=SC2086 # the pattern is to be expanded; it holds no spaces
  stat -c '%Y %n' -- $1 2> /dev/null | sort -rn | head -n 1 | cut -d ' ' -f 2
}

# How far rsyslog has read a file it has open; nothing when it has not.
read_up_to() {
  for link in "$processes/$1/fd"/*; do
    [ "$(readlink "$link" || true)" = "$2" ] || continue
    awk '$1 == "pos:" { print $2 }' "$processes/$1/fdinfo/${link##*/}"
    return 0
  done
}

[ -e "$sources" ] || exit "$failed"
pid=$(systemctl show --property MainPID --value rsyslog.service)
while read -r source path; do
  file=$(newest "$root$path")
  if [ -z "$file" ]; then
    alarm "$source" 'there is no such file' && continue
  fi
  file=$(readlink -f "$file")
  size=$(stat -c %s "$file")
  position=$(read_up_to "$pid" "$file")
  if [ -z "$position" ]; then
    alarm "$source" 'rsyslog has not opened the file'
  elif [ "$position" -lt $((size - 65536)) ]; then
    alarm "$source" "rsyslog is $((size - position)) bytes behind"
  else
    echo "heartbeat $source read up to byte $position of $size"
  fi
done < "$sources"
exit "$failed"
