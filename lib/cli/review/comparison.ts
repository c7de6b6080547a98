import { resolve } from "node:path";
import { InvalidError } from "../../model/mistake";
import { type Commit, Git } from "../../synth/base/git";
import { clientOfStack, stackTextsIn } from "../../synth/base/stack-texts";
import { touchedClients } from "../../synth/base/touched";
import { clientNames } from "../../synth/fleet";
import { Targets } from "../../synth/targets";
import type { CommandContext } from "../command";

/** What a diff is of. */
export interface Comparison {
  readonly base: { readonly git: Git; readonly commit: Commit } | { readonly folder: string };
  /** The base for people. */
  readonly label: string;
  /** The working tree for people. */
  readonly head: string;
  readonly targets: Targets;
  /** Whose stacks may differ, beside the platforms; undefined for everybody's. */
  readonly clients: readonly string[] | undefined;
}

/**
 * What was asked for, and of whom the stacks may differ at all.
 *
 * @throws InvalidError for a base or a target that is not there
 */
export function comparisonOf({ fleet, operands, flags }: CommandContext): Comparison {
  const { base: name, "base-dir": folder } = flags;
  if (name !== undefined && folder !== undefined) {
    throw new InvalidError({
      value: "--base and --base-dir",
      problem: "a change has one base",
      remedy: "leave one of them out",
    });
  }
  const declared = clientNames(fleet);
  if (folder !== undefined) {
    const stored = stackTextsIn(folder).flatMap((stack) => clientOfStack(stack.name) ?? []);
    const targets = Targets.parse(operands, [...new Set([...declared, ...stored])].sort());
    return {
      base: { folder },
      label: folder,
      head: "the working tree",
      targets,
      clients: clientsIn(operands),
    };
  }
  const root = resolve("");
  const git = Git.at(root);
  const commit = name === undefined ? git.mergeBase() : git.commit(name);
  const changed = git.changedSince(commit.hash);
  const touched = touchedClients(changed, root, fleet.clients);
  // A client that is taken away has no file any more, and is asked for all the same.
  const targets = Targets.parse(
    operands,
    [...new Set([...declared, ...(touched ?? []), ...git.clientsAt(commit.hash)])].sort(),
  );
  const asked = clientsIn(operands);
  const clients = touched && asked ? touched.filter((one) => asked.includes(one)) : (touched ?? asked);
  return { base: { git, commit }, label: commit.label, head: git.workingTree().label, targets, clients };
}

/** Undefined for everybody; a platform is nobody's. */
function clientsIn(operands: readonly string[]): readonly string[] | undefined {
  if (operands.length === 0) return undefined;
  const names = operands.map((target) => target.split("/")[0] as string);
  return [...new Set(names)].filter((name) => name !== "platform" && !name.startsWith("platform-"));
}
