import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { firewallPart } from "../../../lib/guest/network/firewall";
import { IpAddress } from "../../../lib/model/ip";
import { Port } from "../../../lib/model/port";
import { Addresses } from "../../../lib/network/addresses";
import { type FlowRule, spaceOf } from "../../../lib/network/flow-rule";
import { renderGateway, renderHost } from "../../../lib/network/nftables";
import { parseAddresses } from "../../../lib/network/range-text";
import { isRoot } from "../../support/country-edge";
import { GuestRoot } from "../../support/guest-root";
import { describeUnless } from "../../support/tool";

interface Connection {
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly from: string;
  /** What it was addressed to. */
  readonly to: string;
  readonly port: number;
  /** Where a translation led it. */
  readonly realTo?: string;
}

const rule = (from: readonly string[], to: readonly string[], port: Port): FlowRule => ({
  id: "production/web#abcdef",
  // Words that stand in rules as well.
  why: "ip saddr @a1v4 ip daddr @a1v4 tcp dport 1-65535 accept",
  from: parseAddresses(from),
  to: parseAddresses(to),
  port,
});
const hostOf = (...input: readonly FlowRule[]) =>
  renderHost("verne/production/web", { input, output: [] }, Addresses.NONE);

const PARTNER = ["198.51.100.0-198.51.100.15", "2001:db9:1::-2001:db9:1:ffff:ffff:ffff:ffff:ffff"];
const WEB = ["10.0.7.1-10.0.7.3", "2001:db8:7:3::29"];

