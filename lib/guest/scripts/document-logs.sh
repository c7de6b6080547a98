#!/bin/sh
# Handler of the live document "logs": where this server's logs go, what they are labelled with, and which files are
# read beside the journal and the audit. Its lines:
#   collector ADDRESS        in order of preference; one is used at a time (see follow-collector)
#   port NUMBER
#   peer NAME                the name in the collector's certificate
#   label NAME VALUE
#   file KIND DATASET PATH   KIND is access or application
# The document holds values only: rsyslog can run programs, so what it does is written here and nowhere else.
#   check FILE | apply FILE | verify | today FILE | remove
set -eu
LC_ALL=C
export LC_ALL
umask 077
root=${STRAAT_ROOT-}
config="$root/etc/straat/rsyslog.conf"
include="$root/etc/rsyslog.d/50-straat.conf"
state="$root/var/lib/straat/logs"
sources="$state/sources"
spool="$root/var/spool/straat-logs"
tls="$root/etc/straat/tls"
audit="$root/var/log/audit/audit.log"

fail() {
  echo "$1" >&2
  exit 1
}

# Judges each line and says which is wrong; what it lets through holds no quote, space or slash where none belongs.
judge() {
  awk '
    function wrong(why) { print "line " NR ": " why > "/dev/stderr"; failed = 1; exit 1 }
    /[^ -~]/ || length($0) > 300 { wrong("is not a short printable line") }
    $0 !~ /^[a-z]+( [^ ]+)+$/ { wrong("is malformed") }
    $1 == "collector" && NF == 2 && $2 ~ /^[0-9a-f:.]+$/ && $2 ~ /[0-9a-f]$|::$/ { collectors++; next }
    $1 == "port" && NF == 2 && $2 ~ /^[1-9][0-9]*$/ && $2 <= 65535 { ports++; next }
    $1 == "peer" && NF == 2 && $2 ~ /^[a-z0-9][a-z0-9.-]*$/ { peers++; next }
    $1 == "label" && NF == 3 && $2 ~ /^(client|stage|group|class|site)$/ && $3 ~ /^[a-z0-9][a-z0-9-]*$/ {
      if (label[$2]++) wrong("names a label twice")
      next
    }
    $1 == "file" && NF == 4 && $2 ~ /^(access|application)$/ && $3 ~ /^[a-z][a-z0-9-]*$/ &&
      $4 ~ /^\/(var\/log|srv)(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\/[A-Za-z0-9_*-][A-Za-z0-9._*-]*$/ &&
      $4 !~ /^\/var\/log\/(journal|audit)(\/|$)/ {
      if (dataset[$3]++ || path[$4]++) wrong("names a log twice")
      next
    }
    { wrong("is not one of ours") }
    END {
      if (failed) exit 1
      if (collectors < 1 || collectors > 4 || ports != 1 || peers != 1 || !label["client"] || !label["stage"]) {
        print "it does not tell collectors, port, peer, client and stage" > "/dev/stderr"
        exit 1
      }
    }' "$1"
}

# The number of the collector in use, from 1: a number beyond the last begins anew.
choice() {
  number=1
  if [ -e "$state/collector" ]; then read -r number < "$state/collector" || number=1; fi
  case $number in '' | *[!0-9]* | ??????*) number=1 ;; esac
  echo $(((number + $(grep -c '^collector ' "$1") - 1) % $(grep -c '^collector ' "$1") + 1))
}

