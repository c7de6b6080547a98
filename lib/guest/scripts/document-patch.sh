#!/bin/sh
# Makes the live document `patch` so: the timers of this member. Each line of it is one of
#   window DAYS HH:MM HH:MM ZONE                    when its servers may be patched
#   places N                                        how many may not be down together
#   data yes|no                                     whether a full round waits for a fresh backup
#   member N address ADDRESS                        where the others see member N
#   member N place P                                its place among those, from 0
#   member N security|full|restart CALENDAR         when its timers elapse, as systemd writes it
#   peer ADDRESS                                    of another group, may not be down together with these
#   emergency ID YYYY-MM-DD                         patch outside the window, until that day (C1)
#   emergency-owner ID TEXT, emergency-reason ID TEXT
# The program `patch` reads the document too, and judges each time whether it may begin.
set -euf
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
payload="$root/var/lib/straat/documents/patch"
state="$root/var/lib/straat/patch"
units="$root/etc/systemd/system"
# shellcheck source=/dev/null
. "$root/etc/straat/patch.conf"
: "${delay_minutes:?}" "${turn_tick:?}"
host=$(uname -n)
member=${host##*-}

weekday='(Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
time='([01][0-9]|2[0-3]):[0-5][0-9]'
zone='[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*'
dates='(\*|[0-3][0-9](\.\.[0-3][0-9])?(,[0-3][0-9](\.\.[0-3][0-9])?)*)'
calendar="$weekday(,$weekday)* \*-\*-$dates $time:00 $zone"
address='[0-9a-f.:]{2,39}'
id='[A-Z][A-Z0-9]{1,9}(-[A-Z0-9]{1,10}){1,3}'
line="window $weekday(,$weekday)* $time ($time|24:00) $zone|places [1-9]|data (yes|no)"
line="$line|member [1-9] (address $address|place [0-8]|(security|full|restart) $calendar)|peer $address"
line="$line|emergency $id [0-9]{4}-[0-9]{2}-[0-9]{2}|emergency-(owner|reason) $id [^[:cntrl:]]{1,80}"

fail() {
  printf 'patch: %s\n' "$1" >&2
  exit 1
}
calendar_of() { sed -n "s/^member $member $1 //p" "$2"; }
timers_of() {
  echo security full restart
  [ -z "$(current "$1")" ] || echo emergency
}

# Emergencies that did not expire; days are those of the people who wrote them.
current() {
  today=$(TZ=Europe/Amsterdam date -d "@$(date +%s)" +%Y%m%d)
  sed -n 's/^emergency //p' "$1" | while read -r one until; do
    [ "$(printf %s "$until" | tr -d -)" -lt "$today" ] || echo "$one"
  done
}

check() {
  [ -s "$1" ] || fail 'there is no document'
  # A byte that ends no text would hide what follows it.
  [ "$(tr -d '\000' < "$1" | wc -c)" -eq "$(wc -c < "$1")" ] || fail 'the document is no text'
  [ -z "$(tail -c 1 "$1")" ] || fail 'the last line has no end'
  odd=$(grep -aEnvx "$line" "$1" | head -n 1 | cut -d : -f 1)
  [ -z "$odd" ] || fail "line $odd says nothing about patching"
  # Texts of emergencies aside, the first words of a line tell what it is about; nothing is said twice.
  twice=$(awk '{ print ($1 == "member" ? $1 " " $2 " " $3 : $1 ~ /^(emergency|peer)/ ? $1 " " $2 : $1) }' "$1" | sort | uniq -d | head -n 1)
  [ -z "$twice" ] || fail "$twice is there twice"
  for word in window places data "member $member address" "member $member place"; do
    grep -q "^$word " "$1" || fail "says nothing of $word"
  done
  own_zone=$(sed -n 's/^window .* //p' "$1")
  [ -e "$root/usr/share/zoneinfo/$own_zone" ] || fail "the time zone $own_zone is not known here"
  for kind in security full restart; do
    expression=$(calendar_of $kind "$1")
    [ -n "$expression" ] || fail "says nothing of member $member $kind"
    [ "${expression##* }" = "$own_zone" ] || fail "member $member $kind is in another time zone than the window"
    systemd-analyze calendar "$expression" > /dev/null 2>&1 || fail "systemd does not read member $member $kind"
  done
  check_apart "$1"
}

# No two members have one night: what takes a server down is done in it.
check_apart() {
  twice=$(sed -En 's/^member [1-9] full ([A-Z][a-z][a-z]) .*/\1/p' "$1" | sort | uniq -d)
  [ -z "$twice" ] || fail "two members are patched on $twice"
  twice=$(sed -n 's/^member [1-9] place //p' "$1" | sort | uniq -d)
  [ -z "$twice" ] || fail "two members have place $twice"
}

timer() {
  description="Patch this server: $1"
  if [ "$1" = emergency ]; then
    # Each member looks often, and begins in its own turn.
    expression="*-*-* *:00/$turn_tick:00 UTC" delay=0
  else
    # Half a minute less than is reckoned with, so that what begins last still has all its time.
    expression=$(calendar_of "$1" "$2") delay=$((delay_minutes * 60 - 30))
  fi
  printf '[Unit]\nDescription=%s\n\n' "$description"
  printf '[Timer]\nOnCalendar=%s\nRandomizedDelaySec=%s\n' "$expression" "$delay"
  # Not persistent: what was missed while the server was off is not made up for outside the window.
  printf 'FixedRandomDelay=yes\nAccuracySec=1s\nPersistent=no\n\n[Install]\nWantedBy=timers.target\n'
}

apply() {
  mkdir -p "$units" "$state/emergency"
  [ -e "$state/since" ] || date +%s > "$state/since"
  wanted=$(timers_of "$1")
  changed=
  for kind in security full restart emergency; do
    file="$units/straat-patch-$kind.timer"
    case " $(echo "$wanted" | tr '\n' ' ') " in *" $kind "*) ;; *) put_away "$kind" && continue ;; esac
    timer "$kind" "$1" > "$file.new"
    if cmp -s "$file.new" "$file"; then
      rm -f "$file.new"
    else
      mv -f "$file.new" "$file"
      changed="$changed straat-patch-$kind.timer"
    fi
  done
  systemctl daemon-reload
  for kind in $wanted; do systemctl enable --quiet --now "straat-patch-$kind.timer"; done
  for unit in $changed; do systemctl restart "$unit"; done
  note_emergencies "$1"
}

