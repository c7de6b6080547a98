import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Peer, Port, RedundantVms, VmSize } from "../../../lib";
import { readDocument } from "../../../lib/controls/guest/live-document";
import { readRuleset } from "../../../lib/controls/guest/nftables";
import { Unreadable } from "../../../lib/controls/unreadable";
import { buildStreet } from "../../support/app";
import { type FleetServer, payloadOf, serverOf, serversOf } from "./fleet-servers";
import { wallDifferences } from "./wall-difference";

/** A street of which the edge's ruleset has all there is: countries, public addresses, both families. */
const built = buildStreet(
  {
    network6: "2001:db8:77::/48",
    exposure: "public",
    publicAddresses: { production: "203.0.113.10" },
    stages: ["development", "acceptance", "production"],
  },
  (environment) => {
    const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
    if (environment.stage.name !== "production") return;
    web.connections.allowFrom(Peer.country("NL", "BE"), Port.HTTPS, { why: "visitors" });
    web.connections.allowFrom(environment.audience, Port.HTTP, { why: "visitors who have to be sent on" });
  },
);
const edge = serversOf(built).find(({ title }) => title === "verne/street edge_1") as FleetServer;
const KEY = "guestinfo.straat.firewall";
const originals = [edge, serverOf("verne/production web_1"), serverOf("platform-amsterdam vpn_1")].map(
  (server) => ({ server, text: readDocument(KEY, server.extraConfig[KEY]).payload }),
);

/** What a reader makes of a ruleset in the place of a server's own. */
function judged({ group, model }: FleetServer, text: string): "unreadable" | "different" | "the same" {
  try {
    return wallDifferences(readRuleset(text), group, model).length > 0 ? "different" : "the same";
  } catch (error) {
    if (error instanceof Unreadable) return "unreadable";
    throw error;
  }
}

/** Every ruleset that is the original with one line changed. */
function withEachLine(
  text: string,
  change: (line: string) => readonly string[] | undefined,
): readonly string[] {
  const lines = text.slice(0, -1).split("\n");
  return lines.flatMap((line, at) => {
    const changed = change(line);
    if (changed === undefined) return [];
    return [`${[...lines.slice(0, at), ...changed, ...lines.slice(at + 1)].join("\n")}\n`];
  });
}

/** What somebody could do to one line, and what the new lines would be; undefined where it does not apply. */
const DAMAGE: Readonly<Record<string, (line: string) => readonly string[] | undefined>> = {
  "leaving it out": () => [],
  "writing it twice": (line) => [line, line],
  "accepting by policy": (line) => swapped(line, "policy drop", "policy accept"),
  "dropping by policy": (line) => swapped(line, "policy accept", "policy drop"),
  "another priority": (line) => swapped(line, /priority \w+/, "priority raw"),
  "a set of all addresses": (line) =>
    swapped(line, /elements = \{ [^}]* \}/, `elements = { ${everything(line)} }`),
  "one address more at the end of a set": (line) =>
    swapped(line, / \};\s\}$/, `, ${everything(line).split("-")[1]} }; }`),
  "an empty set": (line) => swapped(line, / elements = \{ [^}]* \};/, ""),
  "no source": (line) => swapped(line, /ip6? saddr (!= )?@\w+ /, ""),
  "no destination": (line) => swapped(line, /ip6? daddr @\w+ /, ""),
  "the source of another rule": (line) => swapped(line, /saddr @a\d+/, "saddr @a1"),
  "no port": (line) => swapped(line, /(tcp|udp) dport [\d-]+ /, ""),
  "more ports": (line) => swapped(line, /dport [\d-]+/, "dport 1-65535"),
  "a protocol more": (line) => swapped(line, /tcp dport/, "meta l4proto { tcp, udp } th dport"),
  "no card": (line) => swapped(line, /[io]ifname "ens\d+" /, ""),
  "another card": (line) => swapped(line, /ifname "(ens\d+|wg0|lo)"/, 'ifname "eth0"'),
  "no comment": (line) => swapped(line, / comment ".*"$/, ""),
  "another comment": (line) => swapped(line, /comment ".*"$/, 'comment "x#000000 nothing"'),
  "dropping what is accepted": (line) => swapped(line, " accept", " drop"),
  "accepting what is dropped": (line) => swapped(line, " drop comment", " accept comment"),
  "accepting what belongs to no connection": (line) => swapped(line, "invalid : drop", "invalid : accept"),
  "one more kind of ICMP": (line) => swapped(line, "time-exceeded,", "time-exceeded, redirect,"),
  "neighbours from afar": (line) => swapped(line, " ip6 hoplimit 255", ""),
  "no log": (line) => swapped(line, /limit rate.*/, "counter"),
  "a log without a limit": (line) => swapped(line, /limit rate .* packets /, ""),
  "another way through a public address": (line) =>
    swapped(line, /dnat ip to [\d.]+/, "dnat ip to 10.0.7.50"),
  "another member behind it": (line) => swapped(line, /(dnat ip to [\d.]+)1 /, "$12 "),
  "another address outside": (line) => swapped(line, /snat ip to [\d.]+/, "snat ip to 203.0.113.99"),
  "another file": (line) => swapped(line, /include "[^"]*"/, 'include "/tmp/*.nft"'),
};

/** What somebody could add, at any place. */
const ADDED = [
  "\t\taccept",
  "\t\tcounter accept",
  '\t\tip saddr 0.0.0.0/0 accept comment "production/web#fdc1d1 visitors"',
  "\t\tip saddr @a1v4 accept",
  "\t\tjump elsewhere",
  "\t\tnotrack",
  "\t\ttcp flags syn accept",
  "flush ruleset",
  "table ip other { chain c { type filter hook input priority -10; policy accept; } }",
  "table inet straat {",
  "}",
  'include "/var/lib/straat/countries/*.nft"',
  'include "/etc/nftables.d/*"',
  "add rule inet straat straat_input accept",
  "\t# nothing",
  "",
  "\t\t",
];

