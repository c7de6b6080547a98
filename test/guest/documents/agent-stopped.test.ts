import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { AgentServer, sha256 } from "../../support/agent-server";
import { describeUnless } from "../../support/tool";

const ONE = "one\n";
const TWO = "two\n";
const STATE = "/var/lib/straat/agent/firewall";

describe("a run of the agent that is stopped", () => {
  let server: AgentServer;
  beforeEach(() => {
    server = new AgentServer();
    server.publish(ONE);
    server.agent();
    server.publish(TWO);
    server.verbs();
  });
  afterEach(() => server.remove());

  /** Whatever happened: nothing is half, and nothing is told to be applied that is not. */
  function expectHonest(): void {
    const [payload, effect] = server.inUse();
    expect([undefined, ONE, TWO]).toContain(payload);
    expect([ONE, TWO]).toContain(effect);
    const applied = server.report()?.applied;
    if (applied === sha256(TWO)) expect([payload, effect]).toEqual([TWO, TWO]);
  }

  function expectMended(env: NodeJS.ProcessEnv = {}): void {
    expect(server.agent(env).signal).toBeNull();
    expect(server.inUse()).toEqual([TWO, TWO]);
    expect(server.report()).toEqual({ sha256: sha256(TWO), applied: sha256(TWO), error: null });
    expect(readdirSync(server.at(STATE)).sort()).toEqual([sha256(TWO), "state"].sort());
    const documents = readdirSync(server.at("/var/lib/straat/documents"));
    expect(documents.filter((name) => !name.startsWith("."))).toEqual(["firewall"]);
  }

  test.each(["check", "apply", "verify"])("in the handler's %s is undone or finished by the next", (verb) => {
    server.publish(`three\n${verb}: kill_agent\n`);
    expect(server.agent().signal).toBe("SIGKILL");
    expect(server.report()?.applied).toBe(sha256(ONE));
    server.publish(ONE);
    expect(server.agent().signal).toBeNull();
    expect(server.inUse()).toEqual([ONE, ONE]);
    expect(server.report()).toMatchObject({ applied: sha256(ONE), error: null });
  });

  test("while the first document is applied leaves nothing, or what the next run finishes", () => {
    const fresh = new AgentServer();
    try {
      fresh.publish(`three\nverify: [ -e "$root/again" ] || { : > "$root/again"; kill_agent; }\n`);
      expect(fresh.agent().signal).toBe("SIGKILL");
      expect(fresh.report()).toBeUndefined();
      expect(fresh.agent().status).toBe(0);
      expect(fresh.verbs().slice(3)).toEqual(
        ["remove", "check", "apply", "verify"].map((verb) => `firewall ${verb}`),
      );
      expect(fresh.report()?.error).toBeNull();
    } finally {
      fresh.remove();
    }
  });

  test("three times by the same document is not stopped a fourth time", () => {
    const deadly = "three\napply: kill_agent\n";
    server.publish(deadly);
    for (const _ of "123") expect(server.agent().signal).toBe("SIGKILL");
    expect(server.agent().status).toBe(1);
    expect(server.report()).toMatchObject({
      applied: sha256(ONE),
      error: expect.stringMatching(/^was interrupted 3 times while it was applied; raise its revision/),
    });
    expect(server.inUse()).toEqual([ONE, ONE]);
    server.publish(deadly, 2);
    expect(server.agent().signal).toBe("SIGKILL");
    server.publish(TWO, 1);
    expectMended();
  });

  test("is mended by the next, at whichever program it is stopped", () => {
    const killer = `echo >> ${server.folder}/count
      [ $(wc -l < ${server.folder}/count) -ne "$KILL_AT" ] || kill -KILL "-$(cat ${server.at("/pid")})"
      real "$@"`;
    for (const program of ["mv", "ln", "rm", "timeout"]) server.standIn(program, killer);
    server.standIn("sync", `${killer.replace('real "$@"', "exit 0")}`);
    let killed = 0;
    for (let at = 1; killed === at - 1; at++) {
      // The same document would be given up after three times.
      server.publish(ONE, at);
      server.agent({ KILL_AT: "0" });
      server.publish(TWO, at);
      rmSync(join(server.folder, "count"), { force: true });
      if (server.agent({ KILL_AT: String(at) }).signal === "SIGKILL") killed++;
      expectHonest();
      expectMended({ KILL_AT: "0" });
    }
    expect(killed).toBeGreaterThan(15);
  }, 120_000);

  test("is mended by the next, whenever it is stopped", async () => {
    for (let at = 0; at < 12; at++) {
      server.publish(ONE, at + 2);
      server.agent();
      server.publish(TWO, at + 2);
      const agent = spawn(server.at("/usr/local/lib/straat/agent"), {
        env: server.environment,
        detached: true,
        stdio: "ignore",
      });
      const gone = once(agent, "exit");
      await sleep(5 + at * 17);
      // As systemd would, with all that it started: a handler is in a process group of its own.
      spawnSync("pkill", ["-KILL", "-s", `${agent.pid}`]);
      await gone;
      expectHonest();
      expectMended();
    }
  }, 60_000);

  test("politely says so, and is mended by the next", async () => {
    server.publish(
      `three\napply: echo $PPID > "$root/busy.new"; mv "$root/busy.new" "$root/busy"; sleep 60\n`,
    );
    const agent = spawn(server.at("/usr/local/lib/straat/agent"), {
      env: server.environment,
      detached: true,
      stdio: "ignore",
    });
    const gone = once(agent, "exit");
    while (server.read("/busy") === undefined) await sleep(5);
    // As systemd does, everything of the unit: the agent's group, and the one in which the handler's time is limited.
    for (const group of [agent.pid, Number(server.read("/busy"))]) process.kill(-Number(group), "SIGTERM");
    await gone;
    server.publish(TWO);
    // What it had started goes as well, and lets go of the lock.
    while (server.agent().status === 75) await sleep(10);
    expectMended();
  });

  test("keeps nobody out: a second run at the same time finds it busy, and changes nothing", async () => {
    server.publish(`three\napply: : > "$root/busy"; while [ ! -e "$root/go" ]; do sleep 0.02; done\n`);
    const first = spawn(server.at("/usr/local/lib/straat/agent"), {
      env: server.environment,
      stdio: "ignore",
    });
    const gone = once(first, "exit");
    while (server.read("/busy") === undefined) await sleep(5);
    expect(server.agent()).toEqual({ status: 75, signal: null, journal: ["<5>another run is busy"] });
    server.write("/go", "");
    expect((await gone)[0]).toBe(0);
    expect(server.verbs()).toEqual(["firewall check", "firewall apply", "firewall verify"]);
  });
});

