#!/bin/sh
# Gives the data disk a file system and mounts it. Only a disk with nothing on it is formatted, and only when there is
# exactly one: which disk is which cannot be told from its name.
set -eu
root=${STRAAT_ROOT-}
label=straat-data
volume=/srv/data
table="$root/etc/fstab"

# A disk without partitions and without any signature of a file system, a volume or a partition table.
blank_disks() {
  lsblk --noheadings --nodeps --paths --output NAME,TYPE | while read -r disk kind; do
    [ "$kind" = disk ] || continue
    [ "$(lsblk --noheadings --output NAME "$disk" | wc -l)" -eq 1 ] || continue
    [ -z "$(wipefs --noheadings "$disk" 2>&1)" ] || continue
    printf '%s\n' "$disk"
  done
}

if ! blkid --label "$label" >/dev/null; then
  disks=$(blank_disks)
  case $(printf '%s' "$disks" | grep -c .) in
    1) ;;
    0) echo 'there is no blank disk for the data' >&2 && exit 1 ;;
    *) echo "several disks are blank: $(printf '%s' "$disks" | tr '\n' ' ')" >&2 && exit 1 ;;
  esac
  mkfs.ext4 -q -L "$label" "$disks"
fi

mkdir -p "$root$volume"
if ! grep -q "^LABEL=$label " "$table"; then
  # Without its disk a server still starts, so that an administrator can look; what keeps data there asks for the mount.
  {
    awk 1 "$table" # ends a last line that has no end
    printf 'LABEL=%s %s ext4 nodev,nosuid,nofail,x-systemd.device-timeout=30s 0 2\n' "$label" "$volume"
  } >"$table.new"
  sync "$table.new"
  mv -f "$table.new" "$table"
fi
mountpoint -q "$root$volume" || mount "$root$volume"
