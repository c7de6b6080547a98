import type { IConstruct } from "constructs";
import { Day } from "../model/day";

const CONTEXT_KEY = "straat:date";

/** Sets the day against which every end date below this construct is held. Has to come before children are added. */
export function declareDay(root: IConstruct, day: Day): void {
  root.node.setContext(CONTEXT_KEY, day.toString());
}

/** The declared day; today where none was declared. Only end dates may look at it. */
export function dayOf(construct: IConstruct): Day {
  const declared = construct.node.tryGetContext(CONTEXT_KEY);
  return declared === undefined ? Day.today() : Day.parse(String(declared));
}
