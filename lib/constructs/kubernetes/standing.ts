import { Construct } from "constructs";
import { InvalidError } from "../../model/mistake";
import { pathOf } from "../path";

/**
 * The construct that another is to stand in. Called in the argument of `super(…)`, before anything is asked of it.
 *
 * @param mark a property that constructs of the right kind have and others do not
 * @throws InvalidError for anything else: only the compiler would tell, and whoever runs straat has not called it
 */
export function checkStanding<S extends object>(
  scope: S,
  mark: keyof S,
  id: unknown,
  { what, where, remedy }: { readonly what: string; readonly where: string; readonly remedy: string },
): S {
  if (typeof scope === "object" && scope !== null && mark in scope) return scope;
  const isConstruct = Construct.isConstruct(scope);
  throw new InvalidError({
    path: [isConstruct ? pathOf(scope) : "", String(id)].filter((part) => part !== "").join("/"),
    value: isConstruct ? scope.constructor.name : "(no construct)",
    problem: `is no ${where}, which is what ${what} stands in`,
    remedy,
  });
}
