import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { keepalivedDocument, virtualRouterId } from "../../../lib/guest/network/keepalived";
import { Cidr } from "../../../lib/model/cidr";
import type { GroupRecord } from "../../../lib/model/model-file";
import { Port } from "../../../lib/model/port";
import { UNIT_PREFIX } from "../../../lib/model/site";
import { MEMBERS_MAX, StreetPlan } from "../../../lib/model/street-plan";
import { edgeRecord, plan, plan4, serverRecord } from "../../support/group-records";
import { oost } from "../../support/sites";

/** The blocks of a keyword, each as its lines. */
function blocksOf(document: string, keyword: string): readonly string[] {
  return [...document.matchAll(new RegExp(`^${keyword} .*\\{\\n(?:.+\\n)*?\\}`, "gm"))].map(([text]) => text);
}

/** What a server reads: its own lines, without the marks, and no other's. */
function asReadBy(host: string, document: string): string {
  const lines = document.split("\n").flatMap((line) => {
    const [, space = "", not, name, rest = ""] = /^(\s*)@(\^?)(\S+) (.*)$/.exec(line) ?? [];
    if (name === undefined) return [line];
    return (name === host) === (not === "") ? [`${space}${rest}`] : [];
  });
  return lines.join("\n");
}

const edge = edgeRecord(plan);

describe("who has the addresses of a group", () => {
  test("is agreed on by an instance for each network and family, all of one group", () => {
    const document = keepalivedDocument(edge);
    const names = ["uplink", "development", "test", "acceptance", "production"].flatMap((zone) => [
      `${zone}_v4`,
      `${zone}_v6`,
    ]);
    expect(blocksOf(document, "vrrp_instance").map((block) => block.split(" ")[1])).toEqual(names);
    const [group = "", ...others] = blocksOf(document, "vrrp_sync_group");
    expect(others).toEqual([]);
    for (const name of names) expect(group).toMatch(new RegExp(`^\\t\\t${name}$`, "m"));
  });

  test("is agreed on in IPv4 alone where a street has no IPv6", () => {
    const document = keepalivedDocument(edgeRecord(plan4));
    expect(blocksOf(document, "vrrp_instance")).toHaveLength(5);
    expect(document.replace("IPv6_address ::1", "")).not.toContain("::");
  });

  test("is never agreed on over the link between an edge's members", () => {
    const keepalived = keepalivedDocument(edge).split("=== conntrackd")[0];
    expect(keepalived).not.toContain("ens224");
    expect(keepalived).not.toContain("sync_v4");
  });

  test("is told by unicast only, from a member's own address to all others and never to itself", () => {
    for (const group of [edge, serverRecord(2), serverRecord(MEMBERS_MAX)]) {
      for (const { name, interfaces } of group.servers) {
        const own = interfaces.flatMap(({ addresses }) => addresses.map(String));
        for (const block of blocksOf(asReadBy(name, keepalivedDocument(group)), "vrrp_instance")) {
          const [, source = ""] = /unicast_src_ip (\S+)/.exec(block) ?? [];
          const peers = [...block.matchAll(/^\t\t(\S+) min_ttl 255 max_ttl 255$/gm)].map(
            ([, peer]) => peer as string,
          );
          expect(own).toContain(source);
          expect(peers).toHaveLength(group.servers.length - 1);
          expect(peers.filter((peer) => own.includes(peer))).toEqual([]);
        }
      }
    }
  });

  test("is the first of an edge's members at first, and does not go back to it", () => {
    const document = keepalivedDocument(edge);
    const priority = (host: string) =>
      new Set([...asReadBy(host, document).matchAll(/\tpriority (\d+)/g)].map(([, n]) => Number(n)));
    const [[first], [second]] = [[...priority("verne-edge-1")], [...priority("verne-edge-2")]];
    expect(first).toBeGreaterThan(second as number);
    expect(blocksOf(document, "vrrp_instance").every((block) => block.includes("\tnopreempt\n"))).toBe(true);
    expect(document).not.toContain("state MASTER");
  });

  test("is decided by health alone among equal servers, which an address can leave but never without another to go to", () => {
    const document = keepalivedDocument(serverRecord(3), { ports: [Port.HTTPS, Port.POSTGRES, Port.HTTPS] });
    expect(document).toContain('script "/usr/local/lib/straat/vrrp-listens 443 5432"\n');
    expect(document).toContain("listens weight -50\n");
    expect(new Set(document.match(/\tpriority \d+/g))).toEqual(new Set(["\tpriority 150"]));
    expect(document).not.toContain("nopreempt");
  });

  test("does not hang on ports that nobody has to listen on", () => {
    const ports = [Port.tcpRange(8000, 8010), Port.udp(514), Port.PING];
    for (const document of [
      keepalivedDocument(serverRecord(2), { ports }),
      keepalivedDocument(edge, { ports: [Port.HTTPS] }),
    ])
      expect(document).not.toContain("listens");
  });

  test("is a server that is alone, without asking", () => {
    const document = keepalivedDocument(serverRecord(1), { ports: [Port.HTTPS] });
    expect(document).toContain(
      "static_ipaddress {\n\t10.0.6.41/32 dev ens192\n\t2001:db8:7:3::29/128 dev ens192\n}",
    );
    expect(document).not.toContain("vrrp_instance");
  });

  test("is said to all members in the same words, with every name that is in them", () => {
    const document = keepalivedDocument(edge);
    expect(keepalivedDocument(edgeRecord(plan))).toBe(document);
    expect(Buffer.byteLength(document)).toBeLessThan(16 * 1024);
    const names = new Set([...document.matchAll(/@\^?(\S+) /g)].map(([, name]) => name));
    expect(names).toEqual(new Set(["verne-edge-1", "verne-edge-2"]));
  });

  test("cannot be said of a group without an address that moves", () => {
    expect(() => keepalivedDocument({ ...edge, virtual: [] } as GroupRecord)).toThrow(
      "verne/street/edge has no virtual address",
    );
  });
});

