import { keepalivedDocument } from "../guest/network/keepalived";
import { InvalidError, type Mistakes } from "../model/mistake";
import type { PromiseId } from "../model/promises";
import { FIGURES } from "../model/promises/figures";
import type { Site } from "../model/site";
import { Stage, type StageName } from "../model/stage";
import { MEMBERS_MAX } from "../model/street-plan";
import { VmSize } from "../model/vm-size";
import { compileHost } from "../network/compile";
import { renderHost } from "../network/nftables";
import { memberAddresses } from "../network/street-facts";
import { childId } from "./child-id";
import { type Connectable, Connections } from "./connections";
import type { Payloads } from "./documents";
import type { Environment } from "./environment";
import { checkDeclared } from "./findings";
import { checkDataSize, checkGeneration, checkSize } from "./group-checks";
import type { House } from "./house";
import { BACKED_UP } from "./realised-promises";
import {
  backupPayload,
  backupRecipients,
  describeGuest,
  type ServerBackupProps,
  type ServerGuestProps,
} from "./server-guest";
import { type GroupWalls, VmGroup, type VmGroupProps } from "./vm-group";

export interface RedundantVmsProps extends ServerGuestProps {
  readonly size: VmSize;
  /**
   * Number of servers, or number a stage. One is allowed in development and test, where it is said.
   *
   * @default 2; 3 with `quorum`
   */
  readonly members?: number | Partial<Record<StageName, number>>;
  /** The servers vote (etcd, Elasticsearch masters), so their number is odd and at least 3. @default false */
  readonly quorum?: boolean;
  /** The servers hold data: `true` for a data disk of 100 GiB, or its size in GiB. @default false */
  readonly data?: boolean | { readonly gib: number };
  /**
   * Generation of single members, by stage and number: `{ production: { 2: 1 } }`. Raising it replaces that member,
   * and nothing else does. Raise one, apply, see it healthy, then the next.
   *
   * @default 1 for every member
   */
  readonly generations?: Partial<Record<StageName, Readonly<Record<number, number>>>>;
  /**
   * Place of the group's addresses in its network, in steps of eight addresses. Needed only where two names meet.
   *
   * @default from the group's name
   */
  readonly slot?: number;
}

const DEFAULT_DATA_GIB = 100;

/** A group of equal servers that stand in for each other, behind a virtual address (H-03). */
export class RedundantVms extends VmGroup implements Connectable {
  /** Who may talk to these servers, and to whom they may. */
  readonly connections: Connections;
  private readonly environment: Environment;
  private readonly backup: ServerBackupProps | undefined;

  constructor(environment: Environment, id: string, props: RedundantVmsProps) {
    const safeId = childId(environment, "a group of servers", id);
    const path = `${environment.path}/${safeId}`;
    super(
      environment,
      safeId,
      checkDeclared(environment, props, (check) => describeGroup(environment, safeId, props, check), path),
    );
    this.connections = new Connections(this, environment);
    this.environment = environment;
    this.backup = props.backup;
  }

  override get walls(): GroupWalls {
    const { facts, client } = this.environment;
    return compileHost(this.record, facts, client);
  }

  protected override ownPayloads(house: House): Payloads {
    const { path, runs } = this.record;
    const asked = this.environment.facts.flows.filter(({ to }) => to.kind === "group" && to.path === path);
    const backup = backupPayload(this.environment, this.backup, runs, house);
    return {
      keepalived: keepalivedDocument(this.record, { ports: asked.map(({ port }) => port) }),
      ...(backup === undefined ? {} : { backup }),
    };
  }

  /** A backup needs somebody who can read it, and the server's certificate. */
  protected override ownPromises(house: House): readonly PromiseId[] {
    const isReadable = backupRecipients(this.environment, house).length > 0;
    return isReadable && house.authority !== undefined ? BACKED_UP : [];
  }

