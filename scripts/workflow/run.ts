import { spawn } from "node:child_process";

export interface RunOptions {
  /** What the program reads; nothing unless given. */
  readonly input?: string;
  /** Takes what it prints instead of showing it. @default false */
  readonly quiet?: boolean;
}

/** How a program ended. */
export interface Ran {
  /** Its exit code; 128 and more for one that a signal ended, as a shell has it. */
  readonly status: number;
  /** What it printed, where it was quiet; otherwise empty. */
  readonly stdout: string;
}

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/**
 * Runs a program to its end. Nothing of its arguments is read by a shell. A signal is handed on and the end waited for: an
 * apply that is stopped halfway has to write its state first.
 */
export function runIn(root: string, env: Readonly<Record<string, string | undefined>>) {
  return (program: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const { input, quiet = false } = options;
      const child = spawn(program, args, {
        cwd: root,
        env,
        stdio: [input === undefined ? "ignore" : "pipe", quiet ? "pipe" : "inherit", "inherit"],
      });
      const handOn = (signal: NodeJS.Signals) => child.kill(signal);
      for (const signal of Object.keys(SIGNALS)) process.on(signal, handOn);
      const chunks: Buffer[] = [];
      child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
      // A program that ends without reading all of its input says why by its exit code.
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(input);
      const stop = () => {
        for (const signal of Object.keys(SIGNALS)) process.off(signal, handOn);
      };
      child.on("error", (error) => {
        stop();
        reject(new Error(`${program} cannot be started: ${error.message}`));
      });
      child.on("close", (code, signal) => {
        stop();
        const status = code ?? 128 + (SIGNALS[signal as keyof typeof SIGNALS] ?? 0);
        resolve({ status, stdout: Buffer.concat(chunks).toString("utf8") });
      });
    });
}
