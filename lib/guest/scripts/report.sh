#!/bin/sh
# Tells a line about this server to who looks into vSphere, as guestinfo.straat.report.NAME, and to the journal:
#   report NAME VALUE            publishes the value
#   report NAME VALUE PRIORITY   the value is a JSON object; it is logged too, and priority 3 says that it is an error
# Both only when the line is another than the last one. What was told is remembered in /run: after a restart, when
# guestinfo has forgotten it, everything is told again. Status 3: an error was told that was not told before.
set -eu
LC_ALL=C
export LC_ALL
root=${STRAAT_ROOT-}
name=$1
value=$2
priority=${3-}
memory="$root/run/straat/report"

# The value is one argument of a command line, and one line of what VMware reads.
case $name$value in
  *[!\ -~]*) echo "<3>report $name: not one printable line" && exit 1 ;;
esac
mkdir -p "$memory"

is_told() {
  [ -e "$memory/$name.$1" ] && [ "$(cat "$memory/$name.$1")" = "$value" ]
}

remember() {
  printf '%s\n' "$value" > "$memory/$name.$1"
}

status=0
if [ -n "$priority" ] && ! is_told said; then
  printf '<%s>{"document":"%s",%s\n' "$priority" "$name" "${value#\{}"
  [ "$priority" -ne 3 ] || status=3
  remember said
fi
if ! is_told sent && timeout -k 5 20 vmware-rpctool "info-set guestinfo.straat.report.$name $value" > /dev/null; then
  remember sent
fi
exit $status
