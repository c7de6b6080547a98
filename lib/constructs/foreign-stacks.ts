import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { Mistake } from "../model/mistake";
import { pathOf } from "./path";
import { StraatStack } from "./straat-stack";

/** Stacks of the engine's own kind. No rule would read them and nothing is written of them, so that somebody declares one is told. */
export function foreignStacks(root: IConstruct): readonly Mistake[] {
  const foreign = root.node
    .findAll()
    .filter((construct) => TerraformStack.isStack(construct) && !(construct instanceof StraatStack));
  return foreign.map((stack) => ({
    path: pathOf(stack),
    property: "",
    value: stack.constructor.name,
    problem:
      "is a stack of its own, beside those of the street: no rule would judge it, and it is not written",
    remedy:
      "take it out, and declare what is in it in an environment: this.forEachEnvironment((environment) => { … })",
  }));
}
