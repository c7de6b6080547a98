import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { listed } from "../controls/report/text";
import { InvalidError } from "../model/mistake";
import { reviewOfSynths } from "../review/assemble";
import type { NotAnalysed } from "../review/review";
import { synthesizeBase } from "../synth/base/synth-base";
import { type Temporary, withTemporary } from "../synth/base/temporary";
import { writeUnjudged } from "../synth/base/unjudged";
import { clientNames } from "../synth/fleet";
import { check } from "../synth/synthesize";
import { Targets } from "../synth/targets";
import type { CommandContext } from "./command";
import { EXIT, type ExitCode } from "./exit-code";
import { printMistakes } from "./print-mistakes";
import { type Comparison, comparisonOf } from "./review/comparison";
import { checkTargets, readSides, type Side } from "./review/diff-sides";
import { printReview, reviewFormat } from "./review/print-review";
import { streetPictures } from "./review/street-pictures";
import { understood } from "./usage-error";

const OTHER_DEPENDENCIES: NotAnalysed = {
  what: "package-lock.json",
  why: "it changes, and both sides were synthesized with the dependencies that are installed here",
};

/**
 * `straat diff [--base REV | --base-dir DIR] [TARGET...]`: what the working tree changes of what a commit declares, and what that
 * means. Both are synthesized for the same day, the base with its own library, and nothing is written.
 */
export async function diffCommand(context: CommandContext): Promise<ExitCode> {
  const { flags, file, clearProgress } = context;
  const format = understood(() => reviewFormat(flags.format));
  const comparison = understood(() => comparisonOf(context));
  const made = await withTemporary((temporary) => reviewed(context, comparison, temporary));
  clearProgress();
  if (made === undefined) return EXIT.MISTAKES;
  const { review, before, after } = made;
  const pictures = () => streetPictures(review, before, after);
  if (flags.page !== undefined) await printReview(review, { format: "html", file: flags.page, pictures });
  return printReview(review, { format, file, pictures });
}

/** Undefined where either side has mistakes, which were told. */
async function reviewed(context: CommandContext, comparison: Comparison, temporary: Temporary) {
  const { fleet, options, clearProgress } = context;
  const { base, clients, targets } = comparison;
  const head: Side = { label: comparison.head, folder: join(temporary.path, "head") };
  mkdirSync(head.folder);
  // The base has a process of its own, and the working tree is synthesized meanwhile.
  const running =
    "git" in base
      ? synthesizeBase({ ...base, root: resolve(""), clients, day: options.day }, temporary)
      : Promise.resolve({ folder: base.folder, mistakes: [], hasItsDependencies: true });
  // A failure is heard below, where it is waited for.
  running.catch(() => undefined);
  const library = { check, Targets, clientNames };
  const wanted = { ...options, folder: head.folder, clients };
  const mistakes = writeUnjudged(library, fleet, wanted);
  options.onProgress?.(`synthesizing ${comparison.label}`);
  const made = await running;
  clearProgress();
  if (made.mistakes.length > 0) printMistakes(made.mistakes, `in the base, ${comparison.label}`);
  if (mistakes.length > 0) printMistakes(mistakes, "in what is declared");
  if (made.mistakes.length + mistakes.length > 0) return undefined;
  const before: Side = { label: comparison.label, folder: made.folder };
  const read = () => readSides(before, head, { fleet, day: options.day, clients, targets });
  understood(() => checkTargets(before, head, { clients, targets }));
  const sides = "git" in base ? inBase(comparison.label, read) : understood(read);
  if (sides === undefined) return undefined;
  const review = reviewOfSynths(sides.before, sides.after, [
    ...(made.hasItsDependencies ? [] : [OTHER_DEPENDENCIES]),
    ...(clients === undefined || sides.isSame ? [] : [acrossClients(clients)]),
  ]);
  return { review, before: sides.before.models, after: sides.after.models };
}

/** Model files of another version of the library are the base's mistake. */
function inBase<T>(label: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    printMistakes(error.mistakes, `in the base, ${label}, as this library reads it`);
    return undefined;
  }
}

function acrossClients(clients: readonly string[]): NotAnalysed {
  return {
    what: "checks between clients",
    why: `of clients only ${listed(clients) || "none"} was synthesized; straat check looks at all of them`,
  };
}
