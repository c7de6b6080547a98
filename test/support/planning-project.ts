import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planOf } from "../controls/support/planned";
import type { Body } from "./app";
import { Project } from "./project";

/** Stands in for Terraform: what it plans is what lies in a file, and what it applies is noted. */
const STAND_IN = `#!/bin/sh
echo "$*" >> "$STAND_IN/calls"
env > "$STAND_IN/environment"
case "$1" in
  version) echo "\${STAND_IN_VERSION:-Terraform v1.11.4}" ;;
  init) ;;
  plan)
    [ -e "$STAND_IN/fails" ] && { echo "Error: no credentials" >&2; exit 1; }
    for word in "$@"; do case "$word" in -out=*) cp "$STAND_IN/plan.json" "\${word#-out=}" ;; esac; done ;;
  show)
    cat "$3"
    [ -e "$STAND_IN/after-show" ] && . "$STAND_IN/after-show" ;;
  apply)
    for word in "$@"; do file=$word; done
    cp "$file" "$STAND_IN/applied.json"
    cat "$STAND_IN/says" 2>/dev/null
    [ -e "$STAND_IN/breaks" ] && { echo "Error: out of space" >&2; exit 1; }
    echo "Apply complete!" ;;
esac
exit 0
`;

/** A project of one client, synthesized, and a stand-in for Terraform that plans what it is told to. */
export class PlanningProject extends Project {
  readonly standIn = join(this.folder, "stand-in");
  readonly terraform = join(this.standIn, "terraform");

  constructor(readonly stack: string) {
    super();
    mkdirSync(this.standIn);
    writeFileSync(this.terraform, STAND_IN, { mode: 0o755 });
    const own = stack.split("/")[0] as string;
    // Each run declares all clients that are there, and these tests are of many runs.
    const clients = readdirSync(join(this.folder, "stacks/clients")).map((file) => file.replace(/\.ts$/, ""));
    for (const other of clients.filter((name) => name !== own)) this.client(other, undefined);
    const { status, stderr } = super.straat(["synth", own, "platform"]);
    if (status !== 0) throw new Error(stderr);
  }

  get stackFolder(): string {
    return join(this.folder, "cdktf.out/stacks", this.stack.replace("/", "-"));
  }

  /** What Terraform is to plan: everything is made, unless it is changed here. */
  plans(change: (plan: Body) => void = () => undefined): string {
    const text = readFileSync(join(this.stackFolder, "cdk.tf.json"), "utf8");
    const plan = JSON.parse(planOf(JSON.parse(text))) as Body;
    change(plan);
    const path = join(this.standIn, "plan.json");
    writeFileSync(path, JSON.stringify(plan));
    return path;
  }

  /** Forgets what was planned, applied and noted, and plans again what makes everything. */
  clear(): void {
    for (const name of readdirSync(this.standIn)) {
      if (name !== "terraform") rmSync(join(this.standIn, name));
    }
    for (const name of readdirSync(this.stackFolder)) {
      if (name.endsWith(".tfplan")) rmSync(join(this.stackFolder, name));
    }
    rmSync(join(this.folder, "applies.out"), { recursive: true, force: true });
    this.plans();
  }

  /** What was applied; undefined where nothing was. */
  get applied(): string | undefined {
    const path = join(this.standIn, "applied.json");
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  note(name: string, text = ""): void {
    writeFileSync(join(this.standIn, name), text);
  }

  override run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    return super.run(args, { ...this.environment, ...environment });
  }

  override straat(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    return super.straat(args, { ...this.environment, ...environment });
  }

  private get environment() {
    return {
      TERRAFORM_BINARY_NAME: this.terraform,
      STAND_IN: this.standIn,
      GITHUB_ACTIONS: "true",
      GITHUB_ACTOR: "sanne",
    };
  }
}

/** Has the plan do something else to some resources, which are there already. */
export function acting(plan: Body, actions: readonly string[], isMeant: (address: string) => boolean): void {
  for (const entry of plan["resource_changes"]) {
    if (!isMeant(entry.address)) continue;
    entry.change = { ...entry.change, actions, before: entry.change.after };
  }
}
