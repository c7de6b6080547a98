import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import * as fc from "fast-check";
import { Exposure, Peer, Port, RedundantVms, SitePlatform, Street, VmSize } from "../../lib";
import { Mistakes } from "../../lib/model/mistake";
import type { RuleRecord } from "../../lib/model/model-file";
import { checkText } from "../../lib/model/text";
import { Addresses } from "../../lib/network/addresses";
import type { FlowRule } from "../../lib/network/flow-rule";
import { renderHost } from "../../lib/network/nftables";
import { parseAddresses } from "../../lib/network/range-text";
import { admins } from "../../stacks/admins";
import { buildPolicy, policies } from "../kernel/support/policies";
import { type AppView, buildApp, clientProps, type StackView } from "../support/app";
import { buildFleet } from "../support/fleet";
import { payloadOf } from "../support/guestinfo";
import { oost, west } from "../support/sites";
import { describeWith } from "../support/tool";

jest.setTimeout(30_000);

const LONGEST_NAME = "a-name-of-20-letters";
const LONGEST_WHY = "ë".repeat(40);
const LIST = { source: "https://example.nl/list", date: "2027-01-01" };

/** Every kind of peer in both families, countries first, with the longest names and reasons there can be. */
function everything(): AppView {
  return buildApp((app) => {
    new SitePlatform(app, { site: oost, otherSites: [west], admins });
    const networks = ["198.51.100.0/28", "2001:db9:1::/48"];
    const entry = { owner: "Reform Club", reason: "office", until: "2027-12-31" };
    const whitelist = networks.map((network) => ({ network, ...entry }));
    const props = clientProps({ network6: "2001:db8:7::/48", exposure: Exposure.PUBLIC, whitelist });
    const publicAddresses = { production: "203.0.113.10" };
    new Street(app, LONGEST_NAME, { ...props, publicAddresses }).forEachEnvironment((environment) => {
      const { connections } = new RedundantVms(environment, LONGEST_NAME, { size: VmSize.SMALL });
      const props = { why: LONGEST_WHY };
      const checkpoints = Peer.checkpoints({ ...LIST, name: "Pingdom", networks: ["192.0.2.1/32"] });
      const scanners = Peer.scanners({ ...LIST, name: "Detectify", networks: ["192.0.2.2/32"] });
      const peers = [Peer.country("NL", "BE"), Peer.country("DE"), Peer.networks(...networks), checkpoints];
      for (const peer of [...peers, scanners, environment.audience, Peer.admins(...admins)])
        connections.allowFrom(peer, Port.HTTPS, props);
      connections.allowFrom(Peer.internet(), Port.udpRange(60_000, 61_000), props);
      connections.allowTo(Peer.service("ntp"), Port.NTP, props);
      connections.allowInternally(Port.PING, props);
    });
  });
}

interface Ruleset {
  readonly text: string;
  readonly rules: Readonly<Record<string, readonly RuleRecord[]>>;
}

function rulesetsIn({ json, model }: StackView): readonly Ruleset[] {
  const servers = Object.values<{ extra_config: Record<string, string> }>(
    json["resource"].vsphere_virtual_machine ?? {},
  );
  const texts = servers.map(({ extra_config }) => payloadOf(extra_config["guestinfo.straat.firewall"] ?? ""));
  return [...new Set(texts)].map((text) => {
    const walls = model.walls.filter(({ at }) => text.startsWith(`# ${at}: `));
    return { text, rules: Object.fromEntries(walls.map(({ hook, rules }) => [hook, rules])) };
  });
}

function rulesetsOf(built: AppView): readonly Ruleset[] {
  return built.paths.flatMap((path) => rulesetsIn(built.stack(path)));
}

const sink = rulesetsOf(everything());
const generated = fc.sample(policies, { numRuns: 30, seed: 4 }).map(buildPolicy);
const legal = generated.filter(({ mistakes }) => mistakes.length === 0);
const all = [...sink, ...rulesetsOf(buildFleet()), ...legal.flatMap(rulesetsOf)];
const rulesets = [...new Map(all.map((ruleset) => [ruleset.text, ruleset])).values()];

/** The lines of a chain; none where there is no such chain. */
function chainOf(text: string, name: string): readonly string[] {
  const [, body = ""] = text.split(`\tchain straat_${name} {\n`);
  return body
    .slice(0, body.indexOf("\n\t}"))
    .split("\n")
    .map((line) => line.trim());
}

