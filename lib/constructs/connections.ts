import type { Construct } from "constructs";
import type { Flow } from "../model/flow";
import type { IpFamily } from "../model/ip";
import { InvalidError } from "../model/mistake";
import { Peer, type PeerRecord } from "../model/peer";
import { ADMINISTRATION_PORTS, Port } from "../model/port";
import { checkText } from "../model/text";
import { checkDeclared } from "./findings";
import { pathOf } from "./path";

/** Something a flow can end at. */
export interface Connectable {
  readonly connections: Connections;
}

/** Where declared flows go. */
export interface FlowRegister {
  /** Path of the environment whose flows these are. */
  readonly path: string;
  /** Address families its network has. */
  readonly families: readonly IpFamily[];
  add(flow: Flow): void;
}

export interface FlowProps {
  /** Why the flow is there, in one line of at most 80 characters. It becomes the comment of every rule made from it. */
  readonly why: string;
}

/**
 * The flows of one group of servers. A flow is declared once, on the thing it protects, and nothing else is open, in
 * either direction and in either address family (H-05, V-09).
 */
export class Connections {
  constructor(
    private readonly owner: Construct,
    private readonly register: FlowRegister,
  ) {}

  /** Lets a peer open connections to this group. */
  allowFrom(peer: Peer | Connectable, port: Port, props: FlowProps): void {
    this.declare("allowFrom", peer, port, props, (other, self) => ({ from: other, to: self }));
  }

  /** Lets this group open connections to a peer. */
  allowTo(peer: Peer | Connectable, port: Port, props: FlowProps): void {
    this.declare("allowTo", peer, port, props, (other, self) => ({ from: self, to: other }));
  }

  /** Lets members of this group open connections to each other, for example to replicate. */
  allowInternally(port: Port, props: FlowProps): void {
    this.declare("allowInternally", { connections: this }, port, props, (other, self) => ({
      from: self,
      to: other,
    }));
  }

  private declare(
    call: string,
    peer: Peer | Connectable,
    port: Port,
    props: FlowProps,
    ends: (other: PeerRecord, self: PeerRecord) => Pick<Flow, "from" | "to">,
  ): void {
    checkDeclared(this.owner, { [call]: props }, (check) => {
      const other = check.attempt(`${call} peer`, () => this.recordOf(peer));
      const checkedPort = check.attempt(`${call} port`, () => checkPort(port));
      const why = check.attempt(`${call} why`, () => checkText("the reason of a flow", props?.why));
      if (other === undefined || checkedPort === undefined || why === undefined) return;
      const flow = { ...ends(other, this.end), port: checkedPort, why, declaredOn: pathOf(this.owner) };
      check.attempt(call, () => checkAdministration(flow));
      check.attempt(call, () => checkScanners(flow));
      check.attempt(call, () => checkDestination(flow));
      check.attempt(call, () => checkFamilies(other, this.register.families));
      if (check.all.length === 0) this.register.add(flow);
    });
  }

  /** The group as an end of a flow. */
  get end(): PeerRecord {
    return { kind: "group", path: pathOf(this.owner) };
  }

  private recordOf(peer: Peer | Connectable): PeerRecord {
    const end = endOf(peer);
    if (peer instanceof Peer || peer.connections.register === this.register) return end;
    throw new InvalidError({
      value: end.kind === "group" ? end.path : end.kind,
      problem: `stands outside ${this.register.path}; stages and clients cannot reach each other (B-09)`,
      remedy: "declare the flow inside one environment",
    });
  }
}

/** What a flow is with, as the model writes it. @throws InvalidError when it is nobody */
export function endOf(peer: Peer | Connectable | undefined): PeerRecord {
  if (peer instanceof Peer) return peer.record;
  if (peer?.connections instanceof Connections) return peer.connections.end;
  throw new InvalidError({
    value: String(peer),
    problem: "is nobody: a flow is with a Peer, or with a group of servers",
    remedy: "write a Peer, such as Peer.vpn(), or the group itself",
  });
}

function checkPort(port: unknown): Port {
  if (port instanceof Port) return port;
  throw new InvalidError({
    value: String(port),
    problem: "is not a port; there is no flow over all ports",
    remedy: "write a Port, such as Port.HTTPS or Port.tcp(8080)",
  });
}

/** Administrators come through the VPN and by nothing else (V-07, H-15, H-17). */
function checkAdministration({ from, port }: Flow): void {
  const service = ADMINISTRATION_PORTS.find(({ number }) => port.includes("tcp", number));
  if (service === undefined || from.kind === "vpn" || from.kind === "admins") return;
  throw new InvalidError({
    value: `${port} from ${from.kind === "group" ? from.path : from.kind}`,
    problem: `opens ${service.name} (${service.number}) to others than administrators in the VPN (V-07)`,
    remedy: "leave it out: the VPN has SSH everywhere; for another service use Peer.vpn()",
  });
}

/** A flow has to have a family that both ends have; a side that is empty must never read as "any". */
function checkFamilies(peer: PeerRecord, families: readonly IpFamily[]): void {
  const networks = peer.kind === "whitelist" ? peer.entries.map(({ network }) => network) : undefined;
  const listed = peer.kind === "checkpoints" || peer.kind === "scanners" ? peer.list.networks : networks;
  const named = peer.kind === "networks" ? peer.networks : listed;
  if (named === undefined || named.some(({ family }) => families.includes(family))) return;
  throw new InvalidError({
    value: named.join(", "),
    problem: `has no address in IPv${families.join(" or IPv")}, which is all this environment has`,
    remedy: "name an IPv4 network, or give the client a network6",
  });
}

/** A scanner's leave to pass is for what it scans, and never for the way administrators come (V-04). */
function checkScanners({ from, port }: Flow): void {
  const isWeb = port.protocol === "tcp" && port.first === port.last && [80, 443].includes(port.first);
  if (from.kind !== "scanners" || isWeb) return;
  throw new InvalidError({
    value: `${port} from ${from.list.name}`,
    problem: "lets a vulnerability scanner at more than HTTP and HTTPS (V-04)",
    remedy: "write Port.HTTPS or Port.HTTP",
  });
}

/** Some peers only ever come: their addresses are people's and scanners' machines, or a filter on where packets come from. */
function checkDestination({ to }: Flow): void {
  if (!["vpn", "admins", "country", "checkpoints", "scanners"].includes(to.kind)) return;
  throw new InvalidError({
    value: to.kind,
    problem: "is somebody who comes here, and nobody servers connect to",
    remedy: "name the networks that are meant, with Peer.networks(…), or a service with Peer.service(…)",
  });
}
