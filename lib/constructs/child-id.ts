import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { Mistakes } from "../model/mistake";
import { checkName, normalName } from "../model/name";
import { report } from "./findings";
import { pathOf } from "./path";

const STAND_IN_MARK = "~";

/**
 * The id under which a child with a declared name is added. A name that is no DNS label, or that is another's
 * after normalising (vSphere and DNS do not tell `Web` from `web`), is a mistake of the scope; the child then
 * gets some free id, so that the rest of it is checked too.
 *
 * Called in the argument of `super(scope, …)`, before the engine would throw at a duplicate.
 */
export function childId(scope: IConstruct, kind: string, name: string): string {
  const check = new Mistakes([pathOf(scope), String(name)].filter((part) => part !== "").join("/"));
  if (Token.isUnresolved(name)) {
    check.add({
      value: "(known only at apply)",
      problem: `the name of ${kind} is a reference to something Terraform makes`,
      remedy: "write the name itself",
    });
  } else if (typeof name !== "string") {
    check.add({ value: String(name), problem: `is no name of ${kind}`, remedy: "write a text, such as web" });
  } else {
    check.attempt("", () => checkName(kind, name));
    const taken = scope.node.children.find((child) => normalName(child.node.id) === normalName(name));
    if (taken !== undefined) {
      check.add({
        value: "",
        problem: `there is ${kind} named ${taken.node.id} already, and letter case and punctuation tell nobody apart`,
        remedy: "choose another name",
      });
    }
  }
  report(scope, check.all);
  if (check.all.length === 0) return name;
  return `${normalName(String(name)) || "unnamed"}${STAND_IN_MARK}${scope.node.children.length + 1}`;
}

/** Whether an id stands for a name that could not be used. */
export function isStandInId(id: string): boolean {
  return id.includes(STAND_IN_MARK);
}
