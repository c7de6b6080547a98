import type { Body } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { MUTATED_STACKS, type Mutant } from "./mutant";
import { NEW_OBJECTS } from "./new-objects";
import { OF_PODS } from "./pods";
import { first, OF_POLICIES, wider } from "./policies";

/** A way in which an object becomes weaker that no change of one attribute by itself comes to. */
export interface Weakening {
  readonly what: string;
  /** @returns false where the object has nothing to weaken in this way */
  readonly change: (body: Body) => unknown;
}

const CLIENTS_IN = ["0.0.0.0/0"];

const ROLES: readonly Weakening[] = [
  { what: "allows everything to what it names", change: ({ rule }) => (rule[0].verbs = ["*"]) },
  { what: "allows what it does to everything", change: ({ rule }) => (rule[0].resources = ["*"]) },
  { what: "is for all groups of the API", change: ({ rule }) => (rule[0].api_groups = ["*"]) },
  { what: "lets its holder raise themselves", change: ({ rule }) => rule[0].verbs.push("escalate") },
  {
    what: "lets its holder make pods",
    change: ({ rule }) => rule.push({ api_groups: [""], resources: ["pods"], verbs: ["create"] }),
  },
];

/** Roles that people have; what a program may read is its own affair, and has a test. */
const OF_PEOPLE = ["view", "operate"];

const HOLDERS: readonly Weakening[] = [
  ["everybody", { kind: "Group", name: "system:authenticated", api_group: "rbac.authorization.k8s.io" }],
  ["one person", { kind: "User", name: "ada", api_group: "rbac.authorization.k8s.io" }],
  ["another namespace's program", { kind: "ServiceAccount", name: "default", namespace: "verne-production" }],
].map(([who, subject]) => ({
  what: `is for ${who} too`,
  change: (binding) => binding["subject"].push(subject),
}));

