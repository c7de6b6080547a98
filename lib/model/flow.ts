import type { PeerRecord } from "./peer";
import type { Port } from "./port";

/** One declared flow: who may open a connection to whom, over what, and why. Replies are part of it. */
export interface Flow {
  readonly from: PeerRecord;
  readonly to: PeerRecord;
  readonly port: Port;
  /** One line, at most 80 characters; it becomes the comment of every rule made from the flow. */
  readonly why: string;
  /** Path of the construct on which it was declared. */
  readonly declaredOn: string;
}
