import type { ValueMistake } from "../model/mistake";
import type { Peer, PeerRecord } from "../model/peer";
import type { Port } from "../model/port";
import { describeSpace } from "../network/difference";
import type { PacketSpace } from "../network/packet-space";
import type { Reach, Reachability } from "../network/reachability";
import { isOutside } from "../network/street-facts";
import { type Connectable, checkPort, endOf } from "./connections";

type End = Peer | Connectable;

interface Expectation {
  readonly isOpen: boolean;
  readonly from: PeerRecord;
  readonly to: PeerRecord;
  readonly port: Port;
}

/**
 * What an environment's author expects of its walls, held against them at every synth: a test of the policy beside
 * the policy. It is worked out from the rules that are rendered, not from the flows they came from.
 */
export class Expectations {
  private readonly declared: Expectation[] = [];

  /** Expects that every connection gets through. @throws InvalidError for nobody, and for what is no port */
  open(from: End, to: End, port: Port): void {
    this.declared.push({ isOpen: true, from: endOf(from), to: endOf(to), port: checkPort(port) });
  }

  /** Expects that no connection gets through. @throws InvalidError for nobody, and for what is no port */
  closed(from: End, to: End, port: Port): void {
    this.declared.push({ isOpen: false, from: endOf(from), to: endOf(to), port: checkPort(port) });
  }

  get isEmpty(): boolean {
    return this.declared.length === 0;
  }

  /** The expectations that are not met, that nobody can answer, or that say the same twice or the opposite of each other. */
  unmet(street: Reachability): readonly ValueMistake[] {
    return this.declared.flatMap((expectation, index) => {
      const unanswerable = strangersIn(expectation, street) ?? pingIn(expectation);
      if (unanswerable !== undefined) return [unanswerable];
      const earlier = this.declared.slice(0, index).find((other) => isAboutSame(other, expectation));
      if (earlier !== undefined) return [repeated(earlier, expectation, street)];
      return broken(
        expectation,
        street.between(placeOf(expectation.from), placeOf(expectation.to), expectation.port),
      );
    });

    function placeOf(peer: PeerRecord) {
      return street.placeOf(peer);
    }
  }
}

/** Of other clients this street knows nothing, and what is not known is neither open nor closed. */
function strangersIn({ isOpen, from, to }: Expectation, street: Reachability): ValueMistake | undefined {
  const known = new Set(street.places.map(({ name }) => name));
  const stranger = [from, to].find((peer) => !isOutside(peer) && !known.has(peer.path));
  if (stranger === undefined || isOutside(stranger)) return undefined;
  return {
    property: propertyOf(isOpen),
    value: stranger.path,
    problem: "is not of this street, of which alone something can be expected",
    remedy: "take it away: that clients cannot reach each other is checked at every synth (B-09)",
  };
}

/** What a NetworkPolicy does not judge, it neither opens nor closes. */
function pingIn({ isOpen, from, to, port }: Expectation): ValueMistake | undefined {
  if (port.protocol !== "icmp" || (from.kind !== "workload" && to.kind !== "workload")) return undefined;
  return {
    property: propertyOf(isOpen),
    value: `${port}`,
    problem: "is nothing a NetworkPolicy judges: whether it passes is for the cluster's network to say",
    remedy: "expect something of a TCP port instead",
  };
}

function propertyOf(isOpen: boolean): string {
  return isOpen ? "expect.open" : "expect.closed";
}

function broken({ isOpen, port }: Expectation, reach: Reach): readonly ValueMistake[] {
  const value = `${reach.from.name} → ${reach.to.name} ${port}`;
  if (!isOpen && !reach.space.isEmpty) {
    const rules = reach.walls.flatMap(({ wall, rules: open }) =>
      open.map(({ id, comment }) => `${wall}: ${id} ${comment}`),
    );
    return [
      {
        property: "expect.closed",
        value,
        problem: `is open (${someOf(reach.space)}), by ${rules.join("; ")}`,
        remedy: "take the flow away, or the expectation if it no longer holds",
      },
    ];
  }
  const missing = reach.asked.minus(reach.space);
  if (isOpen && (reach.space.isEmpty || !missing.isEmpty)) {
    const closed = reach.walls
      .filter(({ space }) => !reach.asked.minus(space).isEmpty)
      .map(({ wall }) => wall);
    return [
      {
        property: "expect.open",
        value,
        problem: `is closed${reach.space.isEmpty ? "" : ` in part (${someOf(missing)})`}, at ${closed.join("; ") || "no wall: there is no way"}`,
        remedy: "declare the flow, or take the expectation away",
      },
    ];
  }
  return [];
}

function repeated(
  earlier: Expectation,
  { isOpen, from, to, port }: Expectation,
  street: Reachability,
): ValueMistake {
  const value = `${street.placeOf(from).name} → ${street.placeOf(to).name} ${port}`;
  return {
    property: propertyOf(isOpen),
    value,
    problem: earlier.isOpen === isOpen ? "is expected twice" : "is expected to be open and to be closed",
    remedy: "keep one of the two",
  };
}

function isAboutSame(one: Expectation, other: Expectation): boolean {
  const key = ({ from, to, port }: Expectation) => JSON.stringify([from, to, `${port}`]);
  return key(one) === key(other);
}

function someOf(space: PacketSpace): string {
  return describeSpace(space)[0] ?? "nothing";
}
