import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { go } from "../../../scripts/workflow/go";
import { makeResults } from "../../../scripts/workflow/job";
import type { RunOptions } from "../../../scripts/workflow/run";
import { onADay } from "../../support/on-a-day";

const ROOT = resolve(__dirname, "../../..");
const PARTS = [
  "lib",
  "stacks",
  "scripts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  ".gitignore",
];

/** Notes what it was asked, and answers with the text behind the first pattern that fits; `gh run download` copies a folder. */
const GH = `#!/usr/bin/env node
const fs = require("node:fs");
const args = process.argv.slice(2);
const input = args.includes("--input") ? fs.readFileSync(0, "utf8") : "";
fs.appendFileSync(__dirname + "/calls", JSON.stringify({ args, input }) + "\\n");
const line = args.join(" ");
const answers = JSON.parse(fs.readFileSync(__dirname + "/answers", "utf8"));
const [, answer = ""] = answers.find(([part]) => line.includes(part)) ?? [];
if (args[0] === "run") fs.cpSync(answer, args[args.indexOf("--dir") + 1], { recursive: true });
else process.stdout.write(answer);
`;

/** Says that it is Terraform, and shows the plan in \`shown\`; notes what was applied. */
const TERRAFORM = `#!/usr/bin/env node
const fs = require("node:fs");
const args = process.argv.slice(2).filter((word) => !word.startsWith("-chdir"));
if (args[0] === "version") console.log("Terraform v1.11.4\\non linux_amd64");
if (args[0] === "plan") {
  const out = args.find((word) => word.startsWith("-out=")).slice(5);
  const folder = (process.argv.find((word) => word.startsWith("-chdir=")) ?? "-chdir=.").slice(7);
  fs.writeFileSync(require("node:path").resolve(folder, out), "a plan");
}
if (args[0] === "show") process.stdout.write(fs.readFileSync(__dirname + "/shown", "utf8"));
if (args[0] === "apply") fs.appendFileSync(__dirname + "/applied", args.join(" ") + "\\n");
`;

/** A call of the stand-in for gh. */
export interface GhCall {
  readonly args: readonly string[];
  readonly input: string;
}

/**
 * The repository in a folder of its own, with one client and one commit, and stand-ins for gh and Terraform before all else on the path.
 */
export class Clone {
  readonly folder = mkdtempSync(join(tmpdir(), "straat-clone-"));
  private readonly programs = join(this.folder, ".git/programs");

  /** @param client the one that stays: each step synthesizes all that are there */
  constructor(client: string) {
    for (const part of PARTS) cpSync(join(ROOT, part), join(this.folder, part), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
    const clients = join(this.folder, "stacks/clients");
    for (const file of readdirSync(clients)) if (file !== `${client}.ts`) rmSync(join(clients, file));
    this.git("init", "--quiet", "--initial-branch=main");
    appendFileSync(join(this.folder, ".git/info/exclude"), "node_modules\n");
    this.commit("as it was");
    mkdirSync(this.programs);
    for (const [name, text] of Object.entries({ gh: GH, terraform: TERRAFORM }))
      writeFileSync(join(this.programs, name), text, { mode: 0o755 });
    this.answers([]);
  }

  git(...args: readonly string[]): string {
    const who = ["-c", "user.name=Jules", "-c", "user.email=jules@example.nl", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...who, ...args], { cwd: this.folder, encoding: "utf8" }).trim();
  }

  /** Answers the commit. */
  commit(message: string): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** Changes a text that has to be there. */
  edit(file: string, from: string, to: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(path, text.replace(from, to));
  }

  /** What gh answers from now on; forgets what it was asked. */
  answers(answers: readonly (readonly [part: string, answer: string])[]): void {
    writeFileSync(join(this.programs, "answers"), JSON.stringify(answers));
    rmSync(join(this.programs, "calls"), { force: true });
  }

  asked(): readonly GhCall[] {
    return this.lines("calls").map((line) => JSON.parse(line));
  }

  /** What Terraform shows of a plan from now on. */
  shows(plan: object): void {
    writeFileSync(join(this.programs, "shown"), JSON.stringify(plan));
  }

  applied(): readonly string[] {
    return this.lines("applied");
  }

  /** Runs the script as a workflow does. */
  run(steps: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const tsx = join(ROOT, "node_modules/tsx/dist/cli.mjs");
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, "scripts/workflow.ts", ...steps], {
      cwd: this.folder,
      env: this.environment(environment),
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  /**
   * Goes through the same steps in this process, which starts sooner. What programs that are run print is heard as well, but for what is
   * asked of them.
   */
  async go(steps: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const env = this.environment(environment);
    const told = { stdout: "", stderr: "" };
    const run = async (
      program: string,
      args: readonly string[],
      { input, quiet = false }: RunOptions = {},
    ) => {
      const ran = spawnSync(program, args, { cwd: this.folder, env, input, encoding: "utf8" });
      if (!quiet) told.stdout += ran.stdout;
      told.stderr += ran.stderr;
      return { status: ran.status ?? 128, stdout: quiet ? ran.stdout : "" };
    };
    const say = (line: string) => {
      told.stdout += `${line}\n`;
    };
    const results = makeResults(this.folder);
    const status = await go({ root: this.folder, results, env, run, say }, steps);
    return { status, ...told };
  }

  /** Nothing of this machine's but the path and the home. */
  private environment(environment: Readonly<Record<string, string>>) {
    const { PATH = "", HOME = "" } = process.env;
    return {
      ...{ PATH: `${this.programs}:${PATH}`, HOME, ...onADay("2027-01-15") },
      TERRAFORM_BINARY_NAME: join(this.programs, "terraform"),
      ...environment,
    };
  }

  /** A result, or undefined where there is none. */
  result(name: string): string | undefined {
    const path = join(this.folder, "workflow.out", name);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private lines(name: string): readonly string[] {
    const path = join(this.programs, name);
    return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
  }
}
