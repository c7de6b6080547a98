import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { readBackupDocument } from "../../../lib/controls/guest/backup-document";
import { readIdentityDocument } from "../../../lib/controls/guest/identity-document";
import { readKeepalivedDocument } from "../../../lib/controls/guest/keepalived-document";
import { readLogsDocument } from "../../../lib/controls/guest/logs-document";
import { readPatchDocument } from "../../../lib/controls/guest/patch-document";
import { readSshDocument } from "../../../lib/controls/guest/ssh-document";
import { readSudoersDocument } from "../../../lib/controls/guest/sudoers-document";
import { readVpnDocument } from "../../../lib/controls/guest/vpn-document";
import { Unreadable } from "../../../lib/controls/unreadable";
import type { GroupRecord } from "../../../lib/model/model-file";
import { documentsOf, fleetServers, payloadOf } from "./fleet-servers";

const READERS: Readonly<Record<string, (payload: string) => unknown>> = {
  backup: readBackupDocument,
  identity: readIdentityDocument,
  keepalived: readKeepalivedDocument,
  logs: readLogsDocument,
  patch: readPatchDocument,
  ssh: readSshDocument,
  sudoers: readSudoersDocument,
  vpn: readVpnDocument,
};

/** Which servers of the example fleet are given each; all of them unless told. */
const HOLDERS: Readonly<Record<string, (group: GroupRecord) => boolean>> = {
  backup: ({ role }) => role === "server",
  keepalived: ({ virtual }) => virtual.length > 0,
  vpn: ({ role }) => role === "vpn-gateway",
};

/** Everything that was read, as a text that differs when any of it does. */
function shown(value: unknown): string {
  return JSON.stringify(value, (_, item) => (item instanceof Map ? { map: [...item] } : item));
}

/** What a reader makes of a damaged payload. */
function judged(name: string, original: string, damaged: string): "unreadable" | "different" | "the same" {
  const read = READERS[name] as (payload: string) => unknown;
  try {
    return shown(read(damaged)) === shown(read(original)) ? "the same" : "different";
  } catch (error) {
    if (error instanceof Unreadable) return "unreadable";
    throw error;
  }
}

describe.each(Object.keys(READERS))("the document %s", (name) => {
  const read = READERS[name] as (payload: string) => unknown;
  const all = documentsOf(name);
  const payloads = [...new Set(all.map(({ payload }) => payload))];

  test("is read on every server of the example fleet", () => {
    const holders = fleetServers.filter(({ group }) => HOLDERS[name]?.(group) ?? true);
    expect(holders.length).toBeGreaterThan(1);
    expect(all.map(({ title }) => title)).toEqual(holders.map(({ title }) => title));
    for (const payload of payloads) expect(() => read(payload)).not.toThrow();
  });

  test("that lacks a line, or has one twice, is not read as the same", () => {
    for (const payload of payloads) {
      const lines = payload.slice(0, -1).split("\n");
      for (const [at, line] of lines.entries()) {
        // Between blocks of keepalived, and what stands behind a certificate's name, says nothing.
        if (line === "") continue;
        for (const instead of [[], [line, line]]) {
          const damaged = [...lines.slice(0, at), ...instead, ...lines.slice(at + 1)]
            .map((one) => `${one}\n`)
            .join("");
          expect({ damaged, judged: judged(name, payload, damaged) }).not.toEqual({
            damaged,
            judged: "the same",
          });
        }
      }
    }
  });

  test("with a line of something else, or a control character, is not read", () => {
    const odd = ["something else", "include /etc/passwd", "#", "}", "admin root", "\u0000", "time 08:00\r"];
    for (const payload of payloads.slice(0, 5)) {
      for (const line of odd) expect(() => read(`${payload}${line}\n`)).toThrow(Unreadable);
      expect(() => read(payload.slice(0, -1))).toThrow(Unreadable);
    }
  });

  test("with one character changed is unreadable or read as something else", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...payloads),
        fc.nat(),
        fc.constantFrom(..."0123456789abcdef.:-/@{}=, \n\txA"),
        (payload, position, character) => {
          const at = position % payload.length;
          fc.pre(payload[at] !== character);
          const damaged = `${payload.slice(0, at)}${character}${payload.slice(at + 1)}`;
          const result = judged(name, payload, damaged);
          // A title says whose it is to people only.
          fc.pre(!isTitle(payload, at));
          expect({ damaged, result }).not.toEqual({ damaged, result: "the same" });
        },
      ),
      { numRuns: 400 },
    );
  });
});

