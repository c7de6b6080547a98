import { Admin } from "../model/admin";
import { Cidr } from "../model/cidr";
import type { ModelFile, RuleRecord, WallRecord } from "../model/model-file";
import type { PeerRecord } from "../model/peer";
import { PORT_MAX, type Port } from "../model/port";
import { Addresses } from "./addresses";
import { EDGE_UPLINK, edgeLeg } from "./compile";
import { VPN_CARD } from "./compile-platform";
import { asWallRule, fromRuleRecord } from "./flow-rule";
import { PodWalls } from "./kubernetes/pod-walls";
import { type Box, FAMILIES, PacketSpace, PROTOCOLS } from "./packet-space";
import { countryPlaceName, outside, type Place, placeNamed, placesOf } from "./places";
import { isOfOtherPods } from "./pod-flows";
import { RangeSet } from "./range-set";
import { type DeadRule, deadRules, type Rule, type Wall } from "./wall";
import { networks } from "./written-networks";

/** What one wall does with the packets that are asked about, whatever the other walls do. */
export interface WallAnswer {
  /** For example `verne/street/edge forward`. */
  readonly wall: string;
  /** What it lets through of them. */
  readonly space: PacketSpace;
  /** The rules that let something through; none where the wall is closed. */
  readonly rules: readonly Rule[];
}

/** Which packets get from one place to another, and what each wall on the way says to it. */
export interface Reach {
  readonly from: Place;
  readonly to: Place;
  /** The packets that were asked about. */
  readonly asked: PacketSpace;
  /** The packets that get through all walls. */
  readonly space: PacketSpace;
  /** The walls in the order packets meet them; none where there is no way at all. */
  readonly walls: readonly WallAnswer[];
}

/** A wall that is asked about packets which come in and leave by certain cards. */
interface Crossing {
  readonly record: WallRecord;
  readonly inInterface?: string;
  readonly outInterface?: string;
}

/**
 * What can reach what in one client's street, worked out from the walls in its model files: the rules and policies that
 * are rendered, not the flows they came from.
 */
export class Reachability {
  readonly places: readonly Place[];
  private readonly walls: ReadonlyMap<string, WallRecord>;
  private readonly pods: PodWalls;
  private readonly rules = new Map<string, readonly Rule[]>();

  /** @param models of all stacks of one client, and of the platform, through which administrators come */
  constructor(private readonly models: readonly ModelFile[]) {
    this.places = placesOf(models);
    this.pods = new PodWalls(models);
    const records = models.flatMap(({ walls }) => walls);
    this.walls = new Map(records.map((record) => [nameOf(record), record]));
  }

  /** Which packets get from one place to another, of all ports or of one, and what each wall says to them. */
  between(from: Place, to: Place, port?: Port): Reach {
    const asked = everyPacket(from, to, port);
    const crossed = this.way(from, to).map((crossing): WallAnswer => {
      const rules = this.rulesAt(crossing, from.countries).filter(
        ({ space }) => !space.intersect(asked).isEmpty,
      );
      return { wall: nameOf(crossing.record), space: accepted(rules, asked), rules };
    });
    const { egress, ingress } = this.pods.between(from, to);
    const walls = [
      ...(egress === undefined ? [] : [about(egress, asked)]),
      ...crossed,
      ...(ingress === undefined ? [] : [about(ingress, asked)]),
    ];
    const open = walls.reduce((left, { space }) => left.intersect(space), asked);
    return { from, to, asked, space: walls.length === 0 ? PacketSpace.EMPTY : open, walls };
  }

  /** The packets that get from one place to another: `between` without the reasons, for asking about everybody. */
  spaceBetween(from: Place, to: Place): PacketSpace {
    const way = this.way(from, to);
    const { egress, ingress } = this.pods.between(from, to);
    const policies = [egress, ingress].filter((answer) => answer !== undefined);
    if (way.length + policies.length === 0) return PacketSpace.EMPTY;
    let space = policies.reduce(
      (left, answer) => left.intersect(answer.space),
      everyPacket(from, to, undefined),
    );
    for (const crossing of way) {
      if (space.isEmpty) break;
      space = accepted(this.rulesAt(crossing, from.countries), space);
    }
    return space;
  }

  /** Who a peer of a flow is. @throws InvalidError for a group that is not in this street */
  placeOf(peer: PeerRecord): Place {
    switch (peer.kind) {
      case "group":
      case "workload":
        return placeNamed(this.places, peer.path);
      case "whitelist":
        return outside("whitelist", networks(...peer.entries.map(({ network }) => network)));
      case "networks":
        return outside(peer.networks.join(", "), networks(...peer.networks));
      case "checkpoints":
      case "scanners":
        return outside(peer.list.name, networks(...peer.list.networks));
      case "country":
        return {
          ...placeNamed(this.places, "internet"),
          name: countryPlaceName(peer.codes),
          countries: peer.codes,
        };
      case "service":
        return placeNamed(this.places, peer.name);
      case "admins":
        return outside(`vpn: ${peer.logins.join(", ")}`, this.addressesOfAdmins(peer.logins));
      default:
        return placeNamed(this.places, peer.kind);
    }
  }

  private addressesOfAdmins(logins: readonly string[]): Addresses {
    const pools = this.models
      .flatMap(({ site }) => [site.vpn.pool, site.vpn.pool6])
      .filter((pool) => pool !== undefined);
    return Addresses.of(
      ...pools.flatMap((pool) => logins.map((login) => Admin.addressIn(Cidr.parse(`${pool}`), login))),
    );
  }