describe("the VRRP number of a group", () => {
  test("is from 1 to 255, and different for every group of a network of up to 255 slots", () => {
    fc.assert(
      fc.property(fc.integer({ min: 17, max: 22 }), fc.nat(), (prefix, position) => {
        const block = oost.streets.part(14, 0).part(prefix, position % 2 ** (prefix - 14));
        const zone = StreetPlan.of({ site: oost, network: `${block}` }).zone("production");
        const slots = Array.from({ length: Math.min(zone.slots, 255) - 1 }, (_, index) =>
          zone.slot(index + 1),
        );
        const all = [zone.gateway, ...slots].flatMap(({ virtual }) => virtual.map(virtualRouterId));
        expect(new Set(all).size).toBe(all.length);
        expect(Math.min(...all)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...all)).toBeLessThanOrEqual(255);
      }),
      { numRuns: 60 },
    );
  });

  test("is different for neighbouring clients on the uplink they share", () => {
    const unit = (index: number) =>
      StreetPlan.of({ site: oost, network: `${Cidr.parse("10.0.0.0/14").part(UNIT_PREFIX, index)}` });
    const all = Array.from({ length: 255 }, (_, index) =>
      virtualRouterId(unit(index).uplink.virtual[0] as never),
    );
    expect(new Set(all).size).toBe(255);
  });

  test("is shared in larger networks only by groups that heed none of each other's addresses", () => {
    const zone = StreetPlan.of({ site: oost, network: "10.0.0.0/16" }).zone("production");
    const idOf = (slot: number) => virtualRouterId(zone.slot(slot).virtual[0] as never);
    expect(idOf(1)).toBe(idOf(256));
    const members = (slot: number) =>
      [1, 2, 3, 4, 5].flatMap((member) => zone.slot(slot).member(member).map(String));
    expect(members(1).filter((address) => members(256).includes(address))).toEqual([]);
  });
});
