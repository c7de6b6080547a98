#!/bin/sh
# Puts the files of this server in place, before packages are installed, so that nothing starts with its package's own
# settings. They come in guestinfo.straat-files.1 and on, as one text: see lib/guest/boot/file-bundle.ts. All of it is there
# and whole, or nothing is put anywhere.
set -eu
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
work="$root/run/straat-files"
[ ! -e "$root/var/lib/straat/first-boot-done" ] || exit 0

# A first boot that was cut off is taken again as a whole: cloud-init would leave out what it had begun.
rm -f "$root"/var/lib/cloud/instance/sem/config_*
rm -rf "$work"
mkdir -p "$root/run"
mkdir -m 0700 "$work"
trap 'rm -rf "$work"' EXIT
part=1
while vmware-rpctool "info-get guestinfo.straat-files.$part" > "$work/value" 2> /dev/null; do
  tr -d '\n' < "$work/value" >> "$work/encoded"
  part=$((part + 1))
done
[ -s "$work/encoded" ] || { echo 'guestinfo has no files for this server' >&2 && exit 1; }
base64 -d "$work/encoded" | gunzip > "$work/text" || { echo 'the files of this server are damaged' >&2 && exit 1; }
read -r name version sha256 < "$work/text"
tail -n +2 "$work/text" > "$work/body"
if [ "$name $version" != 'straat-files 1' ] ||
  [ "$(sha256sum < "$work/body" | cut -d ' ' -f 1)" != "$sha256" ]; then
  echo 'the files of this server are damaged' >&2
  exit 1
fi

sed '/^$/q' "$work/body" | sed '$d' > "$work/list"
while read -r _ _ path; do
  mkdir -p "$root${path%/*}"
done < "$work/list"
# A key's file is nobody else's from its first moment on.
umask 077
awk -v root="$root" '
  !started && $0 == "" { started = 1; next }
  !started { lines[++files] = $2; target[files] = root $3; printf "" > (root $3); close(root $3); next }
  {
    while (at == 0 || written == lines[at]) { if (at) close(target[at]); at++; written = 0 }
    print > target[at]
    written++
  }
' "$work/body"
while read -r mode _ path; do
  chmod "$mode" "$root$path"
done < "$work/list"
# From now on a server that is cut off starts closed.
systemctl enable nftables.service
