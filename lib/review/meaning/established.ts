import type { ModelFile } from "../../model/model-file";
import { describeSpace } from "../../network/difference";
import type { Hazard } from "../hazard";
import type { Shift } from "./shift";
import { shiftsBetween } from "./shifts";

/**
 * Ways that are closed for new connections while those that are there live on. A server that takes a new ruleset ends
 * what no rule of it is about any more, so this is about what other walls decide: policies between pods, which are asked
 * about new connections alone, and countries, of which a server knows no addresses.
 *
 * @param before model files of all stacks that are known, platforms among them
 */
export function establishedHazards(
  before: readonly ModelFile[],
  after: readonly ModelFile[],
): readonly Hazard[] {
  return shiftsBetween(before, after)
    .filter(({ established }) => !established.isEmpty)
    .map((shift) => hazardOf(shift, after));
}

function hazardOf(shift: Shift, after: readonly ModelFile[]): Hazard {
  const { from, to, established } = shift;
  const ways = describeSpace(established);
  const services = [...new Set(ways.map((line) => line.slice(0, line.indexOf(" from "))))].join(", ");
  const ends = [to.name, from.name];
  const pods = ends.find((name) => podsNamed(name, after) !== undefined);
  return {
    kind: "established",
    level: "note",
    stack: stackOf(ends, after) ?? shift.client,
    subjects: [from.name, to.name],
    text: `${services} from ${from.name} to ${to.name} is closed for new connections; those that are established stay open`,
    remedy: pods === undefined ? ofServers(to.name) : ofPods(pods, after),
  };
}

function ofPods(name: string, after: readonly ModelFile[]): string {
  const { namespace = "its namespace" } = podsNamed(name, after) ?? {};
  return `where that may not be, restart the pods of ${name} in ${namespace} once it is applied, with kubectl rollout restart`;
}

function ofServers(name: string): string {
  return `where that may not be, end them on the edge and on ${name} with conntrack -D once it is applied, or wait until they end by themselves`;
}

function podsNamed(name: string, after: readonly ModelFile[]) {
  return after.flatMap(({ kubernetes }) => kubernetes?.workloads ?? []).find(({ path }) => path === name);
}

/** The name of the stack one of the ends is in. */
function stackOf(ends: readonly string[], after: readonly ModelFile[]): string | undefined {
  const found = ends.flatMap((name) =>
    after.filter(
      ({ groups, kubernetes }) =>
        groups.some(({ path }) => path === name) ||
        (kubernetes?.workloads ?? []).some(({ path }) => path === name),
    ),
  );
  return found[0]?.stack;
}
