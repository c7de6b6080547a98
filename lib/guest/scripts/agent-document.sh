#!/bin/sh
# Brings one live document into use: agent-document NAME. The agent runs it, one at a time.
#
# `state` tells what is in use (its payload is kept beside it, under its sha256) and what is being done: nothing,
# `apply` or `restore`. It is replaced by renaming only, after what it speaks of is on disk. A run that finds something
# being done was preceded by one that was killed, and first puts back what was in use. So whatever ends a run, and
# whenever: the next one finds a whole document, and knows whether it was applied.
#
# Status 0: fine, or wrong as before. Anything else: wrong in a way that was not told before.
set -eu
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
name=$1
handler_seconds=120
# shellcheck source=/dev/null
. "$root/etc/straat/agent.conf"
programs="$root/usr/local/lib/straat"
handler="$programs/documents/$name"
documents="$root/var/lib/straat/documents"
payload="$documents/$name"
kept="$root/var/lib/straat/agent/$name"
work="$root/run/straat/agent/$name"
# What guestinfo carries. What it unpacks to is bounded too, because 64 KiB can become 60 MiB.
max_value=65536
max_unpacked=4194304
max_interrupted=3
retry_seconds=3600

error=
met=none
reason=
stuck=
finished=no

fault() {
  error="${error:+$error; }$1"
}

# One printable line without anything that has a meaning in JSON or to VMware.
plain() {
  tr -s '\n\t' ' ' | tr -cd '[:alnum:] .,:;/()_@=+%-' | cut -c 1-300 | sed 's/ *$//'
}

complaint() {
  head -c 2000 "$work/reason" | plain
}

digest() {
  sha256sum < "$1" | cut -c 1-64
}

load() {
  good=none revision=0 applied_at=0 day=none value=none doing=none tried=none tries=0
  [ -e "$kept/state" ] || return 0
  form='(none|[0-9a-f]{64}) [0-9]+ [0-9]+ (none|[0-9-]{10}) [a-z0-9]+ (none|apply|restore) [a-z0-9]+ [0-9]+'
  grep -Eqx "$form" "$kept/state" || { fault 'what was in use is not known any more' && return 0; }
  read -r good revision applied_at day value doing tried tries < "$kept/state"
}

save() {
  reason='the state cannot be written'
  echo "$good $revision $applied_at $day $value $doing $tried $tries" > "$kept/state.new" &&
    sync "$kept/state.new" && mv -f "$kept/state.new" "$kept/state" && sync "$kept"
}

# Removes all but the state and the payload in use.
clear_away() {
  for file in "$kept"/*; do
    case ${file##*/} in state | "$good") ;; *) rm -f "$file" ;; esac
  done
}

# What failed is not tried again each minute, and neither forgotten: remember FILE KEY REASON, recall FILE KEY.
remember() {
  printf '%s %s %s\n%s\n' "$2" "$now" "$met" "$3" > "$work/$1" || :
}

recall() {
  [ -e "$work/$1" ] || return 1
  { read -r key since met_then && read -r reason; } < "$work/$1" || return 1
  [ "$key" = "$2" ] && [ $((now - since)) -ge 0 ] && [ $((now - since)) -lt $retry_seconds ]
}

# Runs the handler, with a limit on its time. When it fails `reason` tells why.
handle() {
  timeout -k 10 "$handler_seconds" "$handler" "$@" < /dev/null >&2 2> "$work/reason" 9>&- && return 0
  status=$?
  case $status in
    124) reason="took longer than $handler_seconds seconds" ;;
    126 | 127) reason='this server has no program for it' ;;
    137) reason='was killed' ;;
    *)
      reason=$(complaint)
      [ -n "$reason" ] || reason="gave no reason, status $status"
      ;;
  esac
  return 1
}

# Puts a kept payload in place. A link needs no room, so that going back also works on a full disk.
place() {
  reason='the document cannot be put in place'
  if [ -e "$payload" ] && [ "$(digest "$payload")" = "$1" ]; then return 0; fi
  [ "$(digest "$kept/$1")" = "$1" ] && ln -f "$kept/$1" "$documents/.$name.new" &&
    mv -f "$documents/.$name.new" "$payload" && sync "$documents"
}

# Makes it what `state` says is in use.
restore() {
  if [ "$good" = none ]; then
    { rm -f "$payload" && handle remove; } || return 1
  else
    { place "$good" && handle apply "$payload" && handle verify; } || return 1
  fi
  doing=none day=$today
  save || { doing=restore && return 1; }
}

recover() {
  echo "<4>$name: a run was stopped while a document was applied; what was in use is put back"
  if [ "$doing" = apply ]; then
    tries=$((tries + 1)) doing=restore
    save || :
  fi
  restore || stuck=$reason
}

fetch() {
  (
    ulimit -f $((2 * max_value / 512))
    exec timeout -k 5 20 vmware-rpctool "info-get guestinfo.straat.$name"
  ) > "$work/value" 2> "$work/reason" && status=0 || status=$?
  if [ "$(wc -c < "$work/value")" -gt $((max_value + 1)) ]; then
    fault "is larger than guestinfo carries, $max_value bytes"
  elif [ "$status" -ne 0 ]; then
    fault "guestinfo.straat.$name cannot be read: $(complaint)"
  else
    met_value=$(digest "$work/value") && return 0
  fi
  return 1
}

