import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { Exposure, Port } from "../../lib";
import { connectionSyncPart, redundancyPart } from "../../lib/guest/network/redundancy";
import { routerPart } from "../../lib/guest/network/router";
import { describeUnless } from "../support/tool";
import { lackingForLab } from "./support/describe-in-lab";
import { edgeLab } from "./support/edge-lab";
import { type Connection, Lab } from "./support/lab";
import { lackingForMembers, Member } from "./support/member";
import { buildPolicy, OUTSIDE, PUBLIC_ADDRESS } from "./support/policies";

jest.setTimeout(30_000);

const CLIENTS = ["198.51.100.3", "2001:db9:1::3", "192.0.2.9", "2001:db8:fe::9"] as const;
const [PARTNER, PARTNER6, STRANGER, STRANGER6] = CLIENTS;

/** Longer than it takes to notice that the other member is gone: three seconds and a part. */
const NOTICED_MS = 4000;

describeUnless(
  lackingForLab() ?? lackingForMembers(),
  "a pair of edges, with the real keepalived and conntrackd",
  () => {
    const built = buildPolicy({
      exposure: Exposure.PUBLIC,
      isPublic: true,
      whitelist: [],
      flows: [
        {
          group: "web",
          direction: "allowFrom",
          other: "networks",
          networks: [OUTSIDE[0], OUTSIDE[2]],
          port: Port.HTTPS,
        },
      ],
    });
    const { network, edges, server, outside, virtual, document, rulesets } = edgeLab(built, "web", CLIENTS);
    const web6 = network.hosts.at(-1)?.interfaces[0]?.addresses.find((one) => one.includes(":")) as string;
    const WEB6 = web6.replace(/\/.*/, "");

    let lab: Lab;
    let members: readonly Member[];

    beforeAll(async () => {
      lab = await Lab.create(network);
      members = edges.map(
        (host) =>
          new Member(
            lab,
            host,
            network.hosts.findIndex(({ name }) => name === host),
          ),
      );
      await Promise.all(
        members.map((one) => one.prepare(redundancyPart(), connectionSyncPart(), routerPart())),
      );
      const loaded = await lab.loadRulesets(rulesets);
      expect(Object.values(loaded).filter(({ ok }) => !ok)).toEqual([]);
      for (const one of members) one.take(document);
      await lab.listen(server, { tcp: [443, 80] });
      for (const one of members) one.start("conntrackd", "keepalived");
    });
    afterAll(async () => {
      if (process.env["STRAAT_SHOW"])
        for (const one of members ?? [])
          process.stderr.write(`${one.log("keepalived")}\n${one.log("conntrackd")}\n`);
      await lab?.destroy();
    });

    const until = async (what: string, holds: () => boolean | Promise<boolean>, patienceMs = 10_000) => {
      for (const end = Date.now() + patienceMs; Date.now() < end; ) {
        if (await holds()) return;
        await pause(50);
      }
      throw new Error(
        `in ${patienceMs} ms it did not come about that ${what}: ${members.map(({ addresses }) => addresses)}`,
      );
    };

    /** Which of the addresses that move a member has. */
    const has = ({ addresses }: Member) => virtual.filter((one) => addresses.includes(one));
    /** Whether a member has all of them, and the other none. */
    const hasAll = (member: Member) =>
      members.every((one) => has(one).length === (one === member ? virtual.length : 0));

    const open = async (source: string, port: number) => {
      const destination = source.includes(":") ? WEB6 : PUBLIC_ADDRESS;
      return await lab.openConnection(outside, source, destination, port, 1500);
    };
    const isOpen = async (source: string, port: number) => {
      const connection = await open(source, port).catch(() => undefined);
      const answers = (await connection?.send()) ?? false;
      await connection?.close();
      return answers;
    };
    /** What is open is, and what is closed is not, in both families. */
    const holdsItsWalls = async () => {
      const tried = [PARTNER, PARTNER6].map((source) => isOpen(source, 443));
      const closed = [
        ...[STRANGER, STRANGER6].map((source) => isOpen(source, 443)),
        ...[PARTNER, PARTNER6].map((source) => isOpen(source, 80)),
      ];
      expect(await Promise.all(tried)).toEqual([true, true]);
      expect(await Promise.all(closed)).toEqual([false, false, false, false]);
    };
    const goOn = async (connections: readonly Connection[]) =>
      await Promise.all(connections.map((connection) => connection.send(5000)));

    const everyCard = network.hosts[1]?.interfaces.map((_, card) => card) ?? [];
    const heardOf = (one: Member) => {
      const text = one.conntrackd("-e");
      return [PARTNER, PARTNER6].every((source) => text.includes(`src=${source} `));
    };

    let connections: readonly Connection[] = [];
    let [active, standby]: readonly Member[] = [];
    // Each test begins with who has the addresses and ends with who should have them.
    const both = () => [active, standby] as readonly [Member, Member];
    const swap = () => {
      [active, standby] = [standby, active];
    };

    test("agrees on one member that has every address, in both families", async () => {
      await until("one has all addresses", () => members.some(hasAll));
      active = members.find(hasAll);
      standby = members.find((one) => one !== active);
      await holdsItsWalls();
      connections = await Promise.all([PARTNER, PARTNER6].map((source) => open(source, 443)));
      expect(await goOn(connections)).toEqual([true, true]);
    });

    test("hands over when a member dies: what is established goes on, what is closed stays closed", async () => {
      const [dead, heir] = both();
      await until("the other has heard of the connections", () => heardOf(heir));
      dead.kill("keepalived");
      dead.kill("conntrackd");
      for (const card of everyCard) dead.cable(card, "down");
      await until("the other has all addresses", () => has(heir).length === virtual.length);
      expect(await goOn(connections)).toEqual([true, true]);
      await holdsItsWalls();
      swap();
    });

    test("does not hand back when the dead returns, and tells it everything", async () => {
      const [heir, returned] = both();
      returned.forget(virtual);
      for (const card of everyCard) returned.cable(card, "up");
      returned.start("conntrackd", "keepalived");
      await until("it has heard of the connections", () => heardOf(returned));
      await pause(NOTICED_MS);
      expect(hasAll(heir)).toBe(true);
      expect(await goOn(connections)).toEqual([true, true]);
    });

    test("moves as a whole when one network is cut off from the member in use", async () => {
      const [cut, heir] = both();
      cut.cable(LEG_WITHOUT_TRAFFIC, "down");
      await until("the other has all addresses", () => hasAll(heir));
      expect(await goOn(connections)).toEqual([true, true]);
      await holdsItsWalls();
      cut.cable(LEG_WITHOUT_TRAFFIC, "up");
      swap();
    });

    test("stays with one member when only their own link is cut", async () => {
      const [heir] = both();
      for (const one of members) one.cable(SYNC, "down");
      await pause(NOTICED_MS);
      expect(hasAll(heir)).toBe(true);
      expect(await goOn(connections)).toEqual([true, true]);
    });

    test("would lose its connections if members did not tell each other", async () => {
      const [cut, heir] = both();
      for (const one of members) one.kill("conntrackd");
      lab.conntrackFlush(heir.host);
      cut.cable(LEG_WITHOUT_TRAFFIC, "down");
      await until("the other has all addresses", () => hasAll(heir));
      expect(await Promise.all(connections.map((connection) => connection.send(1500)))).toEqual([
        false,
        false,
      ]);
      await holdsItsWalls();
    });
  },
);

/** Positions of network cards. */
const SYNC = 1;
const LEG_WITHOUT_TRAFFIC = 2;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
