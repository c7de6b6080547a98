import type { IpAddress } from "../../../model/ip";
import type { GroupRecord, ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import { Addresses } from "../../../network/addresses";
import { formatAddresses, formatRanges } from "../../../network/range-text";
import { isOutside } from "../../../network/street-facts";
import type { Ruleset } from "../../guest/nftables";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { difference, groupOf, machines, rulesetOf, statementsOf } from "../../subjects/walls/firewalls";
import { cardOf, everyoneOutside, networksOfZone, union } from "../../subjects/walls/networks-of";
import { outsideAddresses } from "../../subjects/walls/peer-addresses";
import { environmentsOf } from "../../subjects/walls/wanted-walls";
import { podAddresses, workloadAt, workloadsOf } from "../../subjects/walls/workloads";
import { Unreadable } from "../../unreadable";

/** H-06: a public address leads to what a flow opens to somebody outside, and servers go out by their stage's own. */
export const natAsDeclared = stackRule<Machine>({
  id: "nat-as-declared",
  info: "an edge translates the public addresses of its client to the groups that flows open outside, servers' own addresses to their stage's, and nothing else",
  explanation:
    "A port of a public address that leads somewhere else puts another server on the internet. Packets that leave with another stage's address are let in elsewhere as that stage.",
  remedy: "declare publicAddresses for the client and the flow on the group; the edge's translations follow",
  promises: ["H-05", "H-06", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "what is public has been declared" },
  subjects: machines,
  judge(machine, { model }, house) {
    const group = groupOf(machine);
    const ruleset = rulesetOf(machine);
    const environments = group.role === "edge" ? environmentsOf(model, house) : [];
    const card = group.role === "edge" ? cardOf(group, "uplink") : "none";
    const judged = (stage: string | undefined) =>
      house.whole || environments.some((one) => `${one.stage}` === stage);
    return [
      ...told(
        inwardOf(ruleset)
          .filter(({ stage }) => judged(stage))
          .map(({ text }) => text),
        environments.flatMap((environment) => wantedInward(environment, card)),
      ),
      ...told(
        outwardOf(ruleset, model)
          .filter(({ stage }) => judged(stage))
          .map(({ text }) => text),
        environments.map((environment) => wantedOutward(environment, group, card)),
      ),
    ];
  },
});

function told(found: readonly string[], wanted: readonly string[]): readonly string[] {
  const { lacking, extra } = difference(found, wanted);
  return [
    ...lacking.map((text) => `it does not translate ${text}`),
    ...extra.map((text) => `it translates ${text}, which nobody declared`),
  ];
}

interface Translation {
  readonly text: string;
  readonly stage: string | undefined;
}

function inwardOf(ruleset: Ruleset): readonly Translation[] {
  return statementsOf(ruleset, "prerouting", "inward").map(({ card, address, port, to, group }) => ({
    text: inwardText(card, address, `${port}`, to, group),
    stage: group.split("/")[1],
  }));
}

function inwardText(card: string, address: IpAddress, port: string, to: IpAddress, group: string): string {
  return `${port} of ${address} from ${card} to ${to} of ${group}`;
}

function outwardOf(ruleset: Ruleset, { zones }: ModelFile): readonly Translation[] {
  return statementsOf(ruleset, "postrouting", "outward").map(({ card, source, destination, address }) => ({
    text: `${formatRanges(4, source)} to ${formatRanges(4, destination)} by ${card} as ${address}`,
    // Its pods' network may stand beside a zone's own.
    stage: zones.find((zone) => source.covers(networksOfZone(zone).in(4)))?.name,
  }));
}

/** One for every port of a group that has a virtual address, and that is open to somebody outside but administrators. */
function wantedInward(environment: ModelFile, card: string): readonly string[] {
  const { client, stage, flows } = environment;
  const address = client?.publicAddresses[`${stage}`];
  if (address === undefined) return [];
  const all = flows.flatMap(({ from, to, port }) => {
    if (isOutside(to) || port.protocol === "icmp" || !isVisitor(from, environment)) return [];
    const own = answersOf(to, environment).find(({ family }) => family === 4);
    return own === undefined ? [] : [inwardText(card, address, `${port}`, own, to.path)];
  });
  return [...new Set(all)];
}

/** The address that moves between a group's servers, or that in front of a gateway. */
function answersOf(peer: PeerRecord, environment: ModelFile): readonly IpAddress[] {
  if (peer.kind === "workload") return workloadAt(peer, environment)?.front ?? [];
  const group = environment.groups.find(({ path }) => peer.kind === "group" && path === peer.path);
  return group?.virtual.flatMap(({ addresses }) => addresses) ?? [];
}

function isVisitor(peer: PeerRecord, model: ModelFile): boolean {
  if (!isOutside(peer) || peer.kind === "vpn" || peer.kind === "admins") return false;
  return !outsideAddresses(peer, model).in(4).isEmpty;
}

/** What opens connections to the outside: servers of a stage, and its pods; proxies of gateways only answer. */
function outwardSources(environment: ModelFile): Addresses {
  const pods = workloadsOf(environment).filter(({ kind }) => kind !== "gateway");
  return union([...environment.zones.map((zone) => networksOfZone(zone)), ...pods.map(podAddresses)]);
}

/** As its public address or, where the stage has none, as the one the edge itself moves between its members. */
function wantedOutward(environment: ModelFile, edge: GroupRecord, card: string): string {
  const uplink = edge.virtual.filter(({ zone }) => zone === "uplink").flatMap(({ addresses }) => addresses);
  const address =
    environment.client?.publicAddresses[`${environment.stage}`] ?? uplink.find(({ family }) => family === 4);
  if (address === undefined)
    throw new Unreadable(`${edge.path} has no address on the uplink that moves between its members`);
  const inIpv4 = (addresses: Addresses) =>
    `${formatAddresses(Addresses.ofRanges(addresses.in(4), Addresses.NONE.in(6)))}`;
  const source = outwardSources(environment);
  return `${inIpv4(source)} to ${inIpv4(everyoneOutside(environment))} by ${card} as ${address}`;
}