  /** All of the street's walls, as lists of rules. */
  allWalls(): readonly Wall[] {
    return [...this.walls].map(([name, { rules }]) => ({ name, rules: rules.map(asRule) }));
  }

  /** Rules that decide nothing, but for those that only a pod's policy tells apart; see {@link isOfOtherPods}. */
  deadRules(): readonly (DeadRule & { readonly wall: string })[] {
    const declared = this.models.flatMap(({ flows }) => flows);
    return this.allWalls().flatMap((wall) =>
      deadRules(wall)
        .filter(
          ({ rule, coveredBy }) =>
            !isOfOtherPods(
              rule.id,
              coveredBy.map(({ id }) => id),
              declared,
            ),
        )
        .map((dead) => ({ wall: wall.name, ...dead })),
    );
  }

  /**
   * The firewalls between two places, in order. Groups of one environment meet in its network, pods in their cluster;
   * everything else passes the edge, by the cards of the networks it comes from and goes to. Administrators come through
   * a gateway first.
   */
  private way(from: Place, to: Place): readonly Crossing[] {
    if (from.stage === undefined && to.stage === undefined) return [];
    if (from.inCluster === true && to.inCluster === true) return [];
    const walls = [...this.walls.values()];
    const ofGroup = ({ name, stage }: Place, hook: string) =>
      stage === undefined ? undefined : this.walls.get(`${name} ${hook}`);
    const card = ({ stage, inCluster = false }: Place) =>
      stage === undefined || inCluster ? EDGE_UPLINK : edgeLeg(stage);
    const passesEdge = from.stage !== to.stage || from.inCluster === true || to.inCluster === true;
    const crossings: Crossing[] = [
      ...(isTunnel(from) ? tunnelGateways(walls) : []),
      ...asCrossing(ofGroup(from, "output")),
      ...(passesEdge ? asCrossing(walls.find(isEdge), card(from), card(to)) : []),
      ...(isTunnel(to) ? tunnelGateways(walls, true) : []),
      ...asCrossing(ofGroup(to, "input")),
    ];
    return crossings;
  }

  /** The rules of a wall for packets that come in and leave by certain cards, from somebody of certain countries. */
  private rulesAt({ record, inInterface, outInterface }: Crossing, countries: readonly string[] = []) {
    const key = [nameOf(record), inInterface, outInterface, ...countries].join(" ");
    const known = this.rules.get(key);
    if (known !== undefined) return known;
    const isFor = (rule: RuleRecord) =>
      rule.countries === undefined || rule.countries.some((code) => countries.includes(code));
    const rules = record.rules
      .filter((rule) => fits(rule, inInterface, outInterface) && isFor(rule))
      .map(asRule);
    this.rules.set(key, rules);
    return rules;
  }
}

/** The part of a pod's answer that was asked for. */
function about({ wall, space, rules }: WallAnswer, asked: PacketSpace): WallAnswer {
  const open = space.intersect(asked);
  return { wall, space: open, rules: open.isEmpty ? [] : rules };
}

/** What rules let through of some packets. All rules of a street accept; what none of them accepts is dropped. */
function accepted(rules: readonly Rule[], packets: PacketSpace): PacketSpace {
  return rules.reduce((sum, { space }) => sum.union(space.intersect(packets)), PacketSpace.EMPTY);
}

/** Whether somebody comes through a VPN gateway. */
function isTunnel({ name }: Place): boolean {
  return name === "vpn" || name.startsWith("vpn: ");
}

function asCrossing(
  record: WallRecord | undefined,
  inInterface?: string,
  outInterface?: string,
): readonly Crossing[] {
  if (record === undefined) return [];
  if (inInterface === undefined || outInterface === undefined) return [{ record }];
  return [{ record, inInterface, outInterface }];
}

function isEdge({ at, hook }: WallRecord): boolean {
  return hook === "forward" && at.endsWith("/edge");
}

/** The VPN gateways of all sites as one wall: a tunnel passes one of them, and each has its own pool in its rules. */
function tunnelGateways(walls: readonly WallRecord[], isBack = false): readonly Crossing[] {
  const gateways = walls.filter((wall) => wall.hook === "forward" && !isEdge(wall));
  const [first] = gateways;
  if (first === undefined) return [];
  const record = { ...first, at: "vpn gateways", rules: gateways.flatMap(({ rules }) => rules) };
  return isBack ? asCrossing(record, EDGE_UPLINK, VPN_CARD) : asCrossing(record, VPN_CARD, EDGE_UPLINK);
}

function nameOf({ at, hook }: WallRecord): string {
  return `${at} ${hook}`;
}

function asRule(record: RuleRecord): Rule {
  return asWallRule(fromRuleRecord(record));
}

function fits(rule: RuleRecord, inInterface: string | undefined, outInterface: string | undefined): boolean {
  const isSame = (wanted: string | undefined, actual: string | undefined) =>
    wanted === undefined || wanted === actual;
  return isSame(rule.inInterface, inInterface) && isSame(rule.outInterface, outInterface);
}

function everyPacket(from: Place, to: Place, port: Port | undefined): PacketSpace {
  const protocols = port === undefined ? PROTOCOLS : [port.protocol];
  return PacketSpace.of(
    ...FAMILIES.flatMap((family) =>
      protocols.map((protocol): Box => {
        const all = protocol === "icmp" ? { first: 0n, last: 0n } : { first: 1n, last: BigInt(PORT_MAX) };
        const some = port && { first: BigInt(port.first), last: BigInt(port.last) };
        return {
          family,
          protocol,
          source: from.sources.in(family),
          destination: to.destinations.in(family),
          ports: RangeSet.of(some ?? all),
        };
      }),
    ),
  );
}
