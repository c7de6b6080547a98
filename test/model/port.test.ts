import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { ADMINISTRATION_PORTS, PORT_MAX, Port } from "../../lib/model/port";
import { mistakeOf } from "../support/errors";

const ports = fc.integer({ min: 1, max: PORT_MAX });

describe("a port", () => {
  test.each([
    [Port.SSH, "tcp/22"],
    [Port.HTTP, "tcp/80"],
    [Port.HTTPS, "tcp/443"],
    [Port.DNS_TCP, "tcp/53"],
    [Port.DNS_UDP, "udp/53"],
    [Port.NTP, "udp/123"],
    [Port.MYSQL, "tcp/3306"],
    [Port.POSTGRES, "tcp/5432"],
    [Port.REDIS, "tcp/6379"],
    [Port.LOGSTASH, "tcp/5044"],
    [Port.ELASTICSEARCH, "tcp/9200"],
    [Port.KUBERNETES_API, "tcp/6443"],
    [Port.WIREGUARD, "udp/51820"],
    [Port.PING, "icmp"],
    [Port.tcp(1), "tcp/1"],
    [Port.udp(PORT_MAX), "udp/65535"],
    [Port.tcpRange(8000, 8010), "tcp/8000-8010"],
    [Port.udpRange(60_000, 60_000), "udp/60000"],
  ])("%s is written %s", (port, text) => {
    expect(`${port}`).toBe(text);
    expect(JSON.stringify([port])).toBe(`["${text}"]`);
  });

  test("of ICMP is no port at all", () => {
    expect([Port.PING.first, Port.PING.last]).toEqual([0, 0]);
  });

  test.each([0, -1, PORT_MAX + 1, 80.5, Number.NaN, Number.POSITIVE_INFINITY, "80" as unknown as number])(
    "refuses %s as a port, alone and at either end of a range",
    (port) => {
      for (const protocol of ["tcp", "udp"] as const) {
        const range = protocol === "tcp" ? Port.tcpRange : Port.udpRange;
        for (const make of [() => Port[protocol](port), () => range(port, 80), () => range(80, port)]) {
          const mistake = mistakeOf(make);
          expect(mistake.value).toBe(String(port));
          expect(mistake.problem).toContain(`is not a ${protocol} port`);
          expect(mistake.remedy).toContain("from 1 to 65535");
        }
      }
    },
  );

  test("refuses a range from high to low, and says how to write it", () => {
    const mistake = mistakeOf(() => Port.tcpRange(90, 80));
    expect(mistake.value).toBe("90-80");
    expect(mistake.problem).toContain("from high to low");
    expect(mistake.remedy).toBe("write 80, 90");
  });

  test("range holds exactly what was written, for every pair of ports", () => {
    fc.assert(
      fc.property(ports, ports, (a, b) => {
        const make = () => Port.udpRange(a, b);
        if (a > b) expect(mistakeOf(make).remedy).toBe(`write ${b}, ${a}`);
        else expect(make()).toMatchObject({ protocol: "udp", first: a, last: b });
      }),
    );
  });
});

describe("a port as text", () => {
  const all = fc
    .record({ protocol: fc.constantFrom("tcpRange" as const, "udpRange" as const), a: ports, b: ports })
    .map(({ protocol, a, b }) => Port[protocol](Math.min(a, b), Math.max(a, b)));

  test("is read from text as what was written", () => {
    fc.assert(
      fc.property(fc.oneof(all, fc.constant(Port.PING)), (port) =>
        expect(Port.parse(`${port}`)).toEqual(port),
      ),
    );
  });

  test.each([
    "",
    "443",
    "tcp",
    "tcp/",
    "tcp/443-",
    "TCP/443",
    "icmp/8",
    "sctp/1",
    "tcp/443,444",
    " tcp/443",
    "tcp/443\n",
    "any",
  ])("is not %j", (text) => {
    const { value, problem } = mistakeOf(() => Port.parse(text));
    expect([value, problem]).toEqual([JSON.stringify(text), "is not a port"]);
  });

  test.each(["tcp/0", "udp/65536", "tcp/90-80", "tcp/0-65535"])(
    "is not %j, for the reason a number is not",
    (text) => {
      expect(mistakeOf(() => Port.parse(text)).problem).toMatch(/is not a (tcp|udp) port|from high to low/);
    },
  );

  test("includes exactly what is in it", () => {
    fc.assert(
      fc.property(all, ports, (port, number) => {
        const isIn = port.first <= number && number <= port.last;
        expect(port.includes(port.protocol, number)).toBe(isIn);
        expect(port.includes(port.protocol === "tcp" ? "udp" : "tcp", number)).toBe(false);
        expect(port.includes("icmp", 0)).toBe(false);
      }),
    );
    expect(Port.PING.includes("icmp", 0)).toBe(true);
    expect(Port.PING.includes("tcp", 0)).toBe(false);
  });
});

describe("the ports of administration (V-07)", () => {
  test("are these, of TCP", () => {
    expect(ADMINISTRATION_PORTS.map(({ number }) => number)).toEqual([
      22, 23, 3389, 5601, 5900, 6443, 10_250,
    ]);
  });
});
