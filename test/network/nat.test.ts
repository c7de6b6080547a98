import { spawnSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { type Environment, Peer, Port, RedundantVms, Stage, type StreetProps, VmSize } from "../../lib";
import { Environment as EnvironmentStack } from "../../lib/constructs/environment";
import { inwardOf, natClashes, outwardOf } from "../../lib/network/nat";
import { admins } from "../../stacks/admins";
import { buildStreet } from "../support/app";
import { payloadOf } from "../support/guestinfo";
import { describeWith } from "../support/tool";

const PUBLIC = { acceptance: "203.0.113.11", production: "203.0.113.10" };
const LIST = {
  name: "Detectify",
  source: "https://example.nl",
  date: "2027-01-01",
  networks: ["192.0.2.1/32"],
};

type Declare = (
  groups: { readonly web: RedundantVms; readonly api: RedundantVms },
  environment: Environment,
) => void;

/** A street with two groups in every stage, and flows in production alone. */
function street(declare: Declare, changes: Partial<StreetProps> = {}) {
  return buildStreet({ publicAddresses: PUBLIC, network6: "2001:db8:7::/48", ...changes }, (environment) => {
    const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
    const api = new RedundantVms(environment, "api", { size: VmSize.SMALL });
    if (environment.stage === Stage.PRODUCTION) declare({ web, api }, environment);
  });
}

function environmentOf(built: ReturnType<typeof street>, stage: string): EnvironmentStack {
  const stacks = built.straatStacks.filter((stack) => stack instanceof EnvironmentStack);
  return stacks.find((environment) => environment.stage.name === stage) as EnvironmentStack;
}

function inward(declare: Declare, changes: Partial<StreetProps> = {}) {
  const { facts, client } = environmentOf(street(declare, changes), "production");
  return inwardOf(facts, client).map(({ address, port, group, to }) => `${address} ${port} → ${group} ${to}`);
}

function edgeOf(built: ReturnType<typeof street>): string {
  const server = built.stack("verne/street").server("edge_1");
  return payloadOf(server["extra_config"]["guestinfo.straat.firewall"]);
}

const why = { why: "x" };
const mixed: Declare = ({ web, api }) => {
  web.connections.allowFrom(Peer.internet(), Port.HTTPS, why);
  web.connections.allowFrom(Peer.country("NL"), Port.tcpRange(8000, 8010), why);
  api.connections.allowFrom(Peer.networks("198.51.100.0/28"), Port.udp(514), why);
};

describe("a public address", () => {
  test("leads to the virtual address of a group for each flow from outside, with its port", () => {
    const built = street(mixed);
    const { groups } = environmentOf(built, "production").facts;
    const [web, api] = groups.map(({ virtual }) => `${virtual[0]?.addresses[0]}`);
    expect(inward(mixed)).toEqual([
      `203.0.113.10 tcp/443 → verne/production/web ${web}`,
      `203.0.113.10 tcp/8000-8010 → verne/production/web ${web}`,
      `203.0.113.10 udp/514 → verne/production/api ${api}`,
    ]);
    expect(edgeOf(built)).toContain(
      `iifname "ens192" ip daddr 203.0.113.10 tcp dport 8000-8010 dnat ip to ${web} comment "verne/production/web"\n`,
    );
  });

  test("leads to a group once, whoever may come by the port", () => {
    const translations = inward(({ web }) => {
      for (const peer of [Peer.internet(), Peer.country("NL"), Peer.scanners(LIST), Peer.checkpoints(LIST)])
        web.connections.allowFrom(peer, Port.HTTPS, why);
    });
    expect(translations).toHaveLength(1);
  });

  test.each<[string, Declare]>([
    ["the VPN", ({ web }) => web.connections.allowFrom(Peer.vpn(), Port.HTTPS, why)],
    ["administrators", ({ web }) => web.connections.allowFrom(Peer.admins(...admins), Port.HTTPS, why)],
    ["another group", ({ web, api }) => web.connections.allowFrom(api, Port.HTTPS, why)],
    ["the group itself", ({ web }) => web.connections.allowInternally(Port.HTTPS, why)],
    ["everyone with a ping", ({ web }) => web.connections.allowFrom(Peer.internet(), Port.PING, why)],
    ["nobody, but to the internet", ({ web }) => web.connections.allowTo(Peer.internet(), Port.HTTPS, why)],
  ])("leads nowhere for a flow from %s", (_who, declare) => {
    expect(inward(declare)).toEqual([]);
  });

  test("that a stage does not have leads nowhere, and its edge translates nothing inward", () => {
    expect(inward(mixed, { publicAddresses: {} })).toEqual([]);
    expect(edgeOf(street(mixed, { publicAddresses: {} }))).not.toContain("dnat");
    const { facts, client } = environmentOf(street(mixed), "acceptance");
    expect(inwardOf(facts, client)).toEqual([]);
  });

  test("leads to one group by one port: two are a mistake that names both, ranges and protocols told apart", () => {
    const clash = (one: Port, other: Port) =>
      street(({ web, api }) => {
        web.connections.allowFrom(Peer.internet(), one, why);
        api.connections.allowFrom(Peer.country("NL"), other, why);
      });
    const [mistake, ...more] = clash(Port.HTTPS, Port.tcpRange(440, 450)).mistakes;
    expect(more).toEqual([]);
    expect(mistake).toMatchObject({
      path: "verne/production/api",
      property: "allowFrom",
      value: "tcp/440-450",
    });
    expect(mistake?.problem).toBe(
      "is behind 203.0.113.10 together with verne/production/web (tcp/443); one port leads to one group",
    );
    expect(clash(Port.tcp(443), Port.udp(443)).mistakes).toEqual([]);
    expect(clash(Port.tcpRange(1000, 1999), Port.tcpRange(2000, 2999)).mistakes).toEqual([]);
  });

  test("clashes in pairs, each told once", () => {
    const { facts, client } = environmentOf(street(mixed), "production");
    const [first] = inwardOf(facts, client);
    if (first === undefined) throw new Error("no translation");
    const all = ["a", "b", "c"].map((group) => ({ ...first, group }));
    expect(natClashes(all).map(({ one, other }) => one.group + other.group)).toEqual(["ab", "ac", "bc"]);
    expect(natClashes([first, { ...first, port: Port.tcpRange(1, 443) }])).toEqual([]);
  });
});

describe("what servers open to the internet", () => {
  const built = street(mixed);

  test.each([
    ["production", "203.0.113.10"],
    ["acceptance", "203.0.113.11"],
    ["test", "172.16.0.17"],
    ["development", "172.16.0.17"],
  ])("from %s comes from %s", (stage, address) => {
    const { facts, client } = environmentOf(built, stage);
    const { from, to, address: seen } = outwardOf(facts, client);
    expect(`${seen}`).toBe(address);
    expect(`${client.plan.uplink.virtual[0]}`).toBe("172.16.0.17");
    expect(from.in(4).size).toBe(512n);
    expect(from.in(6).isEmpty).toBe(true);
    expect(to.in(4).has(0x08080808n)).toBe(true);
    for (const inside of [0x0a000000n, 0x0a630101n, 0xac100011n, 0xac1f0035n])
      expect(to.in(4).has(inside)).toBe(false);
  });

  test("is translated on the uplink, in one line for each stage", () => {
    const lines = edgeOf(built)
      .split("\n")
      .filter((line) => line.includes("snat"));
    expect(lines.map((line) => line.replace(/@\w+/g, "@set").trim())).toEqual(
      ["172.16.0.17", "172.16.0.17", "203.0.113.11", "203.0.113.10"].map(
        (address) => `oifname "ens192" ip saddr @set ip daddr @set snat ip to ${address}`,
      ),
    );
  });
});

describeWith("nft", "install it with apt-get install nftables", "translations", () => {
  test("of ports, ranges and both protocols are accepted by nft", () => {
    const unshare = process.getuid?.() === 0 ? ["--net"] : ["--map-root-user", "--net"];
    const input = edgeOf(street(mixed));
    const { status, stderr } = spawnSync("unshare", [...unshare, "nft", "-c", "-f", "-"], {
      input,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(input.match(/dnat ip to/g)).toHaveLength(3);
  });
});
