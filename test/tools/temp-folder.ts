import { type SpawnOptions, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Signals a terminal or a CI system stops a command with, and their numbers: a shell reports 128 plus that. */
const STOPS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** A command that was stopped from outside, so that there is no result to speak of. */
export class Stopped extends Error {
  constructor(readonly exitCode: number) {
    super("stopped");
  }
}

/** What may be done in a folder that goes away. */
export interface TempFolder {
  readonly path: string;
  /** Runs a program to its end and answers its exit code. @throws Stopped when a signal ended this process first */
  run(program: string, args: readonly string[], options?: SpawnOptions): Promise<number>;
}

/**
 * Runs a task with a fresh folder, and removes the folder however the task ends: also on an error, and on Ctrl-C.
 * Programs are waited for without blocking, because a process that blocks in `spawnSync` hears no signal.
 */
export async function withTempFolder<T>(
  prefix: string,
  task: (folder: TempFolder) => Promise<T>,
): Promise<T> {
  const path = mkdtempSync(join(tmpdir(), prefix));
  const stop = new AbortController();
  const listeners = Object.entries(STOPS).map(([signal, number]) => {
    const listener = () => stop.abort(new Stopped(128 + number));
    process.on(signal, listener);
    return { signal, listener };
  });
  try {
    return await task({
      path,
      run: (program, args, options = {}) => run(program, args, options, stop.signal),
    });
  } finally {
    for (const { signal, listener } of listeners) process.off(signal, listener);
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  stop: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    stop.throwIfAborted();
    const child = spawn(program, args, { stdio: "inherit", ...options });
    const kill = () => child.kill();
    stop.addEventListener("abort", kill);
    child.on("error", reject);
    // Only once the child is gone can its folder be removed.
    child.on("close", (code) => {
      stop.removeEventListener("abort", kill);
      if (stop.aborted) reject(stop.reason);
      else resolve(code ?? 1);
    });
  });
}
