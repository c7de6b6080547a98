import {
  type BaselineException,
  type BaselineItem,
  item,
  kernel,
  noModule,
  packages,
  part,
  removed,
} from "./item";

/** Of both families, and of every card: a card that was there before the settings keeps its own otherwise. */
const cards = (name: string, families: readonly (4 | 6)[] = [4, 6]) =>
  families.map((family) => `net.ipv${family}.conf.*.${name}`);

const FORWARDING: readonly BaselineException[] = [
  {
    roles: ["edge", "vpn-gateway", "kubernetes-node"],
    reason: "it passes packets on: that is what it is for; its walls say which",
    promise: "PROMISES 2",
  },
];

/** Edges and VPN gateways need none: every way through them is the same way back (`router.ts`). */
const RETURN_PATH: readonly BaselineException[] = [
  {
    roles: ["kubernetes-node"],
    reason: "some cluster networks send the answer by another card",
    promise: "PROMISES 2",
  },
];

const SINGLE_TOOL: readonly BaselineException[] = [
  {
    roles: ["kubernetes-node"],
    reason: "kube-proxy and the cluster network have tables of their own, which are never flushed",
    promise: "PROMISES 2",
  },
];

const walls = (id: string, title: string, check: string): BaselineItem =>
  item(id, title, part("firewall"), check);

/** Chapters 3 and 4: cards, protocols, settings of the kernel, and the walls. */
export const NETWORK: readonly BaselineItem[] = [
  walls("3.1.1", "IPv6 has the same walls as IPv4", "nft list table inet straat"),
  item(
    "3.1.2",
    "no wireless card",
    ["cfg80211", "mac80211"].map((name) => ({ kind: "module", name })),
    'for card in "$root"/sys/class/net/*/wireless; do [ ! -e "$card" ] || exit 1; done; module_unavailable cfg80211 mac80211',
  ),
  item(
    "3.1.3",
    "no Bluetooth",
    [removed("bluez"), { kind: "module", name: "bluetooth" }],
    "absent bluez && module_unavailable bluetooth",
  ),
  noModule("3.2.1", "dccp", 2),
  noModule("3.2.2", "tipc", 2),
  noModule("3.2.3", "rds", 2),
  noModule("3.2.4", "sctp", 2),

  kernel(
    "3.3.1",
    "packets are not passed on",
    0,
    ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"],
    FORWARDING,
  ),
  kernel("3.3.2", "nobody is told another way", 0, cards("send_redirects", [4])),
  kernel("3.3.3", "false answers of ICMP are ignored", 1, ["net.ipv4.icmp_ignore_bogus_error_responses"]),
  kernel("3.3.4", "an echo to everybody is not answered", 1, ["net.ipv4.icmp_echo_ignore_broadcasts"]),
  kernel("3.3.5", "another way is not taken from anybody", 0, cards("accept_redirects")),
  kernel("3.3.6", "another way is not taken from a gateway either", 0, cards("secure_redirects", [4])),
  kernel(
    "3.3.7",
    "a source is behind the card it comes in by",
    1,
    ["net.ipv4.conf.all.rp_filter", "net.ipv4.conf.default.rp_filter"],
    RETURN_PATH,
  ),
  kernel("3.3.8", "a sender does not choose the way", 0, cards("accept_source_route")),
  kernel("3.3.9", "impossible sources are logged", 1, [
    "net.ipv4.conf.all.log_martians",
    "net.ipv4.conf.default.log_martians",
  ]),
  kernel("3.3.10", "a flood of connections does not stop new ones", 1, ["net.ipv4.tcp_syncookies"]),
  kernel("3.3.11", "IPv6 routers do not announce themselves here", 0, cards("accept_ra", [6])),

  item(
    "4.1.1",
    "one tool keeps the walls",
    removed("ufw", "firewalld", "iptables-persistent"),
    "absent ufw firewalld iptables-persistent",
    {
      exceptions: SINGLE_TOOL,
    },
  ),
  item("4.3.1", "nftables is installed", packages("nftables"), "present nftables"),
  item("4.3.2", "no ufw", removed("ufw"), "absent ufw"),
  item(
    "4.3.3",
    "iptables has no rules",
    removed("iptables-persistent"),
    '! { iptables-save; ip6tables-save; } 2>/dev/null | grep -q "^-A"',
    {
      exceptions: SINGLE_TOOL,
    },
  ),
  walls("4.3.4", "the walls have a table", "nft list table inet straat"),
  walls("4.3.5", "the walls stand at every hook", "wall input && wall forward && wall output"),
  walls("4.3.6", "a server reaches itself", "walls_have '(iif|iifname) \"?lo\"? .*accept'"),
  walls(
    "4.3.7",
    "answers pass, and what is declared outwards",
    "walls_have 'established[^}]*accept' && wall output",
  ),
  walls("4.3.8", "what is not declared is dropped", "wall input && wall forward && wall output"),
  walls("4.3.9", "the walls stand at every start", "unit nftables.service enabled"),
  walls("4.3.10", "the walls stand after a restart as they stand now", 'nft -c -f "$root/etc/nftables.conf"'),
];
