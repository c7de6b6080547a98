import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Environment, Exposure, Peer, Port, RedundantVms, Street, Tenant, VmSize } from "../../../lib";
import { exposeService } from "../../../lib/constructs/kubernetes/exposure/expose";
import type { ModelFile } from "../../../lib/model/model-file";
import { Addresses } from "../../../lib/network/addresses";
import { clusterOf } from "../../../lib/network/kubernetes/cluster-of";
import { reachBetween } from "../../../lib/network/kubernetes/pod-reach";
import { readNetworkPolicy } from "../../../lib/network/kubernetes/read-network-policy";
import { parseAddresses } from "../../../lib/network/range-text";
import { networks } from "../../../lib/network/written-networks";
import { buildApp, clientProps } from "../../support/app";
import { clusterSite } from "../../support/cluster-site";
import { PlainWorkload } from "../../support/plain-workload";

// Two clients alike on one cluster, with every kind of flow there is. Names and labels are the same, so that namespaces and
// addresses are all that tells them apart.

const QUOTA = { pods: 60, cpu: "20", memory: "20Gi", ephemeralStorage: "20Gi", storage: "100Gi" };
const why = { why: "whatever there is" };

let models: readonly ModelFile[];
beforeAll(() => {
  const built = buildApp((app) => {
    for (const [name, network] of [
      ["verne", "10.0.0.0/20"],
      ["nemo", "10.0.16.0/20"],
    ] as const) {
      const props = { ...clientProps({ site: clusterSite, network }), exposure: Exposure.PUBLIC };
      new Street(app, name, props).forEachEnvironment((environment) => declare(environment, name));
    }
  });
  expect(built.complaint).toBe("");
  models = built.straatStacks.map((stack) => stack.toModel());
});

function declare(environment: Environment, client: string): void {
  const tenant = new Tenant(environment, "apps", { quota: QUOTA });
  const [front, worker] = ["front", "worker"].map((id) => new PlainWorkload(tenant, id)) as [
    PlainWorkload,
    PlainWorkload,
  ];
  const database = new RedundantVms(environment, "database", { size: VmSize.SMALL });
  const hostname = `${environment.stage}.${client}.example.nl`;
  exposeService(front, environment.audience, { hostname, ...why });
  exposeService(front, Peer.networks("192.0.2.0/28"), { hostname: `partner.${hostname}`, ...why });
  exposeService(front, database, { hostname: `partner.${hostname}`, ...why });
  exposeService(worker, Peer.vpn(), { hostname: `beheer.${hostname}`, ...why });
  front.connections.allowFrom(worker, Port.tcp(8080), why);
  front.connections.allowInternally(Port.tcp(9300), why);
  for (const one of [front, worker, database]) {
    one.connections.allowTo(Peer.internet(), Port.HTTPS, why);
    one.connections.allowTo(Peer.networks("10.200.8.0/24"), Port.HTTPS, why);
    one.connections.allowTo(Peer.service("logs"), Port.tcp(6514), why);
  }
  for (const one of [front, worker]) database.connections.allowFrom(one, Port.POSTGRES, why);
  database.connections.allowFrom(environment.audience, Port.tcp(8443), why);
}

const environments = () => models.filter(({ kind }) => kind === "environment");

/** All addresses of another environment's pods and gateways, and of its servers. */
function addressesIn({ zones, kubernetes }: ModelFile): Addresses {
  const fronts = (kubernetes?.workloads ?? []).flatMap(({ front }) => front.map(String));
  const own = (kubernetes?.workloads ?? []).filter(({ kind }) => kind !== "gateway");
  return networks(...own.flatMap(({ pods }) => pods), ...zones.flatMap((zone) => zone.networks)).union(
    parseAddresses(fronts),
  );
}

/** Every two environments, which have to be apart whoever's they are. */
function pairs(): readonly (readonly [ModelFile, ModelFile])[] {
  return environments().flatMap((one) =>
    environments()
      .filter((other) => other !== one)
      .map((other) => [one, other] as const),
  );
}

describe("two clients on one cluster (B-09)", () => {
  test("have no way from any pod of one environment to any pod of another, by their policies", () => {
    const view = clusterOf(models);
    if (view === undefined) throw new Error("there is no cluster");
    const podsOf = ({ kubernetes }: ModelFile) =>
      (kubernetes?.workloads ?? []).flatMap(({ path }) => view.pods.get(path) ?? []);
    const asked = pairs().flatMap(([one, other]) =>
      podsOf(one).flatMap((from) => podsOf(other).map((to) => [from, to] as const)),
    );
    expect(asked.length).toBeGreaterThan(8 * 7 * 15);
    const open = asked.filter(([from, to]) => {
      const { space, sctpAsTcp } = reachBetween(from, to, view.cluster);
      return !space.isEmpty || !sctpAsTcp.isEmpty;
    });
    expect(open.map(([from, to]) => `${from.name} → ${to.name}`)).toEqual([]);
    // And it is not closed because nobody reaches anybody.
    const own = environments().flatMap((one) => podsOf(one).map((pod) => [pod, podsOf(one)] as const));
    const inside = own.filter(([from, all]) =>
      all.some((to) => to !== from && !reachBetween(from, to, view.cluster).space.isEmpty),
    );
    expect(inside.length).toBeGreaterThan(8);
  });

  test("name no address of each other's pods, gateways and servers, for a network that takes an ipBlock to mean pods too", () => {
    for (const [one, other] of pairs()) {
      const theirs = addressesIn(other);
      const named = (one.kubernetes?.policies ?? [])
        .map(readNetworkPolicy)
        .flatMap(({ ingress = [], egress = [] }) => [...ingress, ...egress])
        .flatMap(({ peers }) =>
          peers === "everyone" ? [{ kind: "networks", addresses: Addresses.ALL } as const] : peers,
        )
        .flatMap((peer) => (peer.kind === "networks" ? [peer.addresses] : []));
      expect(named.length).toBeGreaterThan(0);
      expect([one.stack, other.stack, named.every((some) => some.intersect(theirs).isEmpty)]).toEqual([
        one.stack,
        other.stack,
        true,
      ]);
    }
  });

  test("have no rule of a firewall that names an address of another environment", () => {
    for (const [one, other] of pairs()) {
      const theirs = addressesIn(other);
      const rules = one.walls.flatMap((wall) => wall.rules);
      expect(rules.length).toBeGreaterThan(0);
      const wrong = rules.filter(
        ({ from, to }) => !parseAddresses([...from, ...to]).intersect(theirs).isEmpty,
      );
      expect(wrong.map(({ id }) => `${one.stack}: ${id}`)).toEqual([]);
    }
  });
});
