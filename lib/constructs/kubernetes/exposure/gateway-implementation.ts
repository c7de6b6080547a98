import type { IpAddress } from "../../../model/ip";
import type { ApiObject } from "./api-object";

/** A Gateway by name. */
export interface GatewayName {
  readonly name: string;
  readonly namespace: string;
}

/** What an implementation has to know of a gateway. */
export interface GatewayFacts extends GatewayName {
  /** Whose it is, for its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Where it answers. */
  readonly front: IpAddress;
  readonly replicas: { readonly min: number; readonly max: number };
  /** Networks of all who come to it. Known only when all is declared, so this may be a token. */
  readonly sources: string[];
}

/**
 * What Gateway API leaves to the product behind it: how proxies run, TLS, and who may come. Gateways, routes and
 * certificates are written the same for all.
 */
export interface GatewayImplementation {
  /** Where its proxies stand. */
  readonly namespace: string;
  /** What the proxies of one gateway have, and no others. */
  proxyLabels(gateway: GatewayName): Readonly<Record<string, string>>;
  /** What a proxy listens on, where visitors come to this port. */
  targetOf(port: number): number;
  /** Where the Gateway finds how its proxies run. */
  parametersRef(gateway: GatewayName): Readonly<Record<string, string>>;
  /** How the proxies of a gateway run, how they speak TLS, and that nobody comes over what no route says; by id. */
  objectsOf(gateway: GatewayFacts): Readonly<Record<string, ApiObject>>;
  /** Lets just these networks come over a route. They may be a token. */
  access(route: string, networks: string[]): ApiObject;
}
