import type { Construct } from "constructs";
import type { Flow } from "../model/flow";
import { InvalidError } from "../model/mistake";
import { Peer, type PeerRecord } from "../model/peer";
import { Port } from "../model/port";
import { checkText } from "../model/text";
import { dayOf } from "./declared-day";
import { checkDeclared, notify } from "./findings";
import { FLOW_CHECKS, type FlowSurroundings } from "./flow-checks";
import { pathOf } from "./path";

/** Something a flow can end at. */
export interface Connectable {
  readonly connections: Connections;
}

/** Where declared flows go. */
export interface FlowRegister extends FlowSurroundings {
  add(flow: Flow): void;
}

export interface FlowProps {
  /** Why the flow is there, in one line of at most 80 characters. It becomes the comment of every rule made from it. */
  readonly why: string;
}

/**
 * The flows of one group of servers, or of one workload in the cluster. A flow is declared once, on the thing it protects, and nothing else is open, in
 * either direction and in either address family (H-05, V-09).
 */
export class Connections {
  constructor(
    private readonly owner: Construct,
    private readonly register: FlowRegister,
    private readonly kind: "group" | "workload" = "group",
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
      const current = peer instanceof Peer ? peer.recordOn(dayOf(this.owner)) : other;
      if (current === undefined) {
        notify(this.owner, {
          text: `access of everyone in "${why}" has ended and is left out`,
          until: undefined,
        });
        return;
      }
      const flow = { ...ends(current, this.end), port: checkedPort, why, declaredOn: pathOf(this.owner) };
      for (const refuse of FLOW_CHECKS) check.attempt(call, () => refuse(flow, this.register));
      if (check.all.length === 0) this.register.add(flow);
    });
  }

  /** What these are the flows of, as an end of a flow. */
  get end(): PeerRecord {
    return { kind: this.kind, path: pathOf(this.owner) };
  }

  private recordOf(peer: Peer | Connectable): PeerRecord {
    const end = endOf(peer);
    if (peer instanceof Peer || peer.connections.register === this.register) return end;
    throw new InvalidError({
      value: "path" in end ? end.path : end.kind,
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

/** @throws InvalidError for anything but a port */
export function checkPort(port: unknown): Port {
  if (port instanceof Port) return port;
  throw new InvalidError({
    value: String(port),
    problem: "is not a port, and there is no value for all of them",
    remedy: "write a Port, such as Port.HTTPS or Port.tcp(8080)",
  });
}
