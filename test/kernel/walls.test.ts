import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { Exposure, Port } from "../../lib";
import { conntrackCuts } from "../../lib/network/conntrack";
import { difference } from "../../lib/network/difference";
import { Reachability } from "../../lib/network/reachability";
import { describeInLab } from "./support/describe-in-lab";
import { Lab, type Probe } from "./support/lab";
import { modelsOf } from "./support/models";
import { buildPolicy, OUTSIDE, type Policy, PUBLIC_ADDRESS } from "./support/policies";
import { type Speaker, streetNetwork } from "./support/street-network";

const [PARTNER, OTHER_PARTNER] = OUTSIDE;

/** Two partners may reach the web servers; the web servers reach the database. */
const POLICY: Policy = {
  exposure: Exposure.CLOSED,
  isPublic: true,
  whitelist: [PARTNER],
  flows: [
    {
      group: "web",
      direction: "allowFrom",
      other: "networks",
      networks: [PARTNER, OTHER_PARTNER],
      port: Port.HTTPS,
    },
    { group: "web", direction: "allowFrom", other: "country", networks: [], port: Port.HTTP },
    { group: "database", direction: "allowFrom", other: "web", networks: [], port: Port.POSTGRES },
  ],
};
const ONE_PARTNER: Policy = {
  ...POLICY,
  flows: POLICY.flows.map((flow) => ({
    ...flow,
    networks: flow.networks.filter((network) => network === PARTNER),
  })),
};

function layOut(policy: Policy) {
  const built = buildPolicy(policy);
  const reach = new Reachability(modelsOf(built, built.paths));
  return { reach, ...streetNetwork(built, "verne", ["production"], "platform-oost", reach) };
}

describeInLab("the walls of a street", () => {
  const { network, rulesets, speakers, reach } = layOut(POLICY);
  const speaker = (name: string) => speakers.find(({ place }) => place.name === name) as Speaker;
  const ipv4 = (addresses: readonly string[]) =>
    addresses.find((address) => !address.includes(":")) as string;
  const probe = (from: string, to: string, port: number): Probe => ({
    from: speaker(from).host,
    source: ipv4(speaker(from).sources),
    destination: ipv4(speaker(to).destinations),
    protocol: "tcp",
    port,
  });
  const isOpen = async (...ends: readonly [string, string, number]) => (await lab.probe([probe(...ends)]))[0];
  const WEB = "verne/production/web";
  const DATABASE = "verne/production/database";
  const webHost = speaker(WEB).host;

  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.create(network);
  });
  beforeEach(async () => {
    expect(Object.values(await lab.loadRulesets(rulesets)).every(({ ok }) => ok)).toBe(true);
    await lab.forget();
  });
  afterAll(async () => await lab?.destroy());

  test("hold a packet from outside twice: without either one the other still closes, without both it is open", async () => {
    const databaseHost = speaker(DATABASE).host;
    expect(await isOpen("internet", DATABASE, 5432)).toBe(false);
    lab.unload("edge", "straat");
    expect(await isOpen("internet", DATABASE, 5432)).toBe(false);
    await lab.loadRulesets(rulesets);
    lab.unload(databaseHost, "straat");
    expect(await isOpen("internet", DATABASE, 5432)).toBe(false);
    lab.unload("edge", "straat");
    expect(await isOpen("internet", DATABASE, 5432)).toBe(true);
  });

  test("keep stages and clients apart also when the servers' own walls are gone", async () => {
    lab.unload(webHost, "straat");
    expect(await isOpen("other clients", WEB, 443)).toBe(false);
    lab.unload("edge", "straat");
    expect(await isOpen("other clients", WEB, 443)).toBe(true);
  });

  test("let in by the public address what they let in at all, and nothing else", async () => {
    const byPublicAddress = async (from: string, port: number) => {
      const { from: host, source } = probe(from, WEB, port);
      const connection = await lab
        .openConnection(host, source, PUBLIC_ADDRESS, port, 500)
        .catch(() => undefined);
      const answers = (await connection?.send()) ?? false;
      await connection?.close();
      return answers;
    };
    await lab.listen(webHost, { tcp: [443, 80] });
    expect(await byPublicAddress(PARTNER, 443)).toBe(true);
    expect(await byPublicAddress("internet", 443)).toBe(false);
    expect(await byPublicAddress(PARTNER, 80)).toBe(false);
    expect(await byPublicAddress(PARTNER, 22)).toBe(false);
  });

  test("let nobody in from a country while its set is empty, and whoever is in it once it is filled", async () => {
    expect(await isOpen("internet", WEB, 80)).toBe(false);
    const fill = (addresses: string) => `add element inet straat country_be_nl_v4 { ${addresses} }`;
    expect(lab.loadRuleset("edge", fill("198.18.0.0-198.18.0.255")).ok).toBe(true);
    expect(await isOpen("internet", WEB, 80)).toBe(false);
    expect(lab.loadRuleset("edge", fill("192.0.2.0-192.0.2.255")).ok).toBe(true);
    expect(await isOpen("internet", WEB, 80)).toBe(true);
    expect(await isOpen("internet", WEB, 443)).toBe(false);
  });

  test("stay as they were when a new ruleset is broken", async () => {
    for (const damage of ["\n}", "accept accept", 'comment "unclosed']) {
      expect(lab.loadRuleset("edge", `${rulesets["edge"]}\n${damage}`).ok).toBe(false);
      expect(await isOpen(PARTNER, WEB, 443)).toBe(true);
      expect(await isOpen("internet", WEB, 443)).toBe(false);
    }
  });

  test("reload under traffic: what is established goes on, what is closed never answers", async () => {
    const { from, source, destination } = probe(PARTNER, WEB, 443);
    const connection = await lab.openConnection(from, source, destination, 443);
    const closed = Array.from({ length: 40 }, () => probe("internet", WEB, 443));
    for (let reload = 0; reload < 15; reload++) {
      const [answers] = await Promise.all([
        lab.probe(closed, { timeoutMs: 100 }),
        lab.loadRulesets({ edge: `${rulesets["edge"]}`, [webHost]: `${rulesets[webHost]}` }),
      ]);
      expect(answers.filter((open) => open)).toEqual([]);
      expect(await connection.send()).toBe(true);
    }
    await connection.close();
  });

  test("cut the connections of a source that is taken out, and no other's", async () => {
    const after = layOut(ONE_PARTNER);
    const [stays, goes] = await Promise.all(
      [PARTNER, OTHER_PARTNER].map(async (partner) => {
        const { from, source, destination } = probe(partner, WEB, 443);
        return await lab.openConnection(from, source, destination, 443);
      }),
    );
    await lab.loadRulesets(after.rulesets);
    expect(await goes?.send()).toBe(true);

    const place = (name: string) =>
      reach.places.find((candidate) => candidate.name === name) ?? speaker(name).place;
    const passes = (street: Reachability) => street.between(place(OTHER_PARTNER), place(WEB)).space;
    const { closed } = difference(passes(reach), passes(after.reach));
    for (const args of conntrackCuts(closed)) {
      for (const host of ["edge", webHost]) lab.exec(host, ["conntrack", ...args]);
    }
    expect(await goes?.send(500)).toBe(false);
    expect(await stays?.send()).toBe(true);
    await stays?.close();
  });
});
