# shellcheck shell=sh
# What the checks of the hardening baseline are made of; read by check-baseline. Each function ends with status 0 when
# what its name says holds, and says why when not. Every one judges the server as it runs, not what was written.
root=${root-}

# Says why a check fails, and fails.
because() {
  printf '%s\n' "$*"
  return 1
}

# kernel settings ---------------------------------------------------------------------------------------------------

# sysctl_is KEY VALUE: of every card where the key has a `*`. Without IPv6 in the kernel there is nothing to set for it.
sysctl_is() {
  case $1 in net.ipv6.*) [ -d "$root/proc/sys/net/ipv6" ] || return 0 ;; esac
  found=no
  # shellcheck disable=SC2046 # a star in the key stands for every card
  for path in "$root"/proc/sys/$(printf '%s' "$1" | tr . /); do
    [ -e "$path" ] || continue
    found=yes
    is=$(tr '\t' ' ' <"$path")
    [ "$is" = "$2" ] || because "$path is $is, not $2" || return 1
  done
  [ "$found" = yes ] || because "$1 is not known to this kernel"
}

# module_unavailable NAME...: not loaded, and modprobe would not load it.
module_unavailable() {
  for name; do
    name=$(printf '%s' "$name" | tr - _)
    if grep -q "^$name " "$root/proc/modules"; then
      because "$name is loaded"
      return 1
    fi
    modprobe -C "$root/etc/modprobe.d" --showconfig | grep -qx "install $name /bin/false" ||
      because "$name can be loaded" || return 1
  done
}

# boots_with WORD: an extended regular expression. Every kernel in the boot menu is given it.
boots_with() {
  menu="$root/boot/grub/grub.cfg"
  grep -q '^[[:space:]]*linux' "$menu" 2>/dev/null || because "$menu starts no kernel" || return 1
  without=$(grep '^[[:space:]]*linux' "$menu" | grep -Ecv -- "[[:space:]]$1([[:space:]]|\$)")
  [ "$without" -eq 0 ] || because "$without kernels start without $1"
}

# file systems ------------------------------------------------------------------------------------------------------

# separate PATH: something is mounted there. Seen by the first process, whatever sandbox this one is in.
separate() {
  findmnt --task 1 --noheadings --mountpoint "$1" >/dev/null || because "$1 is part of another file system"
}

# mounted_with PATH OPTION
mounted_with() {
  options=$(findmnt --task 1 --noheadings --output OPTIONS --target "$1" | tail -n 1)
  case ",$options," in *",$2,"*) return 0 ;; esac
  because "$1 is mounted without $2"
}

# access PATH MODE OWNER:GROUP: nobody may more than the mode says. Another owner or group is another item.
access() {
  for path in "$root"$1; do
    [ -e "$path" ] || because "$path is not there" || return 1
    [ "$(stat -L -c %U:%G "$path")" = "$3" ] || because "$path is $(stat -L -c %U:%G "$path")'s" || return 1
    mode=$(stat -L -c %a "$path")
    [ $((0$mode & ~0$2)) -eq 0 ] || because "$path has mode $mode" || return 1
  done
}

# access_if_there PATH MODE OWNER:GROUP
access_if_there() {
  for path in "$root"$1; do
    [ -e "$path" ] || continue
    access "${path#"$root"}" "$2" "$3" || return 1
  done
}

# has_line FILE PATTERN: an extended regular expression for a whole line.
has_line() {
  grep -Eqx -- "$2" "$root$1" 2>/dev/null || because "$1 has no line $2"
}

# setting FILE KEY VALUE: the last line that sets the key, with or without an equals sign.
setting() {
  is=$(awk -v key="$2" '{ sub(/#.*/, ""); gsub(/=/, " ") } $1 == key { value = $2 } END { print value }' "$root$1" 2>/dev/null)
  [ "$is" = "$3" ] || because "$2 in $1 is ${is:-not set}, not $3"
}

