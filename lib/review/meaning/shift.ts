import type { PacketSpace } from "../../network/packet-space";
import type { WayReview } from "../review";
import type { End } from "./cast";

/** What a change does to the way from one end to another, with the packets it is about. */
export interface Shift {
  /** The client, or the stack of a platform for what is nobody's own. */
  readonly client: string;
  readonly from: End;
  readonly to: End;
  readonly kind: WayReview["kind"];
  readonly opened: PacketSpace;
  readonly closed: PacketSpace;
  /** The same as lines for people. */
  readonly openedLines: readonly string[];
  readonly closedLines: readonly string[];
  /** In the words of the flows that open it, or that are gone. */
  readonly why: readonly string[];
  /** What is closed for new connections, and what nobody cuts of those that are there. */
  readonly established: PacketSpace;
}

/** How a way changed, where something did. */
export function kindOf(was: PacketSpace, is: PacketSpace): WayReview["kind"] {
  if (was.isEmpty) return "opened";
  if (is.isEmpty) return "closed";
  if (is.covers(was)) return "widened";
  return was.covers(is) ? "narrowed" : "changed";
}
