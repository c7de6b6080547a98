#!/bin/sh
# Watches each hour what came (B-17): a server's last complete backup is no older than 24 h, counted from when it began;
# none claims a time at which it did not come; there are no fewer than there were and not suddenly many; there is room.
# A server that has deposited a password is expected to send backups from then on, until it is retired:
#   touch /etc/straat/backup-retired/HOST
task=watch
# shellcheck source=repository-common.sh
. "${STRAAT_ROOT-}/usr/local/lib/straat/repository-common"

# NAME HOST VALUE
figure() {
  printf 'straat_backup_%s{host="%s"} %s\n' "$1" "$2" "$3" >>"$run/figures.$$"
}

# How old the last complete one is; when there is none, how long one has been expected.
expect_one() {
  last=$(awk -v skew="$clock_skew" '$4 == "complete" && $1 <= $2 + skew && $1 > last { last = $1 } END { print last + 0 }' "$run/list.$$")
  [ "$last" -gt 0 ] || last=$(find "$store/keys/$1" -name "$2.*" -type f -printf '%T@\n' | sort -n | head -n 1 | cut -d . -f 1)
  age=$((now - ${last:-0}))
  figure age_seconds "$1" $age
  [ $age -le $((loss_hours * 3600)) ] ||
    problem "$1" "the last complete backup is $((age / 3600)) hours old, and $loss_hours were promised"
}

count() {
  have=$(wc -l <"$run/list.$$")
  came=$(awk -v since=$((now - 86400)) '$2 >= since' "$run/list.$$" | wc -l)
  had=0
  if [ -e "$state/$1.$2.count" ]; then read -r had <"$state/$1.$2.count"; fi
  figure snapshots "$1" "$have"
  [ "$have" -ge "$had" ] || problem "$1" "there are $have snapshots and there were $had"
  [ "$came" -le "$most_a_day" ] || problem "$1" "$came snapshots came in a day"
  printf '%s\n' "$have" >"$state/$1.$2.count"
}

watch() {
  is_current "$1" "$2" || return 0
  : >"$run/list.$$"
  if is_begun "$1" "$2"; then
    open "$1" "$2" || { problem "$1" 'no deposited password opens the repository' && return; }
    list >"$run/list.$$"
  fi
  forged=$(suspects "$run/list.$$" | cut -c 1-8 | tr '\n' ' ')
  [ -z "$forged" ] || problem "$1" "snapshots claim a time at which they did not come: $forged"
  [ "$(find "$store/keys/$1" -type f | cut -d . -f 1 | sort -u | wc -l)" -eq 1 ] ||
    printf '<5>{"backup":"watch","host":"%s","ok":true,"note":"it began anew; its older backups are kept"}\n' "$1"
  count "$1" "$2"
  is_retired "$1" || expect_one "$1" "$2"
}

for name_of in age_seconds snapshots; do
  echo "# TYPE straat_backup_$name_of gauge"
done >"$run/figures.$$"
each watch
used=$(df --output=pcent "$store" | tr -cd '0-9')
[ "$used" -le "$most_used" ] || problem "$(uname -n)" "the repository's disk is $used percent full"
{
  sort "$run/figures.$$"
  printf '# TYPE straat_backup_store_used_percent gauge\nstraat_backup_store_used_percent %s\n' "$used"
} | publish watch
[ "$problems" -eq 0 ]