function swapped(line: string, what: string | RegExp, by: string): readonly string[] | undefined {
  const other = line.replace(what, by);
  return other === line ? undefined : [other];
}

function everything(line: string): string {
  return line.includes("ipv6_addr")
    ? "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    : "0.0.0.0-255.255.255.255";
}

describe("a changed ruleset", () => {
  test("that is not changed is the same", () => {
    for (const { server, text } of originals) expect(judged(server, text)).toBe("the same");
  });

  test.each(Object.keys(DAMAGE))("is never taken for the declared one, whichever line: %s", (name) => {
    const change = DAMAGE[name] as (line: string) => readonly string[] | undefined;
    const changed = originals.flatMap(({ server, text }) =>
      withEachLine(text, change).map((other) => ({ server, other })),
    );
    expect(changed).not.toEqual([]);
    expect(changed.filter(({ server, other }) => judged(server, other) === "the same")).toEqual([]);
  });

  test.each(ADDED)("is never taken for the declared one with one line more, wherever: %j", (line) => {
    for (const { server, text } of originals) {
      const changed = withEachLine(text, (before) => [before, line]);
      expect(changed.filter((other) => judged(server, other) === "the same")).toEqual([]);
    }
  });

  test("is never taken for the declared one when two lines of a filter have changed places", () => {
    for (const { server, text } of originals) {
      const lines = text.split("\n");
      const from = lines.findIndex((line) => line.includes("type filter"));
      for (let at = from; at < lines.length - 2; at++) {
        const [one, next] = [lines[at] as string, lines[at + 1] as string];
        const other = [...lines.slice(0, at), next, one, ...lines.slice(at + 2)].join("\n");
        if (one !== next) expect(judged(server, other)).not.toBe("the same");
      }
    }
  });

  test("is never taken for the declared one when one character is another", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...originals),
        fc.nat(),
        fc.constantFrom(..."0123456789abcdef.:-!@{}\"';#\\ \n\tvx"),
        ({ server, text }, position, character) => {
          const at = position % text.length;
          fc.pre(text[at] !== character);
          expect(judged(server, `${text.slice(0, at)}${character}${text.slice(at + 1)}`)).not.toBe(
            "the same",
          );
        },
      ),
      { numRuns: 1500 },
    );
  });

  test("is told by the line that is not understood", () => {
    const text = payloadOf("verne/production web_1", "firewall");
    const changed = text.replace("\t\tlimit rate", "\t\tmeta mark 1 accept\n\t\tlimit rate");
    expect(() => readRuleset(changed)).toThrow(
      'the ruleset has a line "meta mark 1 accept" that is not understood',
    );
  });

  test("is told by what is open beside what was declared", () => {
    const { group, model } = serverOf("verne/production web_1");
    const text = payloadOf("verne/production web_1", "firewall");
    const ruleset = readRuleset(text.replace("tcp dport 443 accept", "tcp dport 443-444 accept"));
    const differences = wallDifferences(ruleset, group, model).join("\n");
    expect(differences).toContain("input: has production/web#fdc1d1 (visitors): tcp/443-444 from");
    expect(differences).toContain("input: lacks production/web#fdc1d1 (visitors): tcp/443 from");
  });
});
