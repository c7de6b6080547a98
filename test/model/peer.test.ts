import { describe, expect, test } from "@jest/globals";
import type { AdminProps } from "../../lib/model/admin";
import { COUNTRIES } from "../../lib/model/country";
import { Exposure } from "../../lib/model/exposure";
import { Peer } from "../../lib/model/peer";
import { WhitelistEntry } from "../../lib/model/whitelist-entry";
import { mistakeOf, mistakesOf } from "../support/errors";

const entry = WhitelistEntry.of({
  network: "198.51.100.0/28",
  owner: "Gemeente Utrecht",
  reason: "office",
  until: "2027-03-31",
});

describe("a peer", () => {
  test.each([
    [Peer.internet(), { kind: "internet" }],
    [Peer.vpn(), { kind: "vpn" }],
    [Peer.whitelist([entry]), { kind: "whitelist", entries: [entry.toJSON()] }],
    [
      Peer.networks("192.0.2.0/24", "2001:db8::/32"),
      { kind: "networks", networks: ["192.0.2.0/24", "2001:db8::/32"] },
    ],
  ])("%s is recorded as what it is", (peer, record) => {
    expect(JSON.parse(JSON.stringify(peer.record))).toEqual(JSON.parse(JSON.stringify(record)));
    expect(`${peer}`).toBe(record.kind);
  });

  test.each([
    ["whitelist", () => Peer.whitelist([])],
    ["list of networks", () => Peer.networks()],
  ])("never comes from an empty %s: nobody is not everybody", (kind, make) => {
    const { problem, remedy } = mistakeOf(make);
    expect(problem).toContain(`an empty ${kind} names nobody`);
    expect(remedy).toContain("leave the flow out");
  });

  test.each([["0.0.0.0/0"], ["::/0"], ["0.0.0.0/1", "128.0.0.0/1"], ["::/1", "8000::/1"], ["2000::/3"]])(
    "is not everyone by way of %s",
    (...networks) => {
      const mistakes = mistakesOf(() => Peer.networks(...networks));
      expect(mistakes.map(({ value }) => value)).toEqual(networks);
      for (const { problem, remedy } of mistakes) {
        expect(problem).toContain("is wider than anybody's network");
        expect(remedy).toContain("Peer.internet()");
      }
    },
  );

  test("names every wrong network by its place in the list, at once", () => {
    const missing = undefined as unknown as string;
    const mistakes = mistakesOf(() => Peer.networks("10.0.0.1/8", "192.0.2.0/24", "::/0", "", missing));
    expect(mistakes.map(({ property, value }) => `${property} ${value}`)).toEqual([
      "[0] 10.0.0.1/8",
      "[2] ::/0",
      "[3] ",
      "[4] (missing)",
    ]);
  });

  test("does not change when the list it was made of does", () => {
    const entries = [entry];
    const peer = Peer.whitelist(entries);
    entries.pop();
    expect(peer.record).toMatchObject({ entries: [entry] });
  });
});

const admin: AdminProps = {
  login: "jdevries",
  person: "Jo de Vries",
  sshKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
  wireguardKey: Buffer.alloc(32, 7).toString("base64"),
  until: "2027-03-31",
};

describe("administrators as a peer", () => {
  test("are named by their logins alone", () => {
    const peer = Peer.admins(admin, { ...admin, login: "obakker" });
    expect(peer.record).toEqual({ kind: "admins", logins: ["jdevries", "obakker"] });
  });

  test("are never nobody, and each mistake tells whose it is", () => {
    expect(mistakeOf(() => Peer.admins()).problem).toContain("an empty list of administrators names nobody");
    const mistakes = mistakesOf(() =>
      Peer.admins(admin, { ...admin, login: "root" }, { ...admin, until: "x" }),
    );
    expect(mistakes.map(({ property }) => property)).toEqual(["[1].login", "[2].until"]);
  });
});

describe("countries as a peer (H-06)", () => {
  test("are sorted, each once", () => {
    expect(Peer.country("NL", "BE", "NL").record).toEqual({ kind: "country", codes: ["BE", "NL"] });
  });

  test.each<[readonly string[], string]>([
    [[], "name at least one country"],
    [["nl"], "write NL"],
    [["NL", "UK"], "write GB"],
    [["EU"], "name the member states one by one"],
    [COUNTRIES.slice(0, 16), "spread them over two rules"],
  ])("are refused as %j", (codes, remedy) => {
    expect(mistakeOf(() => Peer.country(...codes)).remedy).toContain(remedy);
  });
});

describe("a service of the site as a peer", () => {
  test.each(["dns", "ntp", "logs", "packages", "backup"] as const)("may be %s", (name) => {
    expect(Peer.service(name).record).toEqual({ kind: "service", name });
  });

  test.each(["mail", "DNS", "", "toString"])("is not %j, and is told what there is", (name) => {
    const { value, remedy } = mistakeOf(() => Peer.service(name as "dns"));
    expect([value, remedy]).toEqual([JSON.stringify(name), "write one of dns, ntp, logs, packages, backup"]);
  });
});

describe("a list of addresses as a peer", () => {
  const list = {
    name: "Detectify",
    source: "https://example.nl",
    date: "2027-01-01",
    networks: ["192.0.2.1/32"],
  };

  test.each(["checkpoints", "scanners"] as const)("is one of %s, with where it was taken from", (kind) => {
    const { record } = Peer[kind](list);
    expect(JSON.parse(JSON.stringify(record))).toEqual({ kind, list });
    expect(mistakeOf(() => Peer[kind]({ ...list, networks: [] })).problem).toContain("names nobody");
  });
});

describe("an exposure", () => {
  test("is closed, restricted or public, in these words (H-06)", () => {
    expect(Object.values(Exposure)).toEqual(["closed", "restricted", "public"]);
  });
});
