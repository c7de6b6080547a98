#!/bin/sh
# Judges this server against its hardening baseline: runs the check of each item in /etc/straat/baseline (a line is an
# id, a tab, and a command made of the functions below). Tells every item that does not hold, leaves figures for the
# node exporter, and ends with status 1 when there is one. With ids as arguments: those items only, and no figures.
set -u
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
list="$root/etc/straat/baseline"
metrics="$root/var/lib/prometheus/node-exporter"

# shellcheck source=/dev/null
. "$root/usr/local/lib/straat/baseline-checks"

# The check of one item, in a shell of its own; what it says is why the item does not hold.
holds() {
  (eval "$1") 2>&1 </dev/null
}

asked() {
  [ -z "$wanted" ] && return 0
  case " $wanted " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

wanted=$*
items=0
failures=
tab=$(printf '\t')
[ -s "$list" ] || {
  printf '<3>baseline: %s has no items\n' "$list" >&2
  exit 2
}
while IFS=$tab read -r id command <&3; do
  case $id in '' | \#*) continue ;; esac
  asked "$id" || continue
  items=$((items + 1))
  problem=$(holds "$command") && continue
  failures="$failures $id"
  said=$(printf '%s' "$problem" | tr -s '\n' ' ' | tr -cd '[:alnum:] .,:%/()_=*@-' | cut -c 1-200)
  printf '<3>baseline: %s does not hold: %s\n' "$id" "${said:-$command}" >&2
done 3<"$list"

if [ "$items" -eq 0 ]; then
  printf '<3>baseline: there is no such item: %s\n' "$wanted" >&2
  exit 2
fi

if [ -z "$wanted" ] && [ -d "$metrics" ]; then
  {
    echo '# HELP straat_baseline_failed An item of the hardening baseline that does not hold.'
    echo '# TYPE straat_baseline_failed gauge'
    for id in $failures; do printf 'straat_baseline_failed{item="%s"} 1\n' "$id"; done
    echo '# TYPE straat_baseline_failures gauge'
    printf 'straat_baseline_failures %s\n' "$(echo "$failures" | wc -w)"
    echo '# TYPE straat_baseline_items gauge'
    printf 'straat_baseline_items %s\n' "$items"
    echo '# TYPE straat_baseline_checked_seconds gauge'
    printf 'straat_baseline_checked_seconds %s\n' "$(date +%s)"
  } >"$metrics/straat_baseline.prom.new"
  mv -f "$metrics/straat_baseline.prom.new" "$metrics/straat_baseline.prom"
fi

[ -z "$failures" ]
