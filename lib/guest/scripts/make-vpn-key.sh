#!/bin/sh
# Makes this gateway's WireGuard key, once: one that is there is never replaced, because every administrator trusts its
# public half. That half is published for the site's file in version control; the private half never leaves the server.
set -eu
root=${STRAAT_ROOT-}
secrets="$root/var/lib/straat/secret"
key="$secrets/wireguard.key"
reports="$root/var/lib/straat/report"

umask 077
mkdir -p "$secrets"
chmod 0700 "$secrets"
if [ ! -e "$key" ]; then
  new=$(mktemp "$secrets/.wireguard.XXXXXX")
  trap 'rm -f "$new"' EXIT
  wg genkey >"$new"
  # A name that is taken is never given to another key, also when this runs twice at the same time.
  ln "$new" "$key" 2>/dev/null || [ -e "$key" ]
  sync "$key" "$secrets"
fi

public=$(wg pubkey <"$key") || {
  echo "$key is damaged: raise the gateway's generation to replace it" >&2
  exit 1
}
mkdir -p "$reports"
chmod 0755 "$reports"
printf '%s\n' "$public" >"$reports/.vpn-public-key.new"
chmod 0644 "$reports/.vpn-public-key.new"
mv -f "$reports/.vpn-public-key.new" "$reports/vpn-public-key"
