#!/bin/sh
# Restores the newest complete backup of every server into a scratch folder, once a month, and sees that what comes out
# is what was sent: by restic's own digests of each file, and by those the server took before it sent (B-19). How long it
# took is recorded (H-11). The folder is emptied at the end, also when the run is ended; and at the beginning, for one
# that could not.
task=restore-test
# shellcheck source=repository-common.sh
. "${STRAAT_ROOT-}/usr/local/lib/straat/repository-common"
scratch="$store/scratch/restore"

# Modes come back with files, also of folders that nobody may write.
clear_scratch() {
  [ ! -e "$scratch" ] || { chmod -R u+rwX "$scratch" && rm -rf "$scratch"; }
}

# A tenth of room stays for the servers, which go on sending.
has_room() {
  free=$(df --output=avail --block-size=1 "$store/scratch" | tail -n 1)
  [ $(($1 * 11 / 10 + 67108864)) -lt "$free" ]
}

# Digests are of plain paths only; what a server wrote there otherwise is not looked at.
manifest_holds() {
  manifest=$(find "$scratch" -type f -path '*/var/lib/straat/backup/manifest' | head -n 1)
  [ -s "$manifest" ] || return 1
  grep -Ex '[0-9a-f]{64}  (/[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)+' "$manifest" | sed 's|  /|  |' >"$run/manifest.$$"
  [ "$(wc -l <"$run/manifest.$$")" -eq "$(wc -l <"$manifest")" ] || return 1
  (cd "$scratch" && sha256sum --check --quiet --strict "$run/manifest.$$" >/dev/null 2>&1)
}

restore() {
  if is_retired "$1" || ! is_current "$1" "$2" || ! is_begun "$1" "$2"; then return 0; fi
  open "$1" "$2" || { problem "$1" 'no deposited password opens the repository' && return; }
  list >"$run/list.$$"
  id=$(awk '$4 == "complete" { id = $5 } END { print id }' "$run/list.$$")
  [ -n "$id" ] || { problem "$1" 'there is no complete backup to restore' && return; }
  size=$(restic_here --no-lock stats --mode restore-size --json "$id" | sed -n 's/.*"total_size":\([0-9]*\).*/\1/p')
  [ -n "$size" ] || { problem "$1" 'the size of the backup cannot be told' && return; }
  has_room "$size" || { problem "$1" "there is no room to restore $size bytes" && return; }
  mkdir "$scratch"
  began=$(date +%s)
  restic_here --no-lock restore "$id" --target "$scratch" --verify >/dev/null ||
    { clear_scratch && problem "$1" 'restoring failed' && return; }
  seconds=$(($(date +%s) - began))
  files=$(find "$scratch" -type f | wc -l)
  manifest_holds || { clear_scratch && problem "$1" 'what was restored is not what was sent' && return; }
  clear_scratch
  printf '<6>{"backup":"restore-test","host":"%s","ok":true,"snapshot":"%s","seconds":%s,"bytes":%s,"files":%s}\n' \
    "$1" "$id" "$seconds" "$size" "$files"
  {
    printf 'straat_backup_restore_seconds{host="%s"} %s\n' "$1" "$seconds"
    printf 'straat_backup_restore_bytes{host="%s"} %s\n' "$1" "$size"
    printf 'straat_backup_restored_at_seconds{host="%s"} %s\n' "$1" "$now"
  } >>"$run/figures.$$"
  [ "$restore_minutes" -eq 0 ] || [ "$seconds" -le $((restore_minutes * 60)) ] ||
    problem "$1" "restoring took $seconds s; $restore_minutes minutes were agreed"
}

trap 'clear_scratch; tidy' EXIT
clear_scratch
for figure in restore_seconds restore_bytes restored_at_seconds; do
  echo "# TYPE straat_backup_$figure gauge"
done >"$run/figures.$$"
each restore
sort "$run/figures.$$" | publish restore
[ "$problems" -eq 0 ]
