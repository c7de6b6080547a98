import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { describeInLab } from "./support/describe-in-lab";
import { Lab, type Network, type Probe } from "./support/lab";
import { namespaces, processesIn } from "./support/namespaces";

/** Two hosts on either side of a wall, and a neighbour that reaches the server without it. */
const NETWORK: Network = {
  links: ["office", "servers"],
  hosts: [
    {
      name: "wall",
      forwards: true,
      interfaces: [
        { link: "office", name: "inside", addresses: ["10.1.0.1/24", "fd00:1::1/64"] },
        { link: "servers", name: "outside", addresses: ["10.2.0.1/24", "fd00:2::1/64"] },
      ],
    },
    {
      name: "desk",
      interfaces: [
        { link: "office", addresses: ["10.1.0.2/24", "10.1.0.3/24", "fd00:1::2/64", "fd00:1::3/64"] },
      ],
      routes: [
        { to: "default", via: "10.1.0.1" },
        { to: "default", via: "fd00:1::1" },
      ],
    },
    {
      name: "server",
      interfaces: [{ link: "servers", addresses: ["10.2.0.2/24", "fd00:2::2/64"] }],
      routes: [
        { to: "10.1.0.0/24", via: "10.2.0.1" },
        { to: "fd00:1::/64", via: "fd00:2::1" },
      ],
    },
    { name: "neighbour", interfaces: [{ link: "servers", addresses: ["10.2.0.3/24", "fd00:2::3/64"] }] },
  ],
};

const PROTOCOLS = ["tcp", "udp", "icmp"] as const;

/** For what should be open: it costs time only when it is not. */
const PATIENTLY = { timeoutMs: 2000 };

const DROP = table("type filter hook input priority 0; policy drop;");

const WALL = table(`type filter hook forward priority 0; policy drop;
    ct state vmap { established : accept, related : accept, invalid : drop }
    ip saddr 10.1.0.2 tcp dport 443 accept
    ip6 saddr fd00:1::2 udp dport 53 accept
    icmp type echo-request accept`);

function table(chain: string): string {
  return `table inet straat\ndelete table inet straat\ntable inet straat {\n  chain c_all {\n    ${chain}\n  }\n}\n`;
}

function probes(from: string, source: string, destination: string, port = 443): readonly Probe[] {
  return PROTOCOLS.map((protocol) => ({ from, source, destination, protocol, port }));
}

const TO_SERVER: readonly Probe[] = [
  ...probes("desk", "10.1.0.2", "10.2.0.2"),
  ...probes("desk", "fd00:1::2", "fd00:2::2"),
  ...probes("neighbour", "10.2.0.3", "10.2.0.2"),
  ...probes("neighbour", "fd00:2::3", "fd00:2::2"),
];

