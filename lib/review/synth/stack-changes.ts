import type { StackOutput } from "../../controls/terraform/stack-output";
import { attributeChanges } from "../attributes/attribute-changes";
import type { Redactor } from "../redaction/redactor";
import type { Action, ResourceChange } from "../stack-review";
import { blockChanges } from "./block-changes";
import { type Body, bodiesOf, withoutComment } from "./bodies";
import { bodyChange, type Side } from "./body-change";
import { sameElsewhere, toldOf } from "./moves";
import { withTriggered } from "./triggered";

/** Nobody tells Terraform to destroy what a stack made: it is no longer applied. */
const LET_GO = "its stack is no longer declared: nothing is taken away until somebody destroys it";

/**
 * What Terraform would be given to do for one stack: blocks first, then resources in the order of the new synth, and what goes last.
 * A stack that is new is made whole, and one that is no longer declared is let go of.
 */
export function stackChanges(
  before: StackOutput | undefined,
  after: StackOutput | undefined,
  redactor: Redactor,
): readonly ResourceChange[] {
  if (before === after) return [];
  if (before === undefined || after === undefined) {
    const [stack, action, reason] =
      after === undefined ? ([before, "forget", LET_GO] as const) : ([after, "create", undefined] as const);
    const bodies = stack === undefined ? [] : [...bodiesOf(stack).values()];
    return bodies.map((body) => wholeChange(body, action, redactor, body.isData ? undefined : reason));
  }
  return [
    ...blockChanges(before, after, redactor),
    ...withTriggered(resourceChanges(before, after, redactor), after),
  ];
}

function resourceChanges(
  before: StackOutput,
  after: StackOutput,
  redactor: Redactor,
): readonly ResourceChange[] {
  const [old, young] = [bodiesOf(before), bodiesOf(after)];
  const told = toldOf(after);
  // A move that was made in an earlier synth finds nothing at the old address.
  const movedTo = new Map(
    [...told.moved].filter(([from, to]) => old.has(from) && !young.has(from) && young.has(to)),
  );
  const movedFrom = new Map([...movedTo].map(([from, to]) => [to, from]));
  const gone = [...old.values()].filter(({ address }) => !young.has(address) && !movedTo.has(address));
  const fresh = [...young.values()].filter(({ address }) => !old.has(address) && !movedFrom.has(address));
  const elsewhere = sameElsewhere(gone, fresh);
  const from = new Map([...elsewhere].map(([was, is]) => [is, was]));
  const made = [...young.values()].flatMap((body): readonly ResourceChange[] => {
    const previous = movedFrom.get(body.address);
    const was = old.get(previous ?? body.address);
    const importing = told.imported.get(body.address);
    if (was === undefined) {
      const made = wholeChange(body, "create", redactor, againAs(from.get(body.address)));
      return [importing === undefined ? made : takenOver(made, redactor.name(importing))];
    }
    const sides = [
      { stack: before, body: was },
      { stack: after, body },
    ] as const satisfies readonly Side[];
    return bodyChange(...sides, redactor, previous, importing);
  });
  const unmade = gone.map((body) =>
    told.forgotten.has(body.address)
      ? wholeChange(
          body,
          "forget",
          redactor,
          "a removed block lets go of it: it stays where it is, and nobody looks after it",
        )
      : wholeChange(body, "delete", redactor, madeAgainAs(elsewhere.get(body.address))),
  );
  return [...made, ...unmade];
}

/** What it is now nobody here knows: the plan tells what is changed in it. */
function takenOver(change: ResourceChange, importing: string): ResourceChange {
  const reason = "an import block takes over what is there already, and changes it to this";
  return { ...change, action: "update", importing, reason };
}

function againAs(from: string | undefined): string | undefined {
  if (from === undefined) return undefined;
  return `it is the same as ${from}, which goes: without a moved block Terraform makes it anew`;
}

function madeAgainAs(to: string | undefined): string | undefined {
  if (to === undefined) return undefined;
  return `it is the same as ${to}, which is new: without a moved block Terraform destroys it`;
}

/** A resource with all that is in it. What is only read is no thing that is made or destroyed. */
function wholeChange(
  body: Body,
  action: Action & ("create" | "delete" | "forget"),
  redactor: Redactor,
  reason: string | undefined,
): ResourceChange {
  const json = withoutComment(body);
  const isComing = action === "create";
  const read = isComing ? ("read" as const) : ("no-op" as const);
  return {
    address: redactor.name(body.address),
    type: body.type,
    action: body.isData ? read : action,
    previousAddress: undefined,
    importing: undefined,
    reason: reason === undefined ? undefined : redactor.name(reason),
    replacePaths: [],
    attributes: attributeChanges(isComing ? undefined : json, isComing ? json : undefined, redactor, {
      type: body.type,
    }),
    isCosmetic: false,
  };
}
