import * as fc from "fast-check";
import {
  type Environment,
  Peer,
  Port,
  type RedundantVms,
  ScheduledJob,
  StatefulService,
  Tenant,
  WebService,
  Worker,
} from "../../lib";
import type { Workload } from "../../lib/constructs/kubernetes/workload";

/** A tenant as somebody might declare it: its workloads by name, and flows between them by their places. */
export interface LegalTenant {
  readonly workloads: readonly { readonly name: string; readonly kind: Kind }[];
  /** From one workload to another, by their numbers; those that come to the same are declared once. */
  readonly between: readonly (readonly [from: number, to: number])[];
  /** From workloads to groups of servers. */
  readonly toServers: readonly (readonly [from: number, to: number])[];
  /** Workloads that tell the site's collector of logs. */
  readonly toLogs: readonly number[];
}

type Kind = "web-service" | "worker" | "scheduled-job" | "stateful-service" | "voting-service";

/** Where a service answers. */
export const LEGAL_PORT = Port.tcp(8080);

const pairs = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 5 });

/** Random legal tenants. */
export const legalTenants: fc.Arbitrary<LegalTenant> = fc.record({
  workloads: fc.uniqueArray(
    fc.record({
      name: fc
        .stringMatching(/^[a-z][a-z0-9]{0,7}$/)
        .filter((name) => !RESERVED.includes(name) && !name.startsWith("gateway")),
      kind: fc.constantFrom<Kind>(
        "web-service",
        "worker",
        "scheduled-job",
        "stateful-service",
        "voting-service",
      ),
    }),
    { selector: ({ name }) => name, minLength: 1, maxLength: 5 },
  ),
  between: pairs,
  toServers: pairs,
  toLogs: fc.uniqueArray(fc.nat(4), { maxLength: 2 }),
});

/** Names of what stands in a tenant beside its workloads. */
const RESERVED = ["quota", "limits", "nobody", "namespace", "addresses", "default"];

const IMAGE = `registry.example.nl/verne/any:1.0@sha256:${"0123456789abcdef".repeat(4)}`;
const RESOURCES = { cpu: "100m", memory: "128Mi", ephemeralStorage: "128Mi" };
const HEALTH = { ready: "/ready", live: "/live" };

/** Who may open connections to whom over {@link LEGAL_PORT}. */
type Way = readonly [from: Workload, to: Workload | RedundantVms];

/** What was declared, for who asks what came of it. */
export interface DeclaredTenant {
  readonly workloads: readonly Workload[];
  readonly open: readonly Way[];
  readonly logs: readonly Workload[];
}

/** Declares a tenant in an environment; every web service is exposed to who the stage is for. */
export function addTenant(
  environment: Environment,
  { workloads: described, between, toServers, toLogs }: LegalTenant,
  servers: readonly RedundantVms[],
): DeclaredTenant {
  const tenant = new Tenant(environment, "apps", {
    quota: { pods: 32, cpu: "40", memory: "40Gi", ephemeralStorage: "40Gi", storage: "1Ti" },
    access: { view: ["verne-developers"] },
  });
  const workloads = described.map(({ name, kind }) => make(tenant, name, kind));
  for (const workload of workloads) {
    if (!(workload instanceof WebService)) continue;
    const hostname = `${workload.node.id}.${environment.stage}.example.nl`;
    workload.expose(environment.audience, { hostname, why: "visitors" });
  }
  const at = <T>(list: readonly T[], index: number) => list[index % list.length] as T;
  const answers = workloads.filter((one) => one instanceof WebService || one instanceof StatefulService);
  const open = distinct<Way>([
    ...(answers.length === 0
      ? []
      : between.map(([from, to]) => [at(workloads, from), at(answers, to)] as const)),
    ...(servers.length === 0
      ? []
      : toServers.map(([from, to]) => [at(workloads, from), at(servers, to)] as const)),
  ]);
  for (const [from, to] of open) to.connections.allowFrom(from, LEGAL_PORT, { why: "work" });
  const logs = [...new Set(toLogs.map((index) => at(workloads, index)))];
  for (const from of logs) {
    from.connections.allowTo(Peer.service("logs"), Port.LOGSTASH, { why: "its own log" });
  }
  return { workloads, open, logs };
}

function make(tenant: Tenant, name: string, kind: Kind): Workload {
  const props = { image: IMAGE, resources: RESOURCES };
  switch (kind) {
    case "web-service":
      return new WebService(tenant, name, { ...props, health: HEALTH });
    case "worker":
      return new Worker(tenant, name, { ...props, health: { ready: ["/app/ready"], live: ["/app/live"] } });
    case "scheduled-job":
      return new ScheduledJob(tenant, name, { ...props, schedule: "15 6 * * *" });
    case "stateful-service":
    case "voting-service":
      return new StatefulService(tenant, name, {
        ...props,
        why: "its members find each other through the API",
        data: { path: "/data", size: "10Gi" },
        port: 8080,
        health: HEALTH,
        ...(kind === "voting-service" ? { quorum: true } : {}),
      });
  }
}

function distinct<Pair extends Way>(pairsOf: readonly Pair[]): readonly Pair[] {
  const keyOf = ([from, to]: Way) => `${from.node.path} ${to.node.path}`;
  return [...new Map(pairsOf.map((pair) => [keyOf(pair), pair])).values()];
}
