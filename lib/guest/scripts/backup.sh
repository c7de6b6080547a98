#!/bin/sh
# Backs this server up to its own repository in the other site, which can be added to and not taken from: databases are
# dumped first, then all is sent. A timer runs it; the live document `backup` says what and where to.
#
# The repository's password is made here and leaves only encrypted to the document's recipients. The repository has a
# number as well: a server that is made anew has neither, so it begins a new one beside the old.
#
# A dump that fails keeps the files from nothing: they are sent, the snapshot is marked incomplete, and the run fails.
set -eu
LC_ALL=C
export LC_ALL
umask 077
root=${STRAAT_ROOT-}
document="$root/var/lib/straat/documents/backup"
programs="$root/usr/local/lib/straat"
tls="$root/etc/straat/tls"
secret="$root/var/lib/straat/secret/backup"
state="$root/var/lib/straat/backup"
metrics="$root/var/lib/prometheus/node-exporter"
run="${RUNTIME_DIRECTORY:-$root/run/straat-backup}"
host=$(uname -n)
started=$(date +%s)
stage='did not begin'
snapshot=
bytes=0

values() { sed -n "s/^$1 //p" "$document"; }

# What came of it, for the journal and for who watches; at the end, also when it was ended.
finish() {
  status=$?
  trap - EXIT
  rm -rf "$run/client.pem" "$run/work"
  now=$(date +%s)
  if [ $status -eq 0 ]; then ok=true level=6 good=1; else ok=false level=3 good=0; fi
  printf '<%s>{"backup":"run","ok":%s,"stage":"%s","seconds":%s,"bytes":%s,"snapshot":"%s"}\n' \
    $level $ok "$stage" $((now - started)) "$bytes" "$snapshot"
  [ $status -ne 0 ] || printf '%s\n' "$started" >"$state/last-success"
  {
    echo '# TYPE straat_backup_ok gauge'
    echo "straat_backup_ok $good"
    echo '# TYPE straat_backup_duration_seconds gauge'
    echo "straat_backup_duration_seconds $((now - started))"
    echo '# TYPE straat_backup_bytes gauge'
    echo "straat_backup_bytes $bytes"
    echo '# TYPE straat_backup_completed_seconds gauge'
    echo "straat_backup_completed_seconds $(cat "$state/last-success" 2>/dev/null || echo 0)"
  } >"$metrics/straat_backup.prom.new"
  chmod 0644 "$metrics/straat_backup.prom.new"
  mv -f "$metrics/straat_backup.prom.new" "$metrics/straat_backup.prom"
  exit $status
}

fail() {
  printf '<3>backup: %s\n' "$1"
  exit 1
}

make_secret() {
  [ ! -d "$secret" ] || return 0
  rm -rf "$secret.new"
  mkdir -p "$secret.new"
  openssl rand -hex 8 >"$secret.new/number"
  openssl rand -base64 32 >"$secret.new/password"
  sync "$secret.new/number" "$secret.new/password"
  mv "$secret.new" "$secret"
}

# The answer's status of a request to the repository, 000 when there is none.
ask() {
  # A store that has just been started does not answer at once.
  curl --silent --output /dev/null --write-out '%{http_code}' --max-time 120 --retry 5 --retry-delay 2 --proto '=https' --tlsv1.2 \
    --cacert "$tls/ca.pem" --cert "$run/client.pem" "$@" || :
}

# The password, where the repository and those who keep it in escrow can read it. It is there under a name that
# follows from who can; a new recipient makes it go there again, and nothing is ever written over.
deposit() {
  recipients=$(values recipient | sort)
  name=$number.$(printf '%s\n' "$recipients" | sha256sum | cut -c 1-16)
  case $(ask --head "$base/keys/$host/$name") in
    200) return 0 ;;
    404) ;;
    *) fail 'the repository does not answer as it should' ;;
  esac
  printf '%s\n' "$recipients" >"$run/work/recipients"
  age --encrypt --recipients-file "$run/work/recipients" --output "$run/work/key.age" "$secret/password"
  case $(ask --upload-file "$run/work/key.age" "$base/keys/$host/$name") in
    201 | 204 | 409) ;;
    *) fail 'the password could not be deposited' ;;
  esac
}

