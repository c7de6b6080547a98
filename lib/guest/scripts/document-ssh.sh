#!/bin/sh
# Makes the live document `ssh` so: who may log in, until which day, with which key. Each line of it is
#   admin LOGIN YYYY-MM-DD TYPE BASE64    the day is the last one, in UTC
#   authority TYPE BASE64                 its certificates are good for an administrator's own login
# An account is never deleted, so that nobody gets the number of somebody who left; and accounts that were not made
# here are left alone. sshd reads these files at each login, so it is never reloaded. Whether its own configuration is
# right is told in a figure and refuses nothing: taking somebody's access away must not wait for that.
set -eu
export LC_ALL=C
umask 022
root=${STRAAT_ROOT-}
access="$root/etc/ssh/straat"
state="$root/var/lib/straat/ssh"
accounts="$state/accounts"
figures="$root/var/lib/prometheus/node-exporter"
payload="$root/var/lib/straat/documents/ssh"
group=straat-admins

login='[a-z][a-z0-9]*(-[a-z0-9]+)*'
day='[0-9]{4}-[0-9]{2}-[0-9]{2}'
type='(ssh-ed25519|sk-ssh-ed25519@openssh\.com|ecdsa-sha2-nistp(256|384|521)|sk-ecdsa-sha2-nistp256@openssh\.com|ssh-rsa)'
key="$type [A-Za-z0-9+/]+={0,2}"

fail() {
  printf 'ssh: %s\n' "$1" >&2
  exit 1
}

# Days as numbers that can be compared.
today() { date -u +%Y%m%d; }
number() { printf '%s\n' "$1" | tr -d -; }
day_after() { date -u -d "$1 + 1 day" +%Y-%m-%d; }

is_ours() { [ -e "$accounts" ] && grep -qxF -e "$1" "$accounts"; }
has_account() { getent passwd "$1" >/dev/null; }
is_member() { id -nG "$1" 2>/dev/null | tr ' ' '\n' | grep -qx "$group"; }

# Replaces a file with what comes in, at once.
put() {
  cat >"$access/.new"
  mv -f "$access/.new" "$1"
}

check() {
  [ -f "$1" ] || fail "there is no document"
  # A byte that ends no text would hide what follows it.
  [ "$(tr -d '\000' <"$1" | wc -c)" -eq "$(wc -c <"$1")" ] || fail "the document is no text"
  [ -z "$(tail -c 1 "$1")" ] || fail "the last line has no end"
  odd=$(grep -aEnvx "admin $login $day $key|authority $key" "$1" | head -n 1 | cut -d : -f 1)
  [ -z "$odd" ] || fail "line $odd is not an administrator and not an authority"
  twice=$(sed -n 's/^admin \([^ ]*\) .*/\1/p' "$1" | sort | uniq -d | head -n 1)
  [ -z "$twice" ] || fail "$twice is there twice"
  twice=$(sed 's/.* //' "$1" | sort | uniq -d | head -n 1)
  [ -z "$twice" ] || fail "a key is there twice"
  # OpenSSH judges each key: it names those it can read, and says nothing of others.
  [ "$(wc -l <"$1")" -eq "$(sed -E "s/^.* ($type [^ ]*)\$/\1/" "$1" | ssh-keygen -l -f - 2>/dev/null | wc -l)" ] ||
    [ ! -s "$1" ] || fail "OpenSSH cannot read a key"
  while read -r kind name until _; do
    [ "$kind" = admin ] || continue
    [ "${#name}" -le 20 ] || fail "the login $name is too long"
    [ "$(date -u -d "$until" +%Y-%m-%d 2>/dev/null)" = "$until" ] || fail "$until is not a day"
    if is_ours "$name"; then continue; fi
    if has_account "$name"; then fail "$name is an account of the system"; fi
    if getent group "$name" >/dev/null; then fail "$name is a group of the system"; fi
  done <"$1"
}

# The account of an administrator: no password at all, and ageing that never asks for one.
make_account() {
  if ! has_account "$1"; then
    is_ours "$1" || printf '%s\n' "$1" >>"$accounts"
    useradd --create-home --user-group --shell /bin/bash --password '*' --key HOME_MODE=0700 "$1"
  fi
  usermod --password '*' --shell /bin/bash --append --groups "$group" "$1"
  # PAM refuses on the day of expiry itself.
  chage --expiredate "$(day_after "$2")" --mindays 0 --maxdays -1 --inactive -1 "$1"
}

