#!/bin/sh
# Patches this server, when the live document `patch` says that it may:
#   patch security    installs security updates; services restart, the server does not
#   patch full        installs all updates, and restarts the server when that is needed
#   patch restart     restarts the server when an earlier round left that to do, or does a full round that was missed
#   patch emergency   installs security updates outside the window, for a leak that team Tech declared (C1)
#   patch may KIND    only tells whether it would begin now
#
# Whatever is not sure is a reason not to begin: outside its part of the window, in a night in which the clocks change,
# when a peer does not answer, when data has no fresh backup. Each run leaves a line in report.jsonl and the journal.
# Status 0: done, or nothing to do now. 75: postponed. 1: failed. The last two raise the alarm.
set -euf
LC_ALL=C
DEBIAN_FRONTEND=noninteractive
export LC_ALL DEBIAN_FRONTEND
umask 022
root=${STRAAT_ROOT-}
document="$root/var/lib/straat/documents/patch"
state="$root/var/lib/straat/patch"
metrics="$root/var/lib/prometheus/node-exporter"
# A round that went well is 28 or 35 days old when the next one comes; a missed one makes it older on another night.
catch_up_days=30
# shellcheck source=/dev/null
. "$root/etc/straat/patch.conf"
: "${security_slot:?}" "${night_slot:?}" "${security_minutes:?}" "${full_minutes:?}" "${reboot_minutes:?}"
: "${stop_minutes:?}" "${turn_minutes:?}" "${turn_work:?}" "${tail_margin:?}" "${backup_hours:?}" "${overdue_days:?}"

asked_only=no
if [ "${1-}" = may ]; then
  asked_only=yes
  shift
fi
kind=${1-}
case $kind in
  security | full | restart | emergency) ;;
  *) echo 'usage: patch security|full|restart|emergency, or patch may KIND' >&2 && exit 64 ;;
esac
host=$(uname -n)
member=${host##*-}
now=$(date +%s)
started=$now
restart=no
emergencies=

said() { awk -v name="$1" '$1 == name { sub(/^[^ ]+ /, ""); print }' "$document"; }
own() { said member | awk -v number="$member" -v name="$1" '$1 == number && $2 == name { sub(/^[^ ]+ [^ ]+ /, ""); print }'; }
local_time() { TZ=$zone date -d "@$1" "+$2"; }
# A number as it is written in a time, 08, is not one in octal.
number() { printf '%s\n' "$1" | awk '{ print $1 + 0 }'; }
minute_of() { printf '%s\n' "$1" | awk -F : '{ print $1 * 60 + $2 }'; }
age_of() { echo $(((now - $(cat "$1")) / $2)); }

# The reason why it ends without having worked: quietly, when that is how it should be, or as something postponed.
pass() {
  [ $asked_only = no ] || echo "no: $1"
  [ $asked_only = yes ] || [ "$kind" = emergency ] || finish passed "$1" 0
  exit 0
}
postpone() {
  [ $asked_only = no ] || { echo "no: $1" && exit 0; }
  finish postponed "$1" 75
}
fail() {
  [ $asked_only = no ] || { echo "no: $1" && exit 0; }
  finish failed "$1" 1
}

packages() { dpkg-query -W -f "\${Package}:\${Architecture} \${Version}\n" | sort; }

# finish RESULT REASON STATUS: the report, and the end.
finish() {
  packages > "$state/after"
  "$root/usr/local/lib/straat/patch-report" "$kind" "$1" "$2" "$3" "$restart" "$started" "$emergencies"
  rm -f "$state/before" "$state/after"
  [ "$restart" != now ] || systemctl reboot
  exit "$3"
}

read_document() {
  [ -s "$document" ] || fail 'there is no document: nothing tells when this server is patched'
  read -r days opens shuts zone << EOF
$(said window)
EOF
  opens=$(minute_of "$opens") shuts=$(minute_of "$shuts")
  places=$(said places) place=$(own place)
  if [ -z "$zone" ] || [ -z "$place" ]; then fail "the document says nothing of member $member"; fi
  # An unknown zone is UTC to date, without a word.
  [ -e "$root/usr/share/zoneinfo/$zone" ] || fail "the time zone $zone is not known here"
}

is_day() { case ",$days," in *",$1,"*) return 0 ;; *) return 1 ;; esac }

