import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { InvalidError, type Mistake, Mistakes, type ValueMistake } from "../model/mistake";
import type { Notice } from "../model/model-file";
import { pathOf } from "./path";

const MISTAKE = "straat:mistake";
const NOTICE = "straat:notice";

/** Notes mistakes on a construct. Building goes on, so that one run reports all; nothing is written in the end. */
export function report(construct: IConstruct, mistakes: readonly ValueMistake[]): void {
  for (const mistake of mistakes) {
    const complete: Mistake = { property: "", ...mistake, path: mistake.path || pathOf(construct) };
    construct.node.addMetadata(MISTAKE, complete);
  }
}

/** Notes something that stops nothing, such as an entry past its end date. */
export function notify(construct: IConstruct, notice: Omit<Notice, "path">): void {
  construct.node.addMetadata(NOTICE, { ...notice, path: pathOf(construct) } satisfies Notice);
}

/** All mistakes noted at or below a construct, in the order of the tree. */
export function mistakesIn(root: IConstruct): readonly Mistake[] {
  return metadataIn<Mistake>(root, MISTAKE);
}

/** All notices at or below a construct, in the order of the tree. */
export function noticesIn(root: IConstruct): readonly Notice[] {
  return metadataIn<Notice>(root, NOTICE);
}

/**
 * Runs a check of what was declared on a construct and notes its mistakes there. Values that are only known
 * at apply are refused first: a size, an address or an owner is decided in the repository or not at all.
 *
 * @param path of what is checked, where that is a child still to be made
 */
export function checkDeclared<T>(
  construct: IConstruct,
  props: object,
  run: (check: Mistakes) => T,
  path: string = pathOf(construct),
): T {
  const tokens = [...unresolved(props)].map((property) => ({
    property,
    value: "(known only at apply)",
    problem: "is a reference to something Terraform makes; what a street is made of has to be known at synth",
    remedy: "write the value itself",
  }));
  const check = new Mistakes(path);
  const result = run(check);
  const aboutTokens = ({ property }: Mistake) => tokens.some((token) => covers(token.property, property));
  report(construct, [
    ...tokens.map((token) => ({ ...token, path })),
    ...check.all.filter((mistake) => !aboutTokens(mistake)),
  ]);
  return result;
}

/**
 * Runs code of a client file. A value that cannot be made ends the code; it becomes a mistake of `construct`, and
 * so does any other error, because a stack trace tells an author nothing.
 */
export function guardAuthor(construct: IConstruct, run: () => void): void {
  try {
    run();
  } catch (error) {
    report(construct, mistakesOf(error, pathOf(construct)));
  }
}

/** An author's error as mistakes: the model's own, or where the code stopped and with what. */
export function mistakesOf(error: unknown, path: string): readonly Mistake[] {
  if (error instanceof InvalidError)
    return error.mistakes.map((mistake) => ({ ...mistake, path: mistake.path || path }));
  return [
    {
      path,
      property: "",
      value: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      problem: `its code stopped with an error${locationOf(error)}`,
      remedy: "mend that line; what comes after it was not checked",
    },
  ];
}

function metadataIn<T>(root: IConstruct, type: string): readonly T[] {
  const entries = root.node.findAll().flatMap(({ node }) => node.metadata);
  return entries.filter((entry) => entry.type === type).map((entry) => entry.data as T);
}

function* unresolved(value: unknown, property = ""): Generator<string> {
  if (typeof value === "string" || typeof value === "number" || Token.isUnresolved(value)) {
    if (Token.isUnresolved(value)) yield property;
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* unresolved(item, `${property}[${index}]`);
  } else if (
    value !== null &&
    typeof value === "object" &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    for (const [key, item] of Object.entries(value))
      yield* unresolved(item, property ? `${property}.${key}` : key);
  }
}

function covers(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

function locationOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const place = /stacks[\\/][\w./\\-]+:\d+/.exec(stack)?.[0];
  return place === undefined ? "" : ` at ${place}`;
}
