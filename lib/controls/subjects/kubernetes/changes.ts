import type { Allowance } from "./access";

/** Verbs by which nothing changes. */
export const READING: readonly string[] = ["get", "list", "watch"];

/** Verbs by resource, with the group of its API in front. */
type Changes = Readonly<Record<string, readonly string[]>>;

/** What people do when there is no time for the street: start a pod again, end a run, add pods. */
const BY_PEOPLE: Changes = {
  "/pods": ["delete"],
  "apps/deployments/scale": ["patch", "update"],
  "apps/statefulsets/scale": ["patch", "update"],
  "batch/jobs": ["delete"],
};

const REPORTS = "aquasecurity.github.io";

/** What programs of a platform do in the whole cluster: empty a node that restarts. */
const IN_CLUSTER: Changes = {
  "/nodes": ["patch"],
  "/pods": ["delete"],
  "/pods/eviction": ["create"],
};

/** What they do in their own namespace: keep a lock, and start what they need. */
const AT_HOME: Changes = {
  ...IN_CLUSTER,
  "/configmaps": ["create", "update"],
  "/secrets": ["create", "update", "delete"],
  "/events": ["create", "patch"],
  "apps/daemonsets": ["update"],
  "batch/jobs": ["create", "delete"],
  "coordination.k8s.io/leases": ["create", "update"],
};

/** Who has a right: people, or a program of a platform in its own namespace or in all of the cluster. */
export type Holding = "people" | "at home" | "in the cluster";

const CHANGES: Readonly<Record<Holding, Changes>> = {
  people: BY_PEOPLE,
  "at home": AT_HOME,
  "in the cluster": IN_CLUSTER,
};

/**
 * Changes that nobody needs, such as `create pods`: who may make a pod has every Secret of its namespace.
 *
 * @param judged resources that are judged elsewhere
 */
export function needless(
  { groups, resources, verbs }: Allowance,
  holding: Holding,
  judged: readonly string[],
): readonly string[] {
  const changing = verbs.filter((verb) => !READING.includes(verb));
  return groups
    .filter((group) => holding === "people" || group !== REPORTS)
    .flatMap((group) =>
      resources
        .filter((resource) => !judged.includes(resource))
        .flatMap((resource) =>
          changing
            .filter((verb) => CHANGES[holding][`${group}/${resource}`]?.includes(verb) !== true)
            .map((verb) => `${verb} ${resource}`),
        ),
    );
}
