import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { App } from "cdktf";
import { isStandInId } from "../constructs/child-id";
import { mistakesOf, report } from "../constructs/findings";
import { Street } from "../constructs/street";
import { checkList, checkRecord } from "../model/declared-list";
import { Evidence, type EvidenceProps } from "../model/evidence";
import { InvalidError, Mistakes } from "../model/mistake";
import { checkPerson } from "../model/person";
import { shownValue } from "../model/text";

/** Where the fleet is declared, from the folder of the repository. */
export const MAIN_FILE = "stacks/main.ts";

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

/** What `stacks/main.ts` exports as its fleet, where that can be built. @throws InvalidError with what is missing in it */
export function checkFleet(value: unknown): Fleet {
  const fleet = (typeof value === "object" && value !== null ? value : {}) as Fleet;
  const check = new Mistakes(MAIN_FILE);
  const missing = (property: string, found: unknown, problem: string, remedy: string) =>
    check.add({ property, value: shownValue(found), problem, remedy });
  if (fleet !== value) {
    const remedy = "write export const fleet: Fleet = { platform, clients, teamTech, evidence }";
    missing("fleet", value, "is not what the agency hosts", remedy);
  } else {
    if (typeof fleet.platform !== "function") {
      missing(
        "platform",
        fleet.platform,
        "is not a function that adds a platform",
        "write platform: (app) => { … }",
      );
    }
    if (typeof fleet.clients !== "string") {
      const remedy = 'write clients: join(__dirname, "clients")';
      missing("clients", fleet.clients, "is not the path of the folder with client files", remedy);
    }
  }
  check.throwIfAny();
  return fleet;
}

/** Who answers for what, beside what is made. @throws InvalidError with every mistake in it */
export function housekeepingOf(fleet: Fleet) {
  const check = new Mistakes(MAIN_FILE);
  if (fleet.teamTech === undefined) {
    check.add({
      property: "teamTech",
      value: "(missing)",
      problem: "nobody answers for what is allowed against a promise (I-05, I-06)",
      remedy: 'write teamTech: ["Jo de Vries"], the full names of the members of team Tech',
    });
  }
  const teamTech = checkList("teamTech", fleet.teamTech, '["Jo de Vries"]', check, (name) =>
    checkPerson("a member of team Tech", name),
  );
  const example = "[{ promise, statement, owner, document, date, until }]";
  const evidence = checkList("evidence", fleet.evidence, example, check, (props) =>
    Evidence.of(checkRecord("a piece of evidence", props)),
  );
  check.throwIfAny();
  return { teamTech, evidence };
}

/** Adds what is there before any client. @throws InvalidError with what went wrong in the files it is declared in */
export function addPlatform(fleet: Fleet, app: App): void {
  try {
    fleet.platform(app);
  } catch (error) {
    throw new InvalidError(...mistakesOf(error, MAIN_FILE));
  }
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
