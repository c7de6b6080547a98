#!/bin/sh
# Whether a document of administrators' tunnels has the form it should: check-vpn-document FILE POOL POOL6 OWN. Every
# line is `login last-day key addresses`; keys and addresses are one person's, and addresses lie in the pools, of which
# the gateway's own are nobody's.
set -eu

awk -v pool="$2" -v pool6="$3" -v own="$4" '
  # An address as its four or eight numbers, so that one text stands for one address; empty when it is none.
  function normal(text) { return text ~ /:/ ? normal6(text) : normal4(text) }

  function normal4(text,   parts, i, all) {
    if (text !~ /^[0-9.]+$/ || split(text, parts, ".") != 4) return ""
    for (i = 1; i <= 4; i++) {
      if (parts[i] !~ /^(0|[1-9][0-9]?[0-9]?)$/ || parts[i] > 255) return ""
      all = all (i > 1 ? "." : "") (parts[i] + 0)
    }
    return all
  }

  function normal6(text,   halves, before, after, part, n, left, right, i, all) {
    if (text !~ /^[0-9a-f:]+$/ || text ~ /:::/) return ""
    n = split(text, halves, "::")
    if (n > 2) return ""
    left = halves[1] == "" ? 0 : split(halves[1], before, ":")
    right = n < 2 || halves[2] == "" ? 0 : split(halves[2], after, ":")
    if (n == 1 ? left != 8 : left + right > 7) return ""
    for (i = 1; i <= 8; i++) {
      part = i <= left ? before[i] : i > 8 - right ? after[i - 8 + right] : "0"
      if (part !~ /^(0|[1-9a-f][0-9a-f]?[0-9a-f]?[0-9a-f]?)$/) return ""
      all = all (i > 1 ? ":" : "") hex(part)
    }
    return all
  }

  function hex(text,   i, value) {
    value = 0
    for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
    return value
  }

  # Whether an address lies in a network: group by group, of 8 or 16 bits, as far as the prefix goes.
  function is_in(address, network,   parts, a, b, n, i, width, bits, unit) {
    if (split(network, parts, "/") != 2) return 0
    n = split(address, a, /[.:]/)
    if (split(normal(parts[1]), b, /[.:]/) != n) return 0
    width = n == 4 ? 8 : 16
    for (i = 1; i <= n; i++) {
      bits = parts[2] - (i - 1) * width
      if (bits <= 0) return 1
      unit = bits >= width ? 1 : 2 ^ (width - bits)
      if (int(a[i] / unit) != int(b[i] / unit)) return 0
    }
    return 1
  }

  function refuse(why) {
    print "line " NR ": " why > "/dev/stderr"
    failed = 1
    exit 1
  }

  function once(kind, value) {
    if ((kind, value) in seen) refuse(kind " stands on line " seen[kind, value] " as well")
    seen[kind, value] = NR
  }

  function take(text, network, bits,   end, address) {
    end = length(text) - length(bits)
    if (substr(text, end) != "/" bits) refuse(text " is not one address")
    address = normal(substr(text, 1, end - 1))
    if (address == "") refuse(text " is not an address")
    if (!is_in(address, network)) refuse(text " is not in " network)
    if (address in taken) refuse(text " is the address of the gateway")
    once("the address", address)
  }

  BEGIN {
    day = "^[0-9][0-9][0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    for (n = split(own, mine, " "); n > 0; n--) taken[normal(mine[n])] = 1
  }

  {
    if (NF != 4 || $0 != $1 " " $2 " " $3 " " $4) refuse("is not login, last day, key, addresses")
    if ($1 !~ /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/ || length($1) > 20) refuse("the login is none")
    if ($2 !~ day) refuse("the last day is none")
    if (length($3) != 44 || $3 !~ /^[A-Za-z0-9+\/]+=$/ || $3 ~ /^A+=$/) refuse("the key is none")
    once("the login", $1)
    once("the key", $3)
    n = split($4, list, ",")
    if (n != (pool6 == "" ? 1 : 2)) refuse("has " n " addresses")
    take(list[1], pool, 32)
    if (n > 1) take(list[2], pool6, 128)
  }

  END { exit failed }
' "$1"
