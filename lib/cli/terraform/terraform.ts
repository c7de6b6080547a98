import { type ChildProcess, spawn } from "node:child_process";
import { InvalidError } from "../../model/mistake";
import { Stopped } from "../../synth/base/temporary";

const BINARY = "TERRAFORM_BINARY_NAME";

/** The oldest whose plans tell all that a review asks for. OpenTofu has done so from its first. */
const OLDEST: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  Terraform: [1, 11],
  OpenTofu: [1, 6],
};

const VERSION = /^(Terraform|OpenTofu) v(\d+)\.(\d+)\.(\S+)/m;

/**
 * What would make a plan another one than the stack's: more arguments, another workspace's state, a log of every value. Values of
 * variables are let through: a stack has none but secrets on their way to the cluster, as the rule variables-carry-secrets holds.
 */
const UNWANTED = /^TF_(?:CLI_ARGS|WORKSPACE$|LOG|DATA_DIR$|REATTACH_PROVIDERS$)/;

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The Terraform, or OpenTofu, of the machine. */
export class Terraform {
  private constructor(
    private readonly program: string,
    /** For people: `Terraform 1.11.4`. */
    readonly label: string,
  ) {}

  /**
   * The one that `TERRAFORM_BINARY_NAME` names; `terraform` unless it is set.
   *
   * @throws InvalidError for one that is not there, or is too old
   */
  static async of(environment: Readonly<Record<string, string | undefined>>): Promise<Terraform> {
    const program = environment[BINARY] || "terraform";
    const refused = (problem: string, remedy: string) =>
      new InvalidError({ path: BINARY, value: program, problem, remedy });
    const install = `install Terraform 1.11 or newer, or OpenTofu, and name it with ${BINARY} where it is not called terraform`;
    const { stdout } = await run(program, ["version"], ".").catch((error: Error) => {
      if (error instanceof Stopped) throw error;
      throw refused(`cannot be run: ${error.message}`, install);
    });
    const [, product = "", major = "", minor = "", patch = ""] = VERSION.exec(stdout) ?? [];
    const oldest = OLDEST[product];
    if (oldest === undefined)
      throw refused("is neither Terraform nor OpenTofu, by what it says of its version", install);
    const isOld = Number(major) < oldest[0] || (Number(major) === oldest[0] && Number(minor) < oldest[1]);
    if (isOld)
      throw refused(
        `is ${product} ${major}.${minor}, and ${oldest.join(".")} is the oldest that will do`,
        install,
      );
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
    await this.expect(folder, "plan", "-input=false", "-no-color", "-lock-timeout=60s", `-out=${file}`);
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
      ran.stderr.trim(),
    );
  }
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
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !UNWANTED.test(name)));
  const added = { TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" };
  const child = privately(() =>
    spawn(program, args, {
      cwd,
      env: { ...env, ...added },
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
