import { createHash } from "node:crypto";
import { Cidr } from "./cidr";
import type { IpAddress } from "./ip";
import { InvalidError, Mistakes } from "./mistake";
import { type Site, UNIT_PREFIX, UPLINK_ADDRESSES_PER_UNIT, UPLINK_OFFSET } from "./site";
import { Stage, type StageName } from "./stage";
import { textOf } from "./text";

/** A client's block is cut into this many equal parts: one a stage, one for the edge, two for the cluster, one kept free. */
const PARTS = 8;
const SYNC_PART = 4;
const PODS_PART = 5;
const FRONTS_PART = 6;

/** Largest block of a client. */
const LARGEST_PREFIX = 16;

/** Addresses of one server group: its virtual address and its members. */
const SLOT_SIZE = 8;

/** A group's addresses start one past its slot, and end one before the next: .0 and .255 are nobody's. */
const SLOT_START = 1;

/** Members a slot has addresses for, beside the virtual one. */
export const MEMBERS_MAX = SLOT_SIZE - 3;

export type ZoneName = StageName | "sync";

/** The addresses of a group in one network: IPv4, then IPv6 where the network has it. */
export class GroupAddresses {
  constructor(
    private readonly networks: readonly Cidr[],
    private readonly offset: number,
  ) {}

  /** The address that moves between members (VRRP). */
  get virtual(): readonly IpAddress[] {
    return this.member(0);
  }

  /** The addresses of the `number`-th member, counted from 1. */
  member(number: number): readonly IpAddress[] {
    return this.networks.map((network) => network.at(this.offset + number));
  }
}

/** One network of a street: an environment's, or the link over which the edge's members keep each other in step. */
export class Zone {
  constructor(
    readonly name: ZoneName,
    readonly vlan: number,
    readonly network: Cidr,
    readonly network6: Cidr | undefined,
  ) {}

  get networks(): readonly Cidr[] {
    return this.network6 === undefined ? [this.network] : [this.network, this.network6];
  }

  /** The edge of the street, which is this network's gateway: always slot 0. */
  get gateway(): GroupAddresses {
    return new GroupAddresses(this.networks, SLOT_START);
  }

  /** How many slots there are for groups, the edge's included. */
  get slots(): number {
    return Number(this.network.size) / SLOT_SIZE;
  }

  /** @throws InvalidError for a slot this network does not have. */
  slot(index: number): GroupAddresses {
    if (Number.isInteger(index) && index >= 1 && index < this.slots) {
      return new GroupAddresses(this.networks, index * SLOT_SIZE + SLOT_START);
    }
    throw new InvalidError({
      value: String(index),
      problem: `${this.network} has group slots 1 to ${this.slots - 1}; slot 0 is the edge's`,
      remedy: `write a whole number from 1 to ${this.slots - 1}, or leave slot out`,
    });
  }

  /**
   * The slot a group gets by its name alone. Neither order nor other groups count, so declaring a group never
   * moves another; two names may meet in one slot, and then the later one has to name its own.
   */
  slotOf(groupName: string): number {
    const digest = createHash("sha256").update(groupName).digest();
    return 1 + (digest.readUInt32BE(0) % (this.slots - 1));
  }

  toJSON() {
    return { name: this.name, vlan: this.vlan, networks: this.networks, gateway: this.gateway.virtual };
  }
}

export interface StreetPlanProps {
  readonly site: Site;
  /** The client's IPv4 block: a part of the site's, /16 to /22. */
  readonly network: string;
  /** The client's IPv6 block, /40 to /61. Without it the street has no IPv6 at all. */
  readonly network6?: string | undefined;
  /** VLAN ids the hoster gave out, where they differ from the plan's. */
  readonly vlans?: Partial<Record<ZoneName, number>> | undefined;
}

/**
 * The address plan of a street. Everything follows from the client's block and the stage: eight equal parts, part
 * n for stage n, VLAN ids from the block's place in the site's. Adding a client, a stage or a group moves nothing.
 */
