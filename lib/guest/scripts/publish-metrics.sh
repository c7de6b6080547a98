#!/bin/sh
# Runs each minute: takes this server's figures from the node exporter on loopback and writes those that matter as one
# line of JSON into the journal, {"straat_metrics":{...}}: a figure without labels is a number, one with labels an
# object of its labels' values. Then what passes a threshold, each as a line of its own with priority alert (1): told
# when it is new, and again each repeat_minutes for as long as it stands.
set -eu
LC_ALL=C
export LC_ALL
umask 022
root=${STRAAT_ROOT-}
# shellcheck source=/dev/null # rendered by lib/guest/logs/metrics.ts
. "$root/etc/straat/metrics.conf"
: "${exporter:?}" "${disk_percent:?}" "${disk_full_days:?}" "${memory_percent:?}" "${certificate_days:?}" \
  "${repeat_minutes:?}"
state="$root/var/lib/straat/metrics"
certificate="$root/etc/straat/tls/server.pem"
mkdir -p "$state"
work=$(mktemp -d "$state/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
now=$(date +%s)

curl --fail --silent --show-error --noproxy '*' --max-time 20 --max-filesize 8388608 \
  --output "$work/figures" --url "http://$exporter/metrics"
failed_units=$(systemctl list-units --state=failed --plain --no-legend --no-pager | wc -l)
printf 'node_failed_units %s\n' "$failed_units" >> "$work/figures"

# One figure a line, "name|labels' values|number", of the list; a value of a label is made plain, and NaN is left out.
awk '
  BEGIN {
    split("node_load1 node_load5 node_load15 node_memory_MemTotal_bytes node_memory_MemAvailable_bytes " \
      "node_memory_SwapTotal_bytes node_memory_SwapFree_bytes node_filesystem_size_bytes node_filesystem_avail_bytes " \
      "node_filesystem_files node_filesystem_files_free node_filesystem_readonly node_filesystem_device_error " \
      "node_network_receive_bytes_total node_network_transmit_bytes_total node_network_receive_errs_total " \
      "node_network_transmit_errs_total node_network_receive_drop_total node_network_transmit_drop_total " \
      "node_disk_io_time_seconds_total node_timex_sync_status node_timex_offset_seconds node_boot_time_seconds " \
      "node_filefd_allocated node_filefd_maximum node_netstat_Tcp_CurrEstab node_procs_blocked node_failed_units " \
      "node_textfile_scrape_error node_textfile_mtime_seconds", names, " ")
    for (i in names) wanted[names[i]] = 1
  }
  /^#/ { next }
  {
    name = $0
    sub(/[{ ].*/, "", name)
    value = $NF
    if (value !~ /^[-+]?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$/) next
    sub(/^[+]/, "", value)
    labels = ""
    if ($0 ~ /^[A-Za-z0-9_:]+[{]/) {
      labels = $0
      sub(/^[^{]*[{]/, "", labels)
      sub(/[}] [^}]*$/, "", labels)
    }
  }
  name == "node_cpu_seconds_total" {
    mode = labels
    sub(/.*mode="/, "", mode)
    sub(/".*/, "", mode)
    cpu[mode] += value
    next
  }
  (name in wanted) || name ~ /^straat_[A-Za-z0-9_]+$/ {
    if (name ~ /^node_filesystem_/) { sub(/.*mountpoint="/, "", labels); sub(/".*/, "", labels) }
    else {
      gsub(/[A-Za-z_][A-Za-z0-9_]*="/, "", labels)
      gsub(/",?/, " ", labels)
    }
    gsub(/[^A-Za-z0-9 ._:\/@-]/, "_", labels)
    sub(/ +$/, "", labels)
    print name "|" labels "|" value
  }
  END { for (mode in cpu) printf "node_cpu_seconds_total|%s|%.2f\n", mode, cpu[mode] }' "$work/figures" |
  sort -t '|' -k 1,2 > "$work/chosen"

# A server with very many figures keeps within one line that is sent whole.
awk -F '|' '
  BEGIN { printf "{\"straat_metrics\":{"; left = 15500 }
  { text = ($1 == name ? "," : (NR > 1 ? (open ? "}," : ",") : "") "\"" $1 "\":" ($2 == "" ? "" : "{")) }
  ($1, $2) in seen || ($2 == "" && $1 == name) { next }
  { seen[$1, $2] = 1 }
  $2 != "" { text = text "\"" $2 "\":" }
  { text = text $3; left -= length(text) }
  left < 0 { cut = 1; exit }
  { printf "%s", text; open = $2 != ""; name = $1 }
  END { printf "%s}%s}\n", (open ? "}" : ""), (cut ? ",\"cut\":true" : "") }' "$work/chosen"

# Every hour what was free, kept for a day: a disk that grows as it did is full when?
touch "$state/free"
if [ -z "$(awk -v since=$((now - 3600)) '$1 > since' "$state/free")" ]; then
  {
    awk -v since=$((now - 86400 - 3600)) '$1 >= since' "$state/free"
    awk -F '|' -v now="$now" '$1 == "node_filesystem_avail_bytes" { print now, $3, $2 }' "$work/chosen"
  } > "$state/free.new"
  mv -f "$state/free.new" "$state/free"
fi

# Alarms: "key|the rest of a JSON object".
{
  awk -F '|' -v disk="$disk_percent" -v days="$disk_full_days" -v memory="$memory_percent" -v now="$now" \
    -v history="$state/free" '
    BEGIN {
      while ((getline line < history) > 0) {
        split(line, part, " ")
        where = substr(line, length(part[1]) + length(part[2]) + 3)
        if (!(where in at)) { at[where] = part[1]; was[where] = part[2] }
      }
    }
    { figure[$1, $2] = $3 }
    $1 == "node_filesystem_size_bytes" { mounts[$2] = 1 }
    END {
      for (m in mounts) {
        size = figure["node_filesystem_size_bytes", m]; free = figure["node_filesystem_avail_bytes", m]
        used = size > 0 ? 100 * (1 - free / size) : 0
        if (used >= disk) printf "disk %s|\"alarm\":\"disk\",\"mountpoint\":\"%s\",\"used_percent\":%d\n", m, m, used
        files = figure["node_filesystem_files", m]
        used = files > 0 ? 100 * (1 - figure["node_filesystem_files_free", m] / files) : 0
        if (used >= disk) printf "inodes %s|\"alarm\":\"inodes\",\"mountpoint\":\"%s\",\"used_percent\":%d\n", m, m, used
        # From six hours of history on; less says little.
        if ((m in at) && now - at[m] >= 21600 && was[m] > free) {
          left = free / ((was[m] - free) / (now - at[m])) / 86400
          if (left < days)
            printf "full %s|\"alarm\":\"disk full soon\",\"mountpoint\":\"%s\",\"days\":%.1f\n", m, m, left
        }
        if (figure["node_filesystem_readonly", m] == 1 && m !~ /^\/(snap|media|mnt)\//)
          printf "readonly %s|\"alarm\":\"read-only file system\",\"mountpoint\":\"%s\"\n", m, m
      }
      total = figure["node_memory_MemTotal_bytes", ""]
      used = total > 0 ? 100 * (1 - figure["node_memory_MemAvailable_bytes", ""] / total) : 0
      if (used >= memory) printf "memory|\"alarm\":\"memory\",\"used_percent\":%d\n", used
      if (figure["node_failed_units", ""] > 0)
        printf "units|\"alarm\":\"failed units\",\"count\":%d\n", figure["node_failed_units", ""]
      if ((("node_timex_sync_status", "") in figure) && figure["node_timex_sync_status", ""] == 0)
        print "time|\"alarm\":\"the clock is not synchronised\""
    }' "$work/chosen"
  if [ -e "$certificate" ]; then
    openssl x509 -in "$certificate" -noout -checkend $((certificate_days * 86400)) > /dev/null 2>&1 ||
      printf 'certificate|"alarm":"certificate","days_at_most":%s\n' "$certificate_days"
  fi
} | sort > "$work/alarms"

touch "$state/told"
awk -F '|' -v now="$now" -v repeat=$((repeat_minutes * 60)) -v memory="$work/told" '
  phase == "old" { told[$1] = $2; next }
  !($1 in told) || now - told[$1] >= repeat { printf "<1>{%s}\n", $2; told[$1] = now }
  { print $1 "|" told[$1] > memory }' phase=old "$state/told" phase=new "$work/alarms"
touch "$work/told"
mv -f "$work/told" "$state/told"
echo "heartbeat metrics $(wc -l < "$work/chosen") figures"
