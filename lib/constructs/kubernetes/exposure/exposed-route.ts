import { Construct } from "constructs";
import type { PeerRecord } from "../../../model/peer";
import { HSTS_SECONDS } from "../../../model/tls-profile";
import { addObject } from "./api-object";
import type { ExposedHost } from "./exposed-host";
import type { Gateway } from "./gateway";
import { parentRef } from "./gateway-reference";

/** What answers at a path. */
export interface RouteSettings {
  /** Path of the workload, for people. */
  readonly service: string;
  /** Name of its Service. */
  readonly backend: string;
  /** Port of its Service. */
  readonly port: number;
  /** Seconds in which an answer is complete. */
  readonly timeout: number;
}

interface RouteProps extends RouteSettings {
  /** Name of the HTTPRoute. */
  readonly name: string;
  readonly path: string;
}

/** A path of a host name, the service behind it, and who may come there (V-09). */
export class ExposedRoute extends Construct {
  private readonly admitted: PeerRecord[] = [];

  constructor(
    host: ExposedHost,
    gateway: Gateway,
    id: string,
    readonly settings: RouteProps,
  ) {
    super(host, id);
    const { name, backend } = settings;
    addObject(this, "http", gateway.tenant, backend, httpRoute(host, gateway, settings));
    gateway.addAccess(this, "access", name, () => this.admitted);
  }

  /** Lets an audience come, beside those who may already. */
  admit(audience: PeerRecord): void {
    this.admitted.push(audience);
  }

  get audiences(): readonly PeerRecord[] {
    return this.admitted;
  }
}

function httpRoute(host: ExposedHost, gateway: Gateway, { name, path, backend, port, timeout }: RouteProps) {
  const { hostname, node } = host;
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    name,
    spec: {
      parentRefs: [parentRef(gateway, node.id)],
      hostnames: [hostname],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: path } }],
          filters: [
            {
              type: "ResponseHeaderModifier",
              responseHeaderModifier: {
                set: [{ name: "Strict-Transport-Security", value: `max-age=${HSTS_SECONDS}` }],
              },
            },
          ],
          backendRefs: [{ group: "", kind: "Service", name: backend, port, weight: 1 }],
          timeouts: { request: `${timeout}s`, backendRequest: `${timeout}s` },
        },
      ],
    },
  };
}
