#!/bin/sh
# Who may open a tunnel to this gateway. Each line is a person: login, last day, public key, and the addresses that are
# the person's own, which WireGuard takes from this key alone. Whoever's last day (UTC) has passed is no peer.
set -eu
root=${STRAAT_ROOT-}
document="$root/var/lib/straat/documents/vpn"
key="$root/var/lib/straat/secret/wireguard.key"
interface='' port='' pool='' pool6='' own=''
# shellcheck source=/dev/null
. "$root/etc/straat/vpn"

refuse() {
  echo "$1" >&2
  exit 1
}

# WireGuard's own words for the people in a document whose access holds on a day.
peers() {
  awk -v today="$2" '$2 >= today { print "[Peer]\nPublicKey = " $3 "\nAllowedIPs = " $4 }' "$1"
}

day() {
  today=$(date -u +%F)
  case $today in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) echo "$today" ;;
    *) refuse "date says it is $today" ;;
  esac
}

check() {
  "$root/usr/local/lib/straat/check-vpn-document" "$1" "$pool" "$pool6" "$own"
  # It reads the whole before it looks for the interface, and there is none of this name.
  told=$(peers "$1" 0000-00-00 | wg setconf straat-check /dev/stdin 2>&1) || true
  case $told in
    *'parsing error'*) refuse "wg: $(echo "$told" | head -n 1)" ;;
    *'Unable to modify interface'*) ;;
    *) refuse "wg did not judge the document: $told" ;;
  esac
}

is_up() {
  wg show "$interface" public-key >/dev/null 2>&1
}

# The whole of the interface, of which WireGuard changes what differs: other tunnels go on. What it is not told it
# forgets, the private key as well; that passes through a pipe between builtins, and shows in no list of processes.
sync_peers() {
  secret=$(cat "$key")
  today=$(day)
  people=$(peers "$1" "$today")
  before=$(wg show "$interface" peers)
  printf '[Interface]\nListenPort = %s\nPrivateKey = %s\n%s\n' "$port" "$secret" "$people" |
    wg syncconf "$interface" /dev/stdin
  tell_ended "$1" "$today" "$before"
}

# Whose tunnel was taken away because the last day has passed: a line for the audit log (B-13).
tell_ended() {
  awk -v today="$2" -v before="$3" '
    BEGIN { for (n = split(before, keys); n > 0; n--) had[keys[n]] = 1 }
    $2 < today && had[$3] {
      printf "{\"event.action\":\"vpn-access-ended\",\"event.outcome\":\"success\",\"user.name\":\"%s\",\"until\":\"%s\"}\n", $1, $2
    }' "$1" |
    while read -r line; do logger -t straat-vpn -p authpriv.notice -- "$line"; done
}

# One line for each address of each peer, to compare what should be with what is.
addresses() {
  awk '{ for (i = 2; i <= NF; i++) print $1, $i }' | sort
}

verify() {
  is_up || refuse "$interface is not there"
  [ "$(wg show "$interface" public-key)" = "$(wg pubkey <"$key")" ] || refuse "$interface has another key"
  [ "$(wg show "$interface" listen-port)" = "$port" ] || refuse "$interface does not listen on port $port"
  file=/dev/null
  [ ! -e "$document" ] || file=$document
  wanted=$(awk -v today="$(day)" '$2 >= today { gsub(",", " ", $4); print $3, $4 }' "$file" | addresses)
  [ "$(wg show "$interface" allowed-ips | addresses)" = "$wanted" ] || refuse "$interface has other peers"
}

case $1 in
  check) check "$2" ;;
  apply | today)
    # An interface that comes up reads the document itself: see `start`.
    is_up || systemctl start "wg-quick@$interface.service"
    sync_peers "$2"
    ;;
  start)
    # Called by wg-quick: a person whose access ended while the server was off must not be let in first.
    if [ -e "$document" ]; then sync_peers "$document"; else sync_peers /dev/null; fi
    ;;
  verify) verify ;;
  remove) if is_up; then sync_peers /dev/null; fi ;;
  *) refuse "vpn does not know $1" ;;
esac