function filterChains(text: string): readonly (readonly string[])[] {
  const names = [...text.matchAll(/chain straat_(input|output|forward) \{/g)].map(
    ([, name]) => name as string,
  );
  return names.map((name) => chainOf(text, name));
}

const LINE =
  /^(?:iifname "(\w+)" )?(?:oifname "(\w+)" )?(?:ip6? saddr @(country\w+) )?(ip6?) saddr @(\w+) \4 daddr @(\w+) (.+) accept comment "(\S+) (.+)"$/;

/** What every server accepts besides: nothing that opens a connection. */
const ALWAYS =
  /^[io]ifname "lo" accept$|^icmp(v6)? type [^@]+ accept$|^ct state vmap |^meta l4proto 112 (ip6?) saddr @(\w+) \2 daddr @\3 accept comment "VRRP"$/;

/** The accept rules of flows in a chain, with their sets looked up. */
function readRules(text: string, chain: string) {
  const sets = new Map(
    [...text.matchAll(/^\tset (\w+) \{ .*elements = \{ (.+) \}; \}$/gm)].map(([, name, list]) => [
      name,
      list,
    ]),
  );
  return chainOf(text, chain).flatMap((line) => {
    const [, inInterface, outInterface, country, family, from, to, port, id, why] = LINE.exec(line) ?? [];
    if (family === undefined) return [];
    const countries = country?.slice("country_".length, -"_v4".length).toUpperCase().split("_");
    return [
      { id, why, family, from: sets.get(from), to: sets.get(to), port, countries, inInterface, outInterface },
    ];
  });
}

/** What is to be read for the rules of a wall: one line for each family that both sides have. */
function toRead(rules: readonly RuleRecord[]) {
  return rules.flatMap(({ why, from, to, port, ...rest }) =>
    ["ip", "ip6"].flatMap((family) => {
      const of = (list: readonly string[]) =>
        list.filter((text) => text.includes(":") === (family === "ip6")).join(", ") || undefined;
      if (of(from) === undefined || of(to) === undefined) return [];
      const ping = family === "ip" ? "icmp type echo-request" : "icmpv6 type echo-request";
      const match = port === "icmp" ? ping : port.replace("/", " dport ");
      const optional = { countries: undefined, inInterface: undefined, outInterface: undefined };
      return [{ ...optional, ...rest, why, family, from: of(from), to: of(to), port: match }];
    }),
  );
}

function inNamespace(script: string, input: string) {
  const unshare = process.getuid?.() === 0 ? ["--net"] : ["--map-root-user", "--net"];
  return spawnSync("unshare", [...unshare, "sh", "-c", script], {
    input,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
}

describe("a rendered ruleset", () => {
  test("says in each chain exactly what the wall of the model says, rule by rule", () => {
    expect(rulesets.length).toBeGreaterThan(100);
    for (const { text, rules } of rulesets) {
      expect(Object.keys(rules)).toHaveLength(filterChains(text).length);
      for (const [hook, records] of Object.entries(rules)) {
        expect(readRules(text, hook)).toEqual(toRead(records));
      }
      const others = filterChains(text)
        .flat()
        .filter((line) => line.includes("accept") && !LINE.test(line));
      expect(others.filter((line) => !ALWAYS.test(line))).toEqual([]);
    }
  });

  test("replaces its own table in one transaction, and touches nothing else", () => {
    for (const { text } of rulesets) {
      const lines = text.split("\n");
      expect(lines.slice(1, 4)).toEqual([
        "table inet straat",
        "delete table inet straat",
        "table inet straat {",
      ]);
      expect(lines.slice(4).filter((line) => /^\S/.test(line) && !/^\}$|^include /.test(line))).toEqual([]);
      expect(text).not.toMatch(/\bflush\b/);
    }
  });

  test("drops what no rule accepts, after telling the log with a limit", () => {
    for (const { text } of rulesets) {
      for (const [first, ...lines] of filterChains(text)) {
        expect(first).toMatch(/^type filter hook (input|output|forward) priority filter; policy drop;$/);
        expect(lines.at(-1)).toMatch(
          /^limit rate \d+\/second burst \d+ packets log prefix "straat drop \w+: "/,
        );
      }
    }
  });

  test("accepts what is established and drops what is invalid, with nothing accepted before but loopback and neighbours", () => {
    for (const { text } of rulesets) {
      for (const lines of filterChains(text)) {
        const at = lines.indexOf("ct state vmap { established : accept, related : accept, invalid : drop }");
        const before = lines.slice(1, at).filter((line) => line.includes("accept"));
        const isForward = lines[0]?.includes("hook forward");
        const exempt = before.filter((line) => /^[io]ifname "lo"|nd-neighbor|mld2/.test(line));
        expect(at).toBeGreaterThan(0);
        expect(before).toEqual(exempt);
        expect(exempt.filter((line) => line.includes("nd-neighbor"))).toHaveLength(isForward ? 0 : 1);
      }
    }
  });

  test("matches addresses by named sets alone, none of which is written with empty elements", () => {
    for (const { text } of rulesets) {
      const lines = text.split("\n").filter((line) => !/^#|^\tset | [sd]nat ip to /.test(line));
      expect(lines.filter((line) => /[sd]addr (!= )?[^@!]/.test(line))).toEqual([]);
      expect(lines.filter((line) => /\d+\.\d+\.\d+\.\d+|[0-9a-f]::/.test(line.replace(/".*"/, "")))).toEqual(
        [],
      );
      expect(text).not.toMatch(/elements = \{\s*\}/);
      const declared = new Set([...text.matchAll(/^\tset (\w+) /gm)].map(([, name]) => name));
      const used = [...text.matchAll(/addr (?:!= )?@(\w+)/g)].map(([, name]) => name);
      expect(used.filter((name) => !declared.has(name))).toEqual([]);
    }
  });

  test("tells with every accepted flow which one it is, in at most 128 bytes", () => {
    const comments = rulesets.flatMap(({ text }) => {
      const accepts = filterChains(text)
        .flat()
        .filter((line) => line.includes(" daddr @") && line.includes(" accept"));
      const untold = accepts.filter((line) => !/ comment "(\S+#[0-9a-f]{6} .+|VRRP)"$/.test(line));
      expect(untold).toEqual([]);
      return [...text.matchAll(/ comment "(.*)"$/gm)].map(([, comment]) =>
        Buffer.byteLength(comment as string),
      );
    });
    expect(Math.max(...comments)).toBe("development/".length + 20 + "#123456 ".length + 80);
  });

  test("takes whitelists, networks, checkpoints and scanners before countries, whose sets are empty until filled", () => {
    const edge = sink.find(({ rules }) => rules["forward"]?.some(({ countries }) => countries));
    const inward = readRules(edge?.text ?? "", "forward").filter(
      ({ outInterface, port }) => outInterface === "ens225" && port === "tcp dport 443",
    );
    const kinds = inward.map(({ countries }) => countries?.join(" ") ?? "named");
    expect(kinds.toSorted((one, other) => Number(one !== "named") - Number(other !== "named"))).toEqual(
      kinds,
    );
    expect(kinds.filter((kind) => kind !== "named")).toEqual(["BE NL", "BE NL", "DE", "DE"]);
    for (const name of ["country_be_nl_v4", "country_be_nl_v6", "country_de_v4", "country_de_v6"])
      expect(edge?.text).toContain(
        `\tset ${name} { type ipv${name.slice(-1)}_addr; flags interval; auto-merge; }\n`,
      );
  });

  test("includes the addresses of countries exactly where it has a rule for them, as its last line", () => {
    const include = 'include "/var/lib/straat/countries/*.nft"';
    const using = rulesets.filter(({ text }) => text.includes("@country"));
    expect(using).toHaveLength(1);
    expect(rulesets.filter(({ text }) => text.includes("include"))).toEqual(using);
    for (const { text } of using) expect(text.endsWith(`\n}\n${include}\n`)).toBe(true);
  });
});

describeWith("nft", "install it with apt-get install nftables", "nft", () => {
  test("accepts every rendered ruleset", () => {
    const folder = mkdtempSync(join(tmpdir(), "straat-rulesets-"));
    for (const [index, { text }] of rulesets.entries()) writeFileSync(join(folder, `${index}.nft`), text);
    const script = `for file in ${folder}/*; do nft -c -f "$file" && echo accepted; done`;
    const { stdout, stderr, status } = inNamespace(script, "");
    rmSync(folder, { recursive: true });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(rulesets.length);
  });

  test("reads every reason as a comment and nothing else, whatever is in it", () => {
    const characters = [...'"\\${};#`*@é漢😀 a', "$(id)", "%s", " accept", '" drop', "\\n"];
    const unit = fc.constantFrom(...characters);
    const isLegal = (text: string) => new Mistakes().attempt("", () => checkText("a reason", text)) === text;
    const reasons = fc.string({ unit, minLength: 1, maxLength: 40 }).filter(isLegal);
    const whys = fc.sample(reasons, { numRuns: 400, seed: 5 });
    const [from, to] = [parseAddresses(["192.0.2.1"]), parseAddresses(["192.0.2.2"])];
    const input = whys.map(
      (why, index): FlowRule => ({ id: `production/web#${index}`, why, from, to, port: Port.HTTPS }),
    );
    const text = renderHost("hostile", { input, output: [] }, Addresses.NONE);
    const { stdout, stderr } = inNamespace("nft -f - && nft -j list table inet straat", text);
    expect(stderr).toBe("");
    const { nftables } = JSON.parse(stdout) as {
      nftables: { rule?: { comment?: string; chain: string; expr: object[] } }[];
    };
    const rules = nftables.flatMap(({ rule }) => (rule?.comment === undefined ? [] : [rule]));
    const told = whys.map(
      (why, index) => `production/web#${index} ${why.replaceAll('"', "'").replaceAll("\\", "/")}`,
    );
    expect(rules.map(({ comment }) => comment)).toEqual(told);
    expect(rules.filter(({ chain, expr }) => chain !== "straat_input" || expr.length !== 4)).toEqual([]);
  });
});
