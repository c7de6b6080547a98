#!/bin/sh
# What keepalived runs when this server gets the virtual addresses of its group or loses them. On an edge it moves the
# connections along: whoever takes over puts what it heard from the other member into its kernel, before anything else.
#
# keepalived calls it with GROUP|INSTANCE, a name, MASTER|BACKUP|FAULT|STOP and a priority.
set -u
root=${STRAAT_ROOT-}
config=${STRAAT_CONNTRACKD-"$root/etc/straat/conntrackd.conf"}
figures="$root/var/lib/prometheus/node-exporter"
state=${3-}

case $state in
  MASTER) holds=1 ;;
  BACKUP | FAULT | STOP) holds=0 ;;
  *)
    echo "usage: $0 GROUP NAME MASTER|BACKUP|FAULT|STOP PRIORITY" >&2
    exit 64
    ;;
esac

failed=0
tell() {
  problem=$(conntrackd -C "$config" "$1" 2>&1) && return
  failed=1
  printf '<3>connections, %s: conntrackd %s failed: %s\n' "$state" "$1" "$problem"
}

if [ -f "$config" ]; then
  case $state in
    MASTER)
      tell -c # what the other member said there is, into the kernel
      tell -f # and forgotten, so that nothing old is put there next time
      tell -R # what the kernel has is what this member tells of from now on
      tell -B # to a member that is there already
      ;;
    BACKUP)
      tell -t # entries of its own time go in a minute, unless it takes over again before
      tell -n # and the other member is asked for all it has
      ;;
    FAULT) tell -t ;;
  esac
fi

if [ -d "$figures" ]; then
  new="$figures/straat_vrrp.prom.$$"
  {
    echo '# HELP straat_vrrp_master Whether this server has the virtual addresses of its group.'
    echo '# TYPE straat_vrrp_master gauge'
    echo "straat_vrrp_master $holds"
    echo '# HELP straat_vrrp_connections_ok Whether the last hand-over of connections went well.'
    echo '# TYPE straat_vrrp_connections_ok gauge'
    echo "straat_vrrp_connections_ok $((1 - failed))"
  } >"$new" && mv -f "$new" "$figures/straat_vrrp.prom"
fi
exit "$failed"
