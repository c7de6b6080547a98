import { Admin } from "../../model/admin";
import type { Cidr } from "../../model/cidr";
import { InvalidError } from "../../model/mistake";
import { Port } from "../../model/port";
import type { Site } from "../../model/site";
import { VPN_CARD } from "../../network/compile-platform";
import { type GuestFile, type GuestPart, METRICS, PROGRAMS } from "../guest-part";
import { documentHandler, program } from "../script";
import { shellSettings } from "../shell";
import { ALARM, renderUnit, SANDBOX } from "../unit";

/** Where a gateway's tunnel is described; wg-quick asks for this name. */
export const VPN_FILE = `/etc/wireguard/${VPN_CARD}.conf`;

type Pools = Pick<Site["vpn"], "pool" | "pool6">;

/**
 * The server side of the administrators' VPN (V-07, H-15): the tunnel, a key that is made on the first boot and never
 * leaves, figures and an audit log of who is connected. Who may connect is a live document: {@link vpnDocument}.
 *
 * It needs a router (`routerPart`) and the firewall of `compileVpnGateway`, which opens the tunnel's port and says what is forwarded.
 */
export function vpnPart({ vpn }: Site): GuestPart {
  return {
    name: "vpn",
    packages: ["wireguard-tools"],
    files: [
      { path: "/etc/straat/vpn", content: settings(vpn) },
      { path: VPN_FILE, content: tunnel(vpn), mode: "0600" },
      program("make-vpn-key"),
      program("check-vpn-document"),
      program("vpn-watch"),
      documentHandler("vpn"),
      ...units(),
    ],
    enabled: [`wg-quick@${VPN_CARD}.service`, "straat-vpn-watch.timer"],
  };
}

export interface VpnDocumentProps {
  /** Who may connect, each until a day; the gateway itself leaves out whose day has passed. */
  readonly admins: readonly Admin[];
  readonly site: Pick<Site, "name" | "vpn">;
}

/**
 * Who may open a tunnel to a site's gateway (H-16): a line for each, with login, last day, public key and addresses.
 * The addresses follow from the login, so servers know a person by them.
 *
 * There is no preshared key: it would be a secret in guestinfo. What that costs is protection of today's recorded
 * tunnels against a quantum computer of later; inside them SSH has a post-quantum key exchange of its own (sntrup761).
 *
 * @throws InvalidError when two people would share a key or an address, which have to tell them apart
 */
export function vpnDocument({ admins, site }: VpnDocumentProps): string {
  const sorted = [...admins].sort((one, other) => (one.login < other.login ? -1 : 1));
  const lines = sorted.map((admin) => ({ admin, addresses: vpnAddressesOf(admin, site.vpn) }));
  const holders = new Map<string, string>();
  for (const { admin, addresses } of lines) {
    for (const mark of [admin.login, admin.wireguardKey, ...addresses]) {
      checkOwn(mark, admin.login, holders.get(mark));
      holders.set(mark, admin.login);
    }
  }
  return lines
    .map(
      ({ admin, addresses }) =>
        `${admin.login} ${admin.until} ${admin.wireguardKey} ${addresses.join(",")}\n`,
    )
    .join("");
}

/** A person's own addresses in a gateway's pools, as networks of one address. */
export function vpnAddressesOf({ login }: Pick<Admin, "login">, vpn: Pools): readonly string[] {
  return poolsOf(vpn).map((pool) => `${Admin.addressIn(pool, login)}/${pool.family === 4 ? 32 : 128}`);
}

function checkOwn(mark: string, login: string, holder: string | undefined): void {
  if (holder === undefined) return;
  throw new InvalidError({
    property: "admins",
    value: `${holder} and ${login}`,
    problem: `both have ${mark} in the VPN, which has to tell them apart (H-16)`,
    remedy: "give each person a login and a key of their own",
  });
}

function poolsOf({ pool, pool6 }: Pools): readonly Cidr[] {
  return pool6 === undefined ? [pool] : [pool, pool6];
}

/** The gateway has the first address of each pool, which `Admin.addressIn` gives to nobody. */
function ownAddresses(vpn: Pools): readonly string[] {
  return poolsOf(vpn).map((pool) => `${pool.at(1)}`);
}

function settings(vpn: Pools): string {
  return shellSettings({
    interface: VPN_CARD,
    port: Port.WIREGUARD.first,
    pool: `${vpn.pool}`,
    pool6: `${vpn.pool6 ?? ""}`,
    own: ownAddresses(vpn).join(" "),
  });
}

/** Without key and peers, which are not known when a server is made; the programs it calls see to both. */
function tunnel(vpn: Pools): string {
  const addresses = poolsOf(vpn).map((pool) => `${pool.at(1)}/${pool.prefix}`);
  return `# Rendered. The key is made here and never leaves; who may connect is a live document.
[Interface]
Address = ${addresses.join(", ")}
ListenPort = ${Port.WIREGUARD.first}
PreUp = ${PROGRAMS}/make-vpn-key
PostUp = ${PROGRAMS}/documents/vpn start
`;
}

function units(): readonly GuestFile[] {
  const folder = "/etc/systemd/system";
  const watch = renderUnit(
    [
      "Unit",
      [
        ["Description", "Tell who has a tunnel"],
        ["After", `wg-quick@${VPN_CARD}.service`],
        ["OnFailure", ALARM],
      ],
    ],
    [
      "Service",
      [
        ["Type", "oneshot"],
        ["ExecStart", `${PROGRAMS}/vpn-watch`],
        ["TimeoutStartSec", "30"],
        ["StateDirectory", "straat/vpn"],
        ["ReadWritePaths", METRICS],
        // The folder with figures is the node exporter's own.
        ["CapabilityBoundingSet", "CAP_NET_ADMIN CAP_DAC_OVERRIDE"],
        ["RestrictAddressFamilies", "AF_NETLINK AF_UNIX"],
        ["SystemCallFilter", "@system-service"],
        ["SystemCallFilter", "~@privileged @resources"],
        ...SANDBOX,
      ],
    ],
  );
  const timer = renderUnit(
    ["Unit", [["Description", "Tell who has a tunnel, every half minute"]]],
    [
      "Timer",
      [
        ["OnBootSec", "30"],
        ["OnUnitActiveSec", "30"],
        ["AccuracySec", "1"],
      ],
    ],
    ["Install", [["WantedBy", "timers.target"]]],
  );
  // A gateway that doesn't come up leaves the other site's as the only way in: that has to be known.
  const restart = renderUnit(
    ["Unit", [["OnFailure", ALARM]]],
    [
      "Service",
      [
        ["Restart", "on-failure"],
        ["RestartSec", "30"],
      ],
    ],
  );
  return [
    { path: `${folder}/straat-vpn-watch.service`, content: watch },
    { path: `${folder}/straat-vpn-watch.timer`, content: timer },
    { path: `${folder}/wg-quick@${VPN_CARD}.service.d/straat.conf`, content: restart },
  ];
}