  protected override renderFirewall(): string {
    const vrrp = memberAddresses(this.record, this.environment.zone.name);
    return renderHost(this.record.path, this.walls, vrrp);
  }
}

function describeGroup(
  environment: Environment,
  name: string,
  props: RedundantVmsProps,
  check: Mistakes,
): VmGroupProps {
  const { stage, site, zone } = environment;
  const count = check.attempt("members", () => checkMembers(props, stage, site)) ?? FIGURES.redundantMembers;
  const members = Array.from({ length: count }, (_, index) => index + 1);
  const dataGib = check.attempt("data", () => checkData(props.data ?? false));
  const addresses = environment.addressesFor(name, props.slot, check);
  return {
    hostNamePrefix: `${environment.node.id}-${name}`,
    role: "server",
    stage,
    size: check.attempt("size", () => checkSize(props.size)) ?? VmSize.SMALL,
    dataGib,
    quorum: props.quorum ?? false,
    members,
    generationOf: checkGenerations(props.generations ?? {}, stage, members, check),
    interfaces: [
      {
        zone: zone.name,
        portGroupId: environment.portGroupId,
        networks: zone.networks,
        addresses,
        hasVirtual: true,
        gateways: zone.gateway.virtual,
      },
    ],
    placement: environment.placement,
    ...describeGuest(environment, name, { ...props, members: count, data: dataGib !== undefined }, check),
  };
}

function checkMembers({ members, quorum = false }: RedundantVmsProps, stage: Stage, site: Site): number {
  const usual = quorum ? 3 : FIGURES.redundantMembers;
  if (typeof members === "object") for (const name of Object.keys(members)) Stage.of(name);
  const count = (typeof members === "object" ? members[stage.name] : members) ?? usual;
  const fail = (problem: string, remedy: string) => {
    throw new InvalidError({ value: String(count), problem, remedy });
  };
  if (!Number.isInteger(count) || count < 1 || count > MEMBERS_MAX) {
    fail(
      `is not a number of servers: a group has 1 to ${MEMBERS_MAX}`,
      "write a whole number, or make two groups",
    );
  }
  if (count < stage.minimumMembers) {
    fail(
      `${stage} needs at least ${stage.minimumMembers} members, or one failure stops it (H-03)`,
      `write members: { development: 1, test: 1 } to save there, and leave ${stage} out`,
    );
  }
  if (quorum && stage.minimumMembers > 1 && (count < 3 || count % 2 === 0)) {
    fail(
      "servers that vote are odd in number and at least 3, or losing one loses the majority",
      "write 3 or 5",
    );
  }
  if (count > site.hosts.length) {
    fail(
      `${site.name} has ${site.hosts.length} hosts, and two members never share one (H-03)`,
      `write at most ${site.hosts.length}`,
    );
  }
  const stores = site.storage.kind === "datastores" ? site.storage.names.length : Number.POSITIVE_INFINITY;
  if (count > stores) {
    fail(
      `${site.name} has ${stores} datastores, and two members never share one (H-04)`,
      `write at most ${stores}`,
    );
  }
  return count;
}

function checkData(data: boolean | { readonly gib: number }): number | undefined {
  if (typeof data === "boolean") return data ? DEFAULT_DATA_GIB : undefined;
  return checkDataSize(data.gib);
}

function checkGenerations(
  declared: NonNullable<RedundantVmsProps["generations"]>,
  stage: Stage,
  members: readonly number[],
  check: Mistakes,
): (member: number) => number {
  for (const [name, ofStage] of Object.entries(declared)) {
    if (check.attempt(`generations.${name}`, () => Stage.of(name)) !== stage) continue;
    for (const [member, generation] of Object.entries(ofStage)) {
      check.attempt(`generations.${name}.${member}`, () =>
        checkGeneration(Number(member), generation, members),
      );
    }
  }
  return (member) => declared[stage.name]?.[member] ?? 1;
}
