import type { FlowRecord, ModelFile } from "../../model/model-file";
import type { PeerRecord } from "../../model/peer";
import type { WhitelistEntry } from "../../model/whitelist-entry";
import type { PacketSpace } from "../../network/packet-space";
import { countryPlaceName, outside, type Place, placeNamed } from "../../network/places";
import type { Reachability } from "../../network/reachability";
import { networks } from "../../network/written-networks";
import type { House } from "../house";
import { counted } from "../report/text";
import { type Grant, NO_END } from "./access-grant";
import type { Scope } from "./scope";

/**
 * Everybody outside whom a client's street lets in, each with what gets through all of its walls: worked out from the
 * rules, not from the flows they came from.
 */
export function outsideGrants(scope: Scope, house: House): readonly Grant[] {
  return scope.clients.flatMap((client) => {
    const models = house.ofClient(client);
    const street = house.reachabilityOf(client);
    const flows = models.flatMap((model) => model.flows);
    const of = { client, owner: models[0]?.client?.productOwner ?? client, street };
    return [
      ...whitelist(models, flows).map((entry) => ofEntry(entry, of)),
      ...flows.flatMap((flow) => ofFlow(flow, of)).filter(isFirst),
      ...ofEverybody(flows, of),
    ];
  });
}

/** A client's street, and who answers for what it lets in and nobody else does. */
interface Street {
  readonly client: string;
  /** The product owner. */
  readonly owner: string;
  readonly street: Reachability;
}

/** Entries of the client's list and of its flows, each once. */
function whitelist(models: readonly ModelFile[], flows: readonly FlowRecord[]): readonly WhitelistEntry[] {
  const listed = models.flatMap(({ client }) => client?.whitelist ?? []);
  const used = flows.flatMap(({ from }) => (from.kind === "whitelist" ? from.entries : []));
  return [...new Map([...listed, ...used].map((entry) => [JSON.stringify(entry), entry])).values()];
}

function ofEntry(entry: WhitelistEntry, { client, street }: Street): Grant {
  const { network, owner, reason, until, list } = entry;
  return {
    kind: "whitelist entry",
    who: `${network} of ${owner}`,
    owner,
    can: reached(street, outside(owner, networks(network))),
    why: list === undefined ? reason : `${reason} (list ${list})`,
    declaredBy: [client],
    until,
    untilText: `${until}`,
  };
}

/** Who a flow lets in by itself; whitelists and administrators are told elsewhere. */
function ofFlow({ from, why }: FlowRecord, { client, owner, street }: Street): readonly Grant[] {
  const grant = { why, owner, declaredBy: [client], until: undefined, untilText: NO_END };
  switch (from.kind) {
    case "networks":
      return from.networks.map((network) => ({
        ...grant,
        kind: "network",
        who: `${network}`,
        can: reached(street, outside(`${network}`, networks(network))),
      }));
    case "checkpoints":
    case "scanners":
      return [ofList(from, grant, street)];
    case "country":
      return [
        {
          ...grant,
          kind: "country",
          who: `visitors from ${from.codes.join(", ")}`,
          can: reached(street, placeNamed(street.places, countryPlaceName(from.codes))),
        },
      ];
    default:
      return [];
  }
}

function ofList(
  { kind, list }: Extract<PeerRecord, { kind: "checkpoints" | "scanners" }>,
  grant: Omit<Grant, "kind" | "who" | "can">,
  street: Reachability,
): Grant {
  return {
    ...grant,
    kind,
    who: `${list.name} (${counted(list.networks.length, "network")} of ${list.source}, ${list.date})`,
    can: reached(street, outside(list.name, networks(...list.networks))),
  };
}

/** The same somebody, let in by several flows for one reason, reaches the same. */
function isFirst(grant: Grant, index: number, all: readonly Grant[]): boolean {
  const text = JSON.stringify(grant);
  return all.findIndex((one) => JSON.stringify(one) === text) === index;
}

/** What the whole internet reaches; nothing is said of a street where that is nothing. */
function ofEverybody(flows: readonly FlowRecord[], { client, owner, street }: Street): readonly Grant[] {
  const can = reached(street, placeNamed(street.places, "internet"));
  if (can.length === 1 && can[0] === NOTHING) return [];
  const whys = flows.filter(({ from }) => from.kind === "internet").map(({ why }) => why);
  return [
    {
      kind: "internet",
      who: "everybody on the internet",
      owner,
      can,
      why: [...new Set(whys)].join("; ") || "no flow says why",
      declaredBy: [client],
      until: undefined,
      untilText: NO_END,
    },
  ];
}

/** What is said where the walls let nothing through. */
const NOTHING = "reaches nothing";

/** The groups somebody gets through to, with the ports. */
function reached(street: Reachability, from: Place): readonly string[] {
  const open = street.places.flatMap((to) => {
    if (to.stage === undefined) return [];
    const ports = portsOf(street.spaceBetween(from, to));
    return ports.length === 0 ? [] : [`${ports.join(", ")} of ${to.name}`];
  });
  return open.length === 0 ? [NOTHING] : open;
}

function portsOf({ boxes }: PacketSpace): readonly string[] {
  const ports = boxes.flatMap(({ protocol, ports: set }) => {
    if (protocol === "icmp") return ["ping"];
    return set.ranges.map(({ first, last }) => `${protocol}/${first === last ? first : `${first}-${last}`}`);
  });
  return [...new Set(ports)].sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
}
