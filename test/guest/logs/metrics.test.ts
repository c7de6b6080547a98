import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer as createHttp, type Server } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { LINE_BYTES } from "../../../lib/guest/logs/log-pipeline";
import { exporterArguments, metricsPart, THRESHOLDS } from "../../../lib/guest/logs/metrics";
import { readScript } from "../../../lib/guest/script";
import { shellSettings } from "../../../lib/guest/shell";
import { until } from "../../support/log-lab";
import { describeWith } from "../../support/tool";

const FIGURES = "var/lib/prometheus/node-exporter";

/** A server that publishes what an exporter at an address says. */
class Measured {
  readonly root = mkdtempSync(join(tmpdir(), "straat-metrics-"));

  constructor() {
    for (const folder of ["bin", "etc/straat/tls", FIGURES, "var/lib/straat/metrics"])
      mkdirSync(join(this.root, folder), { recursive: true });
    writeFileSync(join(this.root, "publish"), readScript("publish-metrics"));
    this.failedUnits([]);
  }

  failedUnits(names: readonly string[]): void {
    const lines = names.map((name) => `echo '${name} loaded failed failed x'`).join("\n");
    writeFileSync(join(this.root, "bin/systemctl"), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  }

  at(seconds: number): void {
    const date = `#!/bin/sh\ncase $1 in +%s) echo ${seconds} ;; *) exec /usr/bin/date "$@" ;; esac\n`;
    writeFileSync(join(this.root, "bin/date"), date, { mode: 0o755 });
  }

  /** Not synchronously: the exporter may be this very process. */
  async publish(exporter: string) {
    writeFileSync(join(this.root, "etc/straat/metrics.conf"), shellSettings({ exporter, ...THRESHOLDS }));
    const child = spawn("sh", [join(this.root, "publish")], {
      env: { ...process.env, STRAAT_ROOT: this.root, PATH: `${this.root}/bin:${process.env["PATH"]}` },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => (stdout += text));
    child.stderr.on("data", (text) => (stderr += text));
    const status = await new Promise((resolve) => child.once("close", resolve));
    const lines = stdout.split("\n").slice(0, -1);
    const alarms = lines.filter((line) => line.startsWith("<1>")).map((line) => JSON.parse(line.slice(3)));
    return { status, stderr, lines, alarms };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

describeWith(
  "prometheus-node-exporter",
  "apt-get install prometheus-node-exporter",
  "a server's figures",
  () => {
    const server = new Measured();
    let exporter: ChildProcess;
    let listen = "";
    beforeAll(async () => {
      const probe = createServer();
      await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
      const address = probe.address();
      await new Promise((resolve) => probe.close(resolve));
      listen = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
      writeFileSync(
        join(server.root, FIGURES, "straat_backup.prom"),
        'straat_backup_last_success_seconds 1763700000\nstraat_agent_document_ok{document="ssh"} 1\n' +
          'straat_agent_document_ok{document="fire\\"wall"} 0\n',
      );
      exporter = spawn("prometheus-node-exporter", exporterArguments(listen, join(server.root, FIGURES)), {
        stdio: "ignore",
      });
      const answers = () =>
        spawnSync("curl", ["-sf", "-o", "/dev/null", `http://${listen}/metrics`]).status === 0;
      await until("the exporter answers", answers);
    }, 30_000);
    afterAll(() => {
      exporter?.kill("SIGKILL");
      server.remove();
    });

    test("are one line of JSON that fits in a message, and then a sign of life", async () => {
      const { status, stderr, lines } = await server.publish(listen);
      expect([status, stderr]).toEqual([0, ""]);
      const [first = "", ...rest] = lines;
      expect(first.length).toBeLessThan(LINE_BYTES);
      expect(rest[rest.length - 1]).toMatch(/^heartbeat metrics \d+ figures$/);
      const { straat_metrics: figures } = JSON.parse(first);
      expect(figures).toMatchObject({
        node_load1: expect.any(Number),
        node_memory_MemTotal_bytes: expect.any(Number),
        node_memory_MemAvailable_bytes: expect.any(Number),
        node_cpu_seconds_total: { idle: expect.any(Number), user: expect.any(Number) },
        node_timex_sync_status: expect.any(Number),
        node_boot_time_seconds: expect.any(Number),
        node_failed_units: 0,
        straat_backup_last_success_seconds: 1_763_700_000,
      });
      expect(figures.straat_agent_document_ok).toEqual({ ssh: 1, "fire_ wall": 0 });
      expect(Object.keys(figures).filter((name) => !/^(node|straat)_/.test(name))).toEqual([]);
      expect(readdirSync(join(server.root, "var/lib/straat/metrics")).sort()).toEqual(["free", "told"]);
    });

    test("are published by nobody when the exporter does not answer: then there is no sign of life", async () => {
      const { status, lines } = await server.publish("127.0.0.1:1");
      expect(status).not.toBe(0);
      expect(lines).toEqual([]);
    });

    test("come from this server only: the exporter listens on loopback, and no port is opened", () => {
      const port = listen.split(":")[1];
      const { stdout } = spawnSync("ss", ["-Hltn", `sport = :${port}`], { encoding: "utf8" });
      expect(stdout).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}`));
      expect(stdout.trim().split("\n")).toHaveLength(1);
      expect(exporterArguments()[0]).toBe("--web.listen-address=127.0.0.1:9100");
    });
  },
);

describe("what will go wrong on a server", () => {
  const GIB = 2 ** 30;
  const NOW = 1_763_700_000;
  let figures: Readonly<Record<string, number>> = {};
  let server: Measured;
  let exporter: Server;
  let address = "";
  beforeAll(async () => {
    exporter = createHttp((_, response) => {
      response.end(
        Object.entries(figures)
          .map(([name, value]) => `${name} ${value}\n`)
          .join(""),
      );
    });
    await new Promise<void>((resolve) => exporter.listen(0, "127.0.0.1", resolve));
    const bound = exporter.address();
    address = `127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
  });
  afterAll(() => {
    exporter.closeAllConnections();
    exporter.close();
    server.remove();
  });
  beforeEach(() => {
    server?.remove();
    server = new Measured();
    figures = healthy();
  });

  const disk = (free: number, inodes = 900) => ({
    'node_filesystem_size_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/"}': 100 * GIB,
    'node_filesystem_avail_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/"}': free * GIB,
    'node_filesystem_files{device="/dev/sda1",fstype="ext4",mountpoint="/"}': 1000,
    'node_filesystem_files_free{device="/dev/sda1",fstype="ext4",mountpoint="/"}': inodes,
  });
  const healthy = () => ({
    ...disk(60),
    node_memory_MemTotal_bytes: 8 * GIB,
    node_memory_MemAvailable_bytes: 4 * GIB,
    node_timex_sync_status: 1,
  });
  const alarms = async (seconds = NOW) => {
    server.at(seconds);
    const { status, stderr, alarms: found } = await server.publish(address);
    expect([status, stderr]).toEqual([0, ""]);
    return found;
  };

  test("is nothing on a healthy one", async () => {
    expect(await alarms()).toEqual([]);
  });

  test("is an alarm at each threshold, and none just before it (H-12)", async () => {
    figures = { ...healthy(), ...disk(20.1, 201), node_memory_MemAvailable_bytes: 0.81 * GIB };
    expect(await alarms()).toEqual([]);
    figures = {
      ...healthy(),
      ...disk(20, 200),
      node_memory_MemAvailable_bytes: 0.8 * GIB,
      node_timex_sync_status: 0,
    };
    server.failedUnits(["a.service", "b.service"]);
    expect(await alarms()).toEqual([
      { alarm: "disk", mountpoint: "/", used_percent: 80 },
      { alarm: "inodes", mountpoint: "/", used_percent: 80 },
      { alarm: "memory", used_percent: 90 },
      { alarm: "the clock is not synchronised" },
      { alarm: "failed units", count: 2 },
    ]);
  });

  test("is told when it is new and each hour after that, not each minute", async () => {
    figures = { ...healthy(), ...disk(10) };
    const told = async (minute: number) => (await alarms(NOW + 60 * minute)).map(({ alarm }) => alarm);
    expect(await told(0)).toEqual(["disk"]);
    expect(await told(1)).toEqual([]);
    expect(await told(59)).toEqual([]);
    expect(await told(60)).toEqual(["disk"]);
    figures = healthy();
    expect(await told(61)).toEqual([]);
    figures = { ...healthy(), ...disk(10) };
    expect(await told(62)).toEqual(["disk"]);
  });

  test("is a disk that is full within four days as it grows, from six hours on", async () => {
    // 0.6 GiB an hour: 60 GiB last 4.2 days at first.
    for (const hour of [0, 1, 2, 3, 4, 5]) {
      figures = { ...healthy(), ...disk(60 - 0.6 * hour) };
      expect([hour, await alarms(NOW + 3600 * hour + hour)]).toEqual([hour, []]);
    }
    figures = { ...healthy(), ...disk(56.4) };
    expect(await alarms(NOW + 6 * 3600 + 6)).toEqual([
      { alarm: "disk full soon", mountpoint: "/", days: 3.9 },
    ]);
    figures = { ...healthy(), ...disk(70) };
    expect(await alarms(NOW + 7 * 3600 + 7)).toEqual([]);
  });

  test("is forgotten after a day: what a disk did long ago says nothing", async () => {
    figures = { ...healthy(), ...disk(70) };
    await alarms(NOW);
    figures = { ...healthy(), ...disk(30) };
    await alarms(NOW + 40 * 3600);
    expect(readFileSync(join(server.root, "var/lib/straat/metrics/free"), "utf8").split("\n")).toHaveLength(
      2,
    );
    expect(await alarms(NOW + 47 * 3600)).toEqual([]);
  });

  test("is a certificate that ends within two weeks, or cannot be read", async () => {
    const certificate = join(server.root, "etc/straat/tls/server.pem");
    const make = (days: number) =>
      spawnSync(
        "openssl",
        [
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:prime256v1",
          "-nodes",
          "-subj",
          "/CN=x",
        ].concat(["-days", String(days), "-keyout", "/dev/null", "-out", certificate]),
      ).status;
    expect(make(30)).toBe(0);
    expect(await alarms()).toEqual([]);
    make(13);
    expect(await alarms()).toEqual([{ alarm: "certificate", days_at_most: 14 }]);
    copyFileSync("/dev/null", certificate);
    expect(await alarms(NOW + 3600)).toEqual([{ alarm: "certificate", days_at_most: 14 }]);
  });

  test("is still valid JSON when figures are odd, double, or too many for one line", async () => {
    const many = Array.from({ length: 900 }, (_, index) => [`straat_x{n="very-long-label-${index}"}`, index]);
    figures = {
      ...healthy(),
      'straat_a{x="a\\"}, \\\\ b"}': 1,
      'straat_a{x="a__ b"}': 2,
      straat_nan: Number.NaN,
      straat_big: 1.5e300,
      'node_filesystem_size_bytes{device="/dev/sdb",fstype="xfs",mountpoint="/srv/a b\\"c"}': 5,
      ...Object.fromEntries(many),
    };
    const { lines } = await server.publish(address);
    expect((lines[0] ?? "").length).toBeLessThan(LINE_BYTES);
    const parsed = JSON.parse(lines[0] ?? "");
    expect(parsed.cut).toBe(true);
    expect(parsed.straat_metrics).toMatchObject({ straat_big: 1.5e300 });
    expect(parsed.straat_metrics).not.toHaveProperty("straat_nan");
    expect(Object.keys(parsed.straat_metrics.straat_x).length).toBeGreaterThan(100);
  });
});

describe("the part that measures", () => {
  test("doubles what systemd would read as a variable", () => {
    const unit = metricsPart().files?.find(({ path }) => path.includes("prometheus-node-exporter.service.d"));
    expect(unit?.content).toContain("|tracefs)$$'");
    expect(unit?.content).not.toMatch(/[^$]\$[^$]/);
  });
});
