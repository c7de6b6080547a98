#!/bin/sh
# Checks each night that every repository is whole, and reads one part of its data back: all of it in a month (B-17).
task=check
# shellcheck source=repository-common.sh
. "${STRAAT_ROOT-}/usr/local/lib/straat/repository-common"
part=$((now / 86400 % check_parts + 1))/$check_parts

check() {
  is_begun "$1" "$2" || return 0
  open "$1" "$2" || { problem "$1" 'no deposited password opens the repository' && return; }
  [ -z "$(find "$RESTIC_REPOSITORY/locks" -type f)" ] || restic_here unlock || :
  if restic_here check --read-data-subset="$part" >/dev/null; then
    printf '<6>{"backup":"check","host":"%s","ok":true,"part":"%s"}\n' "$1" "$part"
    printf 'straat_backup_check_ok{host="%s",repository="%s"} 1\n' "$1" "$2" >>"$run/figures.$$"
  else
    problem "$1" "the repository is damaged, or could not be read (part $part)"
    printf 'straat_backup_check_ok{host="%s",repository="%s"} 0\n' "$1" "$2" >>"$run/figures.$$"
  fi
}

echo '# TYPE straat_backup_check_ok gauge' >"$run/figures.$$"
each check
publish check <"$run/figures.$$"
[ "$problems" -eq 0 ]
