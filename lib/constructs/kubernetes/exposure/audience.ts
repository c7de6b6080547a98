import type { ExposureClass } from "../../../model/kubernetes-record";
import { InvalidError } from "../../../model/mistake";
import type { Peer, PeerRecord } from "../../../model/peer";
import { Port } from "../../../model/port";
import { Stage } from "../../../model/stage";
import { isOutside, outsideAddresses } from "../../../network/street-facts";
import { type Connectable, endOf } from "../../connections";
import type { Environment } from "../../environment";
import { FLOW_CHECKS } from "../../flow-checks";

/** From the narrowest to the widest. */
const CLASSES: readonly ExposureClass[] = ["closed", "restricted", "public"];

/** Which gateway an audience comes to: that of everyone, of those who are listed, or of administrators (H-06). */
export function exposureClassOf(peer: PeerRecord): ExposureClass {
  if (peer.kind === "internet" || peer.kind === "country") return "public";
  return peer.kind === "vpn" || peer.kind === "admins" ? "closed" : "restricted";
}

/** Whether an audience of one class is wider than a gateway of another lets in. */
export function isWider(one: ExposureClass, other: ExposureClass): boolean {
  return CLASSES.indexOf(one) > CLASSES.indexOf(other);
}

/**
 * Who an author means, as the model writes it.
 *
 * @throws InvalidError for nobody, for what stands elsewhere, and for pods, between which there is no gateway
 */
export function audienceOf(audience: Peer | Connectable, environment: Environment): PeerRecord {
  const peer = endOf(audience);
  if (isOutside(peer)) return peer;
  if (peer.kind === "workload") {
    throw new InvalidError({
      value: peer.path,
      problem: "stands in the cluster itself, where no gateway is in between",
      remedy: "write connections.allowFrom(…) on the service instead",
    });
  }
  if (peer.path.startsWith(`${environment.path}/`)) return peer;
  throw new InvalidError({
    value: peer.path,
    problem: `stands outside ${environment.path}; stages and clients cannot reach each other (B-09)`,
    remedy: "expose it to servers of its own environment",
  });
}

/** Everything an audience is refused for, each as a check of its own, so that all of them are told. */
export function audienceChecks(
  peer: PeerRecord,
  gateway: string,
  environment: Environment,
): readonly (() => void)[] {
  if (isOutside(peer) && outsideAddresses(peer, environment.client).in(4).isEmpty) {
    return [() => refuseFamily(peer)];
  }
  const flow = {
    from: peer,
    to: { kind: "workload", path: gateway } as const,
    port: Port.HTTPS,
    why: "visitors",
    declaredOn: gateway,
  };
  const { path, families, house, countrySource, stage } = environment;
  // The gateway is made only when all is well.
  const unmade = { isGateway: () => true, portsOf: () => undefined, softwareOf: () => undefined };
  const surroundings = { path, families, house, countrySource, ...unmade };
  return [
    () => checkStrangers(peer, stage),
    ...FLOW_CHECKS.map((refuse) => () => refuse(flow, surroundings)),
  ];
}

/** Strangers come to production only (H-06, H-15). */
function checkStrangers(peer: PeerRecord, stage: Stage): void {
  if (exposureClassOf(peer) !== "public" || stage === Stage.PRODUCTION) return;
  throw new InvalidError({
    value: peer.kind,
    problem: `opens ${stage} to strangers, who come to production only (H-06, H-15)`,
    remedy:
      "expose it to environment.audience, which each stage decides, or to Peer.networks(…) for a partner",
  });
}

function refuseFamily(peer: PeerRecord): never {
  throw new InvalidError({
    value: peer.kind,
    problem: "names nobody the cluster can be reached by: it has IPv4 alone",
    remedy: "name an IPv4 network as well",
  });
}