# Local file systems only; of containers only what is theirs, not what they show.
everything() {
  find "$root/" \( -fstype proc -o -fstype sysfs -o -fstype cgroup2 -o -fstype devtmpfs -o -fstype overlay -o -fstype nfs4 \) \
    -prune -o "$@" -print 2>/dev/null
}

# nothing_found TEST...: as find writes it.
nothing_found() {
  found=$(everything "$@" | head -n 3)
  [ -z "$found" ] || because "$found"
}

# No log that others can reach is open to them. What apt and dpkg did, and who logged in when, Debian lets everybody
# read; nothing in it is a client's.
logs_closed() {
  found=$(find "$root/var/log" -mindepth 1 -type d ! -perm /0001 -prune -o -type d -name apt -prune -o -type f -perm /0137 \
    ! -name 'dpkg.log*' ! -name 'alternatives.log*' ! -name 'lastlog*' ! -name 'wtmp*' ! -name 'btmp*' ! -name 'faillog*' \
    -print 2>/dev/null | head -n 3)
  [ -z "$found" ] || because "$found"
}

# packages and units ------------------------------------------------------------------------------------------------

# Is the package here? Removed ones of which settings are left are not.
installed() {
  dpkg-query --admindir="$root/var/lib/dpkg" -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

present() {
  for name; do installed "$name" || because "$name is not installed" || return 1; done
}

absent() {
  for name; do ! installed "$name" || because "$name is installed" || return 1; done
}

# unit UNIT STATE: active, enabled, masked.
unit() {
  case $2 in
    active) is=$(systemctl is-active "$1" 2>/dev/null) ;;
    *) is=$(systemctl is-enabled "$1" 2>/dev/null) ;;
  esac
  [ "$is" = "$2" ] || because "$1 is ${is:-unknown}, not $2"
}

# not_running UNIT: it is not there, or it neither runs nor will.
not_running() {
  [ "$(systemctl is-active "$1" 2>/dev/null)" != active ] || because "$1 runs" || return 1
  [ "$(systemctl is-enabled "$1" 2>/dev/null)" != enabled ] || because "$1 is enabled"
}

# network -----------------------------------------------------------------------------------------------------------

# no_listener PORT...: nothing takes TCP connections on it from other servers.
no_listener() {
  for port; do
    found=$(ss -Htln "sport = :$port" | awk '$4 !~ /^(127[.]|\[::1\])/ { print $4 }')
    [ -z "$found" ] || because "$found listens" || return 1
  done
}

# wall HOOK: our table has a chain there that drops what it does not accept.
wall() {
  nft list table inet straat 2>/dev/null | tr -s '\n\t ' ' ' |
    grep -Eq "type filter hook $1 priority [^;]*; policy drop;" || because "no chain drops at $1"
}

# walls_have PATTERN: an extended regular expression in one line of our table.
walls_have() {
  nft list table inet straat 2>/dev/null | grep -Eq -- "$1" || because "the walls have no $1"
}

# ssh and sudo ------------------------------------------------------------------------------------------------------

# sshd_says KEY PATTERN: an extended regular expression for the whole value.
sshd_says() {
  sshd -T 2>/dev/null | grep -Eqix -- "$1 ($2)" || because "sshd: $1 is $(sshd -T 2>/dev/null | sed -n "s/^$1 //p" | head -n 1)"
}

# sshd_without KEY PATTERN: none of the algorithms.
sshd_without() {
  is=$(sshd -T 2>/dev/null | sed -n "s/^$1 //p" | tr , '\n')
  [ -n "$is" ] || because "sshd tells no $1" || return 1
  found=$(printf '%s\n' "$is" | grep -Ei -- "$2")
  [ -z "$found" ] || because "sshd: $1 has $found"
}

# host_keys SUFFIX MODE: the files of the host's keys, or with .pub their public halves where they are kept.
host_keys() {
  keys=$(sshd -T 2>/dev/null | sed -n 's/^hostkey //p')
  [ -n "$keys" ] || because 'sshd tells no host key' || return 1
  for key in $keys; do
    if [ -n "$1" ]; then access_if_there "$key$1" "$2" root:root || return 1; else access "$key" "$2" root:root || return 1; fi
  done
}