# Whether the clocks stay as they are from noon to noon around the window. The night in which they change is left out:
# an hour by the clock is none there, and a time may come twice or never.
is_steady() {
  day=$(local_time "$now" %F)
  noon=$(TZ=$zone date -d "$day 12:00" +%z)
  if [ "$opens" -lt 720 ] && [ "$(TZ=$zone date -d "$day 12:00 1 day ago" +%z)" != "$noon" ]; then return 1; fi
  if [ "$shuts" -gt 720 ] && [ "$(TZ=$zone date -d "$day 12:00 1 day" +%z)" != "$noon" ]; then return 1; fi
}

# Emergencies in the document that did not expire. Days are those of the people who wrote them.
current_emergencies() {
  today=$(TZ=Europe/Amsterdam date -d "@$now" +%Y%m%d)
  said emergency | while read -r id until; do
    [ "$(printf %s "$until" | tr -d -)" -lt "$today" ] || echo "$id"
  done
}

# Whether it may begin in its part of the window; how long that lasts is in `ends`.
in_window() {
  weekday=$(local_time "$now" %a)
  is_day "$weekday" || postpone "$weekday is no day of the window"
  is_steady || pass 'the clocks change tonight'
  second=$(($(number "$(local_time "$now" %H)") * 3600 + $(number "$(local_time "$now" %M)") * 60 + $(number "$(local_time "$now" %S)")))
  midnight=$((now - second))
  night=$(own full) night=${night%% *}
  if [ "$kind" = security ]; then
    begins=$((opens + place * security_slot))
    ends=$((begins + security_slot)) need=$security_minutes
  else
    [ "$weekday" = "$night" ] || postpone "$weekday is the night of another member; this server's is $night"
    [ -z "$(current_emergencies)" ] || pass 'an emergency goes first'
    begins=$((opens + places * security_slot)) ends=$shuts
    need=$((full_minutes + reboot_minutes))
  fi
  if [ "$second" -lt $((begins * 60)) ] || [ "$second" -ge $((ends * 60)) ]; then
    postpone "it is $(local_time "$now" %H:%M) in $zone, outside its part of the window"
  fi
  ends=$((midnight + ends * 60))
  [ $((now + need * 60)) -le "$ends" ] || postpone "$(((ends - now) / 60)) minutes are left, and it takes $need"
}

# Whether a moment meets planned work of the group. A full round that began before an emergency came is not stopped.
is_planned() {
  is_day "$(local_time "$1" %a)" || return 1
  minute=$(minute_of "$(local_time "$1" %H:%M)")
  tail=$((opens + places * security_slot))
  tail_start=$(($1 - $1 % 60 - (minute - tail) * 60))
  [ "$minute" -ge "$opens" ] || return 1
  [ "$minute" -ge "$tail" ] || return 0
  [ "$minute" -lt $((tail + night_slot)) ] && [ "$arrived" -gt $((tail_start - tail_margin * 60)) ]
}

# Members take turns by the clock in UTC, so that no two are busy together, whenever the document reached each.
in_turn() {
  mkdir -p "$state/emergency"
  arrived=$now
  for id in $(current_emergencies); do
    [ ! -e "$state/emergency/$id.done" ] || continue
    [ -e "$state/emergency/$id.arrived" ] || echo "$now" > "$state/emergency/$id.arrived"
    since=$(cat "$state/emergency/$id.arrived")
    [ "$since" -ge "$arrived" ] || arrived=$since
    emergencies="$emergencies $id"
  done
  [ -n "$emergencies" ] || pass 'no emergency waits for this server'
  turn=$((turn_minutes * 60))
  [ $((now / turn % places)) -eq "$place" ] || pass 'it is the turn of another member'
  ends=$((now - now % turn + turn))
  [ $((now + turn_work * 60)) -le $ends ] || pass 'the next turn is awaited'
  if is_planned "$now" || is_planned $((now + turn_work * 60)); then pass 'planned work goes first'; fi
}

# Peers that answer keep the service up while this server is busy.
check_peers() {
  for peer in $(said member | awk -v own="$member" '$1 != own && $2 == "address" { print $3 }') $(said peer); do
    ping -n -q -c 1 -W 2 "$peer" > /dev/null 2>&1 || ping -n -q -c 3 -W 2 "$peer" > /dev/null 2>&1 ||
      { absent=$peer && return 1; }
  done
}

