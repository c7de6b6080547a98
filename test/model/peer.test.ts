import { describe, expect, test } from "@jest/globals";
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

describe("an exposure", () => {
  test("is closed, restricted or public, in these words (H-06)", () => {
    expect(Object.values(Exposure)).toEqual(["closed", "restricted", "public"]);
  });
});
