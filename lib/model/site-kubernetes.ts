import { Cidr } from "./cidr";
import { checkProperties, type Known } from "./known-properties";
import { InvalidError, Mistakes } from "./mistake";
import { checkName } from "./name";
import { shownValue, textOf } from "./text";

/**
 * The Kubernetes cluster of a site (B-22). It is run by whoever runs the site; what has to be in it before Straat declares
 * anything is told in `docs/cluster.md`.
 */
export interface SiteKubernetesProps {
  /** Context of the cluster in the kubeconfig of whoever applies, so that nobody applies to another by accident. */
  readonly context: string;
  /** Version whose Pod Security Standards hold, for example `v1.34`. Pinned: a newer cluster changes no judgement by itself. */
  readonly podSecurity: string;
  /** Failure zones of its nodes, as their label `topology.kubernetes.io/zone` says. At least two (H-03). */
  readonly zones: readonly string[];
  /** IPv4 network of the pods that are no client's: operators, the proxies of gateways. Clients' pods have their own. */
  readonly pods: string;
  /** The GatewayClass of Envoy Gateway. */
  readonly gatewayClass: string;
  /** The ClusterIssuer that signs certificates of host names; by DNS-01, so that no hole is needed for it. */
  readonly issuer: string;
  /** The StorageClass of data that must live in the cluster. @default none: a StatefulService is refused */
  readonly storageClass?: string;
  /** The ClusterSecretStore of External Secrets. @default none: secrets come from whoever applies */
  readonly secretStore?: string;
}

const PROPERTIES: Known<SiteKubernetesProps> = {
  context: true,
  podSecurity: true,
  zones: true,
  pods: true,
  gatewayClass: true,
  issuer: true,
  storageClass: true,
  secretStore: true,
};

/** The same, checked. */
export interface SiteKubernetes {
  readonly context: string;
  readonly podSecurity: string;
  readonly zones: readonly string[];
  readonly pods: Cidr;
  readonly gatewayClass: string;
  readonly issuer: string;
  readonly storageClass: string | undefined;
  readonly secretStore: string | undefined;
}

/** Fewest failure zones a cluster has: losing one leaves another. */
const ZONES_MIN = 2;

/** @throws InvalidError with every mistake in it */
export function checkSiteKubernetes(declared: SiteKubernetesProps): SiteKubernetes {
  const check = new Mistakes();
  const props = checkProperties("", declared, PROPERTIES, "a site's cluster", check);
  const name = (property: keyof SiteKubernetesProps, kind: string) => {
    const text = props[property];
    return text === undefined ? undefined : check.attempt(property, () => checkObjectName(kind, text));
  };
  const made = {
    context: check.attempt("context", () => checkContext(props.context)) as string,
    podSecurity: check.attempt("podSecurity", () => checkPodSecurity(props.podSecurity)) as string,
    zones: check.attempt("zones", () => checkZones(props.zones)) as readonly string[],
    pods: check.attempt("pods", () => checkPods(Cidr.parse(textOf(props.pods)))) as Cidr,
    gatewayClass: check.attempt("gatewayClass", () =>
      checkObjectName("a GatewayClass", props.gatewayClass),
    ) as string,
    issuer: check.attempt("issuer", () => checkObjectName("a ClusterIssuer", props.issuer)) as string,
    storageClass: name("storageClass", "a StorageClass"),
    secretStore: name("secretStore", "a ClusterSecretStore"),
  };
  check.throwIfAny();
  return made;
}

/** The name of an object of Kubernetes that is there already: DNS labels with dots between them (RFC 1123). */
export function checkObjectName(kind: string, text: unknown): string {
  const isName = typeof text === "string" && text.length <= 253 && /^[a-z0-9]+([-.]+[a-z0-9]+)*$/.test(text);
  if (isName) return text;
  throw new InvalidError({
    value: shownValue(text),
    problem: `is not the name of ${kind}: lower-case letters, digits, hyphens and dots (RFC 1123)`,
    remedy: "write the name exactly as kubectl shows it",
  });
}

function checkContext(text: unknown): string {
  if (typeof text === "string" && /^[\w.@:/-]{1,128}$/.test(text)) return text;
  throw new InvalidError({
    value: shownValue(text),
    problem: "is not the name of a context in a kubeconfig",
    remedy: "write the name that kubectl config get-contexts shows",
  });
}

function checkPodSecurity(text: unknown): string {
  if (typeof text === "string" && /^v1\.[1-9]\d?$/.test(text)) return text;
  throw new InvalidError({
    value: shownValue(text),
    problem: "is not a version of the Pod Security Standards; latest would change by itself (H-22)",
    remedy: "write the minor version of the cluster, for example v1.34",
  });
}

function checkPods(network: Cidr): Cidr {
  if (network.family === 4 && network.prefix >= 8 && network.prefix <= 24) return network;
  throw new InvalidError({
    value: `${network}`,
    problem: "is not the network of a cluster's own pods: IPv4, /8 to /24",
    remedy: "write for example 10.200.0.0/16, as the cluster's default IP pool has it",
  });
}

function checkZones(zones: readonly string[]): readonly string[] {
  if (!Array.isArray(zones)) {
    throw new InvalidError({
      value: shownValue(zones),
      problem: "is no list of zones",
      remedy: 'write for example ["ams-a", "ams-b"]',
    });
  }
  const checked = zones.map((zone) => checkName("a zone", zone));
  if (new Set(checked).size === checked.length && checked.length >= ZONES_MIN) return checked;
  throw new InvalidError({
    value: JSON.stringify(zones),
    problem: `a cluster has at least ${ZONES_MIN} different failure zones, or one failure takes every replica (H-03)`,
    remedy: "write what the label topology.kubernetes.io/zone of the nodes says",
  });
}