export class StreetPlan {
  private constructor(
    readonly block: Cidr,
    readonly block6: Cidr | undefined,
    private readonly zonesByName: ReadonlyMap<ZoneName, Zone>,
    /** The edge's addresses on the site's uplink. */
    readonly uplink: GroupAddresses,
  ) {}

  /** @throws InvalidError with every mistake in it. */
  static of(props: StreetPlanProps): StreetPlan {
    const { site, vlans = {} } = props;
    const check = new Mistakes();
    const block = check.attempt("network", () => checkBlock(Cidr.parse(textOf(props.network)), site));
    const block6 = check.attempt("network6", () => checkBlock6(props.network6, site));
    for (const [name, vlan] of Object.entries(vlans)) {
      check.attempt(`vlans.${name}`, () => checkOverride(name, vlan, site));
    }
    if (block) check.attempt("network", () => checkVlansOf(block, site, vlans));
    check.throwIfAny();
    return StreetPlan.ofBlocks(site, block as Cidr, block6, vlans);
  }

  private static ofBlocks(
    site: Site,
    block: Cidr,
    block6: Cidr | undefined,
    vlans: NonNullable<StreetPlanProps["vlans"]>,
  ): StreetPlan {
    const zones = ZONE_PARTS.map(([name, part]): Zone => {
      const [network, network6] = [block.part(block.prefix + 3, part), block6?.part(64, part)];
      return new Zone(name, vlans[name] ?? plannedVlan(block, site, part), network, network6);
    });
    checkDistinctVlans(zones, Object.keys(vlans));
    const { network, network6 } = site.uplink;
    const uplinks = block6 && network6 ? [network, network6] : [network];
    const offset = UPLINK_OFFSET.streets + UPLINK_ADDRESSES_PER_UNIT * unitOf(block, site) + SLOT_START;
    const byName = new Map(zones.map((zone) => [zone.name, zone]));
    return new StreetPlan(block, block6, byName, new GroupAddresses(uplinks, offset));
  }

  /** Any legal plan at this site: what a street with a mistaken block is checked with, and never written with. */
  static standIn(site: Site): StreetPlan {
    const prefix = Math.max(site.streets.prefix, LARGEST_PREFIX);
    return StreetPlan.of({ site, network: `${site.streets.part(prefix, 0)}` });
  }

  /** All networks of the street, environments first. */
  get zones(): readonly Zone[] {
    return [...this.zonesByName.values()];
  }

  zone(name: ZoneName): Zone {
    return this.zonesByName.get(name) as Zone;
  }

  /** The network from which pods of a stage get their addresses, and nobody else's. IPv4 alone: a cluster has no other. */
  pods(stage: Stage): Cidr {
    return clusterNetworks(this.block, stage).pods;
  }

  /** The network of the addresses at which a stage's gateways in the cluster answer. */
  fronts(stage: Stage): Cidr {
    return clusterNetworks(this.block, stage).fronts;
  }
}

/** A stage's networks in the cluster of its site: a quarter each of two parts of the client's block. */
export function clusterNetworks(
  block: Cidr,
  { index }: Stage,
): { readonly pods: Cidr; readonly fronts: Cidr } {
  const quarter = (part: number) => block.part(block.prefix + 3, part).part(block.prefix + 5, index);
  return { pods: quarter(PODS_PART), fronts: quarter(FRONTS_PART) };
}

const ZONE_PARTS: readonly (readonly [ZoneName, number])[] = [
  ...Stage.ALL.map((stage) => [stage.name, stage.index] as const),
  ["sync", SYNC_PART],
];

function checkBlock(block: Cidr, site: Site): Cidr {
  if (block.family !== 4 || block.prefix > UNIT_PREFIX || block.prefix < LARGEST_PREFIX) {
    throw new InvalidError({
      value: `${block}`,
      problem:
        block.family === 4 && block.prefix > UNIT_PREFIX
          ? `is too small: a street takes at least a /${UNIT_PREFIX}, which gives each stage a /${UNIT_PREFIX + 3}`
          : `is not a client's block: an IPv4 network of /${LARGEST_PREFIX} to /${UNIT_PREFIX}`,
      remedy: `write a free block of /20 inside ${site.streets}; IPv6 goes into network6`,
    });
  }
  if (!site.streets.contains(block)) {
    throw new InvalidError({
      value: `${block}`,
      problem: `lies outside ${site.streets}, the block of site ${site.name}`,
      remedy: `write a free block inside ${site.streets}, or another site`,
    });
  }
  return block;
}

