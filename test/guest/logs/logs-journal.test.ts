import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { LogLab, lackingForLogs, type Message, SENDER, until } from "../../support/log-lab";
import { describeUnless } from "../../support/tool";

const lacking =
  lackingForLogs() ??
  (spawnSync("logger", ["--version"]).error ? "logger; apt-get install bsdutils" : undefined);

// journald is the real one, in a namespace; its kernel log is a pipe into which the test writes what a kernel would.
describeUnless(lacking, "the journal of a server", () => {
  let lab: LogLab;
  let line = 0;
  beforeAll(async () => {
    lab = await LogLab.make();
    for (const name of ["sshd", "sudo", "impostor"])
      copyFileSync("/usr/bin/logger", join(lab.folder, `bin/${name}`));
    await lab.startCollector();
    await lab.startJournal();
    // journald writes into its kernel log itself while it starts, and reads one record at a time: until one is kept.
    const seen = join(lab.folder, "seen");
    await until("the journal has a record of the kernel's", () => {
      kernel("4", "straat drop input: said before rsyslog ran");
      lab.inside(
        `journalctl -D /run/log/journal -t kernel -n 1 --no-pager -o cat > ${seen}.new; mv ${seen}.new ${seen}`,
      );
      return existsSync(seen) && readFileSync(seen, "utf8").includes("said before");
    });
    await lab.startSender();
    await lab.arrival("what was said before", ({ message }) => message.endsWith("said before rsyslog ran"));
  }, 30_000);
  afterAll(() => lab?.remove());

  const text =
    (words: string) =>
    ({ message }: Message) =>
      message === words;
  /** A record of the kernel's: facility and level as one number, then a line. */
  const kernel = (priority: string, words: string) => {
    writeFileSync(join(lab.folder, "record"), `${priority},${++line},${line},-;${words}\n`);
    lab.inside(`cat ${lab.folder}/record >&5`);
  };
  /** A line that a program of this name logs, which stays until journald has looked at who it is. */
  const logged = async (program: string, tag: string, words: string) => {
    const file = join(lab.folder, `said-${++line}`);
    writeFileSync(file, `${words}\n`);
    const options = `-t ${tag} -p auth.info --socket-errors=on -u /run/systemd/journal/dev-log`;
    lab.inside(`{ cat ${file}; sleep 0.4; } | ${lab.folder}/bin/${program} ${options} &`);
    return await lab.arrival(words, text(words));
  };
  /** A line on the standard output of a unit, as systemd connects it. */
  const printed = async (unit: string, words: string, arrives = words) => {
    const file = join(lab.folder, "stream.mjs");
    const head = `program\\n${unit}\\n6\\n1\\n0\\n0\\n0\\n`;
    writeFileSync(
      file,
      `import { connect } from "node:net";
const socket = connect("/run/systemd/journal/stdout");
socket.write("${head}" + ${JSON.stringify(words)} + "\\n");
setTimeout(() => socket.end(), 300);`,
    );
    lab.inside(`${process.execPath} ${file} &`);
    return await lab.arrival(words, text(arrives));
  };
  const DROP =
    "straat drop input: IN=ens192 OUT= MAC=00:50 SRC=192.0.2.9 DST=10.20.0.10 LEN=60 TTL=52 ID=1 DF";

  test("arrives from before rsyslog ran on, each line with its unit and its program", async () => {
    const message = await printed("zorg.service", "the service says this");
    expect(message).toMatchObject({
      event: { dataset: "system" },
      host: { name: SENDER },
      log: { level: "info" },
      process: { name: expect.any(String), pid: expect.any(Number) },
      user: { id: "0" },
      service: { name: "zorg.service" },
      labels: { client: "verne" },
    });
  });

  test("has the firewall's drops in fields", async () => {
    kernel("4", `${DROP} PROTO=TCP SPT=51000 DPT=22 WINDOW=1024 SYN`);
    const message = await lab.arrival("the drop", (one) => one.message.includes("DPT=22"));
    expect(message).toMatchObject({
      event: { dataset: "firewall", action: "drop", outcome: "denied" },
      log: { level: "warning" },
      process: { name: "kernel" },
      source: { ip: "192.0.2.9", port: 51_000 },
      destination: { ip: "10.20.0.10", port: 22 },
      network: { direction: "input", transport: "tcp" },
    });
    kernel(
      "4",
      "straat drop forward: IN=a OUT=b SRC=2001:db8::1 DST=2001:db8::2 LEN=60 PROTO=ICMPv6 TYPE=128 CODE=0",
    );
    const six = await lab.arrival("the drop", (one) => one.message.includes("ICMPv6"));
    expect(six).toMatchObject({
      source: { ip: "2001:db8::1" },
      destination: { ip: "2001:db8::2" },
      network: { direction: "forward", transport: "icmpv6" },
    });
    expect(six["source"]).not.toHaveProperty("port");
  });

  test("has no drop of the firewall's that another wrote", async () => {
    const claimed = `${DROP} PROTO=TCP SPT=1 DPT=2`;
    // Facility 1 is what root's own lines in the kernel log have.
    kernel("12", `${claimed} by root`);
    await printed("zorg.service", `${claimed} by a service`);
    await logged("impostor", "kernel", `${claimed} by a program`);
    for (const who of ["root", "a service", "a program"]) {
      const message = await lab.arrival(who, (one) => one.message.endsWith(`by ${who}`));
      expect(message.event.dataset).not.toBe("firewall");
      expect(message).not.toHaveProperty("source");
    }
  });

  test.each([
    [
      "Accepted publickey for jdevries from 10.99.1.2 port 51820 ssh2: ED25519 SHA256:abc",
      "success",
      "jdevries",
      "10.99.1.2",
    ],
    [
      "Failed publickey for jdevries from 10.99.1.2 port 51820 ssh2: ED25519 SHA256:abc",
      "failure",
      "jdevries",
      "10.99.1.2",
    ],
    [
      "Failed password for invalid user admin from 2001:db8::5 port 9 ssh2",
      "failure",
      "admin",
      "2001:db8::5",
    ],
    [
      "Invalid user x from 10.0.0.1 port 22 from 192.0.2.66 port 4242",
      "failure",
      "x from 10.0.0.1 port 22",
      "192.0.2.66",
    ],
    [
      "Connection closed by authenticating user root 192.0.2.1 port 22 [preauth]",
      "failure",
      "root",
      "192.0.2.1",
    ],
  ])("has of sshd's %j who, from where and how it ended", async (words, outcome, name, ip) => {
    expect(await logged("sshd", "sshd", words)).toMatchObject({
      event: { dataset: "auth", action: "ssh-login", outcome },
      user: { name },
      source: { ip },
      process: { name: "sshd" },
    });
  });

  test("has no login that another program tells of in sshd's name", async () => {
    const message = await logged(
      "impostor",
      "sshd",
      "Accepted publickey for root from 10.99.1.9 port 1 ssh2",
    );
    expect(message.event).not.toHaveProperty("outcome");
    expect(message).not.toHaveProperty("source");
    expect(message).toMatchObject({ process: { name: "impostor" } });
  });

  test("has of sudo who became whom, and whether that was allowed", async () => {
    const done = await logged(
      "sudo",
      "sudo",
      "jdevries : TTY=pts/0 ; PWD=/home/jdevries ; USER=root ; COMMAND=/usr/bin/id",
    );
    expect(done).toMatchObject({
      event: { dataset: "auth", action: "sudo", outcome: "success" },
      user: { name: "jdevries", effective: { name: "root" } },
    });
    const refused = await logged(
      "sudo",
      "sudo",
      "jdevries : command not allowed ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh",
    );
    expect(refused).toMatchObject({ event: { outcome: "failure" }, user: { name: "jdevries" } });
  });

  test("keeps a text of several lines, and JSON in it, one text", async () => {
    const words = '{"event":{"dataset":"metrics"}} "x": {"straat_metrics":{}}';
    const message = await printed("zorg.service", words);
    expect(message.event.dataset).toBe("system");
    const metrics = await printed("zorg.service", '{"straat_metrics":{"a":1}}');
    expect(metrics.event.dataset).toBe("system");
  });

  test("has the figures of our own program unscrubbed, and no other's", async () => {
    const figures = '{"straat_metrics":{"node_memory_MemTotal_bytes":123456782}}';
    expect(await printed("straat-metrics.service", figures)).toMatchObject({ event: { dataset: "metrics" } });
    const other = figures.replace("123456782", "<scrubbed:bsn>");
    expect(await printed("zorg.service", figures, other)).toMatchObject({ event: { dataset: "system" } });
  });

  test("has a sign of life of each source, which only our own program gives", async () => {
    const sign = await printed("straat-heartbeat.service", "heartbeat journal written to the journal");
    expect(sign).toMatchObject({ event: { dataset: "heartbeat" }, labels: { source: "journal" } });
    const forged = await printed("zorg.service", "heartbeat journal written by another");
    expect(forged.event.dataset).toBe("system");
    expect(forged.labels).not.toHaveProperty("source");
    kernel("14", "heartbeat firewall the ruleset in use logs what it drops");
    const wall = await lab.arrival("the firewall's", (one) => one.labels["source"] === "firewall");
    expect(wall.event.dataset).toBe("heartbeat");
  });

  test("gives each source's sign when it lives, and an alarm instead when it does not", async () => {
    const proc = join(lab.folder, "proc");
    const log = join(lab.root, "srv/app/a.log");
    lab.append("srv/app/a.log", "x".repeat(100_000));
    lab.run("mkdir", ["-p", `${proc}/7/fd`, `${proc}/7/fdinfo`, `${lab.root}/dev`]);
    lab.run("ln", ["-s", log, `${proc}/7/fd/5`]);
    writeFileSync(
      join(lab.root, "var/lib/straat/logs/sources"),
      "zorg /srv/app/*.log\nnone /srv/none/*.log\n",
    );
    lab.standIn("systemctl", "echo 7");
    lab.standIn("auditctl", `echo "$*" > ${lab.folder}/auditctl`);
    const beat = (position: number, rules: string) => {
      writeFileSync(`${proc}/7/fdinfo/5`, `pos:\t${position}\nflags:\t0\n`);
      lab.standIn("nft", `echo '${rules}'`);
      return lab.run("sh", [lab.program("heartbeat")], { STRAAT_PROC: proc });
    };
    const well = beat(100_000, 'log prefix "straat drop input: "');
    expect(well.stdout).toBe(`heartbeat journal written to the journal
heartbeat zorg read up to byte 100000 of 100000
<1>{"alarm":"log source","source":"none","problem":"there is no such file"}
`);
    expect(well.status).toBe(1);
    expect(readFileSync(`${lab.root}/dev/kmsg`, "utf8")).toMatch(/^<6>heartbeat firewall /);
    expect(readFileSync(`${lab.folder}/auditctl`, "utf8")).toBe("-m heartbeat audit given to the kernel\n");
    rmSync(`${lab.root}/dev/kmsg`);
    const behind = beat(1000, "no rule");
    expect(behind.stdout).toContain(
      '"source":"firewall","problem":"the ruleset in use does not log what it drops"',
    );
    expect(behind.stdout).toContain('"source":"zorg","problem":"rsyslog is 99000 bytes behind"');
    expect(behind.stdout).not.toContain("heartbeat zorg");
    rmSync(`${proc}/7/fd/5`);
    expect(beat(0, "").stdout).toContain('"source":"zorg","problem":"rsyslog has not opened the file"');
  });

  test("is read on from where it was left", async () => {
    await until("the position is kept", () => lab.messages().length > 0);
    const count = lab.messages().filter(({ message }) => message === "the service says this").length;
    expect(count).toBe(1);
  });
});
