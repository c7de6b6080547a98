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
import { bodyOf, type MadeObject } from "../../subjects/kubernetes/objects";
import type { StackOutput } from "../../terraform/stack-output";

/** Verbs by which somebody gives themselves what they may not have. */
const CLIMBING = ["escalate", "bind", "impersonate"];

const READING = ["get", "list", "watch"];

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
  info: "every role names its verbs and resources, lets nobody raise themselves, and lets people neither read secrets nor into containers where data is",
  explanation:
    "A star allows whatever the API learns tomorrow, secrets and rights among it. Who may bind, escalate or impersonate has every right there is, and who reads Secrets, or has a shell in a container, has the passwords of the application.",
  remedy: "write the groups, resources and verbs that are needed, one by one, and leave secrets out",
  promises: ["V-03", "H-16"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: rolesIn,
  judge: (role, stack) => [
    ...allowancesOf(role).flatMap(wrongAllowance),
    ...(isForPeople(role, stack) ? allowancesOf(role).flatMap(showsSecrets) : []),
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

function showsSecrets({ groups, resources, verbs }: Allowance): readonly string[] {
  if (!groups.includes("")) return [];
  const isRead = resources.includes("secrets") && verbs.some((verb) => READING.includes(verb));
  return [
    ...(isRead ? ["it shows Secrets to people where data is"] : []),
    ...resources
      .filter((resource) => WAYS_IN.includes(resource))
      .map((resource) => `it lets people into containers where data is (${resource})`),
  ];
}

function isForPeople(role: MadeObject, stack: StackOutput): boolean {
  if (stack.model.kind !== "platform" && !WITH_DATA.includes(stack.stage)) return false;
  return bindingsIn(stack)
    .filter((binding) => gives(binding, role))
    .some((binding) => holdersOf(binding).some(({ kind }) => kind !== "ServiceAccount"));
}