describeInLab("a lab", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.create(NETWORK);
  });
  afterAll(() => lab.destroy());
  beforeEach(async () => {
    for (const { name } of NETWORK.hosts) lab.nft(name, ["flush", "ruleset"]);
    await lab.forget();
  });

  test("is open without rules, in both families and three protocols", async () => {
    expect(await lab.outcomes(TO_SERVER, PATIENTLY)).toEqual(TO_SERVER.map(() => ({ result: "open" })));
  });

  test("answers from the address that was asked, on every address of a host", async () => {
    const backwards = ["10.1.0.2", "10.1.0.3"].flatMap((address) =>
      probes("server", "10.2.0.2", address, 53),
    );
    const v6 = ["fd00:1::2", "fd00:1::3"].flatMap((address) => probes("server", "fd00:2::2", address, 53));
    expect(await lab.probe([...backwards, ...v6], PATIENTLY)).toEqual(Array(12).fill(true));
  });

  test("is closed where everything is dropped", async () => {
    expect(lab.loadRuleset("server", DROP)).toEqual({ ok: true, stderr: "" });
    await lab.forget();
    const outcomes = await lab.outcomes(TO_SERVER);
    expect(outcomes).toEqual(TO_SERVER.map(() => ({ result: "timeout" })));
    expect(lab.unload("server", "straat").ok).toBe(true);
    expect(await lab.probe(TO_SERVER, PATIENTLY)).toEqual(TO_SERVER.map(() => true));
  });

  test("tells a refusal from silence", async () => {
    const reject =
      "type filter hook input priority 0; meta l4proto { tcp, udp } reject with icmpx admin-prohibited";
    lab.loadRuleset("server", table(reject));
    const outcomes = await lab.outcomes(probes("neighbour", "10.2.0.3", "10.2.0.2"));
    expect(outcomes.map(({ result }) => result)).toEqual(["refused", "refused", "open"]);
    expect(outcomes[0]?.detail).toBe("EHOSTUNREACH");
  });

  test("has a wall through which only what it says passes", async () => {
    expect((await lab.loadRulesets({ wall: WALL }))["wall"]).toEqual({ ok: true, stderr: "" });
    const measured = [
      ...probes("desk", "10.1.0.2", "10.2.0.2", 443),
      ...probes("desk", "10.1.0.3", "10.2.0.2", 443),
      ...probes("desk", "fd00:1::2", "fd00:2::2", 53),
      ...probes("desk", "fd00:1::3", "fd00:2::2", 53),
      ...probes("neighbour", "10.2.0.3", "10.2.0.2", 443),
    ];
    const icmp = [false, false, true];
    const nothing = [false, false, false];
    const tcpAndIcmp = [true, false, true];
    const expected = [...tcpAndIcmp, ...icmp, false, true, false, ...nothing, true, true, true];
    expect((await lab.measure(measured, { expected })).open).toEqual(expected);
  });

  test("tries again what differs from what is expected, and then believes it", async () => {
    const two = probes("neighbour", "10.2.0.3", "10.2.0.2").slice(0, 2);
    const { open, retried } = await lab.measure(two, { expected: [false, true] });
    expect(open).toEqual([true, true]);
    expect(retried).toBe(1);
  });

  test("keeps the old rules when new ones have a mistake", async () => {
    lab.loadRuleset("server", DROP);
    const wrong = DROP.replace("policy drop", "policy droop");
    expect(lab.checkRuleset(DROP)).toEqual({ ok: true, stderr: "" });
    expect(lab.checkRuleset(wrong).ok).toBe(false);
    const loaded = lab.loadRuleset("server", wrong);
    expect(loaded.ok).toBe(false);
    expect(loaded.stderr).toContain("droop");
    expect(lab.nft("server", ["list", "ruleset"]).stdout).toContain("policy drop");
    expect(await lab.probe(probes("neighbour", "10.2.0.3", "10.2.0.2"))).toEqual([false, false, false]);
  });

  test("does not take a probe that could not be sent for a closed port", async () => {
    for (const probe of probes("desk", "10.9.9.9", "10.2.0.2"))
      await expect(lab.probe([probe])).rejects.toThrow(/EADDRNOTAVAIL|cannot bind/);
    await expect(lab.probe(probes("cellar", "10.9.9.9", "10.2.0.2"))).rejects.toThrow("no host cellar");
  });

  test("has connections that survive a reload, and are cut when their source is", async () => {
    lab.loadRuleset("wall", WALL);
    const connection = await lab.openConnection("desk", "10.1.0.2", "10.2.0.2", 443);
    lab.loadRuleset("wall", WALL);
    expect(await connection.send()).toBe(true);
    lab.loadRuleset("wall", WALL.replace("saddr 10.1.0.2", "saddr 10.1.0.9"));
    expect(await connection.send()).toBe(true);
    lab.conntrackFlush("wall");
    expect(await connection.send(300)).toBe(false);
    expect(connection.state).toBe("open");
    lab.loadRuleset(
      "wall",
      table("type filter hook forward priority 0; meta l4proto tcp reject with tcp reset"),
    );
    await connection.send(300);
    expect(await connection.ended).toBe("reset");
    expect(connection.state).toBe("reset");
    await expect(lab.openConnection("desk", "10.1.0.2", "10.2.0.2", 443)).rejects.toThrow("ECONNREFUSED");
  });
});