describeUnless(lacking(), "the connections that a new ruleset ends, with the real conntrack", () => {
  let server: GuestRoot;
  beforeEach(() => {
    server = new GuestRoot(...(firewallPart().files ?? []));
  });
  afterEach(() => server.remove());

  /** Which of these connections are left after a ruleset was applied, by their place in the list. */
  const leftAfter = (
    ruleset: string,
    connections: readonly Connection[],
    prelude = ":",
  ): readonly number[] => {
    server.write("/document", ruleset);
    const script = [
      "ip link set lo up",
      prelude,
      ...connections.map(insertion),
      `'${server.at("/usr/local/lib/straat/documents/firewall")}' apply '${server.at("/document")}' >&2`,
      "{ conntrack -L -f ipv4; conntrack -L -f ipv6; } 2>/dev/null",
    ].join("\n");
    const { status, stdout, stderr } = server.run("unshare", ["--net", "sh", "-ec", script]);
    if (status !== 0) throw new Error(stdout + stderr);
    const marks = new Set([...stdout.matchAll(/ (?:sport=4|id=1)(\d{4}) /g)].map(([, mark]) => Number(mark)));
    return [...connections.keys()].filter((index) => marks.has(index));
  };

  test("are those of a source, a destination or a port that no rule has any more, and no others", () => {
    const ruleset = hostOf(
      rule(PARTNER, WEB, Port.HTTPS),
      rule(PARTNER, WEB, Port.udpRange(60_000, 61_000)),
      rule(PARTNER, WEB, Port.PING),
    );
    const tcp = { protocol: "tcp", from: "198.51.100.3", to: "10.0.7.2", port: 443 } as const;
    const tcp6 = { ...tcp, from: "2001:db9:1::3", to: "2001:db8:7:3::29" };
    const accepted: readonly Connection[] = [
      tcp,
      tcp6,
      { ...tcp, protocol: "udp", port: 60_000 },
      { ...tcp6, protocol: "udp", port: 61_000 },
      { ...tcp, protocol: "icmp" },
      { ...tcp6, protocol: "icmp" },
      { ...tcp, from: "198.51.100.0" },
      { ...tcp, from: "198.51.100.15", to: "10.0.7.3" },
      { ...tcp, to: "203.0.113.10", realTo: "10.0.7.1" },
    ];
    const closed: readonly Connection[] = [
      { ...tcp, from: "198.51.100.16" },
      { ...tcp6, from: "2001:db9:2::" },
      { ...tcp, to: "10.0.7.4" },
      { ...tcp6, to: "2001:db8:7:3::2a" },
      { ...tcp, port: 80 },
      { ...tcp, protocol: "udp" },
      { ...tcp6, protocol: "udp", port: 59_999 },
      { ...tcp, protocol: "icmp", from: "192.0.2.1" },
      { ...tcp, to: "10.0.7.1", realTo: "10.0.9.1" },
    ];
    expect(leftAfter(ruleset, [...accepted, ...closed])).toEqual([...accepted.keys()]);
    expect(leftAfter(hostOf(), [...accepted, ...closed])).toEqual([]);
  });

  test("are not those of the server with itself", () => {
    const own: readonly Connection[] = [
      { protocol: "tcp", from: "127.0.0.1", to: "127.0.0.1", port: 9100 },
      { protocol: "tcp", from: "::1", to: "::1", port: 9100 },
      { protocol: "tcp", from: "10.0.7.2", to: "10.0.7.2", port: 9100 },
      { protocol: "tcp", from: "10.0.7.9", to: "10.0.7.2", port: 9100 },
    ];
    expect(leftAfter(hostOf(), own, "ip addr add 10.0.7.2/24 dev lo")).toEqual([0, 1, 2]);
  });

  test("are not those from a country, while there is a rule for it: who is of it, the sets say", () => {
    const country = { ...rule(["0.0.0.0-255.255.255.255"], WEB, Port.HTTPS), countries: ["NL"] };
    const visitor: Connection = { protocol: "tcp", from: "192.0.2.7", to: "10.0.7.2", port: 443 };
    expect(leftAfter(renderGateway("edge", [country], { input: [], output: [] }), [visitor])).toEqual([0]);
    expect(leftAfter(hostOf(), [visitor])).toEqual([]);
  });

  test("are exactly those that the model says no rule accepts, whatever the rules", () => {
    const address = fc.oneof(
      fc.integer({ min: 0, max: 7 }).map((low) => `10.0.7.${low}`),
      fc.integer({ min: 0, max: 7 }).map((low) => `2001:db8:7::${low === 0 ? "" : low}`),
    );
    const ranges = fc.uniqueArray(address, { minLength: 1, maxLength: 4 });
    const ports = fc.constantFrom(Port.HTTPS, Port.tcpRange(440, 450), Port.udp(53), Port.PING);
    const rules = fc.array(
      fc.tuple(ranges, ranges, ports).map((parts) => rule(...parts)),
      { maxLength: 4 },
    );
    const connection = fc
      .record({
        protocol: fc.constantFrom("tcp" as const, "udp" as const, "icmp" as const),
        from: address,
        to: address,
        port: fc.constantFrom(443, 440, 450, 451, 53),
      })
      .filter(({ from, to }) => from.includes(":") === to.includes(":"));
    fc.assert(
      fc.property(rules, fc.array(connection, { minLength: 10, maxLength: 30 }), (declared, connections) => {
        const spaces = declared.map(spaceOf);
        const stays = connections.map(({ protocol, from, to, port }) => {
          const [source, destination] = [IpAddress.parse(from), IpAddress.parse(to)];
          const packet = {
            family: source.family,
            protocol,
            source: source.value,
            destination: destination.value,
            port: protocol === "icmp" ? 0 : port,
          };
          return spaces.some((space) => space.has(packet));
        });
        const expected = [...connections.keys()].filter((index) => stays[index]);
        expect(leftAfter(hostOf(...declared), connections)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

/** Has the kernel track a connection; its source port, or the id of its echo, tells which it is. */
function insertion({ protocol, from, to, port, realTo }: Connection, index: number): string {
  const isV6 = from.includes(":");
  const name = protocol === "icmp" && isV6 ? "icmpv6" : protocol;
  const ends = `-s ${from} -d ${to} -t 1000${realTo === undefined ? "" : ` --dst-nat ${realTo}`}`;
  const mark = String(index).padStart(4, "0");
  const details = {
    tcp: `--sport 4${mark} --dport ${port} --state ESTABLISHED -u ASSURED`,
    udp: `--sport 4${mark} --dport ${port} -u ASSURED`,
    icmp: `--${name}-type ${isV6 ? 128 : 8} --${name}-code 0 --${name}-id 1${mark}`,
  }[protocol];
  return `conntrack -I -p ${name} ${ends} ${details} 2>&1`;
}

function lacking(): string | undefined {
  if (!isRoot) return "root, for network namespaces";
  const missing = ["nft", "ip", "unshare", "conntrack"].filter(
    (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error !== undefined,
  );
  return missing.length === 0
    ? undefined
    : `${missing.join(", ")}; apt-get install nftables iproute2 util-linux conntrack`;
}
