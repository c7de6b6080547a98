import type { Flow } from "../model/flow";
import type { PeerRecord } from "../model/peer";
import { type Markup, text, wrapped } from "./dot";
import { small } from "./picture-look";
import { isOutside } from "./street-facts";

/** Characters in a line of a reason, which stands beside an arrow, and of what stands in a box. */
const REASON_WIDTH = 24;
const BOX_WIDTH = 36;
/** A host name is read at a glance where it is in one line, and most are no longer. */
const HOST_WIDTH = 64;

/** A flow where it is drawn: its port and its reason. */
export function flowRows({ port, why }: Flow): readonly Markup[] {
  return [text(`${port}`, { bold: true }), ...wrapped(why, REASON_WIDTH).map(small)];
}

/** A flow in words, for whoever points at it. */
export function sentenceOf({ from, to, port, why }: Flow): string {
  return `${port} from ${peerName(from)} to ${peerName(to)}: ${why}`;
}

/** Several flows in words, that are drawn as one. */
export function sentencesOf(sharing: readonly { readonly flow: Flow }[]): string {
  return sharing.map(({ flow }) => sentenceOf(flow)).join("; ");
}

function peerName(peer: PeerRecord): string {
  return isOutside(peer) ? peer.kind : lastOf(peer.path);
}

/** The last name of a path. */
export function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function count(things: readonly unknown[], noun: string): string {
  return `${things.length} ${noun}${things.length === 1 ? "" : "s"}`;
}

/** A host name in lines of its own width, broken before a dot: a part of it that is broken reads as another name. */
export function hostLines(hostname: string): readonly Markup[] {
  const made: string[] = [];
  for (const part of hostname.split(/(?=\.)/)) {
    const last = made.at(-1);
    if (last !== undefined && last.length + part.length <= HOST_WIDTH) made[made.length - 1] = last + part;
    else made.push(part);
  }
  return made.map((line) => text(line));
}

/** Text in lines that fit into a box. */
export function lines(content: string): readonly Markup[] {
  return wrapped(content, BOX_WIDTH).map((line) => text(line));
}
