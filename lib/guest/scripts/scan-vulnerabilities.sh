#!/bin/sh
# Inventories the known leaks of this server with Trivy, and watches how old the critical ones are (I-04, H-20). It
# installs nothing: the program `patch` does (C9).
#
# A timer runs it each hour. It scans when the last scan is too old, or was forgotten because something was installed;
# it always judges ages, so the alarm does not wait for a scan, and neither for one that fails: what was seen and was
# not seen to be gone is still there. A leak counts when it is critical and an update for it exists.
#
# `critical` has a line for each: when it was first seen, its id, the package, and the alarm that was raised last.
# Status 1: the alarm; a leak came past half of the time or all of it, or the inventory is older than half of it.
set -euf
LC_ALL=C
export LC_ALL
umask 077
root=${STRAAT_ROOT-}
state="$root/var/lib/straat/vulnerabilities"
metrics="$root/var/lib/prometheus/node-exporter"
# shellcheck source=/dev/null
. "$root/etc/straat/vulnerability-scan.conf"
: "${database:?}" "${scan_hours:?}" "${alarm_hours:?}" "${limit_hours:?}" "${refused:?}"
# The firewall lets servers reach nothing but the mirror; these keep Trivy from trying.
export TRIVY_SKIP_VERSION_CHECK=true TRIVY_DISABLE_TELEMETRY=true TRIVY_NO_PROGRESS=true
now=$(date +%s)
status=0

alarm() {
  printf '<1>{"alarm":"straat-vulnerability-scan.service",%s}\n' "$1"
  status=1
}

# Some releases of Trivy were made by an attacker (CVE-2026-33634): they never run, not even to tell their version.
is_trusted() {
  version=$(dpkg-query -W -f "\${Version}" trivy 2> /dev/null) || { why='trivy is not installed as a package' && return 1; }
  release=${version#*:} release=${release%%[-+~]*}
  case " $refused " in *" $release "*) why="trivy $release was made by an attacker" && return 1 ;; esac
  printf '%s\n' "$release" | grep -Eqx '[0-9]+\.[0-9]+\.[0-9]+' || { why='trivy has no version that can be judged' && return 1; }
}

scan() {
  is_trusted || return 1
  why='the scan failed'
  trivy rootfs --quiet --scanners vuln --severity CRITICAL,HIGH --format json --timeout 20m \
    --cache-dir "$root/var/cache/straat/trivy" --db-repository "$database" \
    "${java_database:+--java-db-repository=}${java_database:---skip-java-db-update}" \
    --output "$state/report.new" "${root:-/}" || return 1
  why='the inventory cannot be read'
  trivy convert --quiet --format template --template "@$root/etc/straat/vulnerabilities.tpl" \
    --output "$state/lines.new" "$state/report.new" || return 1
  # The template ends with a line of its own, so that a list that was cut short is not taken for a short list.
  [ "$(tail -n 1 "$state/lines.new")" = end ] || return 1
  if grep -aEqvx '(CRITICAL|HIGH)	[^	]+	[^	]+	[^	]*	[^	]*|end' "$state/lines.new"; then return 1; fi
  remember
  mv -f "$state/report.new" "$state/report.json"
  mv -f "$state/lines.new" "$state/lines"
  printf '%s\n' "$now" > "$state/scanned"
  printf '%s\n' "$now" > "$state/inventoried"
}

# A mirror may be away for a while.
missing() {
  last=$(cat "$state/inventoried" 2> /dev/null || echo 0)
  echo "<3>no inventory: $why"
  [ $((now - last)) -lt $((alarm_hours * 3600)) ] || alarm "\"reason\":\"no inventory for too long: $why\""
}

# Keeps when a leak was first seen; what is not there any more is forgotten, and new if it comes back.
remember() {
  touch "$state/critical"
  awk -F '\t' -v now="$now" '
    FILENAME == ARGV[1] { first[$2 "\t" $3] = $1; raised[$2 "\t" $3] = $4; next }
    $1 == "CRITICAL" && $5 != "" && !(($2 "\t" $3) in seen) {
      key = $2 "\t" $3
      seen[key]
      print (key in first ? first[key] : now) "\t" key "\t" (key in raised ? raised[key] : 0)
    }' "$state/critical" "$state/lines.new" | sort > "$state/critical.new"
  mv -f "$state/critical.new" "$state/critical"
}

# One alarm when half of the time has passed, one when all has, and one each run from then on: a promise is broken.
judge() {
  touch "$state/critical"
  while IFS="$(printf '\t')" read -r first id package raised; do
    hours=$(((now - first) / 3600)) level=0
    [ $hours -lt "$alarm_hours" ] || level=$alarm_hours
    [ $hours -lt "$limit_hours" ] || level=$limit_hours
    if [ "$level" -gt "$raised" ] || [ "$level" = "$limit_hours" ]; then
      alarm "\"leak\":\"$(plain "$id")\",\"package\":\"$(plain "$package")\",\"hours\":$hours,\"limit\":$limit_hours"
      raised=$level
    fi
    printf '%s\t%s\t%s\t%s\n' "$first" "$id" "$package" "$raised" >> "$state/judged"
  done < "$state/critical"
  [ ! -e "$state/judged" ] || mv -f "$state/judged" "$state/critical"
}

plain() { printf '%s' "$1" | tr -cd '[:alnum:]._:@/+~-'; }
count() { if [ -e "$state/lines" ]; then awk -F '\t' -v severity="$1" '$1 == severity' "$state/lines" | wc -l; else echo 0; fi; }
figure() { printf '# HELP straat_vulnerabilit%s %s\n# TYPE straat_vulnerabilit%s gauge\n' "$1" "$2" "$1"; }

tell() {
  oldest=$(sort -n "$state/critical" | head -n 1 | cut -f 1)
  {
    figure ies 'Known leaks of this server, fixed or not, by the last inventory.'
    printf 'straat_vulnerabilities{severity="critical"} %s\n' "$(count CRITICAL)"
    printf 'straat_vulnerabilities{severity="high"} %s\n' "$(count HIGH)"
    figure ies_critical_with_update 'Critical leaks for which an update exists.'
    printf 'straat_vulnerabilities_critical_with_update %s\n' "$(wc -l < "$state/critical")"
    figure y_oldest_seconds 'Age of the oldest critical leak for which an update exists, 0 when there is none.'
    printf 'straat_vulnerability_oldest_seconds %s\n' $((now - ${oldest:-$now}))
    figure y_inventory_seconds 'When the last inventory was made, in seconds since 1970; 0 is never.'
    printf 'straat_vulnerability_inventory_seconds %s\n' "$(cat "$state/inventoried" 2> /dev/null || echo 0)"
  } > "$metrics/straat_vulnerabilities.prom.new"
  chmod 0644 "$metrics/straat_vulnerabilities.prom.new"
  mv -f "$metrics/straat_vulnerabilities.prom.new" "$metrics/straat_vulnerabilities.prom"
}

mkdir -p "$state" "$metrics" "$root/var/cache/straat/trivy"
rm -f "$state/judged"
if [ ! -e "$state/scanned" ] || [ $((now - $(cat "$state/scanned"))) -ge $((scan_hours * 3600 - 600)) ]; then
  scan || missing
fi
judge
tell
exit $status
