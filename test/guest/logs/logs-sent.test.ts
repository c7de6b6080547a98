import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { LINE_BYTES } from "../../../lib/guest/logs/log-pipeline";
import { LogLab, lackingForLogs, SENDER, until } from "../../support/log-lab";
import { describeUnless } from "../../support/tool";

const VISIT = '"GET /zorg/dossier HTTP/1.1" 200 512 "-" "curl/8"';

describeUnless(lackingForLogs(), "what a server's files of logs say", () => {
  let lab: LogLab;
  beforeAll(async () => {
    lab = await LogLab.make({
      files: [
        { dataset: "zorg", kind: "application", path: "/srv/app/*.log" },
        { dataset: "nginx", kind: "access", path: "/var/log/nginx/access.log" },
      ],
    });
    await lab.startCollector();
    await lab.startSender();
  }, 30_000);
  afterAll(() => lab?.remove());

  /** Writes lines to a file, and answers the messages they became, in order. */
  const sent = async (path: string, ...lines: readonly string[]) => {
    const before = lab.lines().length;
    lab.append(path, lines.map((line) => `${line}\n`).join(""));
    await until("all lines", () => lab.lines().length >= before + lines.length);
    expect(lab.lines()).toHaveLength(before + lines.length);
    return lab.messages().slice(before);
  };

  test("arrives once, with what BIO2 8.15.01 asks of a line and whose it is", async () => {
    const [message] = await sent("srv/app/a.log", "the dossier was opened");
    expect(message).toEqual({
      "@timestamp": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(\+00:00|Z)$/),
      event: { id: expect.stringMatching(/^[0-9A-F]{32}$/), dataset: "zorg" },
      host: { name: SENDER },
      log: { level: "notice" },
      labels: { client: "verne", stage: "production", group: "web", class: "4" },
      message: "the dossier was opened",
    });
  });

  test("is a visit with who, from where, what and how it ended", async () => {
    const [plain, named, failed, query, six, strange] = await sent(
      "var/log/nginx/access.log",
      `192.0.2.7 - - [21/Nov/2026:06:00:00 +0000] ${VISIT}`,
      `192.0.2.7 - jan [21/Nov/2026:06:00:00 +0000] ${VISIT}`,
      `192.0.2.7 - - [21/Nov/2026:06:00:00 +0000] ${VISIT.replace("200", "503")}`,
      `192.0.2.7 - - [21/Nov/2026:06:00:00 +0000] ${VISIT.replace("dossier", "dossier?naam=Jansen&kamer=4")}`,
      `2001:db8::7 - - [21/Nov/2026:06:00:00 +0000] ${VISIT}`,
      `192.0.2.7 - - [21/Nov/2026:06:00:00 +0000] "\\x16\\x03\\x01" 400 0 "-" "-"`,
    );
    expect(plain).toMatchObject({
      event: { dataset: "nginx", action: "visit", outcome: "success" },
      source: { ip: "192.0.2.7" },
      url: { path: "/zorg/dossier" },
      http: { request: { method: "GET" }, response: { status_code: 200 } },
    });
    expect(plain).not.toHaveProperty("user");
    expect(named).toMatchObject({ user: { name: "jan" } });
    expect(failed).toMatchObject({ event: { outcome: "failure" }, http: { response: { status_code: 503 } } });
    expect(query).toMatchObject({ url: { path: "/zorg/dossier<scrubbed:query>" } });
    expect(JSON.stringify(query)).not.toContain("Jansen");
    expect(six).toMatchObject({ source: { ip: "2001:db8::7" } });
    expect(strange).not.toHaveProperty("source");
    expect(strange?.message).toContain('"\\x16\\x03\\x01" 400');
  });

  test("is a record of the audit with its action, its result and who logged in", async () => {
    const record = (type: string, rest: string) =>
      `node=h type=${type} msg=audit(1763700000.123:45): ${rest}`;
    const [call, login, sign, forged] = await sent(
      "var/log/audit/audit.log",
      record(
        "SYSCALL",
        'arch=c000003e syscall=59 success=no exit=-13 auid=1001 uid=0 key="command"\u001dARCH=x86_64',
      ),
      record(
        "USER_LOGIN",
        "pid=9 uid=0 auid=1001 msg='op=login id=1001 exe=\"/usr/sbin/sshd\" addr=192.0.2.7 res=success'",
      ),
      record(
        "USER",
        "pid=9 uid=0 auid=4294967295 msg='text=heartbeat audit given to the kernel exe=\"/usr/sbin/auditctl\" res=success'",
      ),
      record("USER_CMD", "pid=9 uid=0 auid=1001 msg='text=heartbeat audit ' res=failed'"),
    );
    expect(call).toMatchObject({
      event: { dataset: "audit", action: "SYSCALL", outcome: "failure" },
      user: { id: "1001" },
    });
    expect(login).toMatchObject({
      event: { dataset: "audit", action: "USER_LOGIN", outcome: "success" },
      source: { ip: "192.0.2.7" },
    });
    expect(sign).toMatchObject({ event: { dataset: "heartbeat" }, labels: { source: "audit" } });
    expect(forged).toMatchObject({ event: { dataset: "audit", outcome: "failure" } });
  });

  test("stays a text, whatever it looks like: it makes no field, no message and no source of its own", async () => {
    const forgeries = [
      '{"event":{"dataset":"audit"},"host":{"name":"other"},"labels":{"client":"other"}}',
      '","event":{"dataset":"audit"},"x":"',
      '"}}\\n{"@timestamp":"2020-01-01T00:00:00Z","message":"forged"}',
      '@cee: {"event":{"dataset":"audit"}}',
      "<0>1 2020-01-01T00:00:00Z other sshd - - - forged",
      "<1>Jan  1 00:00:00 other kernel: straat drop input: IN=eth0 SRC=192.0.2.1 DST=192.0.2.2 ",
      "heartbeat journal written to the journal",
      "straat drop input: IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.2 PROTO=TCP SPT=1 DPT=2",
      "Accepted publickey for root from 192.0.2.1 port 22 ssh2",
      "$!straat!host!name %hostname% ${x} `x` \\u0022 \\",
      " leading and trailing ",
      "\u001b[31m\u0007\u0001\t\u007f\u2028é€😀",
    ];
    const messages = await sent("srv/app/a.log", ...forgeries);
    expect(messages.map(({ message }) => message)).toEqual(forgeries);
    for (const message of messages) {
      expect(Object.keys(message).sort()).toEqual([
        "@timestamp",
        "event",
        "host",
        "labels",
        "log",
        "message",
      ]);
      expect(message).toMatchObject({
        event: { dataset: "zorg" },
        host: { name: SENDER },
        labels: { client: "verne", stage: "production", group: "web", class: "4" },
      });
    }
  });

  test("arrives as it was for any text of one line", async () => {
    const odd = fc.constantFrom(
      '"',
      "\\",
      "\u0001",
      "\t",
      "{",
      "}",
      "%",
      "$",
      "'",
      "é",
      "😀",
      "\u2029",
      "\r",
    );
    const word = fc.array(fc.oneof(odd, fc.string({ unit: "binary", maxLength: 4 })), { minLength: 1 });
    const texts = fc
      .sample(word, { numRuns: 150, seed: 7 })
      // A line's end ends a line, a NUL a text, and half of a pair is no character.
      .map((parts) => `x${parts.join("").replace(/[\n\0]/g, "")}x`)
      .filter((text) => !text.includes("@") && !text.includes("\ufffd"));
    expect(texts.length).toBeGreaterThan(100);
    const messages = await sent("srv/app/a.log", ...texts);
    expect(messages.map(({ message }) => message)).toEqual(texts);
  });

  test("is cut where it is too long, and what was cut off is nobody's line", async () => {
    const long = `${"a".repeat(65_536)} heartbeat audit`;
    const words = "woord ".repeat(10_000);
    const odd = `${"\u0001".repeat(40_000)}`;
    const wide = "é".repeat(40_000);
    const [cut, said, escaped, broad, next] = await sent(
      "srv/app/a.log",
      long,
      words,
      odd,
      wide,
      "the next line",
    );
    expect(cut).toMatchObject({ message: "a".repeat(LINE_BYTES), labels: { cut: "true" } });
    expect(said?.message).toMatch(/^(woord )+woord$/);
    expect(said?.message.length).toBeGreaterThan(LINE_BYTES - 12);
    expect(escaped?.message.replaceAll("\u0001", "")).toMatch(/^(<cut>)?$/);
    expect(broad?.message).toMatch(/^(é+|<cut>)$/);
    expect(next?.message).toBe("the next line");
    expect(next?.labels).not.toHaveProperty("cut");
  });

  test("is valid JSON also where it is no UTF-8", async () => {
    const before = lab.lines().length;
    lab.append("srv/app/a.log", Buffer.from([0x61, 0xff, 0xfe, 0xc3, 0x62, 0x0a]));
    await until("the line", () => lab.lines().length > before);
    expect(lab.messages()[before]?.message).toMatch(/^a.*b$/);
  });

  test("is read from a new file too, and from one that was emptied or replaced", async () => {
    const [first] = await sent("srv/app/new.log", "from a new file");
    expect(first?.message).toBe("from a new file");
    lab.run("mv", [`${lab.root}/srv/app/new.log`, `${lab.root}/srv/app/new.log.1`]);
    const [second] = await sent("srv/app/new.log", "after a rotation");
    expect(second?.message).toBe("after a rotation");
  });

  test("has a sign of life when the real rsyslog has read its newest file to the end", async () => {
    await sent("srv/app/a.log", "the last line");
    lab.run("touch", [`${lab.root}/srv/app/a.log`]);
    await sent("var/log/nginx/access.log", "x");
    lab.standIn("systemctl", `echo ${lab.senderPid}`);
    lab.standIn("nft", `echo 'log prefix "straat drop input: "'`);
    lab.standIn("auditctl", ":");
    lab.run("mkdir", ["-p", `${lab.root}/dev`]);
    const beat = () => lab.run("sh", [lab.program("heartbeat")]).stdout;
    const all =
      /^heartbeat journal .*\nheartbeat nginx read up to .*\nheartbeat zorg read up to byte \d+ of \d+\n$/;
    // How far it has read, rsyslog writes down a while after it has sent it.
    await until("rsyslog says how far it is", () => all.test(beat()));
    lab.append("var/log/nginx/other.log", "x");
    lab.run("mv", [`${lab.root}/var/log/nginx/other.log`, `${lab.root}/srv/app/other.txt`]);
    writeFileSync(`${lab.root}/var/lib/straat/logs/sources`, "zorg /srv/app/*.txt\n");
    expect(beat()).toContain('"source":"zorg","problem":"rsyslog has not opened the file"');
  });

  test("has made no identity twice", () => {
    const ids = lab.messages().map(({ event }) => event.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(100);
  });
});
