import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { sshDocument } from "../../../lib/guest/access/ssh";
import { SUDO_LOG, SUDO_OUTPUT, sudoersDocument, sudoPart } from "../../../lib/guest/access/sudo";
import type { Admin } from "../../../lib/model/admin";
import { admin, day, PUBLIC_KEYS } from "../../support/admins";
import { mistakeOf } from "../../support/errors";
import { lackingForSshServer, publicKey, SshServer } from "../../support/ssh-server";
import { describeUnless, describeWith } from "../../support/tool";

// Real programs, which take longer on a busy machine.

const [FIRST, SECOND] = PUBLIC_KEYS;
const RULES = "/etc/sudoers.d/straat-admins";
const STAGED = "/var/lib/straat/documents/sudoers.staged";

describe("the document of who may use sudo", () => {
  test("has a line for each administrator, in one order", () => {
    const [jantien, omar] = [admin("jdevries", FIRST, "2028-01-31"), admin("obakker", SECOND, "2027-06-30")];
    const payload = "admin jdevries 2028-01-31\nadmin obakker 2027-06-30\n";
    expect(sudoersDocument({ admins: [omar, jantien] })).toBe(payload);
    expect(sudoersDocument({ admins: [jantien, omar] })).toBe(payload);
    expect(sudoersDocument({ admins: [] })).toBe("");
  });

  test("names a person once (V-03)", () => {
    const twice = [admin("jdevries", FIRST, "2028-01-31"), admin("jdevries", SECOND, "2028-01-31")];
    expect(mistakeOf(() => sudoersDocument({ admins: twice })).problem).toContain("V-03");
  });
});

const lacking = spawnSync("visudo", ["--version"], { stdio: "ignore" }).error
  ? "visudo; apt-get install sudo"
  : lackingForSshServer();
