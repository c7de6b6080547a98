#!/bin/sh
# Becomes a server: its own mounts, processes and cgroups, in the network namespace it is started in. What it writes goes
# into its disk, a folder. Nothing of this machine's kernel that is not its own can be changed from inside.
# Usage: boot.sh FOLDER GUESTINFO DISK (FOLDER has template/ and mirror/)
set -eu
folder=$1
guestinfo=$2
disk=$3
# The kernel's part of a server does not outlive it either: rules, connections, addresses.
nft flush ruleset
for card in $(ip -brief link | cut -d " " -f 1); do ip address flush dev "${card%@*}"; done
ip link set lo up
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir -p /mnt/root "$disk/upper" "$disk/work" "$disk/data"
root=/mnt/root
mount -t overlay overlay -o "lowerdir=$folder/template,upperdir=$disk/upper,workdir=$disk/work" "$root"
# Every server is somebody else, as every virtual machine has its own number: hardware addresses follow from it.
[ -s "$root/etc/machine-id" ] || tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
mount --bind "$guestinfo" "$root/srv/guestinfo"
mount --bind -o ro "$folder/mirror" "$root/srv/mirror"
mount --bind "$disk/data" "$root/srv/data"
mount -t proc proc "$root/proc"
# Its network's settings are its own; the rest of the kernel's are everybody's, so it gets a copy to write into.
mkdir /mnt/sys
for group in dev fs kernel vm; do
  cp -r --no-preserve=mode,ownership "/proc/sys/$group" /mnt/sys/ 2>/dev/null || true
  mount --bind "/mnt/sys/$group" "$root/proc/sys/$group"
done
[ ! -e "$root/proc/sysrq-trigger" ] || mount --bind -o ro /dev/null "$root/proc/sysrq-trigger"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
if [ -e /dev/net/tun ]; then
  mkdir "$root/dev/net"
  : >"$root/dev/net/tun"
  mount --bind /dev/net/tun "$root/dev/net/tun"
fi
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
# Of a kernel with Yama, as Debian's is; and the kernel's audit is this machine's, which a server is kept from.
mkdir -p /mnt/sys/kernel/yama
[ -e /mnt/sys/kernel/yama/ptrace_scope ] || echo 0 >/mnt/sys/kernel/yama/ptrace_scope
for unit in cloud-init-local cloud-init cloud-config cloud-final; do
  mkdir -p "$root/etc/systemd/system/$unit.service.d"
  cp "$guestinfo/cloud-init.conf" "$root/etc/systemd/system/$unit.service.d/guestinfo.conf"
done
cd "$root"
mkdir .old
pivot_root . .old
umount -l .old
rmdir .old 2>/dev/null || true
# As systemd expects of whoever starts it: what it mounts for a service is seen there.
mount --make-rshared /
exec env -i container=straat PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  setpriv --bounding-set=-sys_time,-sys_module,-sys_boot,-sys_rawio,-mknod,-syslog,-mac_admin,-mac_override,-audit_control \
  --inh-caps=-all /lib/systemd/systemd --system