put_away() {
  [ -e "$units/straat-patch-$1.timer" ] || return 0
  systemctl disable --quiet --now "straat-patch-$1.timer" || :
  rm -f "$units/straat-patch-$1.timer"
}

# When an emergency came, and whether it ended without having been dealt with.
note_emergencies() {
  for one in $(current "$1"); do
    [ -e "$state/emergency/$one.arrived" ] || date +%s > "$state/emergency/$one.arrived"
  done
  sed -n 's/^emergency \([^ ]*\) .*/\1/p' "$1" | while read -r one; do
    if current "$1" | grep -qxF "$one" || [ -e "$state/emergency/$one.done" ] || [ -e "$state/emergency/$one.late" ]; then
      continue
    fi
    echo "<1>{\"alarm\":\"straat-patch-emergency.service\",\"emergency\":\"$one\",\"reason\":\"expired before this server was patched\"}"
    date +%s > "$state/emergency/$one.late"
  done
}

verify() {
  for kind in $(timers_of "$payload"); do
    systemctl is-active --quiet "straat-patch-$kind.timer" || fail "straat-patch-$kind.timer does not run"
  done
}

remove() {
  for kind in security full restart emergency; do put_away $kind; done
  systemctl daemon-reload
  echo '<1>{"alarm":"straat-patch","reason":"there is no document: this server is not patched"}'
}

case ${1-} in
  check) check "$2" ;;
  apply | today) apply "$2" ;;
  verify) verify ;;
  remove) remove ;;
  *) fail 'usage: check FILE, apply FILE, verify, today FILE or remove' ;;
esac
