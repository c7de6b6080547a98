import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { App } from "cdktf";
import { isStandInId } from "../constructs/child-id";
import { mistakesOf, report } from "../constructs/findings";
import { Street } from "../constructs/street";
import { Evidence, type EvidenceProps } from "../model/evidence";
import { InvalidError, Mistakes } from "../model/mistake";
import { checkPerson } from "../model/person";

/** Everything one agency hosts: its platform, and a folder with one file for each client. */
export interface Fleet {
  /** Adds what is there before any client, as a rule a `SitePlatform` for each site. */
  readonly platform: (app: App) => void;
  /** Absolute path of the folder with client files. The file's name is the client's. */
  readonly clients: string;
  /** Full names of the members of team Tech, who answer for what is allowed against a promise (I-05, I-06). */
  readonly teamTech: readonly string[];
  /** What is promised by contract or kept by people, with the document that says so. @default none */
  readonly evidence?: readonly EvidenceProps[];
}

/** A client file: a module that exports one class, which extends Street and takes the app. */
type StreetClass = new (app: App) => Street;

/** Names of all clients, sorted: which other clients there are never decides an order. */
export function clientNames(fleet: Fleet): readonly string[] {
  if (!existsSync(fleet.clients)) return [];
  return readdirSync(fleet.clients)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .map((file) => basename(file, ".ts"))
    .sort();
}

/** Who answers for what, beside what is made. @throws InvalidError with every mistake in it */
export function housekeepingOf(fleet: Fleet) {
  const check = new Mistakes("stacks/main.ts");
  const teamTech = fleet.teamTech.flatMap(
    (name, index) =>
      check.attempt(`teamTech[${index}]`, () => checkPerson("a member of team Tech", name)) ?? [],
  );
  const evidence = (fleet.evidence ?? []).flatMap(
    (props, index) => check.attempt(`evidence[${index}]`, () => Evidence.of(props)) ?? [],
  );
  check.throwIfAny();
  return { teamTech, evidence };
}

/** Loads one client's file and adds its street. Whatever goes wrong in the file becomes a mistake of that client. */
export function addClient(fleet: Fleet, app: App, name: string): void {
  try {
    const file = join(fleet.clients, `${name}.ts`);
    const street = new (streetClassIn(require(file), name))(app);
    const { id } = street.node;
    if (id !== name && !isStandInId(id)) {
      throw new InvalidError({
        value: JSON.stringify(id),
        problem: `is the client's name in ${name}.ts; file and client have one name`,
        remedy: `rename the file to ${id}.ts, or write super(scope, "${name}", …)`,
      });
    }
  } catch (error) {
    report(app, mistakesOf(error, name));
  }
}

function streetClassIn(module: Readonly<Record<string, unknown>>, name: string): StreetClass {
  const classes = new Set(Object.values(module).filter(isStreetClass));
  const [found] = classes;
  if (found !== undefined && classes.size === 1) return found;
  throw new InvalidError({
    value: `${name}.ts`,
    problem: `exports ${classes.size} classes that extend Street`,
    remedy: "export one: export class Name extends Street { … }",
  });
}

function isStreetClass(value: unknown): value is StreetClass {
  return typeof value === "function" && value.prototype instanceof Street;
}
