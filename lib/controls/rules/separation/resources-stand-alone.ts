import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import type { Resource } from "../../terraform/resource";

interface Made extends Subject {
  readonly resource: Resource;
}

/** Words of Terraform that make more, none, or something elsewhere of a resource. */
const META = ["count", "for_each", "provider"];

/** I-05, B-09: what a reviewer reads, and a rule judges, is what will be made: once, and in the stack's own vCenter. */
export const resourcesStandAlone = stackRule<Made>({
  id: "resources-stand-alone",
  info: "every resource is made once, by the stack's own provider",
  explanation:
    "With a count of nought a firewall is described and not made; with another provider it is made in another vCenter. Every rule would find it in order.",
  remedy: "write one construct for each resource, in the stack of the site it belongs to",
  promises: ["I-05", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  notOnPlan: "a plan has worked it out already",
  subjects: (stack) =>
    stack.resources.map((resource) => ({ id: stack.subjectId(resource.address), resource })),
  judge: ({ resource }) =>
    META.filter((key) => resource.has(key)).map((key) => `no rule sees what its ${key} makes of it`),
});