grant() {
  make_account "$1" "$2"
  options="restrict,pty,expiry-time=\"$(number "$(day_after "$2")")Z\""
  printf '%s %s\n' "$options" "$1" | put "$access/principals/$1"
  printf '%s %s %s\n' "$options" "$3" "$1" | put "$access/keys/$1"
}

# First no way in, then nobody inside.
withdraw() {
  rm -f "$access/keys/$1" "$access/principals/$1"
  has_account "$1" || return 0
  usermod --lock --expiredate 1 --shell /usr/sbin/nologin "$1"
  if is_member "$1"; then gpasswd --delete "$1" "$group" >/dev/null; fi
  end_sessions "$1"
}

# logind also ends what the person started as root; without it their own processes are all that can be found.
end_sessions() {
  loginctl disable-linger "$1" >/dev/null 2>&1 || :
  loginctl terminate-user "$1" >/dev/null 2>&1 || :
  for _ in 1 2 3 4 5; do
    found=
    if pkill -KILL -U "$(id -u "$1")"; then found=yes; fi
    if pkill -KILL -u "$(id -u "$1")"; then found=yes; fi
    if [ -z "$found" ]; then return 0; fi
    sleep 0.1
  done
}

# Whether a line of a document gives access today.
holds() { [ "$(number "$1")" -ge "$(today)" ]; }

names_active() {
  while read -r kind name until _; do
    if [ "$kind" = admin ] && holds "$until"; then printf '%s\n' "$name"; fi
  done <"$1"
}

apply() {
  mkdir -p "$access/keys" "$access/principals" "$state"
  touch "$accounts"
  getent group "$group" >/dev/null || groupadd --system "$group"
  active=$(names_active "$1")

  sed -n 's/^authority //p' "$1" | put "$access/authorities"
  for file in "$access"/keys/* "$access"/principals/*; do
    printf '%s\n' "$active" | grep -qxF -e "${file##*/}" || rm -f "$file"
  done
  while read -r name; do
    printf '%s\n' "$active" | grep -qxF -e "$name" || withdraw "$name"
  done <"$accounts"
  while read -r kind name until type blob; do
    if [ "$kind" = admin ] && holds "$until"; then grant "$name" "$until" "$type $blob"; fi
  done <"$1"
  tell
}

verify() {
  active=$(names_active "$payload")
  while read -r name; do
    if printf '%s\n' "$active" | grep -qxF -e "$name"; then
      is_member "$name" || fail "$name is not in the group $group"
    else
      [ ! -e "$access/keys/$name" ] || fail "$name still has a key"
      [ ! -e "$access/principals/$name" ] || fail "$name may still come with a certificate"
    fi
  done <"$accounts"
  for name in $active; do
    ssh-keygen -l -f "$access/keys/$name" >/dev/null 2>&1 || fail "$name has no key that OpenSSH can read"
  done
  tell
}

# Figures: how many may log in, and whether sshd is configured as it was on the first boot.
tell() {
  [ -d "$figures" ] || return 0
  count=$(find "$access/keys" -type f | wc -l)
  closed=0
  is_closed && closed=1
  {
    echo '# HELP straat_ssh_admins Administrators who may log in.'
    echo '# TYPE straat_ssh_admins gauge'
    echo "straat_ssh_admins $count"
    echo '# HELP straat_ssh_closed Whether sshd takes keys of administrators and nothing else.'
    echo '# TYPE straat_ssh_closed gauge'
    echo "straat_ssh_closed $closed"
  } >"$figures/.straat_ssh.new"
  mv -f "$figures/.straat_ssh.new" "$figures/straat_ssh.prom"
}

is_closed() {
  mkdir -p "$root/run/sshd"
  means=$(sshd -T -f "$root/etc/ssh/sshd_config" 2>/dev/null) || return 1
  for line in 'permitrootlogin no' 'authenticationmethods publickey' 'passwordauthentication no' \
    "allowgroups $group" 'disableforwarding yes' 'authorizedkeysfile /etc/ssh/straat/keys/%u'; do
    printf '%s\n' "$means" | grep -qxF -e "$line" || return 1
  done
  printf '%s\n' "$means" | grep -q '^allowusers \*@' && ! printf '%s\n' "$means" | grep -qx 'allowusers [^@]*'
}

case "${1-}" in
  check) check "${2-}" ;;
  apply | today)
    check "${2-}"
    apply "$2"
    ;;
  verify) verify ;;
  remove) apply /dev/null ;;
  *) fail "does not know ${1-nothing}" ;;
esac
