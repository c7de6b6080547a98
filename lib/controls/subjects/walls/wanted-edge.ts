import type { GroupRecord, ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import { Port } from "../../../model/port";
import { isOutside } from "../../../network/street-facts";
import {
  answeringAddresses,
  cardOf,
  memberAddresses,
  networksOfZone,
  poolsOfModel,
  union,
} from "./networks-of";
import type { WantedRule } from "./wanted-rule";
import { administration, flowRules, peers, services } from "./wanted-server";

/** How the members of an edge tell each other which connections there are. */
const STEP = Port.udp(3780);

/** What an edge passes on for one environment: in by one card and out by another, always (B-09). */
export function edgeForward(edge: GroupRecord, environment: ModelFile): readonly WantedRule[] {
  const stage = `${environment.stage}`;
  const [uplink, leg] = [cardOf(edge, "uplink"), cardOf(edge, stage)];
  const inward = { inInterface: uplink, outInterface: leg };
  const outward = { inInterface: leg, outInterface: uplink };
  const { groups } = environment;
  const servers = union(groups.map((group) => answeringAddresses(group)));
  const members = union(groups.map((group) => memberAddresses(group)));
  const comes = flowRules(environment, ({ from, to }) => from.kind !== "group" && to.kind === "group");
  const goes = flowRules(environment, ({ from, to }) => from.kind === "group" && to.kind !== "group");
  // Pods are behind the uplink like everybody; what is between two of them never comes to an edge.
  const passes = flowRules(
    environment,
    ({ from, to }) => isOutside(from) !== isOutside(to) && !isOfServers(from, to),
  );
  return [
    ...administration(poolsOfModel(environment), servers).map((rule) => ({ ...rule, ...inward })),
    ...services(environment, members).map((rule) => ({ ...rule, ...outward })),
    ...comes.map((rule) => ({ ...rule, ...inward, countries: countriesOf(rule) })),
    ...goes.map((rule) => ({ ...rule, ...outward })),
    ...passes.map((rule) => ({
      ...rule,
      inInterface: uplink,
      outInterface: uplink,
      countries: countriesOf(rule),
    })),
  ];
}

function isOfServers(...ends: readonly PeerRecord[]): boolean {
  return ends.some(({ kind }) => kind === "group");
}

/** What an edge lets in itself: administrators, its neighbours' pings, and its other member. */
export function edgeInput(edge: GroupRecord, street: ModelFile): readonly WantedRule[] {
  const own = answeringAddresses(edge);
  const zones = union(street.zones.map((zone) => networksOfZone(zone)));
  return [
    ...administration(poolsOfModel(street), own),
    { kind: "redundancy", what: "is the gateway there", from: zones, to: own, port: Port.PING },
    { ...step(edge), inInterface: cardOf(edge, "sync") },
  ];
}

/** What an edge sends itself. */
export function edgeOutput(edge: GroupRecord, street: ModelFile): readonly WantedRule[] {
  const sync = memberAddresses(edge, "sync");
  return [
    ...services(street, memberAddresses(edge, "uplink")),
    ...peers(sync, sync),
    { ...step(edge), outInterface: cardOf(edge, "sync") },
  ];
}

/** Whoever could tell an edge of connections could open it: only its members, and by their own link. */
function step(edge: GroupRecord): WantedRule {
  const sync = memberAddresses(edge, "sync");
  return { kind: "redundancy", what: "connections, kept in step", from: sync, to: sync, port: STEP };
}

function countriesOf({ flow }: WantedRule): readonly string[] | undefined {
  return flow?.from.kind === "country" ? flow.from.codes : undefined;
}
