import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { AUDIT_KEYS, auditPart, auditRules } from "../../../lib/guest/access/audit";
import { describeUnless } from "../../support/tool";

// Real programs, which take longer on a busy machine.

const lines = auditRules()
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const SETTINGS = ["-D", "-b 8192", "--backlog_wait_time 500", "-f 1", "-c", "--loginuid-immutable", "-e 2"];
const rules = lines.filter((line) => !SETTINGS.includes(line));
const fileOf = (end: string) => auditPart().files?.find(({ path }) => path.endsWith(end))?.content ?? "";

const folder = mkdtempSync(join(tmpdir(), "straat-audit-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("what is recorded on a server", () => {
  test.each([
    ["accounts", "-w /etc/shadow -p wa -k identity"],
    ["who may use sudo", "-w /etc/sudoers.d -p wa -k sudo"],
    ["what sudo logged", "-w /var/log/sudo.log -p wa -k sudo"],
    ["sshd and its keys", "-w /etc/ssh -p wa -k ssh"],
    ["the firewall", "-w /etc/nftables.conf -p wa -k firewall"],
    ["redundancy", "-w /etc/keepalived -p wa -k firewall"],
    ["our own settings", "-w /etc/straat -p wa -k straat"],
    ["live documents", "-w /var/lib/straat/documents -p wa -k straat"],
    ["keys made on the server", "-w /var/lib/straat/secret -p wa -k straat"],
    ["logins", "-w /var/log/wtmp -p wa -k session"],
    [
      "every command of who logged in",
      "-a always,exit -F arch=b64 -S execve,execveat -F auid>=1000 -F auid!=unset -k command",
    ],
    ["mounts", "-a always,exit -F arch=b64 -S mount,umount2 -F auid>=1000 -F auid!=unset -k mount"],
    [
      "modules of the kernel",
      "-a always,exit -F arch=b64 -S init_module,finit_module,delete_module -k module",
    ],
    ["the clock", "-a always,exit -F arch=b64 -S adjtimex,settimeofday -k time"],
    [
      "sudo itself",
      "-a always,exit -F path=/usr/bin/sudo -F perm=x -F auid>=1000 -F auid!=unset -k privileged",
    ],
    [
      "who reads the records",
      "-a always,exit -F dir=/var/log/audit -F perm=r -F auid>=1000 -F auid!=unset -k audit",
    ],
  ])("is %s", (_, rule) => {
    expect(rules).toContain(rule);
  });

  test("has a key for each kind, by which it is found", () => {
    const used = rules
      .filter((line) => !line.startsWith("-a never"))
      .map((line) => / -k ([a-z]+)$/.exec(line)?.[1]);
    expect(used).not.toContain(undefined);
    expect([...new Set(used)].sort()).toEqual([...AUDIT_KEYS].sort());
  });

  test("is the same for 32-bit programs, each rule once", () => {
    const of = (arch: string) => rules.filter((line) => line.includes(`arch=${arch}`));
    expect(of("b32").map((line) => line.replace("b32", "b64"))).toEqual(of("b64"));
    expect(new Set(rules).size).toBe(rules.length);
  });

  test("begins with no rule, ends immutable, and never panics", () => {
    expect(lines[0]).toBe("-D");
    expect(lines.at(-1)).toBe("-e 2");
    expect(lines.filter((line) => /^(-e|-f)/.test(line))).toEqual(["-f 1", "-e 2"]);
  });

  test("is not left out for anybody: what is never recorded is the clock being kept right", () => {
    const never = rules.filter((line) => line.startsWith("-a never"));
    expect(never).toHaveLength(4);
    for (const line of never) expect(line).toMatch(/ -S adjtimex,clock_settime,settimeofday -F exe=\/usr\//);
  });
});

describe("how it is kept", () => {
  test("never stops the server, nor the recording", () => {
    const actions = fileOf("auditd.conf").match(/^\w+_action = \w+$/gm) ?? [];
    expect(actions).toHaveLength(6);
    for (const action of actions) expect(action).toMatch(/ = (SYSLOG|ROTATE)$/);
  });

  test("takes 320 MiB at most, before the disk has less than it warns for", () => {
    const number = (name: string) =>
      Number(new RegExp(`^${name} = (\\d+)$`, "m").exec(fileOf("auditd.conf"))?.[1]);
    expect(number("max_log_file") * number("num_logs")).toBe(320);
    expect(number("space_left")).toBeGreaterThan(number("admin_space_left"));
  });
});

/** A user namespace has no right to the kernel's rules: programs read theirs, and change nothing. */
const SAFE = ["--map-root-user", "--pid", "--fork", "--mount-proc", "--net"];
const harmless = (...argv: readonly string[]) =>
  spawnSync("unshare", [...SAFE, ...argv], { encoding: "utf8" });
const auditctl = (line: string) => harmless("auditctl", ...line.split(" "));

/** What auditctl says when it has read a rule and may not hand it to the kernel. */
const READ = "The audit system is disabled\n";
const trial = auditctl("-w /etc/passwd -p wa -k x");
const lacking =
  trial.error || !`${trial.stdout}${trial.stderr}`.includes(READ.trim())
    ? "auditctl, and a user namespace to run it in; apt-get install auditd"
    : undefined;

describeUnless(lacking, "the programs of auditd", () => {
  const told = (line: string) => {
    const { stdout, stderr } = auditctl(line);
    return `${stdout}${stderr}`;
  };

  test("read every rule", () => {
    // Which fields a kernel has is asked of the kernel, so the one that is asked for is left out here.
    const readable = rules.map((line) => line.replace(/ -F exe=\S+/, ""));
    expect(readable.filter((line) => told(line) !== READ).map((line) => [line, told(line)])).toEqual([]);
  });

  test.each([
    "-a always,exit -F arch=b64 -S nosuchcall -k x",
    "-a always,exit -F arch=b65 -S execve -k x",
    "-a always,exit -F arch=b64 -S open -F exit=-ENOSUCH -k x",
    "-a sometimes,exit -F arch=b64 -S open -k x",
    "-a always,exit -F nosuch=1 -k x",
    "-w etc/passwd -p wa -k x",
    "-w /etc/passwd -p wq -k x",
  ])("would not read %s", (line) => {
    expect(told(line)).not.toBe(READ);
  });

  test("put the rules together as they are meant, whatever Debian has beside them", () => {
    const [etc, made] = [join(folder, "rules.d"), join(folder, "audit.rules")];
    mkdirSync(etc);
    writeFileSync(join(etc, "audit.rules"), "-D\n-b 8192\n--backlog_wait_time 60000\n-f 1\n");
    writeFileSync(join(etc, "straat.rules"), auditRules());
    const program = readFileSync("/usr/sbin/augenrules", "utf8")
      .replace(/^DestinationFile=.*$/m, `DestinationFile=${made}`)
      .replace(/^SourceRulesDir=.*$/m, `SourceRulesDir=${etc}`);
    expect(spawnSync("sh", ["-c", program], { encoding: "utf8" }).status).toBe(0);
    const together = readFileSync(made, "utf8").trim().split("\n").slice(1);
    expect(together.slice(0, 3)).toEqual(["-D", "-b 8192", "-f 1"]);
    expect(together.at(-1)).toBe("-e 2");
    expect(together.filter((line) => line.startsWith("--backlog")).at(-1)).toBe("--backlog_wait_time 500");
    expect(together).toEqual(expect.arrayContaining(rules));
  });

  test("read the settings of auditd, and would not read others", () => {
    const read = (text: string) => {
      writeFileSync(join(folder, "auditd.conf"), text);
      const { status, stdout, stderr } = harmless("auditd", "-f", "-n", "-c", folder);
      return { status, told: `${stdout}${stderr}` };
    };
    const settings = fileOf("auditd.conf");
    // It reads all of them, and then may not be a daemon here.
    expect(read(settings)).toMatchObject({
      status: 1,
      told: expect.stringContaining("verify_email_parser called with: no"),
    });
    for (const broken of [settings.replace("= ROTATE", "= SOMETIMES"), `${settings}nosuch = 1\n`]) {
      expect(read(broken).status).toBe(6);
    }
  });
});
