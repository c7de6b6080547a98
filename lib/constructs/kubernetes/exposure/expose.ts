import type { CertificateKeyName } from "../../../model/certificate-key";
import type { WorkloadPort } from "../../../model/kubernetes-record";
import type { Peer, PeerRecord } from "../../../model/peer";
import { Port } from "../../../model/port";
import type { WaiverProps } from "../../../model/waiver";
import type { Connectable } from "../../connections";
import { checkDeclared } from "../../findings";
import { pathOf } from "../../path";
import type { Workload } from "../workload";
import { type ExposurePlan, planExposure } from "./exposure-plan";
import type { Gateway } from "./gateway";

/** How a service is exposed. */
export interface ExposeProps {
  /** The name that visitors type, fully qualified: `www.example.nl`. It is one environment's alone. */
  readonly hostname: string;
  /** Why, in one line of at most 80 characters. It becomes the comment of every rule made from it. */
  readonly why: string;
  /** First part of the paths that this service answers. @default "/", which is all that no other service has */
  readonly path?: string;
  /** Key of the certificate (V-10). @default "ecdsa-p256" */
  readonly key?: CertificateKeyName;
  /** Leave for `key: "rsa-2048"`, which NCSC-NL wants phased out. @default none */
  readonly keyWaiver?: WaiverProps;
  /**
   * The ClusterIssuer of the certificate. Sensitive data asks for one that looks at who asks: OV (BIO2 5.14.02).
   *
   * @default the site's
   */
  readonly issuer?: string;
  /** Seconds in which an answer is complete, at most 300. @default 60 */
  readonly timeout?: number;
}

/**
 * Lets an audience come to a service under a name: over TLS, through the gateway of their class, by the edge, the Service
 * of the gateway, its proxies' policies and the route, each of which lets in just these (H-06, V-09, V-10). One name may be
 * exposed to several audiences, the widest first. Who comes by HTTP is sent to HTTPS.
 *
 * Mistakes are noted on the service.
 */
export function exposeService(service: Workload, audience: Peer | Connectable, props: ExposeProps): void {
  const plan = checkDeclared(service, { expose: props }, (check) =>
    planExposure(service, audience, props, check),
  );
  if (plan !== undefined) realise(service, audience, plan);
}

function realise(service: Workload, audience: Peer | Connectable, plan: ExposurePlan): void {
  const { exposures } = service.tenant;
  const { hostname, path, why, peer, key, issuer } = plan;
  const gateway = exposures.gateway(plan.exposure);
  const host = gateway.host(hostname) ?? gateway.addHost(hostname, { key, issuer });
  const route = host.route(path) ?? host.addRoute(path, routeSettings(service, plan));
  const isKnown = gateway.audiences.some((known) => isSame(known, peer));
  route.admit(peer);
  exposures.add({
    hostname,
    path,
    service: pathOf(service),
    gateway: pathOf(gateway),
    exposure: gateway.exposure,
    issuer: host.settings.issuer,
    from: peer,
    why,
  });
  // A second flow for the same would be a rule that decides nothing.
  if (!isKnown) {
    gateway.connections.allowFrom(audience, Port.HTTPS, { why });
    gateway.connections.allowFrom(audience, Port.HTTP, { why });
  }
  openTo(service, gateway, why);
}

/** Lets a gateway come to a service, once. */
function openTo(service: Workload, gateway: Gateway, why: string): void {
  if (gateway.services.has(service)) return;
  gateway.services.add(service);
  service.connections.allowFrom(gateway, Port.tcp(portOf(service).port), { why });
}

function routeSettings(service: Workload, { timeout }: ExposurePlan) {
  return { service: pathOf(service), backend: service.node.id, port: portOf(service).port, timeout };
}

/** The port of a service on which it speaks HTTP. */
function portOf({ record }: Workload): WorkloadPort {
  const { ports } = record;
  return ports.find(({ name }) => name === "http") ?? (ports[0] as WorkloadPort);
}

function isSame(one: PeerRecord, other: PeerRecord): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