unpack() {
  base64 -d "$work/value" > "$work/packed" 2> /dev/null || { fault 'is not base64' && return 1; }
  (
    ulimit -f $((max_unpacked / 512 + 1))
    exec gzip -dc < "$work/packed"
  ) > "$kept/unpacked" 2> "$work/reason" && status=0 || status=$?
  if [ "$(wc -c < "$kept/unpacked")" -gt $max_unpacked ]; then
    fault "unpacks to more than $max_unpacked bytes"
  elif [ "$status" -ne 0 ]; then
    fault "cannot be unpacked: $(complaint)"
  else
    return 0
  fi
  return 1
}

# Reads the first line, and leaves what follows as the candidate.
judge() {
  header=$(head -c 200 "$kept/unpacked" | head -n 1 | tr -cd '[:print:]')
  read -r magic format own number sha256 rest << EOF
$header
EOF
  tail -n +2 "$kept/unpacked" > "$kept/candidate" || { fault 'cannot be stored' && return 1; }
  if [ "$magic" != straat-document ]; then
    fault 'is no document'
  elif [ "$format" != 1 ]; then
    fault "has format $format, and this server reads format 1"
  elif [ "$own" != "$name" ]; then
    fault "is another document: $own"
  elif ! printf '%s\n' "$number $sha256$rest" | grep -Eqx '[1-9][0-9]{0,5} [0-9a-f]{64}'; then
    fault 'has no revision or no sha256'
  elif [ "$(digest "$kept/candidate")" != "$sha256" ]; then
    fault 'is not what its sha256 says'
  else
    met=$sha256
    [ "$number" -ge "$revision" ] && return 0
    fault "is revision $number, older than applied: $revision"
  fi
  return 1
}

refuse() {
  fault "$1"
  remember refused "$met_value" "$1"
}

# From here on the state says that something is being done.
begin() {
  reason='cannot be stored'
  { mv -f "$kept/candidate" "$kept/$met" && sync "$kept/$met"; } || return 1
  [ "$tried" = "$met_value" ] || tries=0
  was=$doing tried=$met_value doing=apply
  save || { doing=$was && return 1; }
}

# The document is in use once this state is on disk.
commit() {
  before="$good $revision $applied_at $day $value"
  good=$met revision=$number applied_at=$now day=$today value=$met_value doing=none tried=none tries=0
  save && return 0
  read -r good revision applied_at day value << EOF
$before
EOF
  return 1
}

bring_into_use() {
  fetch || return 0
  if [ "$met_value" = "$value" ]; then met=$good && return 0; fi
  if recall refused "$met_value"; then met=$met_then && fault "$reason" && return 0; fi
  { unpack && judge; } || return 0
  if [ "$met" = "$good" ]; then
    [ "$doing" = none ] || return 0
    revision=$number value=$met_value
    save || fault "$reason"
    return 0
  fi
  if [ "$tried" = "$met_value" ] && [ "$tries" -ge $max_interrupted ]; then
    fault "was interrupted $tries times while it was applied; raise its revision to have it tried again"
    return 0
  fi
  handle check "$kept/candidate" || { refuse "is refused: $reason" && return 0; }
  begin || { fault "$reason" && return 0; }
  if place "$met" && handle apply "$payload" && handle verify && commit; then
    rm -f "$work/refused" "$work/late"
    return 0
  fi
  why="does not work here: $reason" tried=$met_value tries=0 doing=restore
  save || :
  restore || stuck=$reason
  refuse "$why"
}

# On a new day what ends has to end. A clock that went back could let in who is gone, so it changes nothing.
new_day() {
  if [ "$doing" != none ] || [ "$good" = none ] || [ "$day" = "$today" ] || [ "$today" = none ]; then
    return 0
  fi
  if [ "$day" != none ] && [ "$(printf %s "$today" | tr -d -)" -lt "$(printf %s "$day" | tr -d -)" ]; then
    fault "the clock says $today, which is before $day"
  elif recall late "$today"; then
    fault "$reason"
  elif handle today "$payload"; then
    day=$today
    save || fault "$reason"
  else
    fault "today: $reason"
    remember late "$today" "today: $reason"
  fi
}

quoted() {
  case $1 in none) printf null ;; *) printf '"%s"' "$1" ;; esac
}

tell() {
  applied=$good
  [ "$doing" = none ] || { applied=none && [ -z "$stuck" ]; } || fault "what was in use could not be put back: $stuck"
  error=$(printf %s "$error" | plain)
  ok=1 priority=6
  [ "$applied" != none ] || ok=0
  if [ -n "$error" ]; then ok=0 priority=3 error="\"$error\""; fi
  printf '%s %s %s\n' $ok "$applied_at" "$revision" > "$work/figures" || :
  "$programs/report" "$name" \
    "{\"sha256\":$(quoted "$met"),\"applied\":$(quoted "$applied"),\"error\":${error:-null}}" $priority
}

finish() {
  status=$?
  [ $finished = yes ] && exit $status
  fault 'the agent stopped before it was done'
  tell
}

mkdir -p "$documents" "$work" "${kept%/*}"
chmod 0700 "${kept%/*}"
mkdir -p "$kept"
good=none doing=none applied_at=0 revision=0
trap finish EXIT
trap 'exit 143' HUP INT TERM
{ now=$(date -u +%s) && today=$(date -u +%F); } || now='' today=''
if ! printf '%s\n' "$now $today" | grep -Eqx '[0-9]+ [0-9]{4}-[0-9]{2}-[0-9]{2}'; then
  fault 'the clock cannot be read'
  now=0 today=none
fi
load
clear_away
[ "$doing" = none ] || recover
bring_into_use
new_day
clear_away
finished=yes
tell
