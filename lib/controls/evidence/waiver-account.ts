import type { Day } from "../../model/day";
import type { ModelFile } from "../../model/model-file";
import { type Assessment, waivedOf } from "../assessment";
import type { Scope } from "./scope";

/** Leave to stay under a promise, as somebody declared it. */
export interface WaiverAccount {
  /** Where it is declared: a client, or a platform's stack. */
  readonly declaredBy: string;
  /** The rule whose finding it allows; undefined for the class of a client's data. */
  readonly rule: string | undefined;
  /** The one thing it is for. */
  readonly subject: string;
  readonly reason: string;
  readonly owner: string;
  /** Where the work is that ends it; undefined for a class of data. */
  readonly ticket: string | undefined;
  /** Its last day as it was written, also where that is no day. */
  readonly untilText: string;
  readonly until: Day | undefined;
  /** Whether it holds on the day of the report. */
  readonly holds: boolean;
  /** How many findings it allows now. */
  readonly allows: number;
}

/** Every waiver of a scope once, those that end first before the others; what can't be read comes first of all. */
export function waiverAccounts(assessment: Assessment, scope: Scope): readonly WaiverAccount[] {
  const places = new Map<string, ModelFile>();
  for (const model of scope.models) {
    const place = model.client?.name ?? model.stack;
    if (!places.has(place)) places.set(place, model);
  }
  const all = [...places].flatMap(([place, model]) => [
    ...ofRules(place, model, assessment),
    ...ofClass(place, model, assessment.house.day),
  ]);
  return all.toSorted((one, other) => compare(dayText(one), dayText(other)));
}

function ofRules(
  declaredBy: string,
  { waivers }: ModelFile,
  assessment: Assessment,
): readonly WaiverAccount[] {
  const waived = waivedOf(assessment);
  return waivers.map((waiver) => ({
    declaredBy,
    rule: waiver.rule,
    subject: waiver.resource,
    reason: waiver.reason,
    owner: waiver.owner,
    ticket: waiver.ticket,
    untilText: waiver.untilText,
    until: waiver.until,
    holds: waiver.holdsOn(assessment.house.day),
    allows: waived.filter((finding) => finding.waiver === waiver).length,
  }));
}

function ofClass(declaredBy: string, { client }: ModelFile, day: Day): readonly WaiverAccount[] {
  if (client?.classificationWaiver === undefined) return [];
  const { owner, reason, until } = client.classificationWaiver;
  return [
    {
      declaredBy,
      rule: undefined,
      subject: `class ${client.classification} of its data (V-02)`,
      reason,
      owner,
      ticket: undefined,
      untilText: `${until}`,
      until,
      holds: client.classificationWaiver.holdsOn(day),
      allows: client.classification.needsWaiver ? 1 : 0,
    },
  ];
}

function dayText({ until }: WaiverAccount): string {
  return until === undefined ? "" : `${until}`;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
