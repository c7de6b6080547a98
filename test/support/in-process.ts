import { jest } from "@jest/globals";
import { main } from "../../lib/cli/main";

type Environment = Readonly<Record<string, string>>;

/** Timers and all else that runs go on as they do; only what day it is, is told. */
const REAL = [
  "hrtime",
  "nextTick",
  "performance",
  "queueMicrotask",
  "setImmediate",
  "clearImmediate",
  "setInterval",
  "clearInterval",
  "setTimeout",
  "clearTimeout",
] as const;

/**
 * Runs the command as `straat` does, in this process: starting another takes several times as long as most of what it is asked. The
 * folder, the environment, what is printed and the clock are its own while it runs.
 *
 * @param day today, at noon; `STRAAT_DATE` says the same unless the environment says otherwise
 */
export async function inProcess(
  folder: string,
  args: readonly string[],
  environment: Environment,
  day = "2027-01-15",
) {
  const { cwd, env } = { cwd: process.cwd(), env: { ...process.env } };
  const told = { stdout: "", stderr: "" };
  const undo = (["stdout", "stderr"] as const).map((name) => captured(name, (text) => (told[name] += text)));
  become({ PATH: env["PATH"] ?? "", STRAAT_DATE: day, ...environment });
  process.chdir(folder);
  jest.useFakeTimers({ now: Date.parse(`${day}T12:00:00Z`), doNotFake: [...REAL] });
  try {
    const status = await main(args);
    return { status, ...told };
  } finally {
    jest.useRealTimers();
    process.chdir(cwd);
    become(env);
    for (const one of undo) one();
  }
}

function become(environment: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
}

function captured(name: "stdout" | "stderr", take: (text: string) => void): () => void {
  const stream = process[name];
  const [isTTY, listeners] = [stream.isTTY, stream.listeners("error")];
  stream.isTTY = false;
  const spy = jest.spyOn(stream, "write").mockImplementation((text) => {
    take(String(text));
    return true;
  });
  return () => {
    spy.mockRestore();
    stream.isTTY = isTTY;
    for (const listener of stream.listeners("error")) {
      if (!listeners.includes(listener)) stream.off("error", listener as () => void);
    }
  };
}