# sshd_between KEY LOWEST HIGHEST
sshd_between() {
  is=$(sshd -T 2>/dev/null | sed -n "s/^$1 //p" | head -n 1)
  if [ "${is:-0}" -lt "$2" ] || [ "${is:-0}" -gt "$3" ]; then because "sshd: $1 is ${is:-unknown}"; fi
}

# sudo_has PATTERN: a setting in one of its files; as an extended regular expression for a whole line.
sudo_has() {
  grep -Eqhx -- "$1" "$root/etc/sudoers" "$root"/etc/sudoers.d/* 2>/dev/null || because "sudo: no $1"
}

# accounts ----------------------------------------------------------------------------------------------------------

# passwd_without PROGRAM: an awk program over /etc/passwd that prints whom it finds.
passwd_without() {
  found=$(awk -F: "$1" "$root/etc/passwd" | head -n 3)
  [ -z "$found" ] || because "$found"
}

shadow_without() {
  found=$(awk -F: "$1" "$root/etc/shadow" | head -n 3)
  [ -z "$found" ] || because "$found"
}

group_without() {
  found=$(awk -F: "$1" "$root/etc/group" | head -n 3)
  [ -z "$found" ] || because "$found"
}

# locked NAME: no password opens the account.
locked() {
  awk -F: -v name="$1" '$1 == name && $2 ~ /^[!*]/ { found = 1 } END { exit !found }' "$root/etc/shadow" ||
    because "$1 has a password"
}

# Accounts that cannot log in have no password either.
shells_and_passwords() {
  awk -F: 'NR == FNR { if ($7 ~ /(nologin|false)$/) closed[$1] = 1; next }
    ($1 in closed) && $2 !~ /^[!*]/ { print $1; found = 1 } END { exit found }' "$root/etc/passwd" "$root/etc/shadow" ||
    because "has no shell and has a password"
}

# Each account's group exists.
groups_exist() {
  awk -F: 'NR == FNR { known[$3] = 1; next } !($4 in known) { print $1; found = 1 } END { exit found }' \
    "$root/etc/group" "$root/etc/passwd" || because "has a group that is not there"
}

# Folders that root's commands come from: root's, and nobody else writes there.
root_path() {
  path=$(awk '$1 == "ENV_SUPATH" { sub(/^PATH=/, "", $2); value = $2 } END { print value }' "$root/etc/login.defs")
  case ":$path:" in *::* | *:.:*) because "root's path has the current folder" || return 1 ;; esac
  for folder in $(printf '%s' "$path" | tr : ' '); do
    [ -d "$root$folder" ] || because "$folder is no folder" || return 1
    access "$folder" 0755 root:root || return 1
  done
}

# people: name, uid, gid and home of everybody who can log in, root apart.
people() {
  awk -F: '$3 >= 1000 && $3 < 65534 && $7 !~ /(nologin|false)$/ { print $1, $3, $4, $6 }' "$root/etc/passwd"
}

# Everybody's home is there, is theirs, and is closed to others.
homes_closed() {
  people | while read -r name uid _ home; do
    [ -d "$root$home" ] || because "$name has no home" || return 1
    [ "$(stat -c %u "$root$home")" = "$uid" ] || because "$home is not $name's" || return 1
    [ $((0$(stat -c %a "$root$home") & 027)) -eq 0 ] || because "$home is open" || return 1
  done
}

# Nobody's home has a file that opens the account to others, or that others may write.
dot_files_closed() {
  people | while read -r name uid _ home; do
    [ -d "$root$home" ] || continue
    for file in .forward .rhosts .netrc; do
      [ ! -e "$root$home/$file" ] || because "$home/$file is there" || return 1
    done
    found=$(find "$root$home" -maxdepth 1 -name '.*' -type f \( -perm /022 -o ! -uid "$uid" \) | head -n 1)
    [ -z "$found" ] || because "$found is open to others than $name" || return 1
  done
}
