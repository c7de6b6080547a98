import { Cidr } from "./cidr";
import { isDnsLabel, isDnsSubdomain, isLabelKey, isLabelValue } from "./kubernetes-names";
import { PORT_MAX } from "./port";
import {
  byName,
  list,
  madeBy,
  object,
  oneOf,
  optional,
  parsedBy,
  type Reader,
  refused,
  some,
  text,
  wholeNumber,
} from "./read-record";

/** A text that is a name of some kind. */
export function named(is: (text: string) => boolean, kind: string): Reader<string> {
  return madeBy(text, (name) => {
    if (is(name)) return name;
    throw refused(name, `is not ${kind}`);
  });
}

/** The name of a namespace. */
export const namespaceName = named(isDnsLabel, "the name of a namespace");

export type Labels = Readonly<Record<string, string>>;

/** Labels of an object; there may be none. */
export const labels: Reader<Labels> = byName(
  named(isLabelKey, "the key of a label"),
  named(isLabelValue, "the value of a label"),
);

/** Labels by which something is known: without any, it would be everything. */
export const someLabels: Reader<Labels> = madeBy(labels, (read) => {
  if (Object.keys(read).length > 0) return read;
  throw refused(read, "is empty, and so means everything");
});

interface Selector {
  readonly matchLabels: Labels;
}

interface Peer {
  readonly ipBlock: { readonly cidr: Cidr } | undefined;
  readonly namespaceSelector: Selector | undefined;
  readonly podSelector: Selector | undefined;
}

interface PolicyPort {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
  readonly endPort: number | undefined;
}

interface PolicyRecord {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations: Readonly<Record<string, string>> | undefined;
  };
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes: readonly string[];
    readonly ingress:
      | readonly { readonly from: readonly Peer[]; readonly ports: readonly PolicyPort[] }[]
      | undefined;
    readonly egress:
      | readonly { readonly to: readonly Peer[]; readonly ports: readonly PolicyPort[] }[]
      | undefined;
  };
}

const selector = object<Selector>({ matchLabels: someLabels });

/** Networks, or pods of namespaces: half a peer would mean more than the whole. */
const peer: Reader<Peer> = madeBy(
  object<Peer>({
    ipBlock: optional(object({ cidr: parsedBy(Cidr.parse) })),
    namespaceSelector: optional(selector),
    podSelector: optional(selector),
  }),
  (read) => {
    const { ipBlock, namespaceSelector, podSelector } = read;
    const isPods = namespaceSelector !== undefined && podSelector !== undefined;
    const isNeither = namespaceSelector === undefined && podSelector === undefined;
    if (ipBlock === undefined ? isPods : isNeither) return read;
    throw refused(read, "is neither a network nor the pods of a namespace");
  },
);

const number = wholeNumber(1, PORT_MAX);

const port: Reader<PolicyPort> = madeBy(
  object<PolicyPort>({ protocol: oneOf("TCP", "UDP"), port: number, endPort: optional(number) }),
  (read) => {
    if (read.endPort === undefined || read.endPort > read.port) return read;
    throw refused(read.endPort, "endPort is not above port");
  },
);

const policyTypes: Reader<readonly string[]> = madeBy(list(text), (types) => {
  if (types.join(" ") === "Ingress Egress") return types;
  throw refused(types, "is not both directions: a wall that Straat writes closes in and out");
});

const policy = object<PolicyRecord>({
  apiVersion: oneOf("networking.k8s.io/v1"),
  kind: oneOf("NetworkPolicy"),
  metadata: object<PolicyRecord["metadata"]>({
    name: named(isDnsSubdomain, "the name of a NetworkPolicy"),
    namespace: namespaceName,
    annotations: optional(byName(named(isLabelKey, "the key of an annotation"), text)),
  }),
  spec: object<PolicyRecord["spec"]>({
    podSelector: object<Selector>({ matchLabels: labels }),
    policyTypes,
    ingress: optional(some(object({ from: some(peer), ports: some(port) }))),
    egress: optional(some(object({ to: some(peer), ports: some(port) }))),
  }),
});

/**
 * A NetworkPolicy as Straat writes it, which is less than the API takes: to the API what is left out of a rule means
 * everyone, and here it is a mistake. What a policy means is for the room above, so the answer is what was written.
 */
export const policyRecord: Reader<Readonly<Record<string, unknown>>> = (value) => {
  policy(value);
  return value as Readonly<Record<string, unknown>>;
};
