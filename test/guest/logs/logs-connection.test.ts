import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { IpAddress } from "../../../lib/model/ip";
import { LogLab, lackingForLogs, until } from "../../support/log-lab";
import { describeUnless } from "../../support/tool";

const FILES = [{ dataset: "zorg", kind: "application", path: "/srv/app/*.log" }] as const;

describeUnless(lackingForLogs(), "the connection to the log collectors", () => {
  let lab: LogLab;
  let written = 0;
  beforeEach(async () => {
    written = 0;
    lab = await LogLab.make({ files: FILES });
  });
  afterEach(() => lab?.remove());

  const write = (count: number) => {
    const lines = Array.from({ length: count }, () => `line ${++written}\n`);
    lab.append("srv/app/a.log", lines.join(""));
  };
  const arrived = (name?: string) => new Set(lab.messages(name).map(({ message }) => message));
  const all = () => new Set(Array.from({ length: written }, (_, index) => `line ${index + 1}`));
  /** What rsyslog has put on disk so far. */
  const spooled = () =>
    readdirSync(lab.spool)
      .filter((name) => /^straat\.\d+$/.test(name))
      .map((name) => readFileSync(join(lab.spool, name), "utf8"))
      .join("");
  const onDisk = (line: string) =>
    until(`${line} is on disk`, () => spooled().includes(`"message": "${line}"`));
  const errors = () => {
    const file = join(lab.folder, "collector-one/errors");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };

  test("bears a collector that was away and a sender that restarted: all arrives, and twice only under one id", async () => {
    await lab.startCollector();
    await lab.startSender();
    write(100);
    await until("the first lines", () => arrived().size === 100);
    await lab.stopCollector();
    write(150);
    await onDisk("line 250");
    await lab.stopSender();
    expect(statSync(lab.spool).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(lab.spool)) {
      expect([name, statSync(join(lab.spool, name)).mode & 0o077]).toEqual([name, 0]);
    }
    await lab.startSender();
    write(150);
    await onDisk("line 400");
    await lab.stopSender();
    await lab.startCollector();
    await lab.startSender();
    await until("all lines", () => arrived().size === 400);
    expect(arrived()).toEqual(all());
    const ids = new Map(lab.messages().map(({ event, message }) => [event.id, message]));
    expect(ids.size).toBe(400);
  }, 60_000);

  test("bears a sender that is killed, while the collector is away and while it is there", async () => {
    await lab.startCollector();
    await lab.startSender();
    write(200);
    await until("some lines", () => arrived().size > 20);
    await lab.stopSender("SIGKILL");
    await lab.stopCollector("one", "SIGKILL");
    await lab.startSender();
    write(200);
    await onDisk("line 400");
    await lab.stopSender("SIGKILL");
    await lab.startCollector();
    await lab.startSender();
    await until("all lines", () => arrived().size === 400);
    expect(arrived()).toEqual(all());
  }, 60_000);

  test("holds its sources up when the queue on disk is full, and loses nothing", async () => {
    const text = readFileSync(lab.include, "utf8");
    writeFileSync(lab.include, text.replace('"1g"', '"60000"').replace('"16m"', '"10000"'));
    expect(readFileSync(lab.include, "utf8")).not.toBe(text);
    await lab.startSender();
    write(300);
    await until("the queue is full", () => spooled().length > 50_000);
    expect(spooled()).not.toContain('"message": "line 300"');
    await lab.startCollector();
    await until("all lines", () => arrived().size === 300);
    expect(lab.lines()).toHaveLength(300);
  }, 60_000);

  test("keeps note of what was handed over within bounds", async () => {
    await lab.startCollector();
    await lab.startSender();
    for (let line = 0; line < 90; line++) lab.append("srv/app/a.log", `${"woord ".repeat(2500)}${line}\n`);
    await until("the note was begun anew", () => existsSync(join(lab.spool, "sent.1")));
    await until("all lines", () => lab.lines().length === 90);
    expect(statSync(join(lab.spool, "sent")).size).toBeLessThan(1_100_000);
    expect(statSync(join(lab.spool, "sent.1")).size).toBeLessThan(1_100_000);
  }, 60_000);

  test("gives nothing to a collector with a certificate of another authority", async () => {
    lab.otherAuthority();
    await lab.startCollector({ authority: "theirs" });
    await lab.startSender();
    write(5);
    await until("the refusal", () => errors().includes("relp"));
    expect(lab.lines()).toEqual([]);
    await lab.stopCollector();
    await lab.startCollector();
    // rsyslog does not try again by itself; what runs each minute makes it.
    const restarts = () =>
      readFileSync(join(lab.folder, "systemctl"), "utf8").match(/^restart /gm)?.length ?? 0;
    const before = restarts();
    for (const _ of [1, 2, 3]) lab.run("sh", [lab.program("follow-collector")]);
    expect(restarts()).toBe(before + 1);
    await lab.stopSender();
    await lab.startSender();
    await until("all lines", () => arrived().size === 5);
  }, 60_000);

  test("gives nothing to a collector of ours with another name", async () => {
    await lab.startCollector({ as: "other.example.nl" });
    await lab.startSender();
    write(5);
    await until("the refusal", () => errors().includes("relp"));
    expect(lab.lines()).toEqual([]);
  }, 60_000);

  test.each(["another authority", "no certificate"])(
    "is refused by the collector to a sender with %s",
    async (lack) => {
      lab.otherAuthority();
      if (lack === "another authority") {
        lab.useCertificate("theirs", "verne-p-web-1");
        const ours = readFileSync(join(lab.folder, "ours/ca.pem"));
        writeFileSync(join(lab.root, "etc/straat/tls/ca.pem"), ours);
      } else {
        const config = lab.include;
        const text = readFileSync(config, "utf8");
        writeFileSync(config, text.replace(/tls\.myCert="[^"]*" tls\.myPrivKey="[^"]*"/, ""));
        expect(readFileSync(config, "utf8")).not.toBe(text);
      }
      await lab.startCollector();
      await lab.startSender();
      write(5);
      await until("the refusal", () => errors().includes("relp"));
      expect(lab.lines()).toEqual([]);
    },
    60_000,
  );

  test("waits for certificates that are not there yet, with the lines on disk", async () => {
    const tls = join(lab.root, "etc/straat/tls");
    lab.run("mv", [tls, `${tls}-later`]);
    await lab.startCollector();
    await lab.startSender();
    write(20);
    await onDisk("line 20");
    expect(lab.lines()).toEqual([]);
    lab.run("mv", [`${tls}-later`, tls]);
    await until("all lines", () => arrived().size === 20, 40);
  }, 60_000);

  test("goes to the next collector when the first is silent, and loses nothing on the way", async () => {
    const collectors = ["127.0.0.1", "127.0.0.2"].map((address) => IpAddress.parse(address));
    lab.document({ collectors, files: FILES });
    const follow = () => lab.run("sh", [lab.program("follow-collector")]);
    const used = () => /target="([^"]*)"/.exec(readFileSync(lab.include, "utf8"))?.[1];
    const restarts = () => readFileSync(join(lab.folder, "systemctl"), "utf8").match(/^restart /gm)?.length;
    await lab.startCollector();
    await lab.startCollector({ name: "two", address: "127.0.0.2" });
    await lab.startSender();
    write(50);
    await until("the first lines", () => arrived().size === 50);
    const before = restarts();
    expect(follow().status).toBe(0);
    expect(readFileSync(`${lab.root}/var/lib/prometheus/node-exporter/straat_logs.prom`, "utf8")).toContain(
      "\nstraat_logs_connected 1\n",
    );
    await lab.stopCollector();
    write(50);
    await onDisk("line 100");
    for (const minute of [1, 2]) {
      expect([minute, follow().status, used()]).toEqual([minute, 0, "127.0.0.1"]);
    }
    expect(restarts()).toBe(before);
    expect(follow().stdout).toBe("<4>no connection to the log collector 127.0.0.1; the next one is tried\n");
    expect(used()).toBe("127.0.0.2");
    expect(restarts()).toBe((before ?? 0) + 1);
    await lab.stopSender();
    await lab.startSender();
    write(10);
    const either = () => new Set([...arrived(), ...arrived("two")]);
    await until("the rest", () => either().size === 110);
    expect(either()).toEqual(all());
    expect(follow().stdout).toBe("");
    expect(used()).toBe("127.0.0.2");
  }, 60_000);

  test("is tried with ever more patience while no collector answers", () => {
    const collectors = ["127.0.0.1", "127.0.0.2", "127.0.0.3"].map((address) => IpAddress.parse(address));
    lab.document({ collectors, files: FILES });
    const changes = Array.from({ length: 45 }, (_, minute) => {
      const { stdout } = lab.run("sh", [lab.program("follow-collector")]);
      return stdout === "" ? undefined : minute + 1;
    });
    expect(changes.filter((minute) => minute !== undefined)).toEqual([3, 9, 21, 45]);
  }, 60_000);
});
