import { type ChildProcess, spawn } from "node:child_process";
import { oneLine } from "../../controls/report/text";
import { InvalidError } from "../../model/mistake";
import { Stopped } from "../../synth/base/temporary";
import { environmentFor } from "./environment";
import { BINARY, INSTALL, programFor } from "./program";

/** The oldest whose plans tell all that a review asks for. OpenTofu has done so from its first. */
const OLDEST: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  Terraform: [1, 11],
  OpenTofu: [1, 6],
};

const VERSION = /^(Terraform|OpenTofu) v(\d+)\.(\d+)\.(\S+)/m;

/** Where a provider is somebody's own build, Terraform asks neither for its version nor for its checksum, and only says so. */
const OVERRIDDEN = /Provider development overrides are in effect/;

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The Terraform, or OpenTofu, of the machine. */
export class Terraform {
  private constructor(
    /** Its path. */
    readonly program: string,
    /** For people: `Terraform 1.11.4`. */
    readonly label: string,
  ) {}

  /**
   * The one that `TERRAFORM_BINARY_NAME` names; `terraform` unless it is set.
   *
   * @param folder where it is to work: some programs of this name choose a version by the folder they are run in
   * @throws InvalidError for one that is not there, is too old, or may be written over by everybody
   */
  static async of(
    environment: Readonly<Record<string, string | undefined>>,
    folder: string,
  ): Promise<Terraform> {
    const name = environment[BINARY] || "terraform";
    const program = programFor(name, environment);
    const refused = (problem: string) =>
      new InvalidError({ path: BINARY, value: name, problem, remedy: INSTALL });
    const { stdout } = await run(program, ["version"], folder).catch((error: Error) => {
      if (error instanceof Stopped) throw error;
      throw refused(`cannot be run: ${error.message}`);
    });
    const [, product = "", major = "", minor = "", patch = ""] = VERSION.exec(stdout) ?? [];
    const oldest = OLDEST[product];
    if (oldest === undefined)
      throw refused("is neither Terraform nor OpenTofu, by what it says of its version");
    const isOld = Number(major) < oldest[0] || (Number(major) === oldest[0] && Number(minor) < oldest[1]);
    if (isOld)
      throw refused(`is ${product} ${major}.${minor}, and ${oldest.join(".")} is the oldest that will do`);
    return new Terraform(program, `${product} ${major}.${minor}.${patch}`);
  }

  /** Fetches providers and finds the state. @throws TerraformFailed */
  async init(folder: string): Promise<void> {
    await this.expect(folder, "init", "-input=false", "-no-color");
  }

  /**
   * Plans into a file that nobody else may read: what is secret stands in it.
   *
   * @throws TerraformFailed
   */
  async plan(folder: string, file: string): Promise<void> {
    const args = ["-input=false", "-no-color", "-lock-timeout=60s", `-out=${file}`];
    const { stdout } = await this.expect(folder, "plan", ...args);
    if (!OVERRIDDEN.test(stdout)) return;
    throw new TerraformFailed(
      `${this.label} planned with providers that nobody looked at`,
      "Its own settings (TF_CLI_CONFIG_FILE, or .terraformrc) have dev_overrides: take them out.",
    );
  }

  /** A plan as JSON. It holds secrets, and is neither printed nor kept. @throws TerraformFailed */
  async show(folder: string, file: string): Promise<string> {
    return (await this.expect(folder, "show", "-json", file)).stdout;
  }

  /** Applies a plan as it was made, telling each line as it comes. */
  apply(folder: string, file: string, onLine: (line: string) => void): Promise<Ran> {
    const args = ["apply", "-input=false", "-no-color", "-lock-timeout=60s", file];
    return run(this.program, args, folder, onLine);
  }

  private async expect(folder: string, ...args: readonly string[]): Promise<Ran> {
    const ran = await run(this.program, args, folder);
    if (ran.status === 0) return ran;
    throw new TerraformFailed(
      `${this.label} ended ${args[0]} with exit code ${ran.status}`,
      toldBy(ran.stderr),
    );
  }
}

/** What a program said, line by line, without what would steer a terminal. */
export function toldBy(text: string): string {
  return text.trim().split("\n").map(oneLine).join("\n");
}

/** Terraform ended with an error of its own. */
export class TerraformFailed extends Error {
  constructor(
    message: string,
    /** What it said. */
    readonly told: string,
  ) {
    super(message);
    this.name = "TerraformFailed";
  }
}

/**
 * Runs it in a group of its own: a terminal would send Ctrl-C to it as well, and of two signals Terraform takes the second for an
 * order to let go of everything at once, state and lock among it. It is told once, and waited for.
 */
function run(
  program: string,
  args: readonly string[],
  cwd: string,
  onLine?: (line: string) => void,
): Promise<Ran> {
  const env = environmentFor(process.env);
  const child = privately(() =>
    spawn(program, args, {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  return new Promise((resolve, reject) => {
    let stopped: Stopped | undefined;
    const listeners = Object.entries(SIGNALS).map(([signal, number]) => {
      const listener = () => {
        if (stopped === undefined) child.kill("SIGINT");
        stopped = new Stopped(128 + number);
      };
      process.on(signal, listener);
      return { signal, listener };
    });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      let rest = "";
      child[name]?.setEncoding("utf8").on("data", (part: string) => {
        if (onLine === undefined || name === "stderr") {
          texts[name] += part;
          return;
        }
        const lines = (rest + part).split("\n");
        rest = lines.pop() ?? "";
        lines.forEach(onLine);
      });
      child[name]?.on("end", () => {
        if (rest !== "") onLine?.(rest);
      });
    }
    const done = () => {
      for (const { signal, listener } of listeners) process.off(signal, listener);
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (status) => {
      done();
      if (stopped === undefined) resolve({ status, ...texts });
      else reject(stopped);
    });
  });
}

/** What is started makes files that nobody else may read: plans and state hold what is secret. */
function privately(start: () => ChildProcess): ChildProcess {
  const before = process.umask(0o077);
  try {
    return start();
  } finally {
    process.umask(before);
  }
}
