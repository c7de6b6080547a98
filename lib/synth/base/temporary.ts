import { type SpawnOptions, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Signals a terminal or a CI system stops a command with, and their numbers: a shell reports 128 plus that. */
const STOPS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** The command was stopped from outside, and what it had begun was cleared away. */
export class Stopped extends Error {
  constructor(readonly exitCode: number) {
    super("stopped");
    this.name = "Stopped";
  }
}

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that goes away, and the programs that run for it. */
export interface Temporary {
  readonly path: string;
  /** Runs a program to its end, without blocking. @throws Stopped when a signal came first */
  run(program: string, args: readonly string[], options?: SpawnOptions): Promise<Ended>;
  /** Something to do before the folder goes, however the task ends. */
  onEnd(undo: () => void): void;
}

/** Runs a task with a folder of its own, which is removed however the task ends: also by an error, and by Ctrl-C. */
export async function withTemporary<T>(task: (temporary: Temporary) => Promise<T>): Promise<T> {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "straat-")));
  const stop = new AbortController();
  const undoing: (() => void)[] = [];
  const listeners = Object.entries(STOPS).map(([signal, number]) => {
    const listener = () => stop.abort(new Stopped(128 + number));
    process.on(signal, listener);
    return { signal, listener };
  });
  try {
    const result = await task({
      path,
      run: (program, args, options = {}) => run(program, args, options, stop.signal),
      onEnd: (undo) => undoing.unshift(undo),
    });
    // What blocked until now heard no signal; one that came is heard here.
    await new Promise(setImmediate);
    stop.signal.throwIfAborted();
    return result;
  } finally {
    for (const undo of undoing) undo();
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    for (const { signal, listener } of listeners) process.off(signal, listener);
  }
}

function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  stop: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    stop.throwIfAborted();
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.setEncoding("utf8").on("data", (part: string) => {
        texts[name] += part;
      });
    }
    const kill = () => child.kill();
    stop.addEventListener("abort", kill);
    child.on("error", reject);
    // Only once the child is gone can its folder be removed.
    child.on("close", (status) => {
      stop.removeEventListener("abort", kill);
      if (stop.aborted) reject(stop.reason);
      else resolve({ status, ...texts });
    });
  });
}
