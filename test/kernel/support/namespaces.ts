import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "/run/netns";
const PREFIX = /^straat-(\d+)-([0-9a-z]+)-[0-9a-f]+(\..+)?$/;
const KILL_ATTEMPTS = 200;
const KILL_PAUSE_MS = 5;
const MAX_OUTPUT = 256 * 1024 * 1024;

/** What became of a program. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line that runs in a namespace. nsenter, because `ip netns exec` also mounts, which nothing here needs. */
export function inside(namespace: string, argv: readonly string[]): readonly string[] {
  return ["nsenter", `--net=${join(FOLDER, namespace)}`, "--", ...argv];
}

export function runSync([program = "", ...args]: readonly string[], stdin = ""): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input: stdin,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

export function run([program = "", ...args]: readonly string[], stdin = ""): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "pipe" });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (data) => {
      stdout += data;
    });
    child.stderr.setEncoding("utf8").on("data", (data) => {
      stderr += data;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
    child.stdin.on("error", () => {}); // a program may end without reading everything
    child.stdin.end(stdin);
  });
}

/** As `run`, for a command that has to succeed. */
export async function runOrThrow(argv: readonly string[], stdin = ""): Promise<void> {
  const { status, stderr } = await run(argv, stdin);
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}\n${stdin}`);
}

/** A name no other lab has, that tells whose it is: a process number alone may be another process by tomorrow. */
export function newPrefix(): string {
  return `straat-${process.pid}-${startOf(process.pid)}-${randomBytes(3).toString("hex")}`;
}

/** Namespaces there are, or only those of one lab. */
export function namespaces(prefix?: string): readonly string[] {
  const belongs = (name: string) =>
    prefix === undefined ? PREFIX.test(name) : name === prefix || name.startsWith(`${prefix}.`);
  return namesIn(FOLDER).filter(belongs);
}

/** Namespaces of labs whose process is gone. */
export function leftovers(): readonly string[] {
  return namespaces().filter((name) => {
    const [, pid, start] = name.match(PREFIX) ?? [];
    return startOf(Number(pid)) !== start;
  });
}

/** Ends every process in namespaces and removes them. Several may do so at once; what is gone already is fine. */
export function removeNamespaces(names: readonly string[]): void {
  if (names.length === 0) return;
  for (let attempt = 0; attempt < KILL_ATTEMPTS; attempt += 1) {
    const pids = processesIn(names);
    if (pids.length === 0) break;
    for (const pid of pids) kill(pid);
    pause(KILL_PAUSE_MS);
  }
  runSync(["ip", "-force", "-batch", "-"], names.map((name) => `netns delete ${name}\n`).join(""));
}

/** Numbers of the processes that run in any of some namespaces. */
export function processesIn(names: readonly string[]): readonly number[] {
  const inodes = new Set(names.map((name) => inodeOf(join(FOLDER, name))));
  const pids = namesIn("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => inodes.has(networkOf(pid))).map(Number);
}

/**
 * Removes the namespaces of a lab when this process ends, however it ends: handlers of signals don't run within Jest,
 * and nothing of ours runs after SIGKILL. It sits in a session of its own, so that Ctrl+C reaches it as end of input.
 */
export function startGuardian(prefix: string): ChildProcess {
  const child = spawn("sh", ["-c", GUARDIAN, "guardian", join(FOLDER, prefix)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  child.unref();
  return child;
}

const GUARDIAN = `
trap '' HUP INT TERM
cat
for path in "$1" "$1".*; do
  [ -e "$path" ] || continue
  pids=$(ip netns pids "\${path##*/}") && [ -n "$pids" ] && kill -KILL $pids
  ip netns delete "\${path##*/}"
done
`;

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** When a process started, in ticks since boot; empty when there is no such process. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program, in parentheses, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[19]).toString(36);
  } catch {
    return "";
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function inodeOf(path: string): number | undefined {
  try {
    return statSync(path).ino;
  } catch {
    return undefined;
  }
}

/** The namespace of a process, as the number of its inode; 0 when the process is gone. */
function networkOf(pid: string): number {
  try {
    return Number(readlinkSync(`/proc/${pid}/ns/net`).slice("net:[".length, -1));
  } catch {
    return 0;
  }
}
