import type { IConstruct } from "constructs";
import { checkApart } from "../guest/patching/patch-plan";
import type { Cidr } from "../model/cidr";
import type { Client } from "../model/client";
import { describeMistake, type Mistake, Mistakes } from "../model/mistake";
import type { Site } from "../model/site";
import type { Zone } from "../model/street-plan";
import { inwardOf, natClashes } from "../network/nat";
import { Reachability } from "../network/reachability";
import { Environment } from "./environment";
import { mistakesIn } from "./findings";
import { foreignStacks } from "./foreign-stacks";
import type { Tenant } from "./kubernetes/tenant";
import { pathOf } from "./path";
import { SitePlatform } from "./site-platform";
import { StraatStack } from "./straat-stack";
import { StreetStack } from "./street-stack";

const ATTACHED = "straat:across-clients";

/**
 * Makes the app of a construct check what no client can see by itself: blocks that overlap, VLANs used twice. An
 * app's own validations run after those of all stacks, which is the one place that sees everyone.
 */
export function checkAcrossClients(construct: IConstruct): void {
  const { root } = construct.node;
  if (root.node.metadata.some((entry) => entry.type === ATTACHED)) return;
  root.node.addMetadata(ATTACHED, true);
  root.node.addValidation({ validate: () => allMistakes(root as IConstruct).map(describeMistake) });
}

/** Every mistake of an app: what was noted while it was built, and what only shows with all clients together. */
export function allMistakes(root: IConstruct): readonly Mistake[] {
  const noted = [...mistakesIn(root), ...foreignStacks(root), ...mistakesAcross(root)];
  // What walls do is only worth asking when what they are made of is right.
  return noted.length > 0 ? noted : unmetExpectations(root);
}

function unmetExpectations(root: IConstruct): readonly Mistake[] {
  const environments = root.node.findAll().filter((construct) => construct instanceof Environment);
  return environments.flatMap((environment) => {
    if (environment.expect.isEmpty) return [];
    const siblings = environment.node.scope?.node.children ?? [];
    const stacks = [...siblings, ...root.node.children].filter((child) => child instanceof StraatStack);
    const street = new Reachability(stacks.map((stack) => stack.finalModel));
    const unmet = environment.expect.unmet(street);
    return unmet.map((mistake) => ({ property: "", ...mistake, path: environment.path }));
  });
}

interface Claim {
  readonly path: string;
  readonly property: string;
  readonly network: Cidr;
}

function mistakesAcross(root: IConstruct): readonly Mistake[] {
  const stacks = root.node.findAll().filter((construct) => construct instanceof StraatStack);
  const streets = stacks
    .filter((stack) => stack instanceof StreetStack)
    .filter((street) => !street.client.planIsStandIn)
    .sort((a, b) => (a.client.name < b.client.name ? -1 : 1));
  const sites = [...new Set(stacks.map((stack) => stack.site))].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    ...overlaps(streets.flatMap(blocksOf)),
    ...overlaps(sites.flatMap(networksOf)),
    ...sharedVlans(streets),
    ...sharedPublicAddresses(streets),
    ...streets.flatMap(clashingTranslations),
    ...tenantsOf(stacks).flatMap(({ overQuota }) => overQuota),
    ...sharedHostnames(tenantsOf(stacks)),
    ...gatewaysInOneNight(stacks.filter((stack) => stack instanceof SitePlatform)),
  ];
}

function tenantsOf(stacks: readonly StraatStack[]): readonly Tenant[] {
  return stacks.flatMap((stack) => (stack instanceof Environment ? (stack.tenant ?? []) : []));
}

/** A host name leads to one stage of one client; within it, paths may tell services apart (B-09). */
function sharedHostnames(tenants: readonly Tenant[]): readonly Mistake[] {
  const holders = new Map<string, string>();
  return tenants.flatMap(({ exposures, environment: { path } }) =>
    [...new Set(exposures.records.map(({ hostname }) => hostname))].flatMap((hostname): Mistake[] => {
      const holder = holders.get(hostname);
      holders.set(hostname, path);
      if (holder === undefined) return [];
      return [
        {
          path,
          property: "expose",
          value: hostname,
          problem: `is the host name of ${holder} too; visitors would find either of the two (B-09)`,
          remedy: "write a host name for each stage of each client",
        },
      ];
    }),
  );
}

/** Each platform reckons with the sites it was told of; that they agree only shows with all of them (B-06, V-07). */
function gatewaysInOneNight(platforms: readonly SitePlatform[]): readonly Mistake[] {
  const check = new Mistakes("platform");
  check.attempt("otherSites", () => checkApart(...platforms.map(({ vpn }) => vpn.patches)));
  return check.all;
}

