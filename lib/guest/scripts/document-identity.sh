#!/bin/sh
# Who this server is to the log collector and the backup repository. The document has the certificates of the house's
# authority, and those of all members of a group; a server takes the one that is for the key it made itself.
#
# What others read is in /etc/straat/tls: ca.pem, server.pem and server.key, which leads to the key.
set -eu
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
key="$root/var/lib/straat/secret/identity.key"
tls="$root/etc/straat/tls"
warn_days=21

refuse() {
  echo "$1" >&2
  exit 1
}

# Takes the document apart: into ca-N.pem and server-N.pem, one certificate each.
take_apart() {
  awk -v into="$2" '
    function fail(text) { print text > "/dev/stderr"; failed = 1; exit 1 }
    /^(authority|certificates)$/ && !inside { section = $0 == "authority" ? "ca" : "server"; next }
    /^-----BEGIN CERTIFICATE-----$/ && section != "" && !inside { inside = 1; file = into "/" section "-" (++n) ".pem" }
    !inside || !/^([A-Za-z0-9+\/]+=*|-----(BEGIN|END) CERTIFICATE-----)$/ { fail("line " NR " is not of a certificate") }
    { print > file }
    /^-----END CERTIFICATE-----$/ { inside = 0; close(file) }
    END { if (!failed && inside) fail("the last certificate is cut short") }' "$1"
}

public_of_key() {
  openssl pkey -in "$key" -pubout 2> /dev/null
}

field() {
  openssl x509 -in "$1" -noout -subject -nameopt utf8,sep_multiline,sname | sed -n "s/^ *$2=//p"
}

dns_names() {
  openssl x509 -in "$1" -noout -ext subjectAltName 2> /dev/null | tr ',' '\n' | sed -n 's/^ *DNS://p'
}

# What the certificate is worth by itself: it is signed by the authority, for a client and for a server, holds now, and
# has this server's name where clients look for it (those written in Go never look at the CN).
holds() {
  for purpose in client server; do
    said=$(openssl verify -purpose "ssl$purpose" -no-CApath -no-CAstore -CAfile "$1" "$2" 2>&1) && continue
    problem=$(printf '%s\n' "$said" | sed -n 's/^error [0-9]* at [0-9]* depth lookup: *//p' | head -n 1)
    case $problem in
      '') problem='openssl cannot read it' ;;
      *purpose*) problem="$problem: sign the request with ${purpose}Auth among its uses" ;;
    esac
    return 1
  done
  dns_names "$2" | grep -Fqx -e "$(uname -n)" && return 0
  problem="it lacks DNS:$(uname -n): sign the request with its subjectAltName kept"
  return 1
}

# Leaves in the folder $2 the ca.pem and the server.pem that the document $1 has for this server.
choose() {
  take_apart "$1" "$2" || exit 1
  for file in "$2"/*-*.pem; do
    openssl x509 -in "$file" -noout 2> /dev/null || refuse "a certificate of the document cannot be read"
  done
  cat "$2"/ca-*.pem > "$2/ca.pem" 2> /dev/null || refuse 'the document has no authority'
  own=$(public_of_key) || refuse 'this server has no key'
  for file in "$2"/server-*.pem; do
    if [ -e "$file" ] && [ "$(openssl x509 -in "$file" -noout -pubkey)" = "$own" ]; then
      [ ! -e "$2/server.pem" ] || refuse 'the document has two certificates for the key of this server'
      cp "$file" "$2/server.pem"
    fi
  done
  [ -e "$2/server.pem" ] || refuse "the document has no certificate for the key of $(uname -n)"
  name=$(field "$2/server.pem" CN)
  [ "$name" = "$(uname -n)" ] || refuse "the certificate for the key of $(uname -n) is in the name of $name"
  holds "$2/ca.pem" "$2/server.pem" || refuse "the certificate of $(uname -n) does not hold: $problem"
}

# Replaces a file by renaming, when it is another.
put() {
  cmp -s "$1" "$2" && return 0
  cp "$1" "$2.new"
  chmod 0644 "$2.new"
  sync "$2.new"
  mv -f "$2.new" "$2"
  changed=yes
}

# A running rsyslog reads certificates when it starts only.
restart_logs() {
  systemctl try-restart rsyslog.service
}

# The certificate comes last: who waits for it finds the key beside it.
apply() {
  changed=no
  mkdir -p "$tls"
  put "$work/ca.pem" "$tls/ca.pem"
  if [ ! -L "$tls/server.key" ]; then
    ln -sfn ../../../var/lib/straat/secret/identity.key "$tls/server.key"
    changed=yes
  fi
  put "$work/server.pem" "$tls/server.pem"
  sync "$tls"
  [ $changed = no ] || restart_logs
}

verify() {
  [ "$(openssl pkey -in "$tls/server.key" -pubout 2>&1)" = "$(openssl x509 -in "$tls/server.pem" -noout -pubkey)" ] ||
    refuse 'the certificate in use is not for the key of this server'
  holds "$tls/ca.pem" "$tls/server.pem" || refuse "the certificate in use does not hold: $problem"
  ! systemctl is-failed --quiet rsyslog.service || refuse 'rsyslog does not run with it'
}

# A reason that is another each day, so that the alarm is raised each day.
today() {
  end=$(openssl x509 -in "$tls/server.pem" -noout -enddate | sed 's/^notAfter=//')
  until=$(date -u -d "$end" +%s)
  left=$(((until - $(date -u +%s)) / 86400))
  [ "$until" -gt "$(date -u +%s)" ] || refuse "the certificate has ended on $(date -u -d "$end" +%F)"
  [ "$left" -ge $warn_days ] || refuse "the certificate ends on $(date -u -d "$end" +%F), in $left days"
}

case $1 in
  check | apply)
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 143' HUP INT TERM
    choose "$2" "$work"
    [ "$1" = check ] || apply
    ;;
  verify) verify ;;
  today) today ;;
  remove)
    rm -f "$tls/ca.pem" "$tls/server.pem" "$tls/server.key"
    restart_logs
    ;;
  *) refuse "usage: $0 check|apply|verify|today|remove" ;;
esac