/** Global unicast (RFC 4291) and unique local addresses (RFC 4193). */
const UNICAST6 = [Cidr.parse("2000::/3"), Cidr.parse("fc00::/7")];

function checkBlock6(text: string | undefined, site: Site): Cidr | undefined {
  if (text === undefined) return undefined;
  const block = Cidr.parse(textOf(text));
  const isUnicast = UNICAST6.some((range) => range.contains(block));
  if (!isUnicast || block.prefix < 40 || block.prefix > 61) {
    throw new InvalidError({
      value: `${block}`,
      problem: "is not a client's IPv6 block: unicast, /40 to /61, so that each stage has a /64 of its own",
      remedy: "write the /48 or /56 the hoster gave out",
    });
  }
  if (site.uplink.network6 === undefined) {
    throw new InvalidError({
      value: `${block}`,
      problem: `site ${site.name} has no IPv6 on its uplink, so nothing could get in or out`,
      remedy: "give the site an uplink.network6, or leave network6 out",
    });
  }
  if (site.streets6?.contains(block)) return block;
  throw new InvalidError({
    value: `${block}`,
    problem: `lies outside ${site.streets6 ?? "nothing"}, the IPv6 block of site ${site.name}`,
    remedy:
      site.streets6 === undefined ? "give the site streets6" : `write a free block inside ${site.streets6}`,
  });
}

/** A block's place in its site's, counted in the smallest blocks. */
function unitOf(block: Cidr, site: Site): number {
  return Number((block.first.value - site.streets.first.value) >> BigInt(32 - UNIT_PREFIX));
}

function plannedVlan(block: Cidr, site: Site, part: number): number {
  return site.vlans.first + PARTS * unitOf(block, site) + part;
}

function checkVlansOf(block: Cidr, site: Site, vlans: NonNullable<StreetPlanProps["vlans"]>): void {
  const { first, last } = site.vlans;
  const planned = ZONE_PARTS.filter(([name]) => vlans[name] === undefined);
  if (planned.every(([, part]) => plannedVlan(block, site, part) <= last)) return;
  throw new InvalidError({
    value: `${block}`,
    problem: `its place in ${site.streets} takes VLANs past ${last}, the last of site ${site.name}`,
    remedy: `choose a block nearer to the start of ${site.streets}, or write vlans from ${first} to ${last}`,
  });
}

function checkOverride(name: string, vlan: number, site: Site): void {
  const names = ZONE_PARTS.map(([zone]) => zone);
  if (!(names as readonly string[]).includes(name)) {
    throw new InvalidError({
      value: String(vlan),
      problem: `${name} is not a network of a street`,
      remedy: `write one of ${names.join(", ")}`,
    });
  }
  const { first, last } = site.vlans;
  if (Number.isInteger(vlan) && vlan >= first && vlan <= last) return;
  throw new InvalidError({
    value: String(vlan),
    problem: `is outside the VLAN range ${first}-${last} of site ${site.name}`,
    remedy: `write a free VLAN id from ${first} to ${last}`,
  });
}

function checkDistinctVlans(zones: readonly Zone[], declared: readonly string[]): void {
  for (const [index, { name, vlan }] of zones.entries()) {
    const other = zones.slice(0, index).find((earlier) => earlier.vlan === vlan);
    if (other === undefined) continue;
    const [mine, holder] = declared.includes(name) ? [name, other.name] : [other.name, name];
    throw new InvalidError({
      property: `vlans.${mine}`,
      value: String(vlan),
      problem: `is the VLAN of ${holder} too; two networks on one VLAN are one network (B-09)`,
      remedy: "write another VLAN id",
    });
  }
}
