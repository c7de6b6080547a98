#!/bin/sh
# Whether something listens on every one of these TCP ports where others can reach it: keepalived asks it every
# second. A loopback address does not count.
set -eu

[ $# -gt 0 ] || {
  echo "usage: $0 PORT..." >&2
  exit 64
}
ss -H -l -t -n | awk -v wanted="$*" '
  $4 !~ /^(127\.|\[::1\])/ { sub(/.*:/, "", $4); listening[$4] = 1 }
  END {
    n = split(wanted, port, " ")
    for (i = 1; i <= n; i++) if (!(port[i] in listening)) exit 1
  }'
