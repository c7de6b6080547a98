import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Configurations that plans are made of. */
const CONFIGURATIONS = resolve(__dirname, "../../terraform");

/** Runs Terraform without the machine's configuration, and without a provider from a registry. */
function terraform(folder: string, ...args: readonly string[]): string {
  const env = { PATH: process.env["PATH"] ?? "", TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" };
  const run = spawnSync("terraform", args, { cwd: folder, env, encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.status === 0) return run.stdout;
  throw new Error(`terraform ${args.join(" ")} failed:\n${run.stdout}${run.stderr}`);
}

export interface RealPlan {
  /** As `terraform show -json` writes it. */
  readonly json: string;
  /** As `terraform show` writes it for people. */
  readonly text: string;
  /** The plan's own file, as bytes are one character each. */
  readonly file: string;
  /** As `terraform show -json` writes the state. */
  readonly state: string;
  /** The state's own file. */
  readonly stateFile: string;
}

export interface RealPlanOptions {
  /** More of `terraform plan`. @default none */
  readonly args?: readonly string[];
  /** Changes the state's file between the apply and the plan. @default it stays */
  readonly state?: (state: string) => string;
}

/** Applies one configuration and plans another over it. */
export function realPlan(
  before: string,
  after: string,
  { args = [], state }: RealPlanOptions = {},
): RealPlan {
  const folder = mkdtempSync(join(tmpdir(), "straat-plan-"));
  try {
    const main = join(folder, "main.tf");
    const stateFile = join(folder, "terraform.tfstate");
    cpSync(join(CONFIGURATIONS, before, "main.tf"), main);
    terraform(folder, "init");
    terraform(folder, "apply", "-auto-approve");
    cpSync(join(CONFIGURATIONS, after, "main.tf"), main);
    if (state !== undefined) writeFileSync(stateFile, state(readFileSync(stateFile, "utf8")));
    terraform(folder, "plan", "-out=plan", ...args);
    return {
      json: terraform(folder, "show", "-json", "plan"),
      text: terraform(folder, "show", "-no-color", "plan"),
      file: readFileSync(join(folder, "plan"), "latin1"),
      state: terraform(folder, "show", "-json"),
      stateFile: readFileSync(stateFile, "utf8"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
