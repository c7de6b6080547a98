#!/bin/sh
# Makes this server's key (ECDSA P-256), once, and the request for a certificate that the house signs. The request is
# published as the report `identity-request`: base64 of its DER form. The key never leaves the server, and one that is
# there is never replaced: the certificate is for that key.
set -eu
LC_ALL=C
export LC_ALL
root=${STRAAT_ROOT-}
secrets="$root/var/lib/straat/secret"
key="$secrets/identity.key"
reports="$root/var/lib/straat/report"
host=$(uname -n)

case $host in
  '' | -* | *[!a-z0-9-]*)
    echo "$host is not the name of a server" >&2
    exit 1
    ;;
esac
umask 077
mkdir -p "$secrets"
chmod 0700 "$secrets"
new=$(mktemp -d "$secrets/.identity.XXXXXX")
trap 'rm -rf "$new"' EXIT
trap 'exit 143' HUP INT TERM
if [ ! -e "$key" ]; then
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$new/key"
  sync "$new/key"
  # A name that is taken is never given to another key, also when this runs twice at the same time.
  ln "$new/key" "$key" 2> /dev/null || [ -e "$key" ]
  sync "$secrets"
fi
public=$(openssl pkey -in "$key" -pubout 2> /dev/null) || {
  echo "$key is damaged: raise the server's generation to replace it" >&2
  exit 1
}

# A signature is another each time, so a request that is this key's stays: the report changes only when the key does.
mkdir -p "$reports"
chmod 0755 "$reports"
if base64 -d "$reports/identity-request" 2> /dev/null > "$new/request" &&
  [ "$(openssl req -inform DER -in "$new/request" -noout -verify -pubkey 2> /dev/null)" = "$public" ]; then
  exit 0
fi
openssl req -new -key "$key" -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
  -addext 'extendedKeyUsage=clientAuth,serverAuth' -outform DER -out "$new/request"
base64 -w 0 "$new/request" > "$reports/.identity-request.new"
chmod 0644 "$reports/.identity-request.new"
mv -f "$reports/.identity-request.new" "$reports/identity-request"
