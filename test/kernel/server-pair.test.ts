import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { keepalivedDocument } from "../../lib/guest/network/keepalived";
import { redundancyPart } from "../../lib/guest/network/redundancy";
import { interfaceName } from "../../lib/model/interface-names";
import { Port } from "../../lib/model/port";
import { plan, serverRecord } from "../support/group-records";
import { describeUnless } from "../support/tool";
import { lackingForLab } from "./support/describe-in-lab";
import { Lab } from "./support/lab";
import { lackingForMembers, Member } from "./support/member";

jest.setTimeout(30_000);

const group = serverRecord(2);
const { networks } = plan.zone("production");
const virtual = group.virtual.flatMap(({ addresses }) => addresses.map(String));

/** Longer than a server takes to be found ill, or well: three times a second. */
const FELT_MS = 4500;

const HOSTS = group.servers.map(({ name, interfaces }) => ({
  name,
  interfaces: interfaces.map(({ addresses }) => ({
    link: "production",
    name: interfaceName(0),
    addresses: addresses.map((address, at) => `${address}/${networks[at]?.prefix}`),
  })),
}));

describeUnless(lackingForLab() ?? lackingForMembers(), "a pair of servers, with the real keepalived", () => {
  let lab: Lab;
  let members: readonly Member[];
  beforeAll(async () => {
    lab = await Lab.create({ links: ["production"], hosts: HOSTS });
    members = HOSTS.map(({ name }, place) => new Member(lab, name, place));
    await Promise.all(members.map((one) => one.prepare(redundancyPart())));
    for (const one of members) one.take(keepalivedDocument(group, { ports: [Port.HTTPS] }));
    for (const one of members) one.start("keepalived");
  });
  afterAll(async () => await lab?.destroy());

  const has = ({ addresses }: Member) => virtual.filter((one) => addresses.includes(one)).length;
  const hasAll = (member: Member) =>
    members.every((one) => has(one) === (one === member ? virtual.length : 0));
  const until = async (what: string, holds: () => boolean) => {
    for (const end = Date.now() + 15_000; Date.now() < end; await pause(50)) if (holds()) return;
    throw new Error(`it did not come about that ${what}: ${members.map((one) => one.log("keepalived"))}`);
  };
  let ill: Member;
  let well: Member;

  test("keeps the addresses on one of them also while neither does its work", async () => {
    await until("one has all addresses", () => members.some(hasAll));
    await pause(FELT_MS);
    expect(members.filter(hasAll)).toHaveLength(1);
    ill = members.find(hasAll) as Member;
    well = members.find((one) => one !== ill) as Member;
  });

  test("moves them to the one that does its work, and not back when the other does as well", async () => {
    await lab.listen(well.host, { tcp: [443] });
    await until("the one that listens has all addresses", () => hasAll(well));
    await lab.listen(ill.host, { tcp: [443] });
    await pause(FELT_MS);
    expect(hasAll(well)).toBe(true);
  });

  test("keeps them where they are when members read their configuration anew", async () => {
    for (const one of members) one.reload();
    await pause(FELT_MS);
    expect(hasAll(well)).toBe(true);
    for (const one of members) expect(one.log("keepalived")).toContain("Reloading");
  });

  test("moves them when the one that has them dies", async () => {
    well.kill("keepalived");
    well.cable(0, "down");
    await until("the other has them", () => has(ill) === virtual.length);
  });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
