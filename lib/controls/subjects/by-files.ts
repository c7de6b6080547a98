import type { Machine } from "../machine";
import type { Wrong } from "../rule";
import { type Files, filesOf } from "./frozen";

/**
 * What is wrong with the files of a first boot. All servers of a role share them, so each set of files is judged once.
 *
 * @param judge says it of the files, and of the fact that `about` tells
 * @param about the one thing beside the files that matters, as a text. @default nothing does
 */
export function ofFiles(
  judge: (files: Files, about: string) => Wrong,
  about: (machine: Machine) => string = () => "",
): (machine: Machine) => Wrong {
  const judged = new WeakMap<Files, Map<string, Wrong>>();
  return (machine) => {
    const files = filesOf(machine);
    const answers = judged.get(files) ?? new Map<string, Wrong>();
    judged.set(files, answers);
    const fact = about(machine);
    if (!answers.has(fact)) answers.set(fact, judge(files, fact));
    return answers.get(fact);
  };
}
