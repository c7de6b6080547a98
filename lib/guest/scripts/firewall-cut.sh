#!/bin/sh
# Ends the connections that a ruleset has no rule for any more: firewall-cut RULESET. What is established passes a
# firewall without being asked, so a port that was closed would stay open to whoever was connected.
#
# It ends what no accept rule is about, whichever way it goes: by its source, its destination and port after
# translation, and nothing else. So it never ends what the ruleset accepts. What it cannot know it leaves: which card a
# packet came by, and which addresses are a country's.
set -eu
LC_ALL=C
export LC_ALL

[ $# -eq 1 ] || {
  echo "usage: $0 RULESET" >&2
  exit 64
}

# Arguments for conntrack, one connection a line. An address becomes a key of fixed width, so that text order is its
# order: 010.000.007.002, or eight groups of four hexadecimal digits.
# shellcheck disable=SC2016 # what stands in single quotes is awk
unaccepted='
function key(text,   part, n, i, out, zeros) {
  if (text ~ /^[0-9.]+$/) {
    if (split(text, part, ".") != 4) return ""
    return sprintf("%03d.%03d.%03d.%03d", part[1], part[2], part[3], part[4])
  }
  if (text !~ /^[0-9a-f:]+$/) return ""
  if (sub(/::/, ":@:", text)) { sub(/^:/, "", text); sub(/:$/, "", text) }
  n = split(text, part, ":")
  for (i = 1; i <= n; i++) {
    if (part[i] == "@") for (zeros = 9 - n; zeros > 0; zeros--) out = out ":0000"
    else out = out ":" substr("0000" part[i], length(part[i]) + 1)
  }
  return length(out) == 40 ? out : ""
}
function has(set, address,   i) {
  for (i = 1; i <= size[set]; i++) if (low[set, i] "" <= address "" && address "" <= high[set, i] "") return 1
  return 0
}
function accepted(family, protocol, from, to, port,   i) {
  for (i = 1; i <= rules; i++) {
    if (is[i] != family " " protocol || port < first[i] || port > last[i]) continue
    if (has(source[i], from) && has(destination[i], to)) return 1
  }
  return 0
}
phase == "own" { split($4, pair, "/"); own[key(pair[1])] = 1; next }
phase == "rules" && $1 == "set" {
  list = $0
  if (!sub(/.*elements = \{/, "", list)) next
  sub(/\}.*/, "", list)
  gsub(/[ \t]/, "", list)
  count = split(list, element, ",")
  for (i = 1; i <= count; i++) {
    ends = split(element[i], pair, "-")
    low[$2, i] = key(pair[1])
    high[$2, i] = key(pair[ends])
  }
  size[$2] = count
  next
}
phase == "rules" {
  from = to = protocol = ports = ""
  for (i = 1; i <= NF && $i != "accept"; i++) {
    if ($i == "saddr" && $(i + 1) !~ /^@country_/) { from = substr($(i + 1), 2); family = $(i - 1) }
    if ($i == "daddr") to = substr($(i + 1), 2)
    if ($i == "dport") { protocol = $(i - 1); ports = $(i + 1) }
    if ($i == "echo-request") { protocol = $(i - 2); ports = 0 }
  }
  if (from == "" || to == "" || protocol == "" || i > NF) next
  rules++
  is[rules] = (family == "ip" ? "ipv4 " : "ipv6 ") protocol
  source[rules] = from
  destination[rules] = to
  ends = split(ports, pair, "-")
  first[rules] = pair[1] + 0
  last[rules] = pair[ends] + 0
  next
}
$1 == "tcp" || $1 == "udp" || $1 == "icmp" || $1 == "icmpv6" {
  split("", value)
  for (i = 4; i <= NF; i++) if (split($i, pair, "=") == 2 && pair[1] ~ /^(src|dst|sport|dport|id|type)$/) {
    # The first of a name is of the way there, the second of the way back.
    value[pair[1], (pair[1], 1) in value ? 2 : 1] = pair[2]
  }
  echo = $1 ~ /^icmp/
  if (echo && value["type", 1] != 8 && value["type", 1] != 128) next
  from = key(value["src", 1])
  to = key(value["src", 2])
  if (from == "" || to == "" || (from in own && to in own)) next
  port = echo ? 0 : value["sport", 2] + 0
  family = value["src", 1] ~ /:/ ? "ipv6" : "ipv4"
  cached = family " " $1 " " from " " to " " port
  if (!(cached in verdict)) verdict[cached] = accepted(family, $1, from, to, port)
  if (verdict[cached]) next
  printf "-f %s -p %s --orig-src %s --orig-dst %s ", family, $1, value["src", 1], value["dst", 1]
  if (echo) print "--" $1 "-id " value["id", 1]
  else print "--orig-port-src " value["sport", 1] " --orig-port-dst " value["dport", 1]
}'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ip -o addr show >"$work/own"
for family in ipv4 ipv6; do conntrack -L -f "$family" 2>/dev/null; done >"$work/connections"
awk "$unaccepted" phase=own "$work/own" phase=rules "$1" phase=connections "$work/connections" >"$work/cuts"
while read -r arguments; do
  # What ended by itself meanwhile is ended all the same.
  # shellcheck disable=SC2086 # words of our own making
  conntrack -D $arguments >/dev/null 2>&1 || :
done <"$work/cuts"
count=$(wc -l <"$work/cuts")
[ "$count" -eq 0 ] || echo "$count connections that nothing accepts any more were ended"
