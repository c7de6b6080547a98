import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { Reachability } from "../../lib/network/reachability";
import { describeInLab } from "./support/describe-in-lab";
import { arrives } from "./support/forgery";
import { Lab } from "./support/lab";
import { matrixOf, surprises, withPortsOf } from "./support/matrix";
import { modelsOf, pathsOf } from "./support/models";
import { podStreet, VISITORS } from "./support/pod-street";
import { PUBLIC_ADDRESS } from "./support/policies";
import { POLICY_TABLE } from "./support/policy-ruleset";
import { type Speaker, streetNetwork } from "./support/street-network";

jest.setTimeout(90_000);

const PLATFORM = "platform-oost";
const STAGES = ["acceptance", "production"];

describeInLab("pods, with real packets", () => {
  const built = podStreet();
  const models = modelsOf(built, pathsOf(built, "verne", PLATFORM));
  const reach = new Reachability(models);
  const { network, speakers, rulesets } = streetNetwork(built, "verne", STAGES, PLATFORM, reach);

  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.create(network);
  });
  afterAll(async () => await lab?.destroy());
  // Loading takes a second, so that it is done again only after something was taken away.
  let isWhole = false;
  const loadEverything = async () => {
    if (isWhole) return;
    const loaded = await lab.loadRulesets(rulesets);
    expect(Object.values(loaded).filter(({ ok }) => !ok)).toEqual([]);
    await lab.forget();
    isWhole = true;
  };
  const takeAway = (host: string, table = "straat") => {
    isWhole = false;
    expect(lab.unload(host, table).ok).toBe(true);
  };

  describe("of two stages, between all who are there", () => {
    const cells = matrixOf(speakers, reach, withPortsOf(models));
    const probes = cells.map(({ probe }) => probe);

    test("are reached everywhere while no wall is loaded: the probes can find an open port", async () => {
      const { open } = await lab.measure(probes, { expected: probes.map(() => true) });
      expect(cells.filter((_, index) => !open[index]).map(({ text }) => text)).toEqual([]);
    });

    test("are open and closed exactly where the model says, cell by cell", async () => {
      await loadEverything();
      const { open } = await lab.measure(probes, { expected: cells.map(({ expected }) => expected) });
      expect(surprises(cells, open)).toEqual([]);
      const isOfPods = cells.map(({ text }) => text.includes("/apps/"));
      expect(open.some((isOpen, index) => isOpen && isOfPods[index])).toBe(true);
      expect(open.some((isOpen, index) => !isOpen && isOfPods[index])).toBe(true);
    });

    test("would be told apart from the model if a pod did not hold to its policies", async () => {
      await loadEverything();
      withoutPolicies(pods("worker"));
      const own = cells.filter(({ probe }) => probe.from === speaker(pods("worker")).host);
      const { open } = await lab.measure(own.map(({ probe }) => probe));
      const told = surprises(own, open);
      expect(told.length).toBeLessThan(own.length);
      expect(told).toContainEqual(
        expect.stringMatching(`${SERVERS} .*tcp/5432: predicted closed, measured open`),
      );
    });
  });

  const speaker = (name: string, isSpare = false) =>
    speakers.find((one) => one.place.name === name && (one.isSpare ?? false) === isSpare) as Speaker;
  const ipv4 = (addresses: readonly string[]) => addresses.find((one) => !one.includes(":")) as string;
  const ipv6 = (addresses: readonly string[]) => addresses.find((one) => one.includes(":")) as string;
  type Ends = readonly [from: string | Speaker, to: string | Speaker, port: number];
  /** Tries what should be open and what should be closed, all at the same time. */
  const expectWays = async (ways: { readonly open?: readonly Ends[]; readonly closed?: readonly Ends[] }) => {
    const { open = [], closed = [] } = ways;
    const all = [...open, ...closed].map(([from, to, port]) => {
      const ends = [from, to].map((end) => (typeof end === "string" ? speaker(end) : end));
      const [{ host, sources }, { destinations }] = ends as [Speaker, Speaker];
      const addresses = { source: ipv4(sources), destination: ipv4(destinations) };
      return { from: host, ...addresses, protocol: "tcp" as const, port };
    });
    const expected = all.map((_, index) => index < open.length);
    const found = await lab.measure(all, { expected });
    const text = (isOpen: (index: number) => boolean | undefined) =>
      all.map(({ from, destination, port }, index) => {
        return `${from} → ${destination} ${port}: ${isOpen(index) ? "open" : "closed"}`;
      });
    expect(text((index) => found.open[index])).toEqual(text((index) => expected[index]));
  };
  const pods = (id: string, stage = "production") => `verne/${stage}/apps/${id}`;
  const SERVERS = "verne/production/records";
  const withoutPolicies = (...names: readonly string[]) => {
    for (const name of names) takeAway(speaker(name).host, POLICY_TABLE);
  };

  describe("have walls that", () => {
    beforeEach(loadEverything);

    test("let through what is declared, and not what stands beside it", () =>
      expectWays({
        open: [
          [pods("worker"), pods("front"), 8080],
          [pods("front"), SERVERS, 5432],
          [pods("worker"), "logs", 5044],
          [pods("mailer"), "internet", 443],
        ],
        closed: [
          [pods("front"), pods("worker"), 8080],
          [pods("worker"), SERVERS, 5432],
          [SERVERS, pods("front"), 8080],
          [pods("front"), "logs", 5044],
          [pods("mailer"), "internet", 80],
          [pods("front"), "internet", 443],
        ],
      }));

    test("let a workload's own pods speak where that is declared, and only there", async () => {
      const [one, other] = [speaker(pods("index")), speaker(pods("index"), true)];
      expect(one.host).not.toBe(other.host);
      await expectWays({
        open: [[one, other, 9300]],
        closed: [
          [one, other, 8080],
          [speaker(pods("front")), speaker(pods("front"), true), 8080],
        ],
      });
    });

    test("let visitors in by a gateway of their own and nowhere else", () =>
      expectWays({
        open: [
          [VISITORS, pods("gateway-restricted"), 443],
          ["vpn", pods("gateway-closed"), 443],
          [SERVERS, pods("gateway-restricted"), 443],
          ["country BE NL", pods("gateway-public"), 443],
          [pods("gateway-restricted"), pods("portal"), 8443],
        ],
        closed: [
          [VISITORS, pods("gateway-closed"), 443],
          ["vpn", pods("gateway-restricted"), 443],
          ["internet", pods("gateway-restricted"), 443],
          ["internet", pods("gateway-public"), 443],
          ["country BE NL", pods("gateway-restricted"), 443],
          [SERVERS, pods("gateway-restricted", "acceptance"), 443],
          [VISITORS, pods("portal"), 8443],
          [pods("gateway-restricted", "acceptance"), pods("portal"), 8443],
        ],
      }));

    test("let those in by the public address who are let in at all, as far as the gateway", async () => {
      const gateway = speaker(pods("gateway-restricted", "acceptance"));
      await lab.listen(gateway.host, { tcp: [443, 80, 8443] });
      const answers = async (from: string, port: number) => {
        const { host, sources } = speaker(from);
        const connection = await lab
          .openConnection(host, ipv4(sources), PUBLIC_ADDRESS, port)
          .catch(() => undefined);
        const isAnswered = (await connection?.send()) ?? false;
        await connection?.close();
        return isAnswered;
      };
      const tried = [
        [VISITORS, 443],
        [VISITORS, 80],
        [VISITORS, 8443],
        ["internet", 443],
        ["vpn", 443],
      ] as const;
      const found = await Promise.all(tried.map(([from, port]) => answers(from, port)));
      expect(found).toEqual([true, true, false, false, false]);
    });

    test("have the edge tell everyone outside an address that is answered, and the site's services their own", async () => {
      const seenAs = async (from: string, to: string, port: number) => {
        const [{ host, sources }, { destinations }] = [speaker(from), speaker(to)];
        const connection = await lab.openConnection(host, ipv4(sources), ipv4(destinations), port);
        expect(await connection.send()).toBe(true);
        const { stdout } = lab.exec("edge", [
          "conntrack",
          "-L",
          "-s",
          ipv4(sources),
          "-d",
          ipv4(destinations),
        ]);
        await connection.close();
        return stdout.match(/src=.* src=\S+ dst=(\S+)/)?.[1];
      };
      const edge = network.hosts.find(({ name }) => name === "edge");
      const uplink = edge?.interfaces.find(({ link }) => link === "uplink")?.addresses ?? [];
      const own = await seenAs(pods("mailer"), "internet", 443);
      expect(uplink.map((address) => address.replace(/\/.*/, ""))).toContain(own);
      expect(await seenAs(pods("mailer", "acceptance"), "internet", 443)).toBe(PUBLIC_ADDRESS);
      expect(await seenAs(pods("worker"), "logs", 5044)).toBe(ipv4(speaker(pods("worker")).sources));
    });

    test("tell workloads of one tenant apart, which no other wall can", async () => {
      withoutPolicies(pods("worker"));
      await expectWays({ open: [[pods("worker"), SERVERS, 5432]], closed: [[pods("worker"), SERVERS, 22]] });
    });

    test("are there twice from pods to servers: the edge and the server keep stages apart by themselves", async () => {
      const [from, to] = [pods("front", "acceptance"), SERVERS];
      await expectWays({ closed: [[from, to, 5432]] });
      withoutPolicies(from);
      await expectWays({ closed: [[from, to, 5432]] });
      takeAway("edge");
      await expectWays({ closed: [[from, to, 5432]] });
      takeAway(speaker(to).host);
      await expectWays({ open: [[from, to, 5432]] });
    });

    test("are there twice between pods, and from outside: without either one the other still closes", async () => {
      const [from, to] = [pods("front", "acceptance"), pods("front")];
      withoutPolicies(from);
      await expectWays({ closed: [[from, to, 8080]] });
      takeAway("edge");
      const strangers = ["internet", "other clients", "other pods"].map((name): Ends => [name, to, 8080]);
      await expectWays({ closed: strangers });
      withoutPolicies(to);
      await expectWays({ open: [[from, to, 8080], ...strangers] });
      expect(lab.loadRuleset("edge", `${rulesets["edge"]}`).ok).toBe(true);
      await expectWays({ closed: [["internet", to, 8080]] });
    });
  });

  describe("and the edge's guard against forged sources, with everything else open,", () => {
    const [one, fellow] = speakers.filter(({ place }) => place.name === SERVERS) as [Speaker, Speaker];
    const to = { destination: ipv4(fellow.sources), at: fellow.host };
    const byUplink = [
      { from: "other", source: ipv4(one.sources), ...to },
      { from: "other", source: ipv6(one.sources), ...to, destination: ipv6(fellow.sources) },
      { from: "node", source: ipv4(one.sources), ...to },
      // Of the client's block, and nobody's yet.
      { from: "other", source: "10.0.15.10", ...to },
    ];
    const byLeg = {
      from: one.host,
      source: ipv4(speaker(pods("worker")).sources),
      destination: ipv4(speaker("logs").destinations),
      at: "services",
    };

    beforeEach(async () => {
      await loadEverything();
      for (const name of [pods("front"), pods("gateway-restricted"), pods("worker")]) withoutPolicies(name);
      for (const { host } of [one, fellow]) takeAway(host);
      // Guards come first in the chain; this is after them.
      expect(lab.nft("edge", ["add", "rule", "inet", "straat", "straat_forward", "accept"]).status).toBe(0);
    });

    test("lets pods through, and answers of gateways", () =>
      expectWays({
        open: [
          [pods("front"), SERVERS, 9999],
          ["internet", pods("front"), 9999],
          ["internet", pods("gateway-restricted"), 443],
          [SERVERS, pods("gateway-restricted"), 9999],
        ],
      }));

    test("drops what says by the uplink that it is the client's own and is not in the cluster", async () => {
      for (const forgery of byUplink)
        expect([forgery, await arrives(lab, forgery)]).toEqual([forgery, false]);
      takeAway("edge");
      for (const forgery of byUplink) expect([forgery, await arrives(lab, forgery)]).toEqual([forgery, true]);
    });

    test("drops a server's packet that says it is a pod's", async () => {
      expect(await arrives(lab, byLeg)).toBe(false);
      takeAway("edge");
      expect(await arrives(lab, byLeg)).toBe(true);
    });
  });
});
