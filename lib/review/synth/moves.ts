import { isObject } from "../../controls/terraform/fields";
import type { StackOutput } from "../../controls/terraform/stack-output";
import { type Body, withoutComment } from "./bodies";
import { canonical } from "./canonical";

/** What a stack says of things that are there already. */
export interface Told {
  /** New address by the one before (`moved`). */
  readonly moved: ReadonlyMap<string, string>;
  /** Addresses that are let go of and stay where they are (`removed`). */
  readonly forgotten: ReadonlySet<string>;
  /** Ids that are taken over, by address (`import`). */
  readonly imported: ReadonlyMap<string, string>;
}

/** The `moved`, `removed` and `import` blocks of a synth. */
export function toldOf({ others }: StackOutput): Told {
  return {
    moved: toTheEnd(pairs(others.moved, "from", "to")),
    forgotten: new Set(
      blocksIn(others.removed)
        .filter((block) => !destroys(block))
        .flatMap(({ from }) => addressIn(from)),
    ),
    imported: pairs(others.import, "to", "id"),
  };
}

/** What moved twice is where it moved to last. Of blocks that lead in a circle, which Terraform refuses, any end will do. */
function toTheEnd(moved: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...moved.keys()].map((from) => {
      const seen = new Set([from]);
      let at = from;
      for (let next = moved.get(at); next !== undefined && !seen.has(next); next = moved.get(at)) {
        seen.add(next);
        at = next;
      }
      return [from, at];
    }),
  );
}

function pairs(blocks: unknown, key: string, value: string): ReadonlyMap<string, string> {
  return new Map(
    blocksIn(blocks).flatMap((block) => {
      const [found] = addressIn(block[key]);
      const [other] = addressIn(block[value]);
      return found === undefined || other === undefined ? [] : [[found, other] as const];
    }),
  );
}

/** Without a word on it, what a `removed` block names is destroyed. */
function destroys({ lifecycle }: Readonly<Record<string, unknown>>): boolean {
  return !blocksIn(lifecycle).some(({ destroy }) => destroy === false || destroy === "false");
}

/** Terraform's JSON has one block as an object, several as a list. */
function blocksIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

/** An address, with or without the marks of an expression around it. */
function addressIn(value: unknown): readonly string[] {
  return typeof value === "string" ? [value.replace(/^\$\{(.*)\}$/s, "$1")] : [];
}

/**
 * Pairs of what is gone and what is new with just the same body, by the address before. Nothing tells Terraform that they are one
 * thing, so it destroys the first and makes the second. Bodies that several have pair in order.
 */
export function sameElsewhere(gone: readonly Body[], fresh: readonly Body[]): ReadonlyMap<string, string> {
  const waiting = new Map<string, string[]>();
  for (const body of gone) {
    const key = contentOf(body);
    waiting.set(key, [...(waiting.get(key) ?? []), body.address]);
  }
  return new Map(
    fresh.flatMap((body) => {
      const from = waiting.get(contentOf(body))?.shift();
      return from === undefined ? [] : [[from, body.address] as const];
    }),
  );
}

function contentOf(body: Body): string {
  return `${body.isData} ${body.type} ${canonical(withoutComment(body))}`;
}
