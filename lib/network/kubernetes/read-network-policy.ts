import { InvalidError, type Mistake } from "../../model/mistake";
import { PORT_MAX } from "../../model/port";
import {
  list,
  madeBy,
  object,
  oneOf,
  optional,
  type Reader,
  WRITE_AGAIN,
  wholeNumber,
} from "../../model/read-record";
import { type NetworkPolicy, type Peers, type PolicyPort, type PolicyRule, TRANSPORTS } from "./policy";
import { readPeer } from "./read-peer";
import { readSelector } from "./read-selector";
import { EVERYTHING, type Selector } from "./selector";
import { dnsLabel, dnsSubdomain, portName, refusal } from "./syntax";

interface WrittenPort {
  readonly protocol: PolicyPort["protocol"] | undefined;
  readonly port: number | string | undefined;
  readonly endPort: number | undefined;
}

type WrittenRule = Omit<PolicyRule, "path">;
type PolicyType = "Ingress" | "Egress";

interface WrittenSpec {
  readonly podSelector: Selector | undefined;
  readonly policyTypes: readonly PolicyType[] | undefined;
  readonly ingress: readonly WrittenRule[] | undefined;
  readonly egress: readonly WrittenRule[] | undefined;
}

interface WrittenPolicy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: WrittenSpec;
}

const anything: Reader<unknown> = (value) => value;
const portNumber = wholeNumber(1, PORT_MAX);

const port: Reader<PolicyPort> = madeBy(
  object<WrittenPort>({
    protocol: optional(oneOf(...TRANSPORTS)),
    port: optional<number | string>((value) =>
      typeof value === "string" ? portName(value) : portNumber(value),
    ),
    endPort: optional(portNumber),
  }),
  ({ protocol = "TCP", port: first, endPort }) => {
    if (endPort !== undefined && typeof first !== "number")
      throw refusal(
        endPort,
        "is the end of no range: port is not a number",
        "write port as the first number",
      );
    if (first === undefined) return { protocol, kind: "all" };
    if (typeof first === "string") return { protocol, kind: "name", name: first };
    const last = endPort ?? first;
    if (last >= first) return { protocol, kind: "range", first, last };
    throw refusal(last, `endPort is below port, ${first}`, `write port ${last} and endPort ${first}`);
  },
);

/** Missing and empty mean the same in a rule, and that is everyone, or every port: the opposite of no rule. */
const peersOf = (peers: readonly Peers[] | undefined) => (peers?.length ? peers : "everyone");
const portsOf = (ports: readonly PolicyPort[] | undefined) => (ports?.length ? ports : "all");

const ingressRule: Reader<WrittenRule> = madeBy(
  object<{ readonly from: readonly Peers[] | undefined; readonly ports: readonly PolicyPort[] | undefined }>({
    from: optional(list(readPeer)),
    ports: optional(list(port)),
  }),
  ({ from, ports }) => ({ peers: peersOf(from), ports: portsOf(ports) }),
);

const egressRule: Reader<WrittenRule> = madeBy(
  object<{ readonly to: readonly Peers[] | undefined; readonly ports: readonly PolicyPort[] | undefined }>({
    to: optional(list(readPeer)),
    ports: optional(list(port)),
  }),
  ({ to, ports }) => ({ peers: peersOf(to), ports: portsOf(ports) }),
);

const policyTypes: Reader<readonly PolicyType[]> = madeBy(
  list(oneOf<PolicyType>("Ingress", "Egress")),
  (types) => {
    if (types.length <= 2) return types;
    throw refusal(types, "has more than the two there are", "write each once");
  },
);

const policy = object<WrittenPolicy>({
  apiVersion: oneOf("networking.k8s.io/v1"),
  kind: oneOf("NetworkPolicy"),
  metadata: object({
    name: dnsSubdomain,
    // The API fills in the namespace of whoever applies it, which is not known here.
    namespace: dnsLabel,
    // What the API server and people keep with any object, and no network looks at.
    ...Object.fromEntries(
      [
        ...["annotations", "labels", "finalizers", "ownerReferences", "managedFields"],
        ...["uid", "generation", "resourceVersion", "selfLink", "generateName"],
        ...["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"],
      ].map((field) => [field, anything]),
    ),
  }),
  spec: object<WrittenSpec>({
    podSelector: optional(readSelector),
    policyTypes: optional(policyTypes),
    ingress: optional(list(ingressRule)),
    egress: optional(list(egressRule)),
  }),
});

/**
 * A NetworkPolicy as the API server takes or holds it, parsed from JSON or YAML. Field names are the API's, numbers are
 * numbers; null is no way to leave something out.
 *
 * @throws InvalidError with every mistake, each with its place in the object, such as `spec.ingress[0].from[1].ipBlock.cidr`:
 *   what is not understood is never left out, because the policy would then mean more or less than it says
 */
export function readNetworkPolicy(written: unknown): NetworkPolicy {
  const { metadata, spec } = remedied(() => policy(written));
  const { podSelector = EVERYTHING, ingress = [], egress = [] } = spec;
  const types = spec.policyTypes?.length ? spec.policyTypes : typesByDefault(egress);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    pods: podSelector,
    ingress: types.includes("Ingress") ? placed("ingress", ingress) : undefined,
    egress: types.includes("Egress") ? placed("egress", egress) : undefined,
  };
}

/** Ingress always; egress only when it has rules, so that an empty list does not close it. */
function typesByDefault(egress: readonly WrittenRule[]): readonly PolicyType[] {
  return egress.length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

function placed(direction: string, rules: readonly WrittenRule[]): readonly PolicyRule[] {
  return rules.map((rule, index) => ({ path: `spec.${direction}[${index}]`, ...rule }));
}

/** The readers know files that Straat alone writes; a policy may be anybody's, who has to be told what to write. */
function remedied<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    const remedy = "write it as the API documentation of networking.k8s.io/v1 NetworkPolicy has it";
    throw new InvalidError(
      ...error.mistakes.map(
        (mistake): Mistake => (mistake.remedy === WRITE_AGAIN ? { ...mistake, remedy } : mistake),
      ),
    );
  }
}
