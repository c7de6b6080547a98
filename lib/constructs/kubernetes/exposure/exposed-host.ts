import { Construct } from "constructs";
import type { CertificateKey } from "../../../model/certificate-key";
import type { PeerRecord } from "../../../model/peer";
import { addObject } from "./api-object";
import { ExposedRoute, type RouteSettings } from "./exposed-route";
import type { Gateway } from "./gateway";
import { parentRef } from "./gateway-reference";
import { pathSuffix } from "./names";

/** What belongs to a host name, whoever comes to it. */
export interface HostSettings {
  readonly key: CertificateKey;
  /** The ClusterIssuer of its certificate. */
  readonly issuer: string;
}

/** For how long a certificate is asked for: less than the 100 days that are the most from 15 March 2027. */
const DURATION = "2160h0m0s";
/** How long before its end it is renewed: a month, for people to find out that it does not work. */
const RENEW_BEFORE = "720h0m0s";

/**
 * A host name on a gateway: its certificate, its way from HTTP to HTTPS, and the services behind it (V-10). Each name has a
 * certificate of its own: one that speaks for several would let a browser carry one gateway's connection over to another's.
 */
export class ExposedHost extends Construct {
  private readonly routes = new Map<string, ExposedRoute>();

  constructor(
    private readonly gateway: Gateway,
    id: string,
    readonly hostname: string,
    readonly settings: HostSettings,
  ) {
    super(gateway, id);
    this.addCertificate();
    this.addRedirect();
  }

  /** What answers at a path of this name. */
  route(path: string): ExposedRoute | undefined {
    return this.routes.get(path);
  }

  /** Brings a path of this name to a service. */
  addRoute(path: string, settings: RouteSettings): ExposedRoute {
    const name = `${this.node.id}${pathSuffix(path)}`;
    const route = new ExposedRoute(this, this.gateway, `route${pathSuffix(path)}`, {
      ...settings,
      name,
      path,
    });
    this.routes.set(path, route);
    return route;
  }

  /** Everyone who may come to some path of this name. */
  get audiences(): readonly PeerRecord[] {
    return [...this.routes.values()].flatMap((route) => route.audiences);
  }

  /** The part of the Gateway that answers to this name. */
  get listener(): object {
    return {
      name: this.node.id,
      port: 443,
      protocol: "HTTPS",
      hostname: this.hostname,
      tls: {
        mode: "Terminate",
        certificateRefs: [{ group: "", kind: "Secret", name: this.secretName }],
      },
      allowedRoutes: { namespaces: { from: "Same" } },
    };
  }

  private get secretName(): string {
    return `${this.node.id}-tls`;
  }

  private addCertificate(): void {
    const { gateway, hostname, node, settings } = this;
    const { algorithm, size } = settings.key;
    addObject(this, "certificate", gateway.tenant, gateway.node.id, {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      name: node.id,
      spec: {
        secretName: this.secretName,
        dnsNames: [hostname],
        issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: settings.issuer },
        // A new key each time: what leaks today opens nothing after the next renewal.
        privateKey: { algorithm, size, encoding: "PKCS8", rotationPolicy: "Always" },
        usages: ["digital signature", "server auth"],
        duration: DURATION,
        renewBefore: RENEW_BEFORE,
        revisionHistoryLimit: 3,
      },
    });
  }

  /** Plain HTTP is answered, to the same audience, with nothing but the way to HTTPS. */
  private addRedirect(): void {
    const { gateway, hostname, node } = this;
    // Names of hosts have a double hyphen for each of theirs, and never three.
    const name = `${node.id}---redirect`;
    addObject(this, "redirect", gateway.tenant, gateway.node.id, {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      name,
      spec: {
        parentRefs: [parentRef(gateway, "http")],
        hostnames: [hostname],
        rules: [
          {
            filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
          },
        ],
      },
    });
    gateway.addAccess(this, "redirect-access", name, () => this.audiences);
  }
}
