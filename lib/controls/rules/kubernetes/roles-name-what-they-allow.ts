import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import {
  type Allowance,
  allowancesOf,
  bindingsIn,
  gives,
  holdersOf,
  rolesIn,
} from "../../subjects/kubernetes/access";
import { type Holding, needless, READING } from "../../subjects/kubernetes/changes";
import { bodyOf, type MadeObject } from "../../subjects/kubernetes/objects";
import type { StackOutput } from "../../terraform/stack-output";

/** Verbs by which somebody gives themselves what they may not have. */
const CLIMBING = ["escalate", "bind", "impersonate"];

/** By which somebody is in a container, or speaks in its name, and has what it has. */
const WAYS_IN = [
  "pods/exec",
  "pods/attach",
  "pods/portforward",
  "pods/proxy",
  "pods/ephemeralcontainers",
  "serviceaccounts/token",
  "nodes/proxy",
];

/** Stages in which there is somebody's data. */
const WITH_DATA: readonly (string | undefined)[] = ["acceptance", "production"];

/** V-03: who reads a role knows what it allows, and that it allows no more tomorrow. */
export const rolesNameWhatTheyAllow = stackRule<MadeObject>({
  id: "roles-name-what-they-allow",
  info: "every role names its verbs and resources, lets nobody raise themselves, lets people neither read secrets nor into containers where data is, and lets nobody change more than a restart, a scale or a program's own work needs",
  explanation:
    "A star allows whatever the API learns tomorrow, secrets and rights among it. Who may bind, escalate or impersonate has every right there is, and who reads Secrets, or has a shell in a container, has the passwords of the application; so has who may make a pod, and who may change a policy has a way out.",
  remedy: "write the groups, resources and verbs that are needed, one by one, and leave secrets out",
  promises: ["V-03", "H-16"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: rolesIn,
  judge: (role, stack) => [
    ...allowancesOf(role).flatMap(wrongAllowance),
    ...[...holdersIn(role, stack)].flatMap((holder) => wrongRight(holder, role, stack)),
    ...(bindingsIn(stack).some((binding) => gives(binding, role)) ? [] : ["it is given to nobody"]),
    ...(bodyOf(role).has("aggregationRule")
      ? ["it is made of other roles, whatever they come to allow"]
      : []),
  ],
});

function wrongAllowance({ groups, resources, verbs, urls }: Allowance): readonly string[] {
  const isStarred = [...groups, ...resources, ...verbs, ...urls].some((text) => text.includes("*"));
  const climbs = verbs.filter((verb) => CLIMBING.includes(verb));
  const shown = `${verbs} on ${resources.length > 0 ? resources : urls}`;
  return [
    ...(isStarred ? [`it allows ${shown}, and a star is no name`] : []),
    ...climbs.map((verb) => `it allows to ${verb}, by which somebody raises themselves`),
  ];
}

function wrongRight(
  holder: "people" | "programs",
  role: MadeObject,
  { model, stage }: StackOutput,
): readonly string[] {
  const isPlatform = model.kind === "platform";
  if (holder === "programs" && !isPlatform) {
    return ["it is for a program of a tenant, and none of those has anything to ask the API server"];
  }
  const atHome = role.object.kind === "Role" ? "at home" : "in the cluster";
  const holding: Holding = holder === "people" ? "people" : atHome;
  const hasData = isPlatform || WITH_DATA.includes(stage);
  return allowancesOf(role).flatMap((allowance) => [
    ...(hasData ? looksInside(allowance, holding) : []),
    ...needless(allowance, holding, WAYS_IN).map((change) => `it lets ${WHO[holding]} ${change}`),
  ]);
}

const WHO: Readonly<Record<Holding, string>> = {
  people: "people",
  "at home": "a program",
  "in the cluster": "a program, in every namespace,",
};

/** A program has the Secrets of its own namespace to itself. */
function looksInside({ groups, resources, verbs }: Allowance, holding: Holding): readonly string[] {
  if (!groups.includes("")) return [];
  const isRead = resources.includes("secrets") && verbs.some((verb) => READING.includes(verb));
  return [
    ...(isRead && holding !== "at home" ? [`it shows Secrets to ${WHO[holding]} where data is`] : []),
    ...resources
      .filter((resource) => WAYS_IN.includes(resource))
      .map((resource) => `it lets ${WHO[holding]} into containers where data is (${resource})`),
  ];
}

/** Whether people have it, programs, or both. */
function holdersIn(role: MadeObject, stack: StackOutput): ReadonlySet<"people" | "programs"> {
  const holders = bindingsIn(stack)
    .filter((binding) => gives(binding, role))
    .flatMap(holdersOf);
  return new Set(holders.map(({ kind }) => (kind === "ServiceAccount" ? "programs" : "people")));
}
