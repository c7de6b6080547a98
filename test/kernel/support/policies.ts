import * as fc from "fast-check";
import {
  type Environment,
  Exposure,
  Peer,
  Port,
  RedundantVms,
  SitePlatform,
  Stage,
  Street,
  VmSize,
} from "../../../lib";
import { type AppView, buildApp, clientProps } from "../../support/app";
import { oost, west } from "../../support/sites";

/** Networks outside that policies may name; each has somebody in the lab. */
export const OUTSIDE = ["198.51.100.0/28", "203.0.113.64/26", "2001:db9:1::/48", "2001:db9:2::/48"] as const;

/** Where production ends for the internet. */
export const PUBLIC_ADDRESS = "203.0.113.10";

const GROUPS = ["web", "application", "database"] as const;
type GroupName = (typeof GROUPS)[number];

type Other = "internet" | "vpn" | "audience" | "networks" | "country" | GroupName;

/** One declared flow of a generated policy. */
interface GeneratedFlow {
  readonly group: GroupName;
  readonly direction: "allowFrom" | "allowTo";
  readonly other: Other;
  readonly networks: readonly string[];
  readonly port: Port;
}

export interface Policy {
  readonly exposure: Exposure;
  readonly whitelist: readonly string[];
  readonly flows: readonly GeneratedFlow[];
  /** Whether production has a public address; one port of it leads to one group, which random flows don't heed. */
  readonly isPublic?: boolean;
}

const ports = fc.constantFrom(
  Port.HTTPS,
  Port.HTTP,
  Port.POSTGRES,
  Port.tcpRange(8000, 8010),
  Port.udp(514),
  Port.PING,
);

const someOutside = fc.uniqueArray(fc.constantFrom(...OUTSIDE), { minLength: 1, maxLength: 3 });

const flows: fc.Arbitrary<GeneratedFlow> = fc.record({
  group: fc.constantFrom(...GROUPS),
  direction: fc.constantFrom("allowFrom" as const, "allowFrom" as const, "allowTo" as const),
  other: fc.constantFrom<Other>("internet", "vpn", "audience", "networks", ...GROUPS),
  networks: someOutside,
  port: ports,
});

/** Random policies over one fixed layout of servers. */
export const policies: fc.Arbitrary<Policy> = fc.record({
  exposure: fc.constantFrom(...Object.values(Exposure)),
  whitelist: someOutside,
  flows: fc.array(flows, { maxLength: 8 }),
});

/** The policy that names everybody, by which the lab is laid out. */
export const EVERYBODY: Policy = {
  exposure: Exposure.PUBLIC,
  whitelist: OUTSIDE,
  flows: OUTSIDE.map((network) => ({
    group: "web",
    direction: "allowFrom",
    other: "networks",
    networks: [network],
    port: Port.HTTPS,
  })),
};

/** Synthesizes a policy: the same servers at the same addresses every time, with other flows. */
export function buildPolicy({ exposure, whitelist, flows: declared, isPublic = false }: Policy): AppView {
  return buildApp((app) => {
    new SitePlatform(app, { site: oost, otherSites: [west], admins: [] });
    new SitePlatform(app, { site: west, otherSites: [oost], admins: [] });
    const entries = whitelist.map((network) => ({
      network,
      owner: network,
      reason: "test",
      until: "2027-12-31",
    }));
    const publicAddresses = isPublic ? { production: PUBLIC_ADDRESS } : {};
    const props = clientProps({ network6: "2001:db8:7::/48", exposure, publicAddresses, whitelist: entries });
    new Street(app, "verne", {
      ...props,
      stages: ["development", "acceptance", "production"],
    }).forEachEnvironment((environment) => {
      if (environment.stage !== Stage.DEVELOPMENT) declare(environment, declared);
    });
  });
}

function declare(environment: Environment, declared: readonly GeneratedFlow[]): void {
  const groups = new Map(
    GROUPS.map((name) => [name, new RedundantVms(environment, name, { size: VmSize.SMALL })]),
  );
  for (const { group, direction, other, networks, port } of declared) {
    const own = groups.get(group) as RedundantVms;
    const peers = {
      internet: Peer.internet(),
      vpn: Peer.vpn(),
      audience: environment.audience,
      country: Peer.country("NL", "BE"),
    };
    // Administrators come and are never gone to; an audience may be theirs.
    if (direction === "allowTo" && ["vpn", "audience", "country"].includes(other)) continue;
    const peer =
      other === "networks"
        ? Peer.networks(...networks)
        : (groups.get(other as GroupName) ?? peers[other as keyof typeof peers]);
    own.connections[direction](peer, port, { why: "generated" });
  }
}