check_backup() {
  [ "$(said data)" = yes ] || return 0
  file="$root/var/lib/straat/backup/last-success"
  grep -Eqx '[0-9]+' "$file" 2> /dev/null || postpone 'no backup of this server was completed'
  [ "$(age_of "$file" 60)" -le $((backup_hours * 60)) ] || postpone "the last backup is $(age_of "$file" 3600) hours old"
}

# The work, which is stopped before systemd would stop all of this.
failed_units() {
  systemctl list-units --state=failed --plain --no-legend --full | awk '$1 !~ /^straat-(vulnerability|patch)/ { print $1 }' | sort
}
within() { left=$((stop_at - $(date +%s))) && [ $left -gt 0 ] && timeout -k 30 $left "$@" 9>&-; }

install_updates() {
  stop_at=$((now + ($2 - stop_minutes - 1) * 60))
  APT_CONFIG="$root/etc/straat/patch-$1.apt"
  export APT_CONFIG
  packages > "$state/before"
  ill=$(failed_units)
  # What updates change is no alarm tomorrow, if all was as it should be before them.
  integrity="$root/usr/local/lib/straat/integrity"
  if [ -x "$integrity" ] && within "$integrity" check > /dev/null 2>&1; then clean=yes; else clean=no; fi
  within apt-get -q update || fail 'the package lists cannot be fetched'
  NEEDRESTART_SUSPEND=1 within unattended-upgrade || fail 'the updates were not all installed'
  within needrestart -q -r a < /dev/null || fail 'not all services could be restarted'
  [ "$clean" = no ] || within "$integrity" refresh > /dev/null 2>&1 || echo '<4>what the updates changed is not noted as right'
  new=$(failed_units | { [ -z "$ill" ] && cat || grep -vxF "$ill" || :; } | tr '\n' ' ')
  [ -z "$new" ] || fail "broken since the updates: ${new% }"
  date +%s > "$state/last-security"
  [ "$1" = security ] || date +%s > "$state/last-full"
  # What is left open is looked up at once.
  rm -f "$root/var/lib/straat/vulnerabilities/scanned"
  systemctl start --no-block straat-vulnerability-scan.service || :
}

needs_restart() {
  [ -e "$root/run/reboot-required" ] && return 0
  status=$(needrestart -b -k 2> /dev/null | sed -n 's/^NEEDRESTART-KSTA: //p')
  [ "${status:-0}" -ge 2 ]
}

# Decides on a restart; the reason why it is put off, if it is, is in `late`.
decide_restart() {
  late=
  needs_restart || return 0
  restart=pending
  [ "$kind" != security ] || return 0
  if [ $(($(date +%s) + reboot_minutes * 60)) -gt "$ends" ]; then
    late='no time is left for a restart'
  elif ! check_peers; then
    late="no restart while $absent does not answer"
  else
    restart=now
  fi
}

mkdir -p "$state" "$metrics" "$root/run/lock"
exec 9> "$root/run/lock/straat-patch"
flock -n 9 || { echo '<5>another run is busy' && exit 0; }
rm -f "$state/before"
read_document
if [ "$kind" = emergency ]; then in_turn; else in_window; fi
check_peers || postpone "$absent does not answer"
if [ "$kind" = restart ] && [ -e "$state/since" ]; then
  last="$state/last-full"
  [ -e "$last" ] || last="$state/since"
  [ "$(age_of "$last" 86400)" -le $catch_up_days ] || kind=full
fi
[ "$kind" != full ] || check_backup
[ $asked_only = no ] || { echo yes && exit 0; }
case $kind in
  full) install_updates full "$full_minutes" ;;
  security | emergency) install_updates security "$security_minutes" ;;
esac
decide_restart
for id in $emergencies; do
  [ -n "$late" ] || echo "$now" > "$state/emergency/$id.done"
done
[ -z "$late" ] || postpone "$late"
if [ "$kind" = security ]; then
  last="$state/last-full"
  [ -e "$last" ] || last="$state/since"
  [ ! -e "$last" ] || [ "$(age_of "$last" 86400)" -le "$overdue_days" ] ||
    fail "the last full round was $(age_of "$last" 86400) days ago"
fi
finish 'done' '' 0