function isTitle(payload: string, at: number): boolean {
  const start = payload.lastIndexOf("\n", at - 1) + 1;
  return payload.startsWith("# ", start);
}

describe("what a server is told", () => {
  const web = "verne/production web_1";

  test("of its backups: where to, when, and who can read them", () => {
    const backup = readBackupDocument(payloadOf("zorgplein/production database_1", "backup"));
    expect(JSON.parse(shown(backup))).toEqual({
      repository: "backup-amsterdam-1",
      address: "172.20.0.5",
      port: 8000,
      times: ["08:00", "20:00"],
      spreadMinutes: 30,
      limitMinutes: 90,
      paths: [],
      excludes: [],
      databases: ["postgresql"],
      recipients: [
        "age1j70aqf57yq2zkh76zqgxmscw269eumq5dnuv6866w66mhjxmg3gsrmn9hp",
        "age1u4nmqlrhnaycmnk8x3rznafv5lhhj8k3yghkr9kq4m696ghdqdfqyyh5ee",
      ],
    });
  });

  test("of a repository that is known by its address alone", () => {
    const payload = (repository: string) => `repository ${repository}:8000\nspread 30\nlimit 90\n`;
    expect(String(readBackupDocument(payload("10.0.0.5")).address)).toBe("10.0.0.5");
    expect(String(readBackupDocument(payload("[2001:db8::5]")).address)).toBe("2001:db8::5");
    expect(() => readBackupDocument(payload("backup-west-1"))).toThrow("is not an IPv4 or IPv6 address");
    expect(() => readBackupDocument(`${payload("10.0.0.5")}address 10.0.0.6\n`)).toThrow("two addresses");
    expect(readBackupDocument(payload("10.0.0.5"))).toMatchObject({ times: [], recipients: [] });
  });

  test("of its logs: collectors, the name they show, labels and files", () => {
    const logs = readLogsDocument(payloadOf(web, "logs"));
    expect(JSON.parse(shown(logs))).toMatchObject({
      collectors: ["172.31.1.44"],
      port: 5044,
      peer: "logs-ams.example.nl",
      labels: { client: "verne", stage: "production", group: "web", class: "3" },
      files: [
        { kind: "access", dataset: "nginx", path: "/var/log/nginx/access.log" },
        { kind: "access", dataset: "nginx-error", path: "/var/log/nginx/error.log" },
      ],
    });
  });

  test("of its patches: the window, each member's own times, and emergencies", () => {
    const payload = payloadOf(web, "patch");
    const patch = readPatchDocument(payload);
    expect(String(patch.window)).toBe("Mon,Tue,Wed,Thu,Fri 00:00-04:00 Europe/Amsterdam");
    expect(patch).toMatchObject({ places: 2, data: false, peers: [], emergencies: [] });
    expect(
      patch.members.map(({ number, place, full }) => [number, place, full.weekdays, full.monthDays]),
    ).toEqual([
      [1, 0, ["Tue"], [9, 10, 11, 12, 13, 14, 15]],
      [2, 1, ["Thu"], [11, 12, 13, 14, 15, 16, 17]],
    ]);
    const emergency = "emergency CVE-2027-1 2027-01-20\nemergency-owner CVE-2027-1 Jo de Vries\n";
    const reason = "emergency-reason CVE-2027-1 it is being used\n";
    expect(JSON.parse(shown(readPatchDocument(payload + emergency + reason).emergencies))).toEqual([
      { id: "CVE-2027-1", until: "2027-01-20", owner: "Jo de Vries", reason: "it is being used" },
    ]);
    expect(() => readPatchDocument(payload + emergency)).toThrow("one emergency-reason for each emergency");
    expect(() => readPatchDocument(payload.replace("Mon,Tue,", "Tue,Mon,"))).toThrow(
      "in the order of the week",
    );
    expect(readPatchDocument(payloadOf("platform-amsterdam vpn_1", "patch")).peers.map(String)).toEqual([
      "172.20.16.9",
    ]);
  });

  test("of its administrators: the same persons until the same days for SSH and for sudo", () => {
    const { admins, authorities } = readSshDocument(payloadOf(web, "ssh"));
    expect(authorities).toEqual([]);
    expect(admins.map(({ key }) => key.type)).toEqual(["ssh-ed25519", "ssh-ed25519", "ecdsa-sha2-nistp256"]);
    const people = admins.map(({ login, until }) => ({ login, until }));
    expect(people).toEqual(readSudoersDocument(payloadOf(web, "sudoers")));
    const peers = readVpnDocument(payloadOf("platform-amsterdam vpn_1", "vpn"));
    expect(peers.map(({ login, until }) => ({ login, until }))).toEqual(people);
    expect(peers[1]?.addresses.map(String)).toEqual(["10.99.1.11/32", "2001:db8:99:1::da8a/128"]);
  });

  test("never that a whole network is one person's in the VPN, nor one key two persons'", () => {
    const payload = payloadOf("platform-amsterdam vpn_1", "vpn");
    expect(() => readVpnDocument(payload.replace("10.99.1.11/32", "10.99.1.0/24"))).toThrow(
      "gives obakker the network 10.99.1.0/24",
    );
    const ssh = payloadOf(web, "ssh");
    const [key = ""] = /ssh-ed25519 \S+/.exec(ssh) ?? [];
    expect(() => readSshDocument(`${ssh}admin mallory 2028-01-01 ${key}\n`)).toThrow("twice");
    expect(() => readSshDocument(`${ssh}authority ${key}\n`)).toThrow("twice");
  });

  test("of its identity, without repeating what is none", () => {
    const payload = payloadOf(web, "identity");
    const { authorities, certificates } = readIdentityDocument(payload);
    expect(authorities.map(({ subject, ca }) => [subject, ca])).toEqual([
      ["CN=Straat example authority", true],
    ]);
    expect(certificates).toEqual([]);
    expect(
      readIdentityDocument(
        payload.replace("authority\n", "authority\ncertificates\n").replace(/certificates\n$/, ""),
      ),
    ).toMatchObject({ authorities: [], certificates: [{ ca: true }] });
    const secret = payload.replaceAll("CERTIFICATE", "PRIVATE KEY");
    expect(() => readIdentityDocument(secret)).toThrow("has no certificate in lines 2 to 2");
  });

  test("of its virtual addresses: who tells whom, from where, and how likely each is to have them", () => {
    const { instances, together, listens, connections } = readKeepalivedDocument(
      payloadOf(web, "keepalived"),
    );
    expect(together).toEqual(["production_v4", "production_v6"]);
    expect(listens).toEqual({ ports: [443], weight: 50 });
    expect(connections).toBeUndefined();
    expect(JSON.parse(shown(instances[0]))).toEqual({
      name: "production_v4",
      card: "ens192",
      virtualRouterId: 165,
      stays: false,
      priorities: {
        map: [
          ["verne-production-web-1", 150],
          ["verne-production-web-2", 150],
        ],
      },
      sources: {
        map: [
          ["verne-production-web-1", "10.20.7.2"],
          ["verne-production-web-2", "10.20.7.3"],
        ],
      },
      peers: {
        map: [
          ["verne-production-web-1", ["10.20.7.3"]],
          ["verne-production-web-2", ["10.20.7.2"]],
        ],
      },
      virtualAddresses: ["10.20.7.1"],
    });
  });

  test("of its virtual addresses, as an edge and as a group of one", () => {
    const edge = readKeepalivedDocument(payloadOf("verne/street edge_1", "keepalived"));
    expect(edge.instances).toHaveLength(10);
    expect(edge.instances.every(({ stays }) => stays)).toBe(true);
    expect([...(edge.instances[0]?.priorities.values() ?? [])]).toEqual([200, 100]);
    expect(JSON.parse(shown(edge.connections))).toMatchObject({
      card: "ens224",
      port: 3780,
      sources: {
        map: [
          ["verne-edge-1", "10.20.8.2"],
          ["verne-edge-2", "10.20.8.3"],
        ],
      },
      destinations: {
        map: [
          ["verne-edge-1", "10.20.8.3"],
          ["verne-edge-2", "10.20.8.2"],
        ],
      },
    });
    expect(edge.connections?.ignored).toHaveLength(26);
    const alone = readKeepalivedDocument(payloadOf("verne/development cache_1", "keepalived"));
    expect(alone.instances).toEqual([]);
    expect(alone.staticAddresses.map(({ address, card }) => `${address} ${card}`)).toEqual([
      "10.20.1.129 ens192",
      "2001:db8:2000::181 ens192",
    ]);
  });

  test("never to run another program when an address moves", () => {
    const payload = payloadOf(web, "keepalived");
    const other = payload.replace("/usr/local/lib/straat/vrrp-notify", "/tmp/notify");
    expect(() => readKeepalivedDocument(other)).toThrow("vrrp-notify");
    const more = payload.replace("\tstate BACKUP\n", "\tstate BACKUP\n\tnotify_master /tmp/x\n");
    expect(() => readKeepalivedDocument(more)).toThrow(
      'has a line "notify_master /tmp/x" that is not understood',
    );
  });
});
