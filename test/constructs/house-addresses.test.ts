import { describe, expect, test } from "@jest/globals";
import { type Environment, Peer, Port, RedundantVms, VmSize } from "../../lib";
import { WhitelistEntry } from "../../lib/model/whitelist-entry";
import { buildStreet } from "../support/app";
import { clusterSite, tenantOf } from "../support/cluster-site";
import { PlainWorkload } from "../support/plain-workload";

const why = { why: "work" };

const listOf = (network: string) => ({
  name: "Detectify",
  source: "https://example.nl/addresses",
  date: "2027-01-01",
  networks: ["198.51.100.0/28", network],
});

/** Each way in which a client file can say by which addresses somebody comes. */
const WAYS: readonly (readonly [string, (network: string) => Peer])[] = [
  ["networks named on the spot", (network) => Peer.networks(network)],
  [
    "an entry of a whitelist",
    (network) =>
      Peer.whitelist([WhitelistEntry.of({ network, owner: "Jo", reason: "office", until: "2027-12-31" })]),
  ],
  ["a list of checkpoints", (network) => Peer.checkpoints(listOf(network))],
  ["a list of scanners", (network) => Peer.scanners(listOf(network))],
];

const HOUSE: readonly (readonly [string, string])[] = [
  ["another client's servers", "10.8.8.0/24"],
  ["another client's at the other site", "10.20.8.0/24"],
  ["edges in the uplink", "172.16.0.0/24"],
  ["the pool of administrators", "10.99.1.0/24"],
  ["the cluster's own pods", "10.64.0.0/16"],
  ["all private addresses", "10.0.0.0/8"],
];

describe("an address of this house (B-09)", () => {
  const complaintOf = (declare: (web: RedundantVms, environment: Environment) => void) =>
    buildStreet({ site: clusterSite, stages: ["development"] }, (environment) => {
      declare(new RedundantVms(environment, "web", { size: VmSize.SMALL }), environment);
    }).complaint;

  describe.each(WAYS)("in %s", (_, peerOf) => {
    test.each(HOUSE)("is refused: %s", (_whose, network) => {
      const complaint = complaintOf((web) => web.connections.allowFrom(peerOf(network), Port.HTTPS, why));
      expect(complaint).toContain("is of this house");
      expect(complaint).toContain("verne/development/web  allowFrom");
    });

    test("is told from one that is somebody else's, which may come", () => {
      expect(complaintOf((web) => web.connections.allowFrom(peerOf("192.0.2.0/28"), Port.HTTPS, why))).toBe(
        "",
      );
    });
  });
});

describe("pods, which have IPv4 alone", () => {
  const complaintOf = (...networks: readonly string[]) =>
    tenantOf(
      (tenant) =>
        new PlainWorkload(tenant, "one").connections.allowTo(Peer.networks(...networks), Port.HTTPS, why),
      { stages: ["development"], network6: "2001:db8:7::/48" },
    ).complaint;

  test("have no flow to who has IPv6 alone: it would be open for nobody", () => {
    expect(complaintOf("2a00:1:2::/48")).toContain("has no address in IPv4, which is all pods have");
  });

  test("have one to who has both", () => {
    expect(complaintOf("2a00:1:2::/48", "192.0.2.0/28")).toBe("");
  });
});