describeInLab("the end of a lab", () => {
  const veths = () => spawnSync("ip", ["-o", "link", "show", "type", "veth"], { encoding: "utf8" }).stdout;

  test("leaves no namespace, no process and no interface, also after a mistake inside", async () => {
    const before = veths();
    let seen: { prefix: string; pids: readonly number[] } = { prefix: "", pids: [] };
    const broken = Lab.within(NETWORK, async (lab) => {
      expect(veths()).toBe(before);
      expect(namespaces(lab.prefix)).toHaveLength(NETWORK.hosts.length + 1);
      lab.exec("desk", ["sh", "-c", "sleep 60 >/dev/null 2>&1 &"]);
      seen = { prefix: lab.prefix, pids: processesIn(namespaces(lab.prefix)) };
      throw new Error("a mistake");
    });
    await expect(broken).rejects.toThrow("a mistake");
    expect(seen.pids).toHaveLength(NETWORK.hosts.length + 1);
    expect(namespaces(seen.prefix)).toEqual([]);
    expect(seen.pids.filter(isAlive)).toEqual([]);
    expect(veths()).toBe(before);
  });

  test("comes at once when it cannot be built", async () => {
    const before = namespaces().filter((name) => name.startsWith(`straat-${process.pid}-`));
    const [host] = NETWORK.hosts;
    if (host === undefined) throw new Error("there is no host");
    const nowhere = { ...host, routes: [{ to: "default", via: "192.0.2.1" }] };
    await expect(Lab.create({ ...NETWORK, hosts: [nowhere] })).rejects.toThrow(/invalid gateway|unreachable/);
    await expect(Lab.create({ links: [], hosts: [host, host] })).rejects.toThrow("two hosts are called wall");
    expect(namespaces().filter((name) => name.startsWith(`straat-${process.pid}-`))).toEqual(before);
  });

  test("comes with the end of its process, however that ends", async () => {
    await Promise.all((["SIGINT", "SIGTERM", "SIGKILL"] as const).map(endsWith));
  });

  test("comes later for a lab whose process is gone, and only for such a lab", async () => {
    await Lab.within(NETWORK, async (lab) => {
      const { pid } = spawnSync("true");
      const name = `straat-${pid}-1-${randomBytes(3).toString("hex")}.desk`;
      spawnSync("ip", ["netns", "add", name]);
      spawnSync("nsenter", [`--net=/run/netns/${name}`, "sh", "-c", "sleep 60 >/dev/null 2>&1 &"]);
      const [sleeper = 0] = processesIn([name]);
      expect(isAlive(sleeper)).toBe(true);
      Lab.destroyLeftovers();
      expect(namespaces()).not.toContain(name);
      expect(isAlive(sleeper)).toBe(false);
      expect(namespaces(lab.prefix)).toHaveLength(NETWORK.hosts.length + 1);
    });
  });
});

/** Has a process of its own make a lab and ends it with a signal. */
async function endsWith(signal: NodeJS.Signals): Promise<void> {
  const program = `
    const { Lab } = require(${JSON.stringify(join(__dirname, "support/lab.ts"))});
    Lab.create(${JSON.stringify(NETWORK)}).then((lab) => console.log(lab.prefix));
    setTimeout(() => {}, 10_000);
  `;
  const child = spawn(process.execPath, ["-r", "tsx/cjs", "-e", program], {
    cwd: join(__dirname, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [prefix] = await once(createInterface({ input: child.stdout }), "line");
  expect(namespaces(prefix)).toHaveLength(NETWORK.hosts.length + 1);
  const pids = processesIn(namespaces(prefix));
  child.kill(signal);
  await until(() => namespaces(prefix).length === 0);
  await until(() => !pids.some(isAlive));
}

/** Whether a process still runs; one that only waits to be counted by init does not. */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`);
}

/** Waits until something is so; Jest's patience is the limit. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}
