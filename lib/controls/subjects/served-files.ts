import { told } from "../guest/decode";
import { recent } from "../guest/recent";
import type { Machine } from "../machine";
import { onceFor } from "../once-for";
import { Unreadable } from "../unreadable";
import { type Files, filesOf, textIn } from "./frozen";
import { UnitFile } from "./unit-file";
import { STEPS, UNITS } from "./units";

/**
 * What a function says of a server's frozen files. Servers of a role are given the same files, so it is asked once for
 * all of them.
 *
 * @param judge says it of the files, and of the fact that `about` tells
 * @param about the one thing beside the files that matters, as a text. @default nothing does
 */
export function forFiles<R>(
  judge: (files: Files, about: string) => R,
  about: (machine: Machine) => string = () => "",
): (machine: Machine) => R {
  const answersTo = onceFor((files: Files) => memoryOf((fact) => judge(files, fact)));
  return (machine) => answersTo(filesOf(machine))(about(machine));
}

/** A function of a text, asked once for each. */
function memoryOf<R>(answer: (text: string) => R): (text: string) => R {
  const known = new Map<string, { readonly value: R }>();
  return (text) => {
    const said = known.get(text) ?? { value: answer(text) };
    known.set(text, said);
    return said.value;
  };
}

/** A unit with its drop-ins, such as `straat-agent.timer`. @throws Unreadable when there is neither, or one is no unit */
export function servedUnit(files: Files, name: string): UnitFile {
  const own = files.get(`${UNITS}/${name}`);
  const dropIns = [...files.keys()].filter((path) => path.startsWith(`${UNITS}/${name}.d/`)).sort();
  const texts = [...(own ? [own.text] : []), ...dropIns.map((path) => textIn(files, path))];
  const [first, ...more] = texts.map((text) => told(name, () => UnitFile.parse(text)));
  if (first === undefined) throw new Unreadable(`the server is given no ${name}`);
  return more.reduce((unit, dropIn) => unit.with(dropIn), first);
}

/** Whether the first boot starts a unit, then and at every start: what it does with the unit last is what counts. */
export function isEnabled(files: Files, unit: string): boolean {
  return lastDoneWith(files, unit) === "enable";
}

/** Whether the first boot sees to it that a unit never runs. */
export function isMasked(files: Files, unit: string): boolean {
  return lastDoneWith(files, unit) === "mask";
}

function lastDoneWith(files: Files, unit: string): string | undefined {
  return stepsIn(textIn(files, STEPS)).get(unit);
}

/** What was done with each unit last. */
const stepsIn = recent(16, (text: string): ReadonlyMap<string, string> => {
  const last = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, verb = "", words = ""] =
      /systemctl (enable|disable|mask|unmask)((?: +[^ ;&|]+)+)/.exec(line) ?? [];
    for (const word of words.split(" ")) last.set(word, verb);
  }
  return last;
});

/** Settings that programs read with `.`, one `name='value'` a line. @throws Unreadable for any other line */
export function shellSettings(files: Files, path: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const line of textIn(files, path).split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name, value] = /^([a-z][a-z0-9_]*)='([^']*)'$/.exec(line) ?? [];
    if (name === undefined || value === undefined || settings.has(name)) {
      throw new Unreadable(`${path} has a line ${JSON.stringify(line)}`);
    }
    settings.set(name, value);
  }
  return settings;
}

/** A setting that is a whole number. @throws Unreadable when it is not there, or is none */
export function numberIn(files: Files, path: string, name: string): number {
  const value = shellSettings(files, path).get(name);
  if (value !== undefined && /^\d+$/.test(value)) return Number(value);
  throw new Unreadable(`${path} says ${value === undefined ? "nothing" : JSON.stringify(value)} of ${name}`);
}
