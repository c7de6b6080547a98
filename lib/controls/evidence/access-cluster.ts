import type { ModelFile } from "../../model/model-file";
import type { Assessment } from "../assessment";
import { type Holder, thingsIn } from "../subjects/kubernetes/access";
import { READING } from "../subjects/kubernetes/changes";
import type { GivenRole, StackRights } from "../subjects/kubernetes/stack-rights";
import { type Grant, NO_END } from "./access-grant";
import type { Scope } from "./scope";

/**
 * Who has rights in the clusters: groups of people, by `access` of a tenant, and accounts of programs (V-03, H-16). Each
 * once for a client, and once for the platforms, with what the roles allow as they are written.
 */
export function clusterGrants({ rights = [] }: Assessment, scope: Scope): readonly Grant[] {
  const all = scope.models.flatMap((model) =>
    rightsOf(model, rights).given.map((given) => ({ model, given, key: keyOf(given, model) })),
  );
  return [...new Set(all.map(({ key }) => key))].flatMap((key) => {
    const own = all.filter((one) => one.key === key);
    const [first] = own;
    return first === undefined ? [] : [grantOf(first.given.holder, first.model, own)];
  });
}

/** What the report of a scope does not say of rights in clusters, in sentences. */
export function notSaidOfClusters({ rights = [] }: Assessment, scope: Scope): readonly string[] {
  const known = new Set(rights.map(({ stack }) => stack));
  const unseen = scope.models.filter(
    ({ kubernetes, stack }) => kubernetes !== undefined && !known.has(stack),
  );
  return [
    ...unseen.map(
      ({ stack }) => `Roles of Kubernetes in ${stack}: its resources were not looked at for this report.`,
    ),
    ...scope.models.flatMap((model) =>
      rightsOf(model, rights).notRead.map(
        (id) => `Whether ${id} gives somebody a role of Kubernetes: it cannot be read.`,
      ),
    ),
    "Who is in a group of people is for the sign-in of a cluster to say. Rights that somebody gave in a cluster by hand, and those of its own administrators, are in no file of this project.",
  ];
}

/** Groups of people with rights in a namespace, by name: those who only look, and those who may change something. */
export function groupsIn(
  namespace: string,
  { given }: Pick<StackRights, "given">,
): { readonly look: readonly string[]; readonly change: readonly string[] } {
  const here = given.filter(
    (one) => one.holder.kind !== "ServiceAccount" && (one.namespace ?? namespace) === namespace,
  );
  const names = (some: readonly GivenRole[]) => [...new Set(some.map(({ holder }) => holder.name))].sort();
  const change = names(here.filter((one) => !isLooking(one)));
  return { look: names(here).filter((name) => !change.includes(name)), change };
}

/** Of a role that is not wholly known, more is to be feared. */
function isLooking({ allowances }: GivenRole): boolean {
  return allowances?.every(({ verbs }) => verbs.every((verb) => READING.includes(verb))) ?? false;
}

function rightsOf({ stack }: ModelFile, rights: readonly StackRights[]): StackRights {
  return rights.find((one) => one.stack === stack) ?? { stack, given: [], notRead: [] };
}

interface Held {
  readonly model: ModelFile;
  readonly given: GivenRole;
}

function keyOf({ holder: { kind, namespace, name } }: GivenRole, { client }: ModelFile): string {
  return [client?.name, kind, namespace, name].join(" ");
}

function grantOf(holder: Holder, { client }: ModelFile, held: readonly Held[]): Grant {
  const roles = [...new Set(held.map(({ given }) => given.role))];
  return {
    kind: holder.kind === "ServiceAccount" ? "cluster account" : "cluster group",
    who: shownHolder(holder),
    owner: client?.productOwner ?? "team Tech",
    can: linesOf(held),
    why: `bound to the ${roles.join(" and the ")} (V-03)`,
    declaredBy: [...new Set(held.map(({ model }) => model.client?.name ?? model.stack))],
    until: undefined,
    untilText: NO_END,
  };
}

function shownHolder({ kind, name, namespace }: Holder): string {
  switch (kind) {
    case "Group":
      return `whoever is in the group ${name}`;
    case "ServiceAccount":
      return `the program with the account ${name} of ${namespace ?? "no namespace"}`;
    default:
      return `whoever is the ${kind} ${name}`;
  }
}

/** What is allowed, each once, with all places in which it is. */
function linesOf(held: readonly Held[]): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const { model, given } of held) {
    const place = `${given.namespace ?? "every namespace"} at ${model.site.name}`;
    for (const text of allowed(given)) places.set(text, (places.get(text) ?? new Set()).add(place));
  }
  return [...places].map(([text, where]) => `${text}, in ${[...where].join(", ")}`);
}

/** A line for all that is allowed by the same verbs. */
function allowed({ allowances, role }: GivenRole): readonly string[] {
  if (allowances === undefined) return [`all that the ${role} allows, which is not said here`];
  if (allowances.length === 0) return ["nothing"];
  const things = new Map<string, Set<string>>();
  for (const allowance of allowances) {
    const verbs = allowance.verbs.join(", ");
    const known = things.get(verbs) ?? new Set<string>();
    for (const thing of thingsIn(allowance)) known.add(thing);
    things.set(verbs, known);
  }
  return [...things].map(([verbs, some]) => `${verbs} of ${[...some].join(", ")}`);
}
