import type { Cidr } from "../../../model/cidr";
import type { ModelFile } from "../../../model/model-file";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { platforms } from "../../subjects/administrators";

/** V-07, H-15: an address in a VPN's pool is an administrator's, by one gateway, and nobody else's. */
export const vpnPoolsAreApart = houseRule({
  id: "vpn-pools-are-apart",
  info: "the VPN's address pools share nothing with each other, nor with any network of servers, and gateways have keys of their own",
  explanation:
    "Servers let SSH in from the VPN's pools. A server with an address in one would be let in everywhere, and of two gateways with one pool the answers go to one of them only.",
  remedy:
    "give each site a pool that is used for nothing else, for example 10.99.1.0/24, and its gateway a key of its own",
  promises: ["V-07", "H-15", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "servers take whoever is in a pool for an administrator" },
  subjects: platforms,
  judge: ({ model }, house) => {
    const pools = poolsOf(model);
    const met = networksBeside(model, house).flatMap(({ name, network }) =>
      pools
        .filter((pool) => pool.overlaps(network))
        .map((pool) => `the pool ${pool} of ${model.site.name} meets ${network}, ${name}`),
    );
    return [...new Set([...met, ...sharedKeys(model, house)])];
  },
});

interface Named {
  readonly name: string;
  readonly network: Cidr;
}

function poolsOf({ site: { vpn } }: ModelFile): readonly Cidr[] {
  return vpn.pool6 === undefined ? [vpn.pool] : [vpn.pool, vpn.pool6];
}

/** All that is no part of a site's own VPN. */
function networksBeside(own: ModelFile, { models, platforms }: House): readonly Named[] {
  const named = (name: string, ...networks: readonly (Cidr | undefined)[]): readonly Named[] =>
    networks.flatMap((network) => (network === undefined ? [] : [{ name, network }]));
  return [
    ...platforms.flatMap((model) => {
      const { name, uplink, streets, streets6 } = model.site;
      return [
        ...(model === own ? [] : named(`the pool of ${name}`, ...poolsOf(model))),
        ...named(`the uplink of ${name}`, uplink.network, uplink.network6),
        ...named(`the block of clients of ${name}`, streets, streets6),
      ];
    }),
    ...models.flatMap(({ client, zones }) => [
      ...named(`a block of ${client?.name}`, ...(client?.networks ?? [])),
      ...zones.flatMap((zone) => named(`the ${zone.name} network of ${client?.name}`, ...zone.networks)),
    ]),
  ];
}

function sharedKeys({ stack, site }: ModelFile, { platforms }: House): readonly string[] {
  const { publicKey } = site.vpn;
  return platforms
    .filter(
      (other) => other.stack !== stack && publicKey !== undefined && other.site.vpn.publicKey === publicKey,
    )
    .map((other) => `the gateway of ${site.name} has the key of that of ${other.site.name}`);
}
