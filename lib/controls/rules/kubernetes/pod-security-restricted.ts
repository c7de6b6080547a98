import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { namespacesIn } from "../../subjects/kubernetes/namespaces";
import { type MadeObject, recordOf } from "../../subjects/kubernetes/objects";
import type { StackOutput } from "../../terraform/stack-output";

/** What the API server does with a pod beyond the standard: refuse it, write it down, tell whoever made it. */
const MODES = ["enforce", "audit", "warn"] as const;

const LABEL = "pod-security.kubernetes.io/";

/** H-22, B-09: the API server itself refuses what a tenant's pods may not be. */
export const podSecurityRestricted = stackRule<MadeObject>({
  id: "pod-security-restricted",
  info: "the API server holds every tenant's pods to the Pod Security Standard restricted, of the version that its site names",
  explanation:
    "Rules here judge what is in version control. A pod that somebody starts by hand is judged by the API server alone, and only in a namespace that tells it to; under latest, an upgrade of the cluster changes what is refused.",
  remedy:
    "write pod-security.kubernetes.io/enforce, audit and warn as restricted, each with -version as the site's podSecurity",
  promises: ["H-22", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a pod of one client could become the node of all" },
  subjects: namespacesIn,
  judge: ({ object: { name, labels } }, stack) => {
    const version = stack.model.site.kubernetes?.podSecurity;
    return MODES.flatMap((mode) => [
      ...wrongLevel(name, mode, labels[`${LABEL}${mode}`], stack),
      ...(version !== undefined && labels[`${LABEL}${mode}-version`] === version
        ? []
        : [
            `${mode} is not of version ${version ?? "that the site names"}, but ${labels[`${LABEL}${mode}-version`] ?? "of any"}`,
          ]),
    ]);
  },
});

/** Only what serves a whole site may be let do more, and the model has to know that it does. */
function wrongLevel(
  namespace: string,
  mode: (typeof MODES)[number],
  level: string | undefined,
  stack: StackOutput,
): readonly string[] {
  if (level === "restricted") return [];
  const known = recordOf(stack).namespaces.find(({ name }) => name === namespace);
  const isPlatforms =
    stack.model.kind === "platform" &&
    (level === "baseline" || level === "privileged") &&
    known?.labels[`${LABEL}${mode}`] === level;
  return isPlatforms ? [] : [`it lets ${mode} be ${level ?? "nothing at all"}, not restricted`];
}