# A repository whose disk is new gets a new beginning from each server.
begin() {
  case $(ask --head "$base/$host/$number/config") in
    200) ;;
    404) restic init --quiet >/dev/null ;;
    *) fail 'the repository does not answer as it should' ;;
  esac
}

dump() {
  mark=complete
  for engine in $(values database); do
    timeout -k 30 $((limit * 30)) "$programs/dump-databases" "$engine" || mark=incomplete
  done
}

# What is sent: of the usual places those that are there, of the declared ones all.
list_paths() {
  while read -r path; do
    if [ -e "$root$path" ]; then printf '%s\n' "$root$path"; fi
  done <"$root/etc/straat/backup-paths" >"$run/work/paths"
  for path in $(values path); do
    if [ -e "$root$path" ]; then
      printf '%s\n' "$root$path" >>"$run/work/paths"
    else
      printf '<3>backup: %s is not there\n' "$path"
      mark=incomplete
    fi
  done
  { cat "$root/etc/straat/backup-excludes" && values exclude; } | sed "s|^|$root|" >"$run/work/excludes"
}

# By these the restore test sees that what comes back is what was sent.
write_manifest() {
  {
    find "$root/srv/data/dumps" -type f 2>/dev/null | sort
    for path in /etc/hostname /etc/fstab /etc/passwd; do
      if [ -e "$root$path" ]; then echo "$root$path"; fi
    done
  } | while IFS= read -r path; do sha256sum "$path"; done >"$state/manifest.new"
  mv -f "$state/manifest.new" "$state/manifest"
}

send() {
  set -- backup --json --quiet --host "$host" --tag "$mark" --time "$(date -d "@$started" '+%F %T')" \
    --one-file-system --files-from-verbatim "$run/work/paths" --exclude-file "$run/work/excludes"
  # The repository is busy when it forgets or checks; the unit's own limit ends the waiting.
  until status=0 && restic "$@" >"$run/work/summary" 2>"$run/work/errors" || status=$? && [ $status -eq 0 ]; do
    if ! grep -q 'already locked' "$run/work/errors"; then break; fi
    sleep 60
  done
  summary=$(grep '"message_type":"summary"' "$run/work/summary" | tail -n 1) || :
  snapshot=$(printf '%s' "$summary" | sed -n 's/.*"snapshot_id":"\([0-9a-f]*\)".*/\1/p')
  bytes=$(printf '%s' "$summary" | sed -n 's/.*"total_bytes_processed":\([0-9]*\).*/\1/p')
  bytes=${bytes:-0}
  [ $status -eq 0 ] || tail -n 3 "$run/work/errors" | tr -cd '[:alnum:] .,:%/()_\n-' | cut -c 1-300 | sed 's/^/<3>backup: /'
  [ $status -ne 3 ] || fail 'some files could not be read'
  [ $status -eq 0 ] || fail 'nothing was sent'
}

mkdir -p "$run/work" "$state" "$metrics"
exec 9>"$run/lock"
flock -n 9 || fail 'another run is busy'
trap finish EXIT
trap 'exit 143' TERM INT HUP
[ -e "$document" ] || fail 'there is no document that says what to back up'
for file in ca.pem server.pem server.key; do
  [ -s "$tls/$file" ] || fail 'this server has no certificate yet'
done
cat "$tls/server.pem" "$tls/server.key" >"$run/client.pem"
make_secret
number=$(cat "$secret/number")
base=https://$(values repository)
limit=$(values limit)
export RESTIC_REPOSITORY="rest:$base/$host/$number/" RESTIC_PASSWORD_FILE="$secret/password" TZ=UTC
export RESTIC_CACHE_DIR="${CACHE_DIRECTORY:-$root/var/cache/straat-backup}"
restic() { command restic --cacert "$tls/ca.pem" --tls-client-cert "$run/client.pem" "$@"; }
stage='depositing the password'
deposit
stage='opening the repository'
begin
stage='dumping databases'
dump
list_paths
write_manifest
stage='sending'
# Locks of a run that was ended are left; those of one that runs are not touched.
restic unlock --quiet
send
[ "$mark" = complete ] || fail 'the backup is incomplete'
stage=complete
