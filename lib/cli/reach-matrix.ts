import type { PacketSpace } from "../network/packet-space";
import type { Place } from "../network/places";
import type { Reachability } from "../network/reachability";
import { formatTable } from "./table";

const CLOSED = "-";

/** Who reaches whom in one stage, by name, and on which ports. What is not written is closed. */
export function formatMatrix(street: Reachability, stage: string): string {
  const here = street.places.filter((place) => place.stage === stage);
  const outside = street.places.filter((place) => place.stage === undefined);
  const others = street.places.filter((place) => place.stage !== undefined && place.stage !== stage);
  const cell = (from: readonly Place[], to: readonly Place[]) => {
    const spaces = from.flatMap((source) => to.map((target) => street.spaceBetween(source, target)));
    return portsOf(spaces);
  };
  const elsewhere: readonly (readonly [string, readonly Place[]])[] = [
    ...outside.map((place) => [place.name, [place]] as const),
    ["other stages", others],
  ];
  const groups = here.map((place) => [lastPart(place.name), [place]] as const);
  const isSomething = (cells: readonly string[]) => cells.some((text) => text !== CLOSED);

  const inward = [...elsewhere, ...groups].map(([name, from]) => [
    name,
    ...here.map((to) => cell(from, [to])),
  ]);
  const outward = elsewhere
    .map(([name, to]) => [name, ...here.map((from) => cell([from], to))] as const)
    .filter(([, ...cells]) => isSomething(cells));
  const head = here.map((place) => lastPart(place.name));
  return [
    formatTable([["FROM \\ TO", ...head], ...inward]),
    formatTable([["TO \\ FROM", ...head], ...outward]),
  ].join("\n\n");
}

/** Rules that decide nothing, with the rules that decide for them. */
export function formatDeadRules(street: Reachability): string {
  const dead = street.deadRules();
  if (dead.length === 0) return "Every rule decides something.";
  return dead
    .map(({ wall, rule, coveredBy, agrees }) => {
      const takers = coveredBy.map(({ id }) => id).join(", ");
      const verdict = agrees ? "is superfluous" : "is contradicted";
      return `${wall}: ${rule.id} (${rule.comment}) ${verdict}: ${takers || "it holds no packet"}`;
    })
    .join("\n");
}

function portsOf(spaces: readonly PacketSpace[]): string {
  const ports = spaces.flatMap(({ boxes }) =>
    boxes.flatMap(({ protocol, ports: set }) => {
      if (protocol === "icmp") return ["ping"];
      return set.ranges.map(
        ({ first, last }) => `${protocol}/${first === last ? first : `${first}-${last}`}`,
      );
    }),
  );
  const distinct = [...new Set(ports)].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return distinct.length === 0 ? CLOSED : distinct.join(" ");
}

function lastPart(path: string): string {
  return path.split("/").at(-1) ?? path;
}
