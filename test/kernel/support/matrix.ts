import { IpAddress } from "../../../lib/model/ip";
import type { ModelFile } from "../../../lib/model/model-file";
import type { Packet } from "../../../lib/network/packet-space";
import type { Reachability } from "../../../lib/network/reachability";
import type { Probe } from "./lab";
import type { Speaker } from "./speaker";

export interface Tried {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

/** What to try between any two: the services there are, a port that is nobody's, and a ping. */
const TRIED: readonly Tried[] = [
  ...[22, 80, 443, 3389, 5044, 5432, 6379, 8000, 8443].map((port) => ({ protocol: "tcp" as const, port })),
  ...[53, 123, 443].map((port) => ({ protocol: "udp" as const, port })),
];

/** The same, every port at which some workload listens or is connected to, and every port of a declared flow. */
export function withPortsOf(models: readonly ModelFile[]): readonly Tried[] {
  const ofWorkloads = models
    .flatMap(({ kubernetes }) => kubernetes?.workloads ?? [])
    .flatMap(({ ports }) => ports.flatMap(({ port, target }) => [port, target]))
    .map((port): Tried => ({ protocol: "tcp", port }));
  const ofFlows = models
    .flatMap(({ flows }) => flows)
    .flatMap(({ port: { protocol, first } }): readonly Tried[] =>
      protocol === "icmp" ? [] : [{ protocol, port: first }],
    );
  const all = [...TRIED, { protocol: "tcp", port: 53 } as const, ...ofWorkloads, ...ofFlows];
  return [...new Map(all.map((one) => [`${one.protocol} ${one.port}`, one])).values()];
}

/** One cell of the matrix: a packet to try, and what the model says becomes of it. */
export interface Cell {
  readonly probe: Probe;
  readonly expected: boolean;
  /** For people. */
  readonly text: string;
}

/** Every packet worth trying between everybody who speaks, with the model's prediction. */
export function matrixOf(speakers: readonly Speaker[], reach: Reachability, ports = TRIED): readonly Cell[] {
  return speakers.flatMap((from) =>
    speakers.flatMap((to) => {
      if (from.host === to.host || (from.place.stage === undefined && to.place.stage === undefined))
        return [];
      if (isIdle(from, to) || isIdle(to, from)) return [];
      const space = reach.spaceBetween(from.place, to.place);
      return pairs(from, to).flatMap(([source, destination]) => {
        const cell = (probe: Probe, port: number): Cell => ({
          probe,
          expected: space.has(packetOf(probe, port)),
          text: `${from.place.name} ${source} → ${to.place.name} ${destination} ${probe.protocol}/${port}`,
        });
        const ends = { from: from.host, source, destination };
        const tried = ports.map(({ protocol, port }) => cell({ ...ends, protocol, port }, port));
        return [...tried, cell({ ...ends, protocol: "icmp" }, 0)];
      });
    }),
  );
}

/** Cells that came out otherwise than was predicted, for people. */
export function surprises(cells: readonly Cell[], open: readonly boolean[]): readonly string[] {
  return cells.flatMap(({ expected, text }, index) => {
    if (open[index] === expected) return [];
    return [
      `${text}: predicted ${expected ? "open" : "closed"}, measured ${open[index] ? "open" : "closed"}`,
    ];
  });
}

function isIdle({ isSpare = false, place }: Speaker, other: Speaker): boolean {
  return isSpare && place !== other.place;
}

function pairs(from: Speaker, to: Speaker): readonly (readonly [string, string])[] {
  return from.sources.flatMap((source) =>
    to.destinations
      .filter((destination) => destination.includes(":") === source.includes(":"))
      .map((destination) => [source, destination] as const),
  );
}

function packetOf({ source, destination, protocol }: Probe, port: number): Packet {
  const [from, to] = [IpAddress.parse(source), IpAddress.parse(destination)];
  return { family: from.family, protocol, source: from.value, destination: to.value, port };
}
