#!/bin/sh
# What WireGuard keeps to itself: who has a tunnel, as figures for the node exporter and as lines for the audit log
# (B-13), with who, from where, and when. A tunnel that is not renewed for three minutes carries nothing any more.
set -eu
root=${STRAAT_ROOT-}
document="$root/var/lib/straat/documents/vpn"
state="$root/var/lib/straat/vpn/sessions"
figures="$root/var/lib/prometheus/node-exporter/straat_vpn.prom"
interface=''
# shellcheck source=/dev/null
. "$root/etc/straat/vpn"

publish() {
  cat >"$figures.new"
  chmod 0644 "$figures.new"
  mv -f "$figures.new" "$figures"
}

if ! dump=$(wg show "$interface" dump); then
  printf '# TYPE straat_vpn_up gauge\nstraat_vpn_up 0\n' | publish
  exit 1
fi

mkdir -p "$root/var/lib/straat/vpn"
[ -e "$state" ] || : >"$state"
people=/dev/null
[ ! -e "$document" ] || people=$document
now=$(date -u +%s)

# Each line begins with what it is for: S for the state, F for the figures, E for the log.
lines=$(
  printf '%s\n' "$dump" | tail -n +2 | awk -v now="$now" '
    function event(action, key, from) {
      printf "E {\"event.action\":\"%s\",\"event.outcome\":\"success\",\"user.name\":\"%s\",", action, name(key)
      printf "\"source.ip\":\"%s\",\"observer.name\":\"wireguard\",\"wireguard.public_key\":\"%s\"}\n", from, key
    }
    function name(key) { return key in login ? login[key] : "unknown" }
    # Only of people: the same labels twice would make the whole file worthless.
    function figure(of, key, value) {
      if (key in login) printf "F straat_vpn_%s{login=\"%s\"} %s\n", of, login[key], value
    }

    FILENAME == ARGV[1] { login[$3] = $1; next }
    FILENAME == ARGV[2] { handshake[$1] = $2; endpoint[$1] = $3; was_open[$1] = $4; next }
    {
      key = $1; from = $3; at = $5
      sub(/:[0-9]+$/, "", from)
      gsub(/[][]/, "", from)
      here[key] = 1
      is_open = at > 0 && now - at < 180 ? 1 : 0
      is_new = !was_open[key] && at > 0 + handshake[key]
      if (is_new) event("vpn-session-start", key, from)
      else if (is_open && from != endpoint[key]) event("vpn-session-move", key, from)
      if (!is_open && (is_new || was_open[key])) event("vpn-session-end", key, from)
      print "S " key, at, from, is_open
      figure("latest_handshake_seconds", key, at)
      figure("session_open", key, is_open)
      figure("received_bytes_total", key, $6)
      figure("sent_bytes_total", key, $7)
    }
    END { for (key in was_open) if (was_open[key] && !here[key]) event("vpn-session-end", key, endpoint[key]) }
  ' "$people" "$state" -
)

printf '%s\n' "$lines" | sed -n 's/^S //p' >"$state.new"
mv -f "$state.new" "$state"
{
  printf '# TYPE straat_vpn_up gauge\nstraat_vpn_up 1\n'
  for figure in latest_handshake_seconds:gauge session_open:gauge received_bytes_total:counter sent_bytes_total:counter; do
    printf '# TYPE straat_vpn_%s %s\n' "${figure%:*}" "${figure#*:}"
    printf '%s\n' "$lines" | sed -n "s/^F \\(straat_vpn_${figure%:*}{\\)/\\1/p"
  done
} | publish
printf '%s\n' "$lines" | sed -n 's/^E //p' |
  while read -r line; do logger -t straat-vpn -p authpriv.notice -- "$line"; done
