#!/bin/sh
# Takes the steps that end a first boot, and tells through guestinfo and the journal what became of them. May be run
# again: every step is written so that taking it twice is taking it once.
set -u
root=${STRAAT_ROOT-}
steps="$root/etc/straat/first-boot"
failed=

tab=$(printf '\t')
while IFS=$tab read -r part command <&3; do
  if problem=$(sh -euc "$command" 3<&- 2>&1 </dev/null); then
    printf 'first boot, %s: %s\n' "$part" "$command"
  else
    last=$(printf '%s' "$problem" | tail -n 1 | tr -cd '[:alnum:] .,:/()_@=-' | cut -c 1-200)
    printf '<3>first boot, %s: %s failed: %s\n' "$part" "$command" "$last"
    failed="$failed${failed:+; }$part: $last"
  fi
done 3<"$steps"

if [ -z "$failed" ]; then
  report='{"ok":true,"error":null}'
else
  report="{\"ok\":false,\"error\":\"$(printf '%s' "$failed" | cut -c 1-300)\"}"
fi
vmware-rpctool "info-set guestinfo.straat.report.first-boot $report" >/dev/null 2>&1 ||
  printf '<4>first boot: the report could not be given\n'
mkdir -p "$root/var/lib/straat"
: >"$root/var/lib/straat/first-boot-done"
[ -z "$failed" ]