render() {
  awk -v choice="$(choice "$1")" -v spool="$spool" -v tls="$tls" -v audit="$audit" -v root="$root" \
    -v rotate="$root/usr/local/lib/straat/rotate-sent" '
    $1 == "collector" && ++seen == choice { collector = $2 }
    $1 == "port" { port = $2 }
    $1 == "peer" { peer = $2 }
    $1 == "label" { labels = labels "  set $!straat!labels!" $2 " = \"" $3 "\";\n" }
    function input(path, tag, ruleset) {
      inputs = inputs "input(type=\"imfile\" file=\"" path "\" tag=\"" tag "\" ruleset=\"straat_" ruleset "\"" \
        " escapeLF=\"on\" reopenOnTruncate=\"on\" persistStateAfterSubmission=\"on\" discardTruncatedMsg=\"on\" msgDiscardingError=\"off\" persistStateInterval=\"0\"" \
        " addMetadata=\"off\")\n"
    }
    BEGIN { input(audit, "audit", "audit") }
    $1 == "file" { input(root $4, $3, $2) }
    END {
      print "# Rendered by the document \"logs\". A change made here is undone by the next one."
      printf "ruleset(name=\"straat_labels\") {\n%s}\n", labels
      # A full disk queue holds its sources up instead of losing what they say: the journal and the files keep it.
      # One at a time, so that each is noted in "sent" before it is handed over; it costs hardly any speed (measured).
      print "ruleset(name=\"straat_send\" queue.type=\"Disk\" queue.filename=\"straat\" queue.size=\"10000000\""
      print "  queue.maxDiskSpace=\"1g\" queue.maxFileSize=\"16m\" queue.checkpointInterval=\"1\""
      print "  queue.timeoutEnqueue=\"2000000000\" queue.timeoutShutdown=\"1000\" queue.saveOnShutdown=\"on\""
      print "  queue.dequeueBatchSize=\"1\" queue.workerThreads=\"1\") {"
      print "  action(type=\"omfile\" file=\"" spool "/sent\" template=\"straat_line\" fileCreateMode=\"0600\""
      print "    rotation.sizeLimit=\"1048576\" rotation.sizeLimitCommand=\"" rotate " " spool "/sent\")"
      print "  action(type=\"omrelp\" target=\"" collector "\" port=\"" port "\" template=\"straat_message\""
      print "    tls=\"on\" tls.authMode=\"name\" tls.permittedPeer=[\"" peer "\"] tls.caCert=\"" tls "/ca.pem\""
      print "    tls.myCert=\"" tls "/server.pem\" tls.myPrivKey=\"" tls "/server.key\""
      print "    tls.tlsCfgCmd=\"MinProtocol=TLSv1.2\" windowSize=\"128\" timeout=\"30\" conn.timeout=\"10\""
      print "    action.resumeRetryCount=\"-1\" action.resumeInterval=\"5\" action.resumeIntervalMax=\"30\")"
      print "}"
      print "module(load=\"imjournal\" stateFile=\"" spool "/imjournal\" ratelimit.interval=\"0\" usePid=\"system\""
      print "  persistStateInterval=\"20\")"
      printf "%sinput(type=\"imfile\" file=\"%s/again\" tag=\"again\" ruleset=\"straat_again\" persistStateAfterSubmission=\"on\")\n", inputs, spool
    }' "$1"
}

# Is this a configuration for rsyslog? Judged beside the one in use. A certificate that the house has not signed yet is
# no mistake of it: lines wait on disk until it comes.
accepted() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cp "$1" "$work/include"
  for file in ca.pem server.pem server.key; do
    [ -e "$tls/$file" ] || sed -i "s,\"$tls/$file\",\"$work/include\"," "$work/include"
  done
  sed "s,^include(file=.*,include(file=\"$work/include\")," "$config" > "$work/config"
  rsyslogd -N1 -f "$work/config" > "$work/told" 2>&1 || fail "rsyslog refuses it: $(tail -n 2 "$work/told" | tr '\n' ' ')"
}

check() {
  judge "$1"
  rendered=$(mktemp)
  render "$1" > "$rendered"
  (accepted "$rendered") && status=0 || status=$?
  rm -f "$rendered"
  return "$status"
}

apply() {
  mkdir -p "$state" "$spool"
  chmod 0700 "$spool"
  render "$1" > "$include.new"
  awk '$1 == "file" { print $3, $4 }' "$1" > "$sources.new"
  mv -f "$sources.new" "$sources"
  if [ -e "$include" ] && cmp -s "$include.new" "$include" && systemctl is-active --quiet rsyslog.service; then
    rm -f "$include.new"
    return 0
  fi
  mv -f "$include.new" "$include"
  systemctl restart rsyslog.service
}

case ${1-} in
  check) check "$2" ;;
  apply) apply "$2" ;;
  verify)
    systemctl is-active --quiet rsyslog.service || fail 'rsyslog does not run'
    accepted "$include"
    ;;
  today) ;;
  remove)
    # What waits on disk stays; the journal keeps what comes, and is read from where it was left.
    systemctl stop rsyslog.service
    rm -f "$include" "$sources"
    ;;
  *) fail 'usage: check FILE | apply FILE | verify | today FILE | remove' ;;
esac
