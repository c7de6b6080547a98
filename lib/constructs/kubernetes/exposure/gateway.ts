import { Lazy } from "cdktf";
import type { Construct } from "constructs";
import type { IpAddress } from "../../../model/ip";
import type { ExposureClass, WorkloadRecord } from "../../../model/kubernetes-record";
import type { PeerRecord } from "../../../model/peer";
import { pathOf } from "../../path";
import type { Tenant } from "../tenant";
import { type Demand, Workload } from "../workload";
import { addObject } from "./api-object";
import { networksOfAudiences } from "./audience-networks";
import { envoyGateway } from "./envoy-gateway";
import { ExposedHost, type HostSettings } from "./exposed-host";
import type { GatewayImplementation } from "./gateway-implementation";
import { objectNameOf } from "./names";

/** Which product makes gateways of what is declared. Another one takes its place here, and nowhere else. */
const IMPLEMENTATION: GatewayImplementation = envoyGateway;

/** Which address of a stage's front network is whose; they stay, whatever is declared. */
const FRONT_OFFSETS: Readonly<Record<ExposureClass, number>> = { public: 1, restricted: 2, closed: 3 };

/** How many times its floor a gateway grows to at a peak (B-21). */
const GROWTH = 3;

/** Listeners of HTTPS a Gateway can have: 64, of which one is that of HTTP. */
export const HOSTS_MAX = 63;

/** Its proxies stand in the namespace of their controller, and take nothing of the tenant's quota. */
const NOTHING: Demand = { pods: 0, cpu: 0n, memory: 0n, ephemeralStorage: 0n, storage: 0n };

/** The id of an environment's gateway for one class of audiences; it is the name of the Gateway too. */
export function gatewayId(exposure: ExposureClass): string {
  return `gateway-${exposure}`;
}

/**
 * Where visitors of an environment end: one gateway, with an address of its own, for everyone, one for those who are listed,
 * one for administrators (H-06). Made when something is first exposed to its audience.
 */
export class Gateway extends Workload {
  readonly demand = NOTHING;
  /** Those it may come to. */
  readonly services = new Set<Workload>();
  private readonly hosts = new Map<string, ExposedHost>();

  constructor(
    tenant: Tenant,
    readonly exposure: ExposureClass,
  ) {
    super(tenant, gatewayId(exposure));
    this.addGateway();
    const facts = { ...this.facts, sources: this.networksOf(() => this.audiences) };
    for (const [id, object] of Object.entries(IMPLEMENTATION.objectsOf(facts))) {
      addObject(this, id, tenant, this.node.id, object);
    }
  }

  override get namespace(): string {
    return IMPLEMENTATION.namespace;
  }

  override get podLabels(): Readonly<Record<string, string>> {
    return IMPLEMENTATION.proxyLabels({ name: this.node.id, namespace: this.tenant.namespace });
  }

  get record(): WorkloadRecord {
    const { namespace, podLabels, tenant } = this;
    const port = (name: string, number: number) => ({
      name,
      port: number,
      target: IMPLEMENTATION.targetOf(number),
    });
    return {
      path: pathOf(this),
      kind: "gateway",
      namespace,
      labels: podLabels,
      pods: [tenant.kubernetes.pods],
      front: [this.front],
      ports: [port("https", 443), port("http", 80)],
      replicas: this.replicas,
      data: false,
    };
  }

  /** A host name that is exposed here. */
  host(hostname: string): ExposedHost | undefined {
    return this.hosts.get(hostname);
  }

  /** Host names that are exposed here, in the order of declaration. */
  get hostnames(): readonly string[] {
    return [...this.hosts.keys()];
  }

  /** Adds a host name, with a certificate of its own. */
  addHost(hostname: string, settings: HostSettings): ExposedHost {
    const host = new ExposedHost(this, objectNameOf(hostname), hostname, settings);
    this.hosts.set(hostname, host);
    return host;
  }

  /** Networks of audiences that are not all known yet, as a token. */
  networksOf(audiences: () => readonly PeerRecord[]): string[] {
    const { environment } = this.tenant;
    return Lazy.listValue({
      produce: () => [...networksOfAudiences(audiences(), environment.facts, environment.client)],
    });
  }

  /** Lets just these audiences come over a route. */
  addAccess(scope: Construct, id: string, route: string, audiences: () => readonly PeerRecord[]): void {
    addObject(scope, id, this.tenant, this.node.id, IMPLEMENTATION.access(route, this.networksOf(audiences)));
  }

  /** Everyone who may come to some name here. */
  get audiences(): readonly PeerRecord[] {
    return [...this.hosts.values()].flatMap((host) => host.audiences);
  }

  private get front(): IpAddress {
    const { client, stage } = this.tenant.environment;
    return client.plan.fronts(stage).at(FRONT_OFFSETS[this.exposure]);
  }

  private get replicas(): { readonly min: number; readonly max: number } {
    const { minimumMembers } = this.tenant.environment.stage;
    return { min: minimumMembers, max: minimumMembers * GROWTH };
  }

  private get facts() {
    const { namespace, labels } = this.tenant;
    // Names of Kubernetes' own are the implementation's to give to its pods.
    const ours = Object.entries(labels).filter(([key]) => key.startsWith("straat/"));
    const { front, replicas, node } = this;
    return { name: node.id, namespace, labels: Object.fromEntries(ours), front, replicas };
  }

  private addGateway(): void {
    const { tenant, node } = this;
    const name = { name: node.id, namespace: tenant.namespace };
    addObject(this, "gateway", tenant, node.id, {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      name: node.id,
      spec: {
        gatewayClassName: tenant.kubernetes.gatewayClass,
        infrastructure: { parametersRef: IMPLEMENTATION.parametersRef(name) },
        listeners: Lazy.anyValue({
          produce: () => [HTTP_LISTENER, ...[...this.hosts.values()].map(({ listener }) => listener)],
        }),
      },
    });
  }
}

/** Where visitors without HTTPS are told to use it. */
const HTTP_LISTENER = {
  name: "http",
  port: 80,
  protocol: "HTTP",
  allowedRoutes: { namespaces: { from: "Same" } },
};
