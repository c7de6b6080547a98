import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { Classification, type Environment, Street, type StreetProps } from "../../lib";
import { allMistakes } from "../../lib/constructs/across-clients";
import { declareDay } from "../../lib/constructs/declared-day";
import { noticesIn } from "../../lib/constructs/findings";
import { pathOf } from "../../lib/constructs/path";
import { StraatStack } from "../../lib/constructs/straat-stack";
import { Day } from "../../lib/model/day";
import { describeMistake, type Mistake } from "../../lib/model/mistake";
import type { ModelFile, Notice } from "../../lib/model/model-file";
import { withoutTokenStackTraces } from "../../lib/synth/stack-traces";
import { oost, west } from "./sites";

withoutTokenStackTraces();

/** The day on which tests take place. */
export const TEST_DAY = Day.parse("2027-01-15");

// biome-ignore lint/suspicious/noExplicitAny: attributes of any Terraform resource
export type Body = Record<string, any>;

/** A synthesized stack, to look at. */
export class StackView {
  constructor(
    readonly json: Body,
    readonly model: ModelFile,
  ) {}

  /** Bodies of all resources of a type, by name; empty when there are none. */
  resources(type: string): Readonly<Record<string, Body>> {
    return this.json.resource?.[type] ?? {};
  }

  /** Bodies of all data sources of a type, by name. */
  data(type: string): Readonly<Record<string, Body>> {
    return this.json.data?.[type] ?? {};
  }

  /** How many there are of each type of resource. */
  get counts(): Readonly<Record<string, number>> {
    const types = Object.entries<Body>(this.json.resource ?? {});
    return Object.fromEntries(types.map(([type, bodies]) => [type, Object.keys(bodies).length]));
  }

  /** One server, by name in Terraform. */
  server(name: string): Body {
    const body = this.resources("vsphere_virtual_machine")[name];
    if (body === undefined) throw new Error(`there is no server ${name}`);
    return body;
  }

  /** One group, by the last part of its path. */
  group(name: string) {
    const group = this.model.groups.find(({ path }) => path.endsWith(`/${name}`));
    if (group === undefined) throw new Error(`there is no group ${name}`);
    return group;
  }
}

/** A built app: its stacks by path, what is wrong with it, and what is worth knowing. */
export class AppView {
  readonly mistakes: readonly Mistake[];
  readonly notices: readonly Notice[];

  constructor(readonly app: App) {
    this.mistakes = allMistakes(app);
    this.notices = noticesIn(app);
  }

  get paths(): readonly string[] {
    return this.straatStacks.map(pathOf);
  }

  /** Mistakes as a person reads them, or nothing. */
  get complaint(): string {
    return this.mistakes.map(describeMistake).join("\n");
  }

  stack(path: string): StackView {
    if (this.mistakes.length > 0) throw new Error(`not legal:\n${this.complaint}`);
    const stack = this.straatStacks.find((candidate) => pathOf(candidate) === path);
    if (stack === undefined) throw new Error(`there is no stack ${path}, but ${this.paths}`);
    stack.prepareStack();
    return new StackView(
      JSON.parse(JSON.stringify(stack.toTerraform())),
      JSON.parse(JSON.stringify(stack.toModel())),
    );
  }

  get straatStacks(): readonly StraatStack[] {
    return this.app.node.findAll().filter((construct) => construct instanceof StraatStack);
  }
}

/** Builds an app without writing anything. */
export function buildApp(build: (app: App) => void, day: Day = TEST_DAY): AppView {
  const outdir = mkdtempSync(join(tmpdir(), "straat-test-"));
  try {
    const app = new App({ outdir, stackTraces: false });
    declareDay(app, day);
    build(app);
    return new AppView(app);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The facts of a legal client, with changes. */
export function clientProps(changes: Partial<StreetProps> = {}): StreetProps {
  return {
    classification: Classification.SENSITIVE,
    productOwner: "Aouda Fogg",
    team: "Team Passepartout",
    site: oost,
    backupSite: west,
    network: "10.0.0.0/20",
    ...changes,
  };
}

/** Builds one client, called `verne` unless told otherwise. */
export function buildStreet(
  changes: Partial<StreetProps> = {},
  forEach: (environment: Environment) => void = () => {},
  { name = "verne", day = TEST_DAY } = {},
): AppView {
  return buildApp((app) => new Street(app, name, clientProps(changes)).forEachEnvironment(forEach), day);
}
