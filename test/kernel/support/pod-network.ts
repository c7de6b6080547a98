import { Cidr } from "../../../lib/model/cidr";
import type { WorkloadRecord } from "../../../lib/model/kubernetes-record";
import type { ModelFile } from "../../../lib/model/model-file";
import type { Place } from "../../../lib/network/places";
import type { Reachability } from "../../../lib/network/reachability";
import type { Host } from "./lab";
import { type LabPod, policyRuleset } from "./policy-ruleset";
import type { Speaker } from "./speaker";
import { alone } from "./street-addresses";

/** The segment on which pods are, behind the node that brings packets to them. */
export const POD_LINK = "pods";

const NODE_OFFSET = 1;
const FIRST_POD_OFFSET = 10;

/** Pods of a lab: their node, themselves, who speaks, and what each of them enforces. */
export interface PodNetwork {
  readonly hosts: readonly Host[];
  readonly speakers: readonly Speaker[];
  readonly rulesets: Readonly<Record<string, string>>;
  /** What is behind the node, for whoever routes to it. */
  readonly behind: readonly string[];
}

export interface PodNetworkProps {
  /** Of everything there is in the cluster: policies of all stages may be about the pods of one. */
  readonly models: readonly ModelFile[];
  /** Stages whose pods are built. */
  readonly stages: readonly string[];
  readonly reach: Reachability;
  /** The node's address on the uplink, with its prefix length. */
  readonly node: string;
  /** The edge's address on the uplink: everything that is for no pod goes by it, as the site's router has it. */
  readonly edge: string;
}

/** A pod, and what is behind its name. */
interface Member extends LabPod {
  readonly host: string;
  readonly place: Place;
  readonly isSpare: boolean;
}

const NOTHING: PodNetwork = { hosts: [], speakers: [], rulesets: {}, behind: [] };

/**
 * Describes the pods of some stages, one host for each workload and a spare one beside it, so that a workload's own pods
 * are tried with each other. A gateway's host has the address in front of it; there is no load balancer in the lab.
 */
export function podNetwork({ models, stages, reach, node, edge }: PodNetworkProps): PodNetwork {
  const records = models.flatMap(({ kubernetes }) => kubernetes ?? []);
  // What serves all tenants is a stranger in a client's street, like the pods that are nobody's here.
  const there = models.flatMap(({ kubernetes, stage }) =>
    stages.includes(`${stage}`) ? (kubernetes?.workloads ?? []) : [],
  );
  const addresses = new AddressBook();
  const place = (name: string) => reach.places.find((one) => one.name === name) as Place;
  const clusters = models.flatMap(({ site }) =>
    site.kubernetes === undefined ? [] : [site.kubernetes.pods],
  );
  const [cluster] = clusters.map((network) => Cidr.parse(`${network}`));
  if (there.length === 0 || cluster === undefined) return NOTHING;

  const members = [
    ...there.flatMap((workload) => membersOf(workload, place(workload.path), addresses)),
    ...STRANGERS.map(({ host, name, namespace, labels }): Member => {
      const own = [addresses.next(cluster)];
      return {
        ...{ host, place: place(name), isSpare: false, namespace, labels },
        ...{ sources: own, destinations: own, ports: [] },
      };
    }),
  ];
  const view = {
    namespaces: records.flatMap(({ namespaces }) => namespaces),
    pods: members,
    policies: records.flatMap(({ policies }) => policies),
  };
  return {
    hosts: [nodeHost(members, addresses, node, edge), ...members.map((member) => podHost(member, addresses))],
    speakers: members.map(({ host, place, sources, destinations, isSpare }) => {
      return { host, place, sources, destinations, isSpare };
    }),
    rulesets: Object.fromEntries(members.map((member) => [member.host, policyRuleset(member, view)])),
    behind: [...addresses.networks.map(String), ...members.flatMap(frontsOf).map(alone)],
  };
}

/** Who stands in every cluster: its resolvers, and pods that are nobody's here. */
const STRANGERS = [
  {
    host: "pod-cluster-dns",
    name: "cluster dns",
    namespace: "kube-system",
    labels: { "k8s-app": "kube-dns" },
  },
  { host: "pod-others", name: "other pods", namespace: "somebody-else", labels: { app: "theirs" } },
];

function membersOf(workload: WorkloadRecord, place: Place, addresses: AddressBook): readonly Member[] {
  const { path, namespace, labels, front, ports } = workload;
  const network = Cidr.parse(`${workload.pods[0]}`);
  const fronts = front.map(String);
  // One address in front of a gateway is answered by one of its pods.
  const numbers = fronts.length > 0 ? [1] : [1, 2];
  return numbers.map((number): Member => {
    const own = [addresses.next(network)];
    return {
      host: `pod-${path.replaceAll("/", "-")}-${number}`,
      place,
      isSpare: number > 1,
      namespace,
      labels,
      sources: own,
      destinations: fronts.length > 0 ? fronts : own,
      ports,
    };
  });
}

/** Between the uplink and pods, as the nodes of a cluster together. */
function nodeHost(members: readonly Member[], addresses: AddressBook, uplink: string, edge: string): Host {
  const own = addresses.networks.map((network) => `${network.at(NODE_OFFSET)}/${network.prefix}`);
  const fronts = members.flatMap((member) =>
    frontsOf(member).map((front) => ({ to: alone(front), via: member.sources[0] as string })),
  );
  return {
    name: "node",
    forwards: true,
    interfaces: [
      { link: "uplink", addresses: [uplink] },
      { link: POD_LINK, addresses: own },
    ],
    routes: [...fronts, { to: "default", via: edge }],
  };
}

function podHost(member: Member, { networks }: AddressBook): Host {
  const { host, sources } = member;
  const [own = ""] = sources;
  const network = networks.find((one) => one.contains(Cidr.parse(alone(own)))) as Cidr;
  return {
    name: host,
    interfaces: [{ link: POD_LINK, addresses: [`${own}/${network.prefix}`, ...frontsOf(member).map(alone)] }],
    routes: [{ to: "default", via: `${network.at(NODE_OFFSET)}` }],
  };
}

/** Addresses at which a pod answers that are not those it sends from: a gateway's. */
function frontsOf({ sources, destinations }: Member): readonly string[] {
  return destinations.filter((address) => !sources.includes(address));
}

/** Gives every pod an address of its own out of its network. */
class AddressBook {
  private readonly given = new Map<string, number>();

  get networks(): readonly Cidr[] {
    return [...this.given.keys()].map(Cidr.parse);
  }

  next(network: Cidr): string {
    const offset = this.given.get(`${network}`) ?? FIRST_POD_OFFSET;
    this.given.set(`${network}`, offset + 1);
    return `${network.at(offset)}`;
  }
}