/** By kind, as {@link kindOf} has it. */
const WEAKENINGS: Readonly<Record<string, readonly Weakening[]>> = {
  network_policy: OF_POLICIES,
  role: [
    ...ROLES,
    ...(
      [
        ["shows secrets", "secrets", "get"],
        ["gives a shell in a container", "pods/exec", "create"],
      ] as const
    ).map(([what, resource, verb]) => ({
      what,
      change: ({ metadata, rule }: Body) =>
        OF_PEOPLE.includes(metadata.name) &&
        rule.push({ api_groups: [""], resources: [resource], verbs: [verb] }),
    })),
  ],
  cluster_role: ROLES,
  role_binding: HOLDERS,
  cluster_role_binding: HOLDERS,
  namespace: ["baseline", "privileged"].map((level) => ({
    what: `takes pods of the level ${level}`,
    change: ({ metadata: { labels } }) => {
      const key = "pod-security.kubernetes.io/enforce";
      if (labels[key] === "privileged") return false;
      labels[key] = level;
      return true;
    },
  })),
  deployment: OF_PODS,
  daemon_set: OF_PODS,
  cron_job: OF_PODS,
  horizontal_pod_autoscaler: [
    { what: "has one pod at the least", change: ({ spec }) => (spec.min_replicas = 1) },
    { what: "has a thousand pods at the most", change: ({ spec }) => (spec.max_replicas = 1000) },
    { what: "has no room", change: ({ spec }) => (spec.max_replicas = spec.min_replicas) },
  ],
  service: [
    { what: "has a port on every node", change: ({ spec }) => (spec.type = "NodePort") },
    { what: "has a load balancer of its own", change: ({ spec }) => (spec.type = "LoadBalancer") },
    { what: "answers at anybody's address", change: ({ spec }) => (spec.external_ips = ["198.51.100.9"]) },
  ],
  service_account: [
    {
      what: "gives its token to every pod",
      change: (body) => (body["automount_service_account_token"] = true),
    },
  ],
  secret: [{ what: "stands in the state", change: (body) => (body["data"] = { token: "winter-in-delft" }) }],
  resource_quota: ["services.loadbalancers", "services.nodeports"].map((key) => ({
    what: `has room for ${key}`,
    change: ({ spec }) => (spec.hard[key] = "1"),
  })),
  PodDisruptionBudget: [0, "0%", "100%"].map((most) => ({
    what: `lets ${most} pods be missing`,
    change: ({ spec }) => (spec.maxUnavailable = most),
  })),
  ClientTrafficPolicy: [
    { what: "speaks TLS 1.1", change: ({ spec }) => (spec.tls.minVersion = "1.1") },
    { what: "speaks a cipher of yesterday", change: ({ spec }) => spec.tls.ciphers.push("AES128-SHA") },
    {
      what: "believes a header about who comes",
      change: ({ spec }) => (spec.clientIPDetection = { xForwardedFor: { numTrustedHops: 1 } }),
    },
    {
      what: "believes a connection about who comes",
      change: ({ spec }) => (spec.enableProxyProtocol = true),
    },
  ],
  SecurityPolicy: [
    {
      what: "is about a part of a gateway",
      change: ({ spec }) => (spec.targetRefs[0].sectionName = "http"),
    },
    {
      what: "lets whoever is not named in",
      change: ({ spec }) => (spec.authorization.defaultAction = "Allow"),
    },
    {
      what: "lets everybody in",
      change: ({ spec }) =>
        (spec.authorization.rules = [{ action: "Allow", principal: { clientCIDRs: CLIENTS_IN } }]),
    },
    {
      what: "is wider by a bit",
      change: ({ spec }) =>
        first(spec.authorization.rules ?? [], ({ principal }) => {
          principal.clientCIDRs[0] = wider(principal.clientCIDRs[0]);
        }),
    },
  ],
  EnvoyProxy: [
    {
      what: "lets everybody to its load balancer",
      change: ({ spec }) => delete spec.provider.kubernetes.envoyService.loadBalancerSourceRanges,
    },
    {
      what: "is wider by a bit",
      change: ({ spec }) => {
        const { envoyService } = spec.provider.kubernetes;
        envoyService.loadBalancerSourceRanges[0] = wider(envoyService.loadBalancerSourceRanges[0]);
      },
    },
    {
      what: "has a port on every node",
      change: ({ spec }) => (spec.provider.kubernetes.envoyService.type = "NodePort"),
    },
    {
      what: "has proxies that are root",
      change: ({ spec }) =>
        (spec.provider.kubernetes.envoyDeployment.container.securityContext.runAsUser = 0),
    },
    { what: "has one proxy", change: ({ spec }) => (spec.provider.kubernetes.envoyHpa.minReplicas = 1) },
  ],
  Gateway: [
    {
      what: "passes TLS on without looking",
      change: ({ spec }) => (spec.listeners[1].tls.mode = "Passthrough"),
    },
    {
      what: "takes routes of every namespace",
      change: ({ spec }) => (spec.listeners[1].allowedRoutes.namespaces.from = "All"),
    },
    {
      what: "answers to a port more",
      change: ({ spec }) => spec.listeners.push({ name: "more", port: 8080, protocol: "TCP" }),
    },
  ],
  HTTPRoute: [
    {
      what: "answers in the clear",
      change: ({ spec }) => {
        // What sends visitors on to HTTPS hangs on the listener for HTTP as it should.
        if (spec.parentRefs[0].sectionName === "http") return false;
        spec.parentRefs[0].sectionName = "http";
        return true;
      },
    },
    {
      what: "is another client's host name",
      change: ({ spec }) => {
        spec.hostnames = ["www.verne.example.nl"];
      },
    },
  ],
  Certificate: [
    {
      what: "is for another host name",
      change: ({ spec }) => (spec.dnsNames = ["www.verne.example.nl"]),
    },
    {
      what: "has a key that is too small",
      change: ({ spec }) => (spec.privateKey = { algorithm: "RSA", size: 1024, rotationPolicy: "Always" }),
    },
  ],
  ExternalSecret: [
    {
      what: "is another client's secret",
      change: ({ spec }) => (spec.data[0].remoteRef.key = "verne/production/database-password"),
    },
  ],
  IPPool: [
    { what: "is rewritten on its way out", change: ({ spec }) => (spec.natOutgoing = true) },
    { what: "is wider by a bit", change: ({ spec }) => (spec.cidr = wider(spec.cidr)) },
    { what: "is for whoever comes", change: ({ spec }) => (spec.assignmentMode = "Automatic") },
  ],
  Schedule: [
    { what: "is kept for a day", change: ({ spec }) => (spec.template.ttl = "24h0m0s") },
    { what: "leaves data where it is", change: ({ spec }) => (spec.template.snapshotMoveData = false) },
    { what: "is paused", change: ({ spec }) => (spec.paused = true) },
    { what: "is of some objects", change: ({ spec }) => (spec.template.labelSelector = {}) },
    { what: "goes to the own site", change: ({ spec }) => (spec.template.storageLocation = "amsterdam") },
  ],
  BackupStorageLocation: [
    { what: "is read only", change: ({ spec }) => (spec.accessMode = "ReadOnly") },
    { what: "is the own site's", change: ({ metadata }) => (metadata.name = "amsterdam") },
    { what: "is told in the clear", change: ({ spec }) => (spec.config.s3Url = "http://172.20.16.5") },
  ],
};

/** Each object of each stack made weaker in the ways of its kind, and objects that nobody declared. */
export function objectMutants(): readonly Mutant[] {
  return MUTATED_STACKS.flatMap((stack) => {
    const { resource } = EditableFleet.examples().stack(stack).terraform;
    const all = Object.entries<Body>(resource)
      .filter(([type]) => type.startsWith("kubernetes_"))
      .flatMap(([type, named]) => Object.entries<Body>(named).map(([name, body]) => ({ type, name, body })));
    const weakened = all.flatMap(({ type, name, body }) =>
      (WEAKENINGS[kindOf(type, body)] ?? [])
        .filter(({ change }) => change(objectOf(structuredClone(body))) !== false)
        .map(({ what, change }) =>
          mutant(stack, `${type}.${name} ${what}`, (fleet) =>
            change(objectOf(fleet.resource(stack, `${type}.${name}`))),
          ),
        ),
    );
    const added =
      all.length === 0
        ? []
        : Object.entries(NEW_OBJECTS).map(([what, manifest]) =>
            mutant(stack, `there is ${what}`, (fleet) => {
              const { resource: resources } = fleet.stack(stack).terraform;
              const manifests = { ...resources.kubernetes_manifest, more: { manifest } };
              resources.kubernetes_manifest = manifests;
            }),
          );
    return [...weakened, ...added];
  });
}

/** `Deployment` of a manifest, `deployment` of a resource of its own. */
export function kindOf(type: string, { manifest }: Body): string {
  return manifest?.kind ?? type.replace(/^kubernetes_/, "").replace(/_v\d$/, "");
}

function objectOf(body: Body): Body {
  return body["manifest"] ?? body;
}

function mutant(stack: string, what: string, change: Mutant["change"]): Mutant {
  return { name: `${stack}: object: ${what}`, stack, change };
}
