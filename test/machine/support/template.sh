#!/bin/sh
# Makes the template that servers are cloned from, as a folder: a minimal Debian with what a site's template has, and the
# mirror of the house, as files, with every package that servers ask for.
# Usage: template.sh FOLDER PACKAGE...
set -eu
folder=$1
shift
template="$folder/template"
mirror=$(apt-get indextargets --format '$(SITE)' 'Release: bookworm' 'Component: main' | head -n 1)

debootstrap --variant=minbase bookworm "$template" "$mirror"
rm -f "$template/etc/apt/sources.list"
# This machine's sources, whatever they are, and how it reaches them.
cp -r /etc/apt/sources.list.d/. "$template/etc/apt/sources.list.d/"
[ ! -e /etc/apt/sources.list ] || cp /etc/apt/sources.list "$template/etc/apt/sources.list"
for settings in $(grep -rliE 'proxy|verify' /etc/apt/apt.conf.d); do cp "$settings" "$template/etc/apt/apt.conf.d/"; done
cp -L /etc/resolv.conf /etc/hosts "$template/etc/"
printf '#!/bin/sh\nexit 101\n' >"$template/usr/sbin/policy-rc.d"
chmod 755 "$template/usr/sbin/policy-rc.d"

inside() { DEBIAN_FRONTEND=noninteractive chroot "$template" "$@"; }
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends \
  ca-certificates cloud-init dbus iproute2 kmod netplan.io nftables open-vm-tools openssh-server sudo systemd-sysv udev \
  wireguard-go
inside apt-get clean
inside apt-get install -y -qq --no-install-recommends --download-only "$@"
mkdir "$folder/mirror"
mv "$template"/var/cache/apt/archives/*.deb "$folder/mirror/"
# Trivy is not Debian's; the house's own mirror has it. This one finds nothing.
mkdir -p "$folder/trivy/DEBIAN" "$folder/trivy/usr/bin"
printf '%s\n' 'Package: trivy' 'Version: 0.73.0' 'Architecture: all' 'Maintainer: nobody' 'Description: stand-in' \
  >"$folder/trivy/DEBIAN/control"
# It finds nothing, and says so where it was told to: its timer may run while the tests do.
cat >"$folder/trivy/usr/bin/trivy" <<'TRIVY'
#!/bin/sh
case $* in *--version*) echo "Version: 0.73.0" && exit ;; esac
while [ $# -gt 0 ]; do
  [ "$1" != --output ] || echo end >"$2"
  shift
done
TRIVY
chmod 755 "$folder/trivy/usr/bin/trivy"
dpkg-deb --build --root-owner-group "$folder/trivy" "$folder/mirror" >/dev/null
(cd "$folder/mirror" && dpkg-scanpackages --multiversion . >Packages 2>/dev/null)

# From here on a clone: it knows no other source than the house's, and is nobody yet.
rm -rf "$template"/etc/apt/sources.list* "$template"/etc/apt/apt.conf.d/*[Pp]roxy* "$template"/var/lib/apt/lists/*
mkdir -p "$template/etc/apt/sources.list.d" "$template/srv/mirror" "$template/srv/guestinfo"
echo 'deb [trusted=yes] file:/srv/mirror ./' >"$template/etc/apt/sources.list"
rm -f "$template/usr/sbin/policy-rc.d" "$template"/etc/ssh/ssh_host_* "$template/etc/machine-id" "$template/etc/hostname"
: >"$template/etc/machine-id"
: >"$template/etc/fstab"
printf 'datasource_list: [VMware]\n' >"$template/etc/cloud/cloud.cfg.d/99-straat.cfg"
for unit in console-getty getty-static getty@tty1 systemd-udevd systemd-udev-trigger systemd-networkd-wait-online open-vm-tools; do
  ln -sf /dev/null "$template/etc/systemd/system/$unit.service"
done
cat >"$template/usr/bin/vmware-rpctool" <<'EOF'
#!/bin/sh
# Stands in for VMware's: what the hypervisor would hold is a folder here.
case $1 in
  'info-get '*)
    [ -e "/srv/guestinfo/${1#info-get }" ] || { echo 'No value found' >&2; exit 1; }
    cat "/srv/guestinfo/${1#info-get }"
    ;;
  'info-set '*)
    rest=${1#info-set }
    printf '%s' "${rest#* }" >"/srv/guestinfo/.new" && mv "/srv/guestinfo/.new" "/srv/guestinfo/${rest%% *}"
    ;;
  *) exit 1 ;;
esac
EOF
chmod 755 "$template/usr/bin/vmware-rpctool"
# Its kernel is this machine's: modules are there already, and its data disk is a folder.
printf '#!/bin/sh\n' >"$template/usr/local/sbin/modprobe"
printf '#!/bin/sh\ncase $* in *straat-data*) mountpoint -q /srv/data ;; *) exec /usr/sbin/blkid "$@" ;; esac\n' \
  >"$template/usr/local/sbin/blkid"
chmod 755 "$template/usr/local/sbin/modprobe" "$template/usr/local/sbin/blkid"
printf '#!/bin/sh\ncase $* in -s) echo "enabled 2" ;; esac\n' >"$template/usr/local/sbin/auditctl"
chmod 755 "$template/usr/local/sbin/auditctl"
mkdir "$template/srv/data" "$template/etc/systemd/system/auditd.service.d"
printf '[Service]\nType=simple\nPIDFile=\nExecStart=\nExecStart=/usr/bin/sleep infinity\nExecStartPost=\n' \
  >"$template/etc/systemd/system/auditd.service.d/kernel.conf"
