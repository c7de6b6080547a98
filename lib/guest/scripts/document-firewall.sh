#!/bin/sh
# The live document `firewall`: the ruleset of this server, one table of ours, replaced in one transaction.
set -eu
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
rules="$root/etc/nftables.conf"
closed="$root/etc/straat/closed.nft"
countries='include "/var/lib/straat/countries/*.nft"'

refuse() {
  printf '%s\n' "$1" >&2
  exit 1
}

first_line() {
  head -n 1 | tr -cd '[:print:]' | cut -c 1-250
}

# One block, that of our table; before it what makes the load a replacement, after it the countries' addresses.
only_ours() {
  awk -v countries="$countries" '
    function bad(why) { print "line " NR " " why; failed = 1; exit 1 }
    inside && $0 == "}" { inside = 0; next }
    inside && /^[^\t]/ { bad("is outside the table") }
    inside && /^[\t ]*(include|table|flush|delete|destroy|add|define)([\t ]|$)/ { bad("does more than declare our table") }
    inside { next }
    /^#/ || $0 == "" { next }
    $0 == "table inet straat" && !step { step = 1; next }
    $0 == "delete table inet straat" && step == 1 { step = 2; next }
    $0 == "table inet straat {" && step == 2 { inside = 1; step = 3; next }
    $0 == countries && step == 3 { step = 4; next }
    { bad("does more than replace our table") }
    END { if (!failed && (inside || step < 3)) { print "it is not the whole of our table"; exit 1 } }' "$1"
}

# Whether the ruleset that is loaded drops what it does not accept.
is_closed() {
  table=$(nft list table inet straat 2>/dev/null) || return 1
  for hook in input output ${1-}; do
    printf '%s\n' "$table" | grep -q "type filter hook $hook priority filter; policy drop;" || return 1
  done
}

# Loads a ruleset where it can do no harm, beside a table of somebody else, and looks at what there is then.
try() {
  ip link set lo up 2>/dev/null || :
  nft add table inet somebody_else
  nft -f "$1"
  tables=$(nft list tables | sort | tr '\n' ' ')
  [ "$tables" = 'table inet somebody_else table inet straat ' ] || refuse 'it changes tables that are not ours'
  is_closed || refuse 'it does not drop what it does not accept, in both directions'
}

check() {
  problem=$(only_ours "$1") || refuse "$problem"
  if unshare --net true 2>/dev/null; then
    problem=$(unshare --net "$0" try "$1" 2>&1) || refuse "$(printf '%s\n' "$problem" | first_line)"
    return
  fi
  # No network to try it in: nft looks at it without loading.
  problem=$(nft -c -f "$1" 2>&1) || refuse "$(printf '%s\n' "$problem" | first_line)"
  for hook in input output; do
    grep -q "^[[:space:]]*type filter hook $hook priority filter; policy drop;" "$1" ||
      refuse "it does not drop what it does not accept, in both directions"
  done
}

# The file follows the kernel: a ruleset that does not load is not there after a restart either.
load() {
  mkdir -p "${rules%/*}"
  cp "$1" "$rules.new"
  sync "$rules.new"
  problem=$(nft -f "$rules.new" 2>&1) || {
    rm -f "$rules.new"
    refuse "it does not load: $(printf '%s\n' "$problem" | first_line)"
  }
  mv -f "$rules.new" "$rules"
  sync "${rules%/*}"
}

apply() {
  load "$1"
  "$root/usr/local/lib/straat/firewall-cut" "$rules" || echo '<4>connections that are closed now may go on' >&2
  # A set of countries that is new is empty until its addresses have been fetched.
  if grep -Fqx "$countries" "$rules" && [ -e "$root/etc/systemd/system/straat-country-sets.service" ]; then
    systemctl start --no-block straat-country-sets.service
  fi
}

verify() {
  forward=
  if grep -q 'hook forward' "$rules"; then forward=forward; fi
  is_closed $forward || refuse 'the ruleset in use does not drop what it does not accept'
  # Programs of this server reach each other. Nobody listens there: a refusal is an answer, silence is not.
  status=0
  curl --silent --output /dev/null --noproxy '*' --max-time 2 telnet://127.0.0.1:1 </dev/null || status=$?
  [ "$status" -ne 28 ] || refuse 'nothing passes on the loopback interface any more'
}

case ${1-} in
  check | try | apply) "$1" "$2" ;;
  verify) verify ;;
  remove) load "$closed" ;;
  today) ;;
  *)
    echo "usage: $0 check FILE | apply FILE | verify | today FILE | remove" >&2
    exit 64
    ;;
esac