describeUnless(lacking, "sudo on a server", () => {
  let server: SshServer;
  let key: string;
  let other: string;
  beforeAll(async () => {
    const addresses = ["10.99.1.5", "10.20.0.10"];
    server = await SshServer.start({ pools: ["10.99.1.0/24"], addresses, parts: [sudoPart()] });
    key = server.makeKey("mine");
    other = server.makeKey("other");
    // The name of this machine, which sudo looks for.
    server.root.run(["sh", "-c", 'echo "127.0.0.1 $(hostname)" >/etc/hosts']);
    accept();
  });
  afterAll(() => server.stop());

  const jantien = (until = day(30)) => admin("jdevries", publicKey(key), until);
  const omar = () => admin("obakker", publicKey(other), day(30));
  function accept(admins: readonly Admin[] = [jantien(), omar()]): void {
    server.accept("ssh", sshDocument({ admins, authorities: [] }));
    server.accept("sudoers", sudoersDocument({ admins }));
  }
  const sudo = (...command: readonly string[]) =>
    server.login({
      login: "jdevries",
      key,
      to: "10.20.0.10",
      from: "10.99.1.5",
      command: ["sudo", "-n", ...command],
    });
  const check = (payload: string) => {
    server.root.write(STAGED, payload);
    return server.handle("sudoers", "check", STAGED);
  };

  test("lets a named administrator do everything without a password, which they do not have", async () => {
    expect(await sudo("id", "-un")).toMatchObject({
      status: 0,
      stdout: "root\n",
      stderr: expect.not.stringContaining("sudo:"),
    });
    expect((await sudo("-u", "www-data", "id", "-un")).stdout).toBe("www-data\n");
  });

  test("logs who did what, with its status and its answer", async () => {
    await sudo("sh", "-c", "'echo an answer; exit 3'");
    const log = server.root.read(SUDO_LOG).trim().split("\n");
    expect(log.at(-2)).toMatch(
      / : jdevries : PWD=\/home\/jdevries ; USER=root ; .*COMMAND=\/usr\/bin\/sh -c 'echo an answer; exit 3'$/,
    );
    expect(log.at(-1)).toMatch(/ ; EXIT=3$/);
    const outputs = server.root.run([
      "sh",
      "-c",
      `cd ${SUDO_OUTPUT}/jdevries; zcat -f */*/*/ttyout */*/*/stdout`,
    ]);
    expect(outputs).toContain("an answer");
    expect(server.root.run(["stat", "-c", "%a %U", SUDO_OUTPUT, SUDO_LOG])).toBe("700 root\n600 root\n");
  });

  test("logs what it refuses", async () => {
    server.root.run(["useradd", "--create-home", "--password", "*", "guest"]);
    const { status } = server.root.exec(["runuser", "-u", "guest", "--", "sudo", "-S", "id"], "guess\n");
    expect(status).toBe(1);
    expect(server.root.read(SUDO_LOG)).toMatch(/ : guest : user NOT in sudoers ; .*COMMAND=\/usr\/bin\/id$/m);
  });

  test("gives a command a clean environment", async () => {
    const { stdout } = await server.login({
      login: "jdevries",
      key,
      to: "10.20.0.10",
      from: "10.99.1.5",
      command: ["LD_PRELOAD=x.so FOO=bar PATH=/tmp:$PATH sudo -n env"],
    });
    expect(stdout).toContain("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");
    expect(stdout).not.toMatch(/LD_PRELOAD|FOO/);
  });

  test("still works when nothing can be recorded, so that a full disk can be mended", async () => {
    server.root.run(["sh", "-c", `mv ${SUDO_OUTPUT} ${SUDO_OUTPUT}.kept; : >${SUDO_OUTPUT}`]);
    expect(await sudo("id", "-un")).toMatchObject({ status: 0, stdout: "root\n" });
    server.root.run(["sh", "-c", `rm -f ${SUDO_OUTPUT}; mv ${SUDO_OUTPUT}.kept ${SUDO_OUTPUT}`]);
  });

  test("ends with the last day, by sudo's own clock", () => {
    const run = () => server.root.exec(["runuser", "-u", "jdevries", "--", "sudo", "-n", "id", "-un"]);
    expect(run()).toMatchObject({ status: 0, stdout: "root\n" });
    expect(server.root.read(RULES)).toContain(
      `jdevries ALL=(ALL:ALL) NOTAFTER=${day(31).replaceAll("-", "")}000000Z NOPASSWD: ALL\n`,
    );
    server.root.run([
      "sed",
      "-i",
      `s/^jdevries .*NOTAFTER=[0-9]*Z/jdevries ALL=(ALL:ALL) NOTAFTER=${day(0).replaceAll("-", "")}000000Z/`,
      RULES,
    ]);
    expect(run().status).toBe(1);
    accept();
    expect(run()).toMatchObject({ status: 0, stdout: "root\n" });
  });

  test("is taken from who is an administrator no longer, and from everybody without a document", () => {
    const run = (login: string) =>
      server.root.exec(["runuser", "-u", login, "--", "sudo", "-n", "true"]).status;
    // The account as it was, so that only the rules of sudo differ.
    server.accept("sudoers", sudoersDocument({ admins: [omar()] }));
    expect([run("jdevries"), run("obakker")]).toEqual([1, 0]);
    expect(server.handle("sudoers", "remove")).toMatchObject({ status: 0, stderr: "" });
    expect([run("jdevries"), run("obakker")]).toEqual([1, 1]);
    accept();
    expect([run("jdevries"), run("obakker")]).toEqual([0, 0]);
  });

  test("is not for a group, nor for users of the template", () => {
    server.root.write("/etc/sudoers.d/90-cloud-init-users", "debian ALL=(ALL) NOPASSWD:ALL\n", 0o440);
    server.root.run(["gpasswd", "--add", "www-data", "sudo"]);
    server.root.install(sudoPart());
    expect(server.root.run(["ls", "/etc/sudoers.d"]).split("\n").filter(Boolean)).toEqual([
      "straat-admins",
      "zz-straat",
    ]);
    expect(server.root.run(["id", "-nG", "www-data"])).toBe("www-data\n");
  });

  test("is one file that only root reads, with the rights that visudo wants", () => {
    expect(server.root.run(["stat", "-c", "%a %U:%G", RULES])).toBe("440 root:root\n");
    expect(server.root.exec(["visudo", "-cq"])).toMatchObject({ status: 0, stderr: "" });
  });

  test("is found to differ from its document, which the agent then undoes", () => {
    server.root.run(["sh", "-c", `chmod u+w ${RULES}; echo 'www-data ALL=(ALL) NOPASSWD: ALL' >>${RULES}`]);
    expect(server.handle("sudoers", "verify")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("not what the document says"),
    });
    accept();
    expect(server.handle("sudoers", "verify").status).toBe(0);
  });

  test.each([
    ["there is no line end", "admin jdevries 2028-01-31", "the last line has no end"],
    ["there is a comment", "# x\n", "line 1 is not"],
    ["a login is everybody", "admin ALL 2028-01-31\n", "line 1 is not"],
    ["a login is a group", "admin %sudo 2028-01-31\n", "line 1 is not"],
    ["a login is an alias with more", "admin a,b 2028-01-31\n", "line 1 is not"],
    ["a line has a rule of its own", "admin jdevries 2028-01-31 ALL=(ALL) ALL\n", "line 1 is not"],
    ["a login is root's", "admin root 2028-01-31\n", "root is an account of the system"],
    ["a login is a package's", "admin www-data 2028-01-31\n", "www-data is an account of the system"],
    ["a login is too long", `admin ${"a".repeat(21)} 2028-01-31\n`, "is too long"],
    ["a login is there twice", "admin a 2028-01-31\nadmin a 2029-01-31\n", "a is there twice"],
    ["a day does not exist", "admin a 2027-02-29\n", "2027-02-29 is not a day"],
    ["a zero byte is in it", "admin a\0 2027-02-28\n", "the document is no text"],
  ])("refuses a document when %s, and changes nothing", (_, payload, reason) => {
    const before = server.root.read(RULES);
    const { status, stderr } = check(payload);
    expect([status, stderr]).toEqual([1, expect.stringContaining(reason)]);
    expect(stderr).toMatch(/^sudoers: [^\n]*\n$/);
    expect(server.handle("sudoers", "apply", STAGED).status).toBe(1);
    expect(server.root.read(RULES)).toBe(before);
  });

  test("takes every login the library takes, and visudo takes the rule for it", () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,5}){0,2}$/);
    fc.assert(
      fc.property(label, fc.integer({ min: 0, max: 20_000 }), (login, days) => {
        fc.pre(server.root.exec(["getent", "passwd", login]).status !== 0);
        const until = new Date(days * 86_400_000).toISOString().slice(0, 10);
        const payload = sudoersDocument({ admins: [admin(login, FIRST, until)] });
        expect([login, check(payload)]).toMatchObject([login, { status: 0, stderr: "" }]);
      }),
      { numRuns: 30 },
    );
  });

  test("refuses every text that is no login, or visudo reads one rule in it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20, unit: "binary" }), (text) => {
        const { status } = check(`admin ${text} 2028-01-31\n`);
        if (status === 0) expect(text).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      }),
      { numRuns: 30 },
    );
  });
});

describeWith("shellcheck", "apt-get install shellcheck", "the handler of sudoers", () => {
  test("has nothing that shellcheck minds", () => {
    const input = readFileSync(join(__dirname, "../../../lib/guest/scripts/document-sudoers.sh"), "utf8");
    const { status, stdout } = spawnSync("shellcheck", ["-"], { input, encoding: "utf8" });
    expect([status, stdout]).toEqual([0, ""]);
  });
});
