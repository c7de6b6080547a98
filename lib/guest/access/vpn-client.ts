import type { Admin } from "../../model/admin";
import { Mistakes } from "../../model/mistake";
import type { ModelFile, SiteRecord } from "../../model/model-file";
import { Port } from "../../model/port";
import { Addresses } from "../../network/addresses";
import { FAMILIES } from "../../network/packet-space";
import { networksOf } from "../../network/range-networks";
import { parseAddresses } from "../../network/range-text";
import { vpnAddressesOf } from "./vpn";

/** An administrator's own configuration for one gateway. */
export interface VpnClientConfig {
  /** The site's name. */
  readonly site: string;
  /** What to save it as; also names the tunnel's interface, which has at most 15 characters. */
  readonly fileName: string;
  /** For wg-quick and the WireGuard apps; without the private key, which is the person's alone. */
  readonly text: string;
}

/** Where a person keeps the private key on their own machine, unless they choose otherwise. */
const KEY_FILE = "/etc/wireguard/straat.key";

/** Well under the 120 s after which a firewall on the way, or our own, forgets a UDP stream. */
const KEEPALIVE_SECONDS = 25;

const INTERFACE_NAME_MAX = 15;

/**
 * A person's configurations, one for each site (V-07, V-08): either is enough to reach every server.
 *
 * @param platforms models of all sites' platforms
 * @param wanted those to make configurations for
 * @throws InvalidError with every site whose gateway has told no key yet, or another's
 */
export function vpnClientConfigs(
  admin: Admin,
  platforms: readonly ModelFile[],
  wanted: readonly ModelFile[] = platforms,
): readonly VpnClientConfig[] {
  const names = fileNames(platforms.map(({ site }) => site.name));
  const check = new Mistakes();
  checkGatewayKeys(platforms, wanted, check);
  check.throwIfAny();
  return wanted.map((platform) => {
    const fileName = names[platforms.indexOf(platform)] as string;
    return { site: platform.site.name, fileName, text: configText(admin, platform, fileName) };
  });
}

/**
 * What a gateway forwards, as networks: exactly what its firewall lets tunnels reach, so that neither knows more than
 * the other. The gateway itself is not among it: with its own address inside its tunnel, a machine would look for the
 * tunnel's other end in the tunnel.
 *
 * @returns networks as they are declared, and what is left of those around the gateway
 */
export function forwardedNetworks({ walls, groups }: Pick<ModelFile, "walls" | "groups">) {
  const gateways = groups.filter(({ role }) => role === "vpn-gateway");
  const paths = gateways.map(({ path }) => path);
  const rules = walls
    .filter(({ at, hook }) => hook === "forward" && paths.includes(at))
    .flatMap((wall) => wall.rules);
  const all = rules.map(({ to }) => parseAddresses(to)).reduce(join, Addresses.NONE);
  const cards = gateways.flatMap(({ servers }) => servers.flatMap(({ interfaces }) => interfaces));
  const own = Addresses.of(...cards.flatMap(({ addresses }) => addresses));
  const declared = new Set(networks(all));
  const forwarded = networks(all.minus(own));
  return {
    whole: forwarded.filter((network) => declared.has(network)),
    around: forwarded.filter((network) => !declared.has(network)),
  };
}

function networks(addresses: Addresses): readonly string[] {
  return FAMILIES.flatMap((family) => networksOf(family, addresses.in(family)));
}

/**
 * The keepalive comes with the key, and not under the peer: with it WireGuard would begin before it has the key, and
 * then waits five seconds before it tries again.
 */
function configText(admin: Admin, platform: ModelFile, fileName: string): string {
  const { name, vpn } = platform.site;
  const tunnel = fileName.replace(/\.conf$/, "");
  const { whole, around } = forwardedNetworks(platform);
  return `# Save as ${fileName}
# ${admin.person} (${admin.login}), until ${admin.until}: the tunnel to the servers of all sites by way of ${name}.
# One tunnel at a time: the other site's leads to the same servers, for when this one does not answer.

[Interface]
Address = ${vpnAddressesOf(admin, vpn).join(", ")}
# Your private key is not in here and never leaves your machine. On Linux it is a file, which you may keep elsewhere:
#   (umask 077; wg genkey > ${KEY_FILE}); wg pubkey < ${KEY_FILE}
# The second command has to print ${admin.wireguardKey}
PostUp = wg set %i private-key ${KEY_FILE} peer ${vpn.publicKey} persistent-keepalive ${KEEPALIVE_SECONDS}
# An app that runs no commands: leave the line above out, and in the app itself add here PrivateKey = and your key, and
# under [Peer] PersistentKeepalive = ${KEEPALIVE_SECONDS}
# There is no DNS line: the site's resolvers are not for the tunnel. Use it with: wg-quick up ${tunnel}

[Peer]
PublicKey = ${vpn.publicKey}
Endpoint = ${vpn.endpoint}:${Port.WIREGUARD.first}
# What this gateway lets you reach: networks of servers, and of those only what each server opens to the VPN.
${allowed(whole)}# This gateway's own end of the tunnel, by which it is looked after.
AllowedIPs = ${gatewayEnds(vpn).join(", ")}
# The networks in which the gateways stand, without this one: its own address has to stay outside its tunnel.
${allowed(around)}`;
}

/** Where the gateway answers inside its tunnel: the first address of each pool. */
function gatewayEnds({ pool, pool6 }: ModelFile["site"]["vpn"]): readonly string[] {
  return [pool, pool6].flatMap((network) =>
    network === undefined ? [] : [`${network.at(1)}/${network.family === 4 ? 32 : 128}`],
  );
}

/** Several lines of this setting count as one. */
function allowed(some: readonly string[]): string {
  return some.length === 0 ? "" : `AllowedIPs = ${some.join(", ")}\n`;
}

/** `vpn-alkmaar.conf`; a name that is too long for an interface is cut, and numbered when two become the same. */
function fileNames(sites: readonly string[]): readonly string[] {
  const cut = sites.map((site) => `vpn-${site}`.slice(0, INTERFACE_NAME_MAX).replace(/-+$/, ""));
  const isUnique = new Set(cut).size === cut.length;
  return cut.map((name, index) => `${isUnique ? name : `vpn-${index + 1}`}.conf`);
}

function checkGatewayKeys(
  platforms: readonly ModelFile[],
  wanted: readonly ModelFile[],
  check: Mistakes,
): void {
  for (const { site } of wanted) {
    const problem = whatIsWrongWithKey(site, platforms);
    if (problem === undefined) continue;
    check.add({
      path: `sites/${site.name}`,
      property: "vpn.publicKey",
      value: site.vpn.publicKey ?? "(missing)",
      problem,
      remedy: `write in stacks/sites/${site.name}.ts what that gateway tells as guestinfo.straat.report.vpn-public-key`,
    });
  }
}

function whatIsWrongWithKey({ name, vpn }: SiteRecord, platforms: readonly ModelFile[]): string | undefined {
  if (vpn.publicKey === undefined)
    return `the public key of ${name}'s gateway is not written down; it makes one on its first boot (H-15)`;
  const other = platforms.find(({ site }) => site.name !== name && site.vpn.publicKey === vpn.publicKey);
  return other && `is written for the gateway of ${other.site.name} too, and each has its own key (V-07)`;
}

function join(one: Addresses, other: Addresses): Addresses {
  return one.union(other);
}
