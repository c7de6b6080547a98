import type { Body } from "../../support/app";
import type { Cluster, Pod } from "./cluster";

export const JUDGES = ["Checkov", "kube-score", "kube-linter", "Polaris", "Trivy"] as const;

export type Judge = (typeof JUDGES)[number];

/**
 * Something that judges want of manifests, in our words. None of these judges runs here: this is what their documentation and
 * their sources say that they look at, tried on what is exported.
 */
export interface Want {
  /** Short and stable, such as `read-only-root`. */
  readonly id: string;
  /** As an end to "judges want that …". */
  readonly what: string;
  /** The checks that look at it, by their own names; in parentheses those that are off unless asked for. */
  readonly asked: Readonly<Partial<Record<Judge, string>>>;
  /** Objects that lack it. */
  readonly lack: (cluster: Cluster) => readonly Body[];
  /** Takes it away from a cluster that has it, so that the check is seen to bite. */
  readonly spoil: (sound: Sound) => void;
}

/** Objects of a cluster in which nothing lacks, by what they are. */
export interface Sound {
  readonly cluster: Cluster;
  /** The only object of a kind. */
  readonly the: (kind: string) => Body;
  /** The pod of the Deployment, and its only container. */
  readonly pod: Body;
  readonly container: Body;
}

type Holds<T> = (item: T, cluster: Cluster) => boolean;

/** Workloads with a container that does not hold. @param kinds all workloads unless told */
export function containers(holds: Holds<Body>, ...kinds: readonly string[]): Want["lack"] {
  return (cluster) =>
    cluster
      .pods(...kinds)
      .filter((pod) => !pod.containers.every((container) => holds(container, cluster)))
      .map(({ owner }) => owner);
}

/** Workloads whose pods do not hold. @param kinds all workloads unless told */
export function pods(holds: Holds<Pod>, ...kinds: readonly string[]): Want["lack"] {
  return (cluster) =>
    cluster
      .pods(...kinds)
      .filter((pod) => !holds(pod, cluster))
      .map(({ owner }) => owner);
}

/** Objects of some kinds that do not hold. */
export function objects(kinds: readonly string[], holds: Holds<Body>): Want["lack"] {
  return (cluster) => cluster.of(...kinds).filter((object) => !holds(object, cluster));
}

/** Workloads that go on for ever, and have replicas. */
export const REPLICATED = ["Deployment", "StatefulSet"];

/** Workloads that go on for ever. */
export const LASTING = [...REPLICATED, "DaemonSet"];
