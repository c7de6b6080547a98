/**
 * The part of the script in {@link countrySets} that is the same on every edge: POSIX sh and awk (mawk, as Debian has
 * it). Settings stand before it. What it refuses, {@link parseGeoSource} refuses, and the other way round.
 *
 * Whatever ends it, and whenever: the sets in use and the files that a reload takes them from are whole, the old ones or
 * the new. A file is replaced by renaming only, the live sets by one transaction only.
 */
export const COUNTRY_SETS_BODY = String.raw`
set -eu
LC_ALL=C
export LC_ALL
umask 022
work="$directory/.work"
data="$work/data"
ranges="$work/ranges"
good="$directory/last-good"
finished=no

# What a run makes on its way. It goes before the status is written: a full disk has room for that then.
clear_away() {
  rm -rf "$work" "$directory"/*.new
}

# One line of JSON for the journal and for who watches. What is in use is told, also when something new was refused.
report() {
  clear_away
  in_use=$(sed -n '1s/^# //p' "$good" 2>/dev/null) || in_use=
  [ -n "$in_use" ] || in_use='"date":null,"sha256":null,"counts":{}'
  status="{\"ok\":$1,\"error\":$2,$in_use}"
  printf '%s\n' "$status"
  printf '%s\n' "$status" > "$directory/status.new" && mv -f "$directory/status.new" "$directory/status.json"
}

# Ends the run with a reason; what was in use stays in use.
refuse() {
  reason=$(printf '%s' "$1" | tr -s '\n' ' ' | tr -cd '[:alnum:] .,:%/()_-' | cut -c 1-300)
  finished=yes
  report false "\"$reason\""
  exit 1
}

finish() {
  [ "$finished" = yes ] || report false '"stopped before it was done"'
}

fetch() {
  case $1 in
    https://*)
      curl --fail --silent --show-error --proto '=https' --max-time 120 --max-filesize 67108864 --output "$2" --url "$1"
      ;;
    /*) cp -- "$1" "$2" ;;
    *) echo 'the source is neither an https URL nor a path' >&2 && return 1 ;;
  esac
}

# Text to one line a range, to be sorted: family, first and last address with fixed width, country, element for nft.
# Fixed width: every part of an address has 1000 (IPv6: 100000) added, and so no zero in front, octal to some awks.
# Addresses are read into numbers and written from them: nothing of the text itself gets further than this.
read_ranges='
function fail(text) { print text > "/dev/stderr"; failed = 1; exit 1 }
function hex(text,   i, value) {
  for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
  return value + 0
}
function key4(text,   part, i) {
  if (text !~ /^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+$/) return ""
  split(text, part, ".")
  for (i = 1; i <= 4; i++) if (length(part[i]) > 3 || part[i] > 255 || part[i] ~ /^0./) return ""
  return (part[1] + 1000) "." (part[2] + 1000) "." (part[3] + 1000) "." (part[4] + 1000)
}
function key6(text,   part, parts, i, n, zeros, key) {
  if (text !~ /^[0-9a-f:]+$/ || text ~ /^:[^:]/ || text ~ /[^:]:$/) return ""
  if (sub(/::/, ":@:", text)) gsub(/^:|:$/, "", text)
  parts = split(text, part, ":")
  for (i = 1; i <= parts; i++) {
    if (part[i] == "@" && parts < 9) for (zeros = 9 - parts; zeros > 0; zeros--) { n++; key = key ".100000" }
    else if (part[i] ~ /^[0-9a-f]+$/ && length(part[i]) <= 4) { n++; key = key "." (hex(part[i]) + 100000) }
    else return ""
  }
  return n == 8 ? substr(key, 2) : ""
}
function canonical(key,   group, i, run, best, from, out) {
  if (split(key, group, ".") == 4)
    return (group[1] - 1000) "." (group[2] - 1000) "." (group[3] - 1000) "." (group[4] - 1000)
  for (i = 1; i <= 8; i++) {
    run = group[i] == 100000 ? run + 1 : 0
    if (run > best) { best = run; from = i - run + 1 }
  }
  for (i = 1; i <= 8; i++) {
    if (i == from && best > 1) { out = out "::"; i += best - 1 }
    else out = out (out == "" || out ~ /:$/ ? "" : ":") sprintf("%x", group[i] - 100000)
  }
  return out
}
function add(country, first, last,   family, low, high) {
  family = first ~ /[.]/ ? 4 : 6
  if (family != (last ~ /[.]/ ? 4 : 6)) fail("line " NR " begins in one family and ends in the other")
  low = family == 4 ? key4(first) : key6(first)
  high = family == 4 ? key4(last) : key6(last)
  if (low == "" || high == "") fail("line " NR " is malformed")
  if (low "" > high "") fail("line " NR " runs from high to low")
  first = canonical(low)
  last = canonical(high)
  print family, low, high, country, (first == last ? first : first "-" last)
}
BEGIN {
  n = split(reserved, list, " ")
  for (i = 1; i <= n; i++) { split(list[i], pair, ","); add("nobody", pair[1], pair[2]) }
  n = split(assigned, list, " ")
  for (i = 1; i <= n; i++) known[list[i]] = 1
  FS = ","
}
/^# (source|licence|date): / { headers[substr($0, 3, index($0, ":") - 3)]++ }
/^#/ || $0 == "" { next }
!/^[A-Z][A-Z],[0-9a-f.:]+,[0-9a-f.:]+$/ { fail("line " NR " is malformed") }
!($1 in known) { fail("line " NR " names a country that ISO 3166-1 has not assigned") }
{ add($1, $2, $3) }
END {
  if (failed) exit 1
  if (headers["source"] != 1 || headers["licence"] != 1 || headers["date"] != 1)
    fail("the header does not tell source, licence and date once each")
}'

# Judges sorted ranges; counts those of the countries in use, as JSON.
judge='
function fail(text) { print text > "/dev/stderr"; failed = 1; exit 1 }
$1 == family && $2 "" <= last "" {
  fail($5 " of " $4 " overlaps " text " of " country)
}
{ family = $1; last = $3; country = $4; text = $5; count[$4 $1]++ }
END {
  if (failed) exit 1
  n = split(used, list, " ")
  for (i = 1; i <= n; i++) {
    if (count[list[i] 4] + count[list[i] 6] == 0) fail(list[i] " has no addresses")
    printf "%s\"%s\":{\"v4\":%d,\"v6\":%d}", (i > 1 ? "," : "{"), list[i], count[list[i] 4], count[list[i] 6]
  }
  print "}"
}'

# Compares with what is in use: which part of the addresses of a country came, and which went.
compare='
function size(from, to,   a, b, n, i, total) {
  n = split(from, a, ".")
  split(to, b, ".")
  for (i = 1; i <= n; i++) total = total * (n == 4 ? 256 : 65536) + b[i] - a[i]
  return total + 1
}
/^#/ { next }
{ key = $4 " IPv" $1 }
phase == "old" { n = ++count[key]; first[key, n] = $2; last[key, n] = $3; old[key] += size($2, $3); next }
{
  new[key] += size($2, $3)
  while (at[key] < count[key] && last[key, at[key] + 1] "" < $2 "") at[key]++
  for (i = at[key] + 1; i <= count[key] && first[key, i] "" <= $3 ""; i++) {
    low = first[key, i] "" > $2 "" ? first[key, i] : $2
    high = last[key, i] "" < $3 "" ? last[key, i] : $3
    kept[key] += size(low, high)
  }
}
END {
  n = split(used, list, " ")
  for (i = 1; i <= 2 * n; i++) {
    key = list[int((i + 1) / 2)] " IPv" (i % 2 ? 4 : 6)
    if (old[key] == 0) continue
    added = (new[key] - kept[key]) / old[key]
    removed = (old[key] - kept[key]) / old[key]
    if (added <= threshold && removed <= threshold) continue
    printf "%s changes too much: %.0f%% added, %.0f%% removed\n", key, added * 100, removed * 100 > "/dev/stderr"
    exit 1
  }
}'

# The commands for one set. It declares the set as well: a file of a set that the ruleset no longer has would
# otherwise keep the whole ruleset from loading.
render='
BEGIN { print "add set " table " " name " { type ipv" family "_addr; flags interval; auto-merge; }" }
$1 == family && index(" " countries " ", " " $4 " ") {
  printf "%s%s", (n++ ? ",\n" : "add element " table " " name " {\n"), $5
}
END { if (n) print "\n}" }'

[ $# -eq 1 ] || { echo "usage: $0 SOURCE" >&2; exit 64; }
mkdir -p "$directory"
exec 9> "$directory/.lock"
flock -w 60 9 || { echo 'another run is busy' >&2; exit 75; }
trap finish EXIT
trap 'exit 143' HUP INT TERM
clear_away
mkdir "$work"

problem=$(fetch "$1" "$data" 2>&1) || refuse "the source cannot be fetched: $problem"
problem=$(fetch "$1.sha256" "$work/declared" 2>&1) || refuse "the digest cannot be fetched: $problem"
declared=$(head -n 1 "$work/declared" | cut -d ' ' -f 1)
sha256=$(sha256sum < "$data" | cut -d ' ' -f 1)
[ "$sha256" = "$declared" ] || refuse "sha256 $sha256 is not the declared one"

problem=$(awk -v reserved="$reserved" -v assigned="$assigned" "$read_ranges" "$data" 2>&1 > "$work/unsorted") ||
  refuse "$problem"
date=$(sed -n 's/^# date: //p' "$data")
case $date in
  [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) ;;
  *) refuse 'the date is not a day' ;;
esac
day=$(date -u -d "$date" +%s 2>/dev/null) || refuse 'the date is not a day'
age=$((($(date -u +%s) - day) / 86400))
[ "$age" -le "$max_age_days" ] || refuse "stale: the data of $date are $age days old, $max_age_days are allowed"
[ "$day" -le $(($(date -u +%s) + days_ahead * 86400)) ] || refuse "the date $date lies ahead"

sort "$work/unsorted" > "$ranges" || refuse 'the ranges cannot be sorted'
counts=$(awk -v used="$used" "$judge" "$ranges" 2> "$work/problem") || refuse "$(cat "$work/problem")"
if [ -e "$good" ] && [ ! -e "$directory/accept-once" ]; then
  problem=$(awk -v used="$used" -v threshold="$threshold" "$compare" phase=old "$good" phase=new "$ranges" 2>&1) ||
    refuse "suspicious: $problem (sha256 $sha256)"
fi

{
  printf '# "date":"%s","sha256":"%s","counts":%s\n' "$date" "$sha256" "$counts"
  awk -v used="$used" 'index(" " used " ", " " $4 " ")' "$ranges"
} > "$work/last-good"
while read -r name family countries; do
  file="$directory/$name.nft.new"
  awk -v table="$table" -v name="$name" -v family="$family" -v countries="$countries" "$render" "$ranges" > "$file"
  echo "flush set $table $name" >> "$work/flush"
  echo "include \"$file\"" >> "$work/fill"
done <<EOF
$sets
EOF
cat "$work/flush" "$work/fill" > "$work/refill.nft"

# Would the ruleset load with these files? Then the live sets are refilled, in one transaction, and the files follow.
grep -Fqx "$include" "$ruleset" || refuse "$ruleset has no line that includes the country sets"
{ grep -Fvx "$include" "$ruleset"; cat "$work/refill.nft"; } > "$work/check.nft"
problem=$(nft -c -f "$work/check.nft" 2>&1) || refuse "the ruleset would not load: $problem"
# A power cut leaves whole files or the old ones: half a file would keep the ruleset from loading.
sync "$directory"/*.nft.new "$work/last-good"
problem=$(nft -f "$work/refill.nft" 2>&1) || refuse "the sets in use cannot be filled: $problem"
while read -r name rest; do
  mv -f "$directory/$name.nft.new" "$directory/$name.nft"
done <<EOF
$sets
EOF
mv -f "$work/last-good" "$good"
sync "$directory"
rm -f "$directory/accept-once"
for file in "$directory"/country_*.nft; do
  name=$(basename "$file" .nft)
  printf '%s\n' "$sets" | grep -q "^$name " || rm -f "$file"
done
finished=yes
report true null
`;
