import type { GuestPart } from "../guest-part";

/** Connections a router keeps track of at once. Each takes some 320 bytes of memory, so 80 MiB at the most. */
export const CONNECTIONS_MAX = 262_144;

/**
 * Settings of the kernel that a server between networks needs, and only such a server has.
 *
 * Two of them are stricter than Debian's. `tcp_loose` off: a packet in the middle of a connection that this router does
 * not know is not the beginning of a new one, so whoever takes over lets go on what it was told of and nothing else.
 * `rp_filter` on: a packet whose source is behind another card is dropped, also one that is for the router itself;
 * every way through an edge is the same way back.
 */
const SYSCTL: readonly (readonly [string, string, number])[] = [
  ["It passes packets on.", "net.ipv4.ip_forward", 1],
  ["", "net.ipv6.conf.all.forwarding", 1],
  [
    "Its ways are declared; nobody tells it others, and it tells nobody.",
    "net.ipv4.conf.all.accept_redirects",
    0,
  ],
  ["", "net.ipv4.conf.default.accept_redirects", 0],
  ["", "net.ipv4.conf.all.secure_redirects", 0],
  ["", "net.ipv4.conf.default.secure_redirects", 0],
  ["", "net.ipv4.conf.all.send_redirects", 0],
  ["", "net.ipv4.conf.default.send_redirects", 0],
  ["", "net.ipv4.conf.all.accept_source_route", 0],
  ["", "net.ipv4.conf.default.accept_source_route", 0],
  ["", "net.ipv6.conf.all.accept_redirects", 0],
  ["", "net.ipv6.conf.default.accept_redirects", 0],
  ["", "net.ipv6.conf.all.accept_source_route", 0],
  ["", "net.ipv6.conf.default.accept_source_route", 0],
  ["", "net.ipv6.conf.all.accept_ra", 0],
  ["", "net.ipv6.conf.default.accept_ra", 0],
  ["A source is behind the card it comes in by.", "net.ipv4.conf.all.rp_filter", 1],
  ["", "net.ipv4.conf.default.rp_filter", 1],
  ["An address is answered for on its own network only.", "net.ipv4.conf.all.arp_ignore", 1],
  ["", "net.ipv4.conf.all.arp_announce", 2],
  ["What is in the middle of a connection is not its beginning.", "net.netfilter.nf_conntrack_tcp_loose", 0],
  ["Enough for a street under load.", "net.netfilter.nf_conntrack_max", CONNECTIONS_MAX],
];

/**
 * What makes a server pass packets on: on edges and VPN gateways. It does so behind its firewall only, which is loaded
 * before there is a network.
 */
export function routerPart(): GuestPart {
  return {
    name: "router",
    packages: ["conntrack", "kmod"],
    files: [
      // Before the settings, which otherwise have nothing to set yet.
      { path: "/etc/modules-load.d/straat-router.conf", content: "nf_conntrack\n" },
      {
        path: "/etc/modprobe.d/straat-router.conf",
        content: `options nf_conntrack hashsize=${CONNECTIONS_MAX / 4}\n`,
      },
      { path: ROUTER_SYSCTL, content: SYSCTL.map(sysctlLines).join("") },
    ],
    commands: ["modprobe nf_conntrack", `sysctl --quiet --load=${ROUTER_SYSCTL}`],
  };
}

/** Read after the settings every server has, some of which say the opposite. */
export const ROUTER_SYSCTL = "/etc/sysctl.d/90-straat-router.conf";

function sysctlLines([why, key, value]: (typeof SYSCTL)[number]): string {
  return `${why === "" ? "" : `# ${why}\n`}${key} = ${value}\n`;
}
