import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { mistakesOf } from "../../constructs/findings";
import type { stateBackendFrom } from "../../constructs/state-backend";
import type { Day } from "../../model/day";
import type { Mistake } from "../../model/mistake";
import type { checkFleet } from "../fleet";
import { type Library, writeUnjudged } from "./unjudged";

/** What the process that synthesizes a base is told. */
export interface BaseOrder {
  readonly folder: string;
  readonly clients: readonly string[] | undefined;
  readonly day: string;
  /** File to write the mistakes into, as a list in JSON. */
  readonly answer: string;
}

/**
 * Synthesizes the project in the current folder with the library that stands there, which may be an older one than this:
 * a change of the library shows as what it does to stacks.
 */
function main(order: BaseOrder): readonly Mistake[] {
  const from = (path: string) => require(resolve("lib", path));
  const { mistakesOf: told } = from("constructs/findings") as { mistakesOf: typeof mistakesOf };
  try {
    const library = {
      ...from("synth/synthesize"),
      ...from("synth/targets"),
      ...from("synth/fleet"),
    } as Library & {
      checkFleet: typeof checkFleet;
    };
    const { Day: DayOfBase } = from("model/day") as { Day: typeof Day };
    const state = from("constructs/state-backend") as { stateBackendFrom: typeof stateBackendFrom };
    return writeUnjudged(library, library.checkFleet(require(resolve("stacks/main.ts")).fleet), {
      folder: order.folder,
      clients: order.clients,
      day: DayOfBase.parse(order.day),
      state: state.stateBackendFrom(process.env),
    });
  } catch (error) {
    return told(error, join("stacks", "main.ts"));
  }
}

const order = JSON.parse(process.argv[2] as string) as BaseOrder;
writeFileSync(order.answer, JSON.stringify(main(order)));
