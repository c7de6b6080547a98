import type { ExposureClass, ExposureRecord } from "../../../model/kubernetes-record";
import { InvalidError } from "../../../model/mistake";
import type { PeerRecord } from "../../../model/peer";
import { pathOf } from "../../path";
import type { Tenant } from "../tenant";
import { exposureClassOf, isWider } from "./audience";
import type { ExposedHost } from "./exposed-host";
import { Gateway, gatewayId, HOSTS_MAX } from "./gateway";

/** Under which names visitors find a tenant's services, and the gateways at which they do. */
export class Exposures {
  private readonly exposed: ExposureRecord[] = [];

  constructor(private readonly tenant: Tenant) {}

  /** All of them, in the order of declaration. */
  get records(): readonly ExposureRecord[] {
    return this.exposed;
  }

  /** Those that something is exposed at. */
  get gateways(): readonly Gateway[] {
    return this.tenant.node.children.filter((child) => child instanceof Gateway);
  }

  add(exposure: ExposureRecord): void {
    this.exposed.push(exposure);
  }

  /** A host name that something is exposed under already. */
  host(hostname: string): ExposedHost | undefined {
    return this.gateways.map((gateway) => gateway.host(hostname)).find((host) => host !== undefined);
  }

  /**
   * The class of the gateway that has a name, or is to have it: that of its first audience. A name leads to one address, so
   * whoever comes to it comes there.
   *
   * @throws InvalidError for an audience that is wider than the gateway lets in, and for more names than a gateway can have
   */
  classFor(hostname: string, audience: ExposureClass): ExposureClass {
    const holder = this.gateways.find((gateway) => gateway.host(hostname) !== undefined);
    if (holder === undefined) {
      this.checkRoom(hostname, audience);
      return audience;
    }
    if (!isWider(audience, holder.exposure)) return holder.exposure;
    throw new InvalidError({
      value: hostname,
      problem: `is the name of ${gatewayId(holder.exposure)} already, which lets fewer in; a name has one address`,
      remedy: `expose it to its widest audience first, and then it is ${gatewayId(audience)}'s`,
    });
  }

  /**
   * A country is filtered at the edge alone, and there a gateway is one address for all of its names: who comes to any of
   * them comes to all.
   *
   * @throws InvalidError for a country beside everyone or other countries
   */
  checkCountries(peer: PeerRecord): void {
    if (exposureClassOf(peer) !== "public") return;
    const gateway = this.gateways.find(({ exposure }) => exposure === "public");
    const others = (gateway?.audiences ?? []).filter((known) => exposureClassOf(known) === "public");
    const other = others.find((known) => JSON.stringify(known) !== JSON.stringify(peer));
    if (other === undefined) return;
    throw new InvalidError({
      value: named(peer),
      problem: `stands beside ${named(other)} at one gateway; a country is filtered at the edge, which knows no host names (H-06)`,
      remedy: "let all that is public in this environment be for the same countries, or for everyone",
    });
  }

  /** The gateway of a class, made when it is first asked for. */
  gateway(exposure: ExposureClass): Gateway {
    const made = this.gateways.find((gateway) => gateway.exposure === exposure);
    return made ?? new Gateway(this.tenant, exposure);
  }

  /** Path of the gateway of a class, whether it is made already or not. */
  gatewayPath(exposure: ExposureClass): string {
    return `${pathOf(this.tenant)}/${gatewayId(exposure)}`;
  }

  private checkRoom(hostname: string, exposure: ExposureClass): void {
    const gateway = this.gateways.find((candidate) => candidate.exposure === exposure);
    if (gateway === undefined || gateway.hostnames.length < HOSTS_MAX) return;
    throw new InvalidError({
      value: hostname,
      problem: `is one more than the ${HOSTS_MAX} names that ${gatewayId(exposure)} can have`,
      remedy: "take names out that nobody uses any more",
    });
  }
}

function named(peer: PeerRecord): string {
  return peer.kind === "country" ? `country ${peer.codes.join(", ")}` : peer.kind;
}