const isRoot = process.getuid?.() === 0;

describeUnless(isRoot ? undefined : "root, for a small file system of its own", "a full disk", () => {
  let server: AgentServer;
  beforeEach(() => {
    server = new AgentServer();
  });
  afterEach(() => server.remove());

  /** Runs the agent with /var/lib on a disk that has so many KiB left; what is there afterwards is copied back. */
  function onFullDisk(free: number): string {
    const disk = server.at("/var/lib");
    const script = `set -e
      cp -a '${disk}' '${server.folder}/saved'
      mount -t tmpfs -o size=8m,mode=755 tmpfs '${disk}'
      cp -a '${server.folder}/saved/.' '${disk}'
      fallocate -l "$(df --output=avail -B1 '${disk}' | tail -n 1)" '${disk}/full' 2>/dev/null || :
      [ ${free} -eq 0 ] || truncate -s -${free}k '${disk}/full'
      '${server.at("/usr/local/lib/straat/agent")}' || :
      rm '${disk}/full'
      rm -r '${server.folder}/saved'
      cp -a '${disk}/.' '${server.folder}/after'`;
    const { status, stderr, stdout } = server.run("unshare", ["--mount", "sh", "-c", script]);
    if (status !== 0) throw new Error(stderr);
    rmSync(disk, { recursive: true });
    server.run("mv", [join(server.folder, "after"), disk]);
    return stdout;
  }

  test.each([0, 4, 8, 12, 16, 20, 24, 28])(
    "with %i KiB left keeps what is in use, or takes the new whole",
    (free) => {
      const large = `two\n${"x".repeat(8_000)}\n`;
      server.publish(ONE);
      server.agent();
      server.publish(large);
      const journal = onFullDisk(free);
      const { applied, error } = server.report() ?? {};
      const [payload, effect] = server.inUse();
      expect([ONE, large]).toContain(payload);
      expect(effect).toBe(payload);
      expect(applied ?? sha256(ONE)).toBe(sha256(payload ?? ""));
      expect([free, error !== null]).toEqual([free, payload === ONE]);
      expect(journal).toContain(payload === ONE ? "<3>" : "<6>");
      server.pass(3600);
      server.agent();
      expect(server.inUse()).toEqual([large, large]);
      expect(server.report()).toMatchObject({ applied: sha256(large), error: null });
      expect(readFileSync(server.at(`${STATE}/state`), "utf8")).toContain(sha256(large));
    },
  );
});
