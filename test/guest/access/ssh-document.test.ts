import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { sshDocument, sshPart } from "../../../lib/guest/access/ssh";
import { SSH_ACCESS } from "../../../lib/guest/access/sshd-config";
import { Cidr } from "../../../lib/model/cidr";
import { admin, day, PUBLIC_KEYS } from "../../support/admins";
import { PrivateRoot } from "../../support/private-root";
import { lackingForSshServer } from "../../support/ssh-server";
import { describeUnless, describeWith } from "../../support/tool";

// Real programs, which take longer on a busy machine.

const [FIRST, SECOND, THIRD] = PUBLIC_KEYS;
const HANDLER = "/usr/local/lib/straat/documents/ssh";
const DOCUMENT = "/var/lib/straat/documents/ssh";
const LINE = `admin jdevries 2028-01-31 ${FIRST}\n`;

describeUnless(lackingForSshServer(), "the handler of who may log in", () => {
  let root: PrivateRoot;
  beforeAll(async () => {
    root = await PrivateRoot.make();
    root.install(sshPart([Cidr.parse("10.99.1.0/24")]));
  });
  afterAll(() => root.remove());

  const check = (payload: string) => {
    root.write(`${DOCUMENT}.staged`, payload);
    return root.exec([HANDLER, "check", `${DOCUMENT}.staged`]);
  };
  const handle = (...args: readonly string[]) => root.exec([HANDLER, ...args]);
  const apply = (payload: string) => {
    root.write(DOCUMENT, payload);
    expect(handle("apply", DOCUMENT)).toMatchObject({ status: 0, stderr: "" });
    expect(handle("verify")).toMatchObject({ status: 0, stderr: "" });
  };
  const keysOf = (login: string) => root.exec(["cat", `${SSH_ACCESS}/keys/${login}`]).stdout;
  const shadow = (login: string) => root.run(["getent", "shadow", login]).trim().split(":");
  /** All that says who may log in, and who there is. */
  const state = () =>
    root.run([
      "sh",
      "-c",
      `cd ${SSH_ACCESS}; head -n 99 keys/* principals/* authorities; cat /etc/passwd /etc/group /etc/shadow`,
    ]);

  test.each([
    ["there is no line end", LINE.trimEnd(), "the last line has no end"],
    ["there is a blank line", `${LINE}\n`, "line 2 is not"],
    ["there is a comment", `# ${LINE}`, "line 1 is not"],
    ["the key has options", LINE.replace("ssh-ed25519", 'command="id" ssh-ed25519'), "line 1 is not"],
    ["the key has a comment", LINE.replace("\n", " me@home\n"), "line 1 is not"],
    ["the key is of no kind we know", LINE.replace("ssh-ed25519", "ssh-dss"), "line 1 is not"],
    ["the key is cut short", `${LINE.slice(0, -20)}\n`, "OpenSSH cannot read a key"],
    [
      "the key is another kind than it says",
      LINE.replace("ssh-ed25519", "ssh-rsa"),
      "OpenSSH cannot read a key",
    ],
    ["an authority is damaged", `${LINE}authority ssh-ed25519 AAAA\n`, "OpenSSH cannot read a key"],
    ["a line is of no kind we know", `${LINE}user x\n`, "line 2 is not"],
    ["a login is root's", LINE.replace("jdevries", "root"), "root is an account of the system"],
    ["a login is a package's", LINE.replace("jdevries", "www-data"), "www-data is an account of the system"],
    ["a login is a group's", LINE.replace("jdevries", "sudo"), "sudo is a group of the system"],
    ["a login is a path", LINE.replace("jdevries", "../root"), "line 1 is not"],
    ["a login is an option", LINE.replace("jdevries", "-r"), "line 1 is not"],
    ["a login is a command", LINE.replace("jdevries", "$(reboot)"), "line 1 is not"],
    ["a login is too long", LINE.replace("jdevries", "a".repeat(21)), "is too long"],
    ["a day does not exist", LINE.replace("2028-01-31", "2028-02-30"), "2028-02-30 is not a day"],
    ["a day is no day", LINE.replace("2028-01-31", "tomorrow"), "line 1 is not"],
    ["a login is there twice", LINE + LINE.replace(FIRST, SECOND), "jdevries is there twice"],
    ["a key is there twice", LINE + LINE.replace("jdevries", "other"), "a key is there twice"],
    ["a zero byte hides a line", LINE.replace("\n", "\0\nauthority x\n"), "the document is no text"],
    ["a carriage return is in it", LINE.replace("\n", "\r\n"), "line 1 is not"],
  ])("refuses a document when %s, and changes nothing", (_, payload, reason) => {
    const before = state();
    const { status, stderr } = check(payload);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^ssh: [^\n]*\n$/)]);
    expect(stderr).toContain(reason);
    expect(handle("apply", `${DOCUMENT}.staged`).status).toBe(1);
    expect(state()).toBe(before);
  });

  test("refuses whatever is strange to a line that was fine", () => {
    const before = state();
    const odd = fc.oneof(
      fc.constantFrom(..."\"'`$;&|<>(){}*?#%\\\t ,=:!~\n\r\0é"),
      fc.string({ minLength: 1 }),
    );
    let refused = 0;
    fc.assert(
      fc.property(odd, fc.nat({ max: LINE.length - 1 }), (text, at) => {
        const payload = LINE.slice(0, at) + text + LINE.slice(at);
        const { status } = check(payload);
        if (status === 0)
          expect(payload).toMatch(/^admin [a-z0-9-]{1,20} \d{4}-\d\d-\d\d ssh-ed25519 [\w+/]+=*\n$/);
        else refused += 1;
      }),
      { numRuns: 40 },
    );
    expect(refused).toBeGreaterThan(20);
    expect(state()).toBe(before);
  });

  test("takes what the library renders, for every kind of key", () => {
    const kinds = [["ed25519"], ["ecdsa", "-b", "384"], ["ecdsa", "-b", "521"], ["rsa", "-b", "3072"]];
    const lines = kinds.map(([type = "", ...bits], index) => {
      const path = `/run/key-${index}`;
      root.run(["ssh-keygen", "-q", "-t", type, ...bits, "-N", "", "-C", "", "-f", path]);
      return root.read(`${path}.pub`);
    });
    const keys = [...lines, ...PUBLIC_KEYS, ...TOKENS];
    const people = keys.map((key, index) => admin(`a${index}`, key, "2028-01-31"));
    expect(check(sshDocument({ admins: people, authorities: [] }))).toMatchObject({ status: 0, stderr: "" });
    const line = people.map(({ sshKey }) => `restrict,pty,expiry-time="20280201Z" ${sshKey} x\n`).join("");
    const judged = root.run(["ssh-keygen", "-l", "-f", "-"], line).trim().split("\n");
    expect(judged).toHaveLength(keys.length);
    expect(judged.map((text) => text.split(" ")[1])).toEqual(people.map(({ sshKey }) => sshKey.fingerprint));
  });

  test("makes accounts without a password, that end after the last day and never ask for one", () => {
    apply(LINE);
    expect(root.run(["id", "-nG", "jdevries"])).toBe("jdevries straat-admins\n");
    const [login, password, , min, max, , inactive, end] = shadow("jdevries");
    expect([login, password, min, max, inactive]).toEqual(["jdevries", "*", "0", "", ""]);
    expect(Number(end)).toBe(Date.parse("2028-02-01") / 86_400_000);
    expect(root.run(["stat", "-c", "%a %U", "/home/jdevries"])).toBe("700 jdevries\n");
    expect(keysOf("jdevries")).toBe(`restrict,pty,expiry-time="20280201Z" ${FIRST} jdevries\n`);
    expect(root.run(["stat", "-c", "%a %U", `${SSH_ACCESS}/keys/jdevries`])).toBe("644 root\n");
  });

  test("changes nothing when it is done again, or another day comes on which all still holds", () => {
    apply(LINE);
    const before = state();
    apply(LINE);
    expect(handle("today", DOCUMENT)).toMatchObject({ status: 0, stderr: "" });
    expect(state()).toBe(before);
  });

  test("takes a new key for the old one", () => {
    apply(LINE.replace(FIRST, THIRD));
    expect(keysOf("jdevries")).toContain(THIRD);
    expect(keysOf("jdevries")).not.toContain(FIRST);
  });

  test("keeps the account of who left, closed, and opens it when they come back", () => {
    apply(LINE);
    const number = root.run(["id", "-u", "jdevries"]);
    apply(`admin obakker 2028-01-31 ${SECOND}\n`);
    expect(keysOf("jdevries")).toBe("");
    expect(shadow("jdevries")[1]).toBe("!*");
    expect(shadow("jdevries")[7]).toBe("1");
    expect(root.run(["id", "-nG", "jdevries"])).toBe("jdevries\n");
    expect(root.run(["getent", "passwd", "jdevries"])).toContain("/usr/sbin/nologin");
    apply(LINE);
    expect(shadow("jdevries")[1]).toBe("*");
    expect(root.run(["getent", "passwd", "jdevries"])).toContain("/bin/bash");
    expect(root.run(["id", "-u", "jdevries"])).toBe(number);
  });

  test("closes on the day after the last, when nothing but the day has changed", () => {
    apply(`admin jdevries ${day(3)} ${FIRST}\nadmin obakker ${day(0)} ${SECOND}\n`);
    // The clock of this machine stays as it is, so the document is what has aged.
    root.write(DOCUMENT, `admin jdevries ${day(3)} ${FIRST}\nadmin obakker ${day(-1)} ${SECOND}\n`);
    expect(handle("today", DOCUMENT)).toMatchObject({ status: 0 });
    expect(keysOf("jdevries")).not.toBe("");
    expect(keysOf("obakker")).toBe("");
    expect(shadow("obakker")[7]).toBe("1");
  });

  test("leaves alone every account it did not make, and a key that nobody was given", () => {
    root.run(["useradd", "--create-home", "--password", "*", "operator2"]);
    const before = root.run(["getent", "shadow", "operator2", "root", "www-data"]);
    root.write(`${SSH_ACCESS}/keys/operator2`, FIRST);
    root.write(`${SSH_ACCESS}/principals/root`, "root\n");
    apply(LINE);
    expect(root.run(["getent", "shadow", "operator2", "root", "www-data"])).toBe(before);
    expect(root.run(["ls", `${SSH_ACCESS}/keys`, `${SSH_ACCESS}/principals`]).match(/\w+$/gm)).toEqual([
      "jdevries",
      "jdevries",
    ]);
    expect(handle("remove")).toMatchObject({ status: 0 });
    expect(root.run(["getent", "shadow", "operator2", "root", "www-data"])).toBe(before);
  });

  test("finds when a key came back or a member went, which the agent then undoes", () => {
    apply(LINE);
    root.run(["gpasswd", "--delete", "jdevries", "straat-admins"]);
    expect(handle("verify")).toMatchObject({
      status: 1,
      stderr: "ssh: jdevries is not in the group straat-admins\n",
    });
    apply(LINE);
    root.write(`${SSH_ACCESS}/keys/obakker`, SECOND);
    expect(handle("verify")).toMatchObject({ status: 1, stderr: "ssh: obakker still has a key\n" });
    apply(LINE);
    root.write(`${SSH_ACCESS}/keys/jdevries`, "nonsense");
    expect(handle("verify").stderr).toContain("no key that OpenSSH can read");
    apply(LINE);
  });

  test("tells in figures how many may log in, and whether sshd is still as closed as it was", () => {
    const figures = "/var/lib/prometheus/node-exporter/straat_ssh.prom";
    const config = root.read("/etc/ssh/sshd_config");
    root.write(figures, "");
    apply(`${LINE}admin obakker 2028-01-31 ${SECOND}\n`);
    expect(root.read(figures)).toContain("\nstraat_ssh_admins 2\n");
    expect(root.read(figures)).toContain("\nstraat_ssh_closed 1\n");
    const opened = [
      ["PasswordAuthentication no", "PasswordAuthentication yes"],
      ["AllowUsers *@10.99.1.0/24", "AllowUsers *@10.99.1.0/24 *"],
      ["AllowUsers *@10.99.1.0/24", ""],
      ["PermitRootLogin no", "nonsense"],
    ];
    for (const [before = "", after = ""] of opened) {
      root.write("/etc/ssh/sshd_config", config.replace(before, after));
      apply(LINE);
      expect([after, root.read(figures)]).toEqual([
        after,
        expect.stringContaining("\nstraat_ssh_closed 0\n"),
      ]);
    }
    root.write("/etc/ssh/sshd_config", config);
  });

  test("lets nobody in when the document is empty, or is there no longer", () => {
    apply(LINE);
    apply("");
    expect(root.run(["ls", `${SSH_ACCESS}/keys`])).toBe("");
    apply(LINE);
    expect(handle("remove")).toMatchObject({ status: 0, stderr: "" });
    expect(root.run(["ls", `${SSH_ACCESS}/keys`, `${SSH_ACCESS}/principals`])).not.toContain("jdevries");
    expect(shadow("jdevries")[7]).toBe("1");
  });
});

describeWith("shellcheck", "apt-get install shellcheck", "the handler's text", () => {
  test("has nothing that shellcheck minds", () => {
    const input = readFileSync(join(__dirname, "../../../lib/guest/scripts/document-ssh.sh"), "utf8");
    const { status, stdout } = spawnSync("shellcheck", ["-"], { input, encoding: "utf8" });
    expect([status, stdout]).toEqual([0, ""]);
  });
});

/** Keys as a FIDO2 token makes them. */
const field = (data: string | Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(data));
  return Buffer.concat([length, Buffer.from(data as string)]);
};
const token = (type: string, ...fields: readonly (string | Buffer)[]) =>
  `${type} ${Buffer.concat([type, ...fields, "ssh:"].map(field)).toString("base64")}`;
const blobOf = (key: string) => Buffer.from(key.split(" ")[1] ?? "", "base64");
const TOKENS = [
  token("sk-ssh-ed25519@openssh.com", blobOf(FIRST).subarray(-32)),
  token("sk-ecdsa-sha2-nistp256@openssh.com", "nistp256", blobOf(THIRD).subarray(-65)),
];
