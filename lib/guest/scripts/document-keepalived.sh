#!/bin/sh
# The live document `keepalived`: who of a group has its virtual addresses and, on an edge, how its members tell each
# other of connections. It holds one file or two, each behind a line `=== NAME`: keepalived, conntrackd. Lines that begin
# with `@` and a host name are that server's alone; keepalived picks them itself, for conntrackd it is done here.
set -eu
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
keepalived="$root/etc/keepalived/keepalived.conf"
conntrackd="$root/etc/straat/conntrackd.conf"
host=$(uname -n)
host=${host%%.*}

refuse() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Writes the files of a document into a folder.
split() {
  awk -v folder="$2" -v host="@$host" '
    /^=== / {
      part = $2
      if ((part != "keepalived" && part != "conntrackd") || NF != 2 || seen[part]++) { bad = 1; exit }
      next
    }
    part == "" { bad = 1; exit }
    part == "conntrackd" && /^@/ { if ($1 != host) next; sub(/^@[^ ]* /, "") }
    { print > (folder "/" part) }
    END { exit bad || !seen["keepalived"] }' "$1"
}

unpack() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  split "$1" "$work" || refuse 'the document is not of parts named keepalived and conntrackd'
}

# The first complaint tells most; where files were unpacked tells nothing.
first_line() {
  sed "s|$work/||g" | head -n 1 | tr -cd '[:print:]' | cut -c 1-250
}

check() {
  unpack "$1"
  # Without its own lines a server would be its own peer.
  if grep -q '^[[:space:]]*@' "$1" && ! grep -Eq "^[[:space:]]*@$host " "$1"; then
    refuse "the document does not know $host"
  fi
  # Programs that keepalived runs, as root: ours and no others.
  if sed 's/^[[:space:]]*\(@[^ ]* \)\{0,1\}[[:space:]]*//' "$work/keepalived" |
    grep -E '^(script|notify[a-z_]*|include[a-z]*|net_namespace|process_name|[!a-z_]*\$)' |
    grep -Evq '^(script_user nobody nogroup|(script|notify) "/usr/local/lib/straat/vrrp-(notify|listens)( [0-9]+)*"( root)?)$'; then
    refuse 'the document runs or reads what is not ours'
  fi
  # Where there is a script to track, 2.2.7 ends a test with SIGTERM to itself, and only its silence tells that it passed.
  { problem=$(keepalived --config-test --use-file "$work/keepalived" 2>&1) && status=0 || status=$?; } 2>/dev/null
  if [ "$status" -ne 0 ] && { [ "$status" -ne 143 ] || [ -n "$problem" ]; }; then
    refuse "keepalived refuses it: $(printf '%s\n' "$problem" | first_line)"
  fi
  if [ -e "$work/conntrackd" ]; then
    # conntrackd has no test of its own: as a client it reads its configuration before it looks for the server.
    problem=$(conntrackd -C "$work/conntrackd" -s 2>&1) || case $problem in
      *"can't connect"*) ;;
      *) refuse "conntrackd refuses it: $(printf '%s\n' "$problem" | first_line)" ;;
    esac
  fi
}

# Replaces a file where it differs; tells whether it did.
replace() {
  ! cmp -s "$1" "$2" || return 1
  mkdir -p "${2%/*}"
  cp "$1" "$2.new"
  sync "$2.new"
  mv -f "$2.new" "$2"
}

drop_conntrackd() {
  [ -e "$conntrackd" ] || return 0
  rm -f "$conntrackd"
  systemctl stop conntrackd.service
}

apply() {
  unpack "$1"
  # conntrackd first: whoever takes over asks it what there is.
  if [ ! -e "$work/conntrackd" ]; then
    drop_conntrackd
  elif replace "$work/conntrackd" "$conntrackd" || ! systemctl --quiet is-active conntrackd.service; then
    systemctl restart conntrackd.service
  fi
  if ! systemctl --quiet is-active keepalived.service; then
    replace "$work/keepalived" "$keepalived" || :
    systemctl restart keepalived.service
  elif replace "$work/keepalived" "$keepalived"; then
    # Not a restart: that would hand the addresses over.
    systemctl reload keepalived.service
  fi
}

verify() {
  systemctl --quiet is-active keepalived.service || refuse 'keepalived does not run'
  [ -e "$conntrackd" ] || return 0
  systemctl --quiet is-active conntrackd.service || refuse 'conntrackd does not run'
  conntrackd -C "$conntrackd" -s >/dev/null 2>&1 || refuse 'conntrackd does not answer'
}

remove() {
  rm -f "$keepalived"
  systemctl stop keepalived.service
  drop_conntrackd
}

case ${1-} in
  check | apply) "$1" "$2" ;;
  verify | remove) "$1" ;;
  today) ;;
  *)
    echo "usage: $0 check FILE | apply FILE | verify | today FILE | remove" >&2
    exit 64
    ;;
esac