function blocksOf(street: StreetStack): Claim[] {
  const { block, block6 } = street.client.plan;
  const path = pathOf(street.node.scope as IConstruct);
  const claims = [{ path, property: "network", network: block }];
  return block6 === undefined ? claims : [...claims, { path, property: "network6", network: block6 }];
}

function networksOf({ name, streets, uplink, vpn, kubernetes }: Site): Claim[] {
  const claims: readonly (readonly [string, Cidr | undefined])[] = [
    ["streets", streets],
    ["uplink.network", uplink.network],
    ["uplink.network6", uplink.network6],
    ["vpn.pool", vpn.pool],
    ["vpn.pool6", vpn.pool6],
    ["kubernetes.pods", kubernetes?.pods],
  ];
  return claims.flatMap(([property, network]) =>
    network === undefined ? [] : [{ path: `sites/${name}`, property, network }],
  );
}

/** Sorted by first address, a network overlaps an earlier one exactly when it starts before the furthest end so far. */
function overlaps(claims: readonly Claim[]): Mistake[] {
  const sorted = claims.toSorted(byFirstAddress);
  const mistakes: Mistake[] = [];
  let furthest: Claim | undefined;
  for (const claim of sorted) {
    if (furthest?.network.family === claim.network.family && furthest.network.overlaps(claim.network)) {
      const [other, mine] = [furthest, claim].sort((a, b) => claims.indexOf(a) - claims.indexOf(b)) as [
        Claim,
        Claim,
      ];
      mistakes.push({
        path: mine.path,
        property: mine.property,
        value: `${mine.network}`,
        problem: `overlaps ${other.network}, the ${other.property} of ${other.path}`,
        remedy: "choose a block that is free",
      });
    }
    if (
      !furthest ||
      furthest.network.family !== claim.network.family ||
      !furthest.network.contains(claim.network)
    ) {
      furthest = claim;
    }
  }
  return mistakes;
}

function byFirstAddress(a: Claim, b: Claim): number {
  if (a.network.family !== b.network.family) return a.network.family - b.network.family;
  if (a.network.first.value !== b.network.first.value)
    return a.network.first.value < b.network.first.value ? -1 : 1;
  return a.network.prefix - b.network.prefix;
}

function sharedVlans(streets: readonly StreetStack[]): Mistake[] {
  const holders = new Map<string, { readonly client: Client; readonly zone: Zone }>();
  return streets.flatMap(({ client, site }) =>
    client.plan.zones.flatMap((zone): Mistake[] => {
      const key = [site.datacenter, site.distributedSwitch, zone.vlan].join(" ");
      const holder = holders.get(key);
      holders.set(key, { client, zone });
      // Blocks that overlap bring the same VLANs along; that is one mistake, and already told.
      if (holder === undefined || holder.client === client) return [];
      if (holder.client.plan.block.overlaps(client.plan.block)) return [];
      return [
        {
          path: client.name,
          property: `vlans.${zone.name}`,
          value: String(zone.vlan),
          problem: `is the VLAN of ${holder.client.name}/${holder.zone.name} too; two networks on one VLAN are one network (B-09)`,
          remedy: `write a free VLAN id of site ${site.name}, from ${site.vlans.first} to ${site.vlans.last}`,
        },
      ];
    }),
  );
}

function sharedPublicAddresses(streets: readonly StreetStack[]): Mistake[] {
  const holders = new Map<string, string>();
  return streets.flatMap(({ client }) =>
    [...client.publicAddresses].flatMap(([stage, address]): Mistake[] => {
      const holder = holders.get(`${address}`);
      holders.set(`${address}`, `${client.name}/${stage}`);
      if (holder === undefined) return [];
      return [
        {
          path: client.name,
          property: `publicAddresses.${stage}`,
          value: `${address}`,
          problem: `is the public address of ${holder} too`,
          remedy: "write the address the hoster gave out for this client",
        },
      ];
    }),
  );
}

/** One port of a public address can lead to one group. */
function clashingTranslations({ client, environments }: StreetStack): Mistake[] {
  return environments.flatMap((environment) =>
    natClashes(inwardOf(environment, client)).map(({ one, other }) => ({
      path: other.group,
      property: "allowFrom",
      value: `${other.port}`,
      problem: `is behind ${one.address} together with ${one.group} (${one.port}); one port leads to one group`,
      remedy:
        "use another port, or one group in front of both; of gateways, expose all to one audience: a public address leads to one",
    })),
  );
}
