import type { IpAddress, IpFamily } from "../../model/ip";
import type { Port } from "../../model/port";
import type { RangeSet } from "../../network/range-set";
import type { FixedName } from "./nft-fixed";

/** A flow that is accepted, in one family. */
export interface FlowStatement {
  readonly kind: "flow";
  readonly family: IpFamily;
  readonly source: RangeSet;
  readonly destination: RangeSet;
  readonly port: Port;
  /** Only from addresses of these countries, which the server itself knows. */
  readonly countries?: readonly string[];
  readonly inInterface?: string;
  readonly outInterface?: string;
  /** The first word of its comment: leads back to the declared flow. */
  readonly id: string;
  /** The rest of its comment. */
  readonly why: string;
}

/** Servers that tell each other which of them has the virtual address. */
export interface VrrpStatement {
  readonly kind: "vrrp";
  readonly family: IpFamily;
  readonly source: RangeSet;
  readonly destination: RangeSet;
}

/** A packet whose source cannot be where it comes in from is dropped. */
export interface ForgedStatement {
  readonly kind: "forged";
  readonly family: IpFamily;
  /** The card it comes in by. */
  readonly card: string;
  /** `inside`: what comes from these is forged; `outside`: what comes from any other is. */
  readonly when: "inside" | "outside";
  readonly addresses: RangeSet;
}

/** A port of a public address goes on to a server. */
export interface InwardStatement {
  readonly kind: "inward";
  readonly card: string;
  readonly address: IpAddress;
  readonly port: Port;
  readonly to: IpAddress;
  /** Path of the group it is said to be for. */
  readonly group: string;
}

/** What servers open to others outside carries another address. */
export interface OutwardStatement {
  readonly kind: "outward";
  readonly card: string;
  readonly source: RangeSet;
  readonly destination: RangeSet;
  readonly address: IpAddress;
}

/** A line that is the same on every server, see `nft-fixed.ts`. */
export interface FixedStatement {
  readonly kind: "fixed";
  readonly name: FixedName;
}

export type Statement =
  | FlowStatement
  | VrrpStatement
  | ForgedStatement
  | InwardStatement
  | OutwardStatement
  | FixedStatement;

export type Hook = "input" | "output" | "forward" | "prerouting" | "postrouting";
