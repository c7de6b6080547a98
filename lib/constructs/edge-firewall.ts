import { keepalivedDocument } from "../guest/network/keepalived";
import { patchPlan } from "../guest/patching/patch-plan";
import type { Mistakes } from "../model/mistake";
import type { PromiseId } from "../model/promises";
import { UPLINK_OFFSET } from "../model/site";
import { Stage } from "../model/stage";
import { VmSize } from "../model/vm-size";
import { Addresses } from "../network/addresses";
import { join } from "../network/baseline-rules";
import { compileEdge, compileEdgeItself } from "../network/compile";
import { inwardOf, outwardOf } from "../network/nat";
import { renderEdge } from "../network/nftables";
import { memberAddresses } from "../network/street-facts";
import { addressesBehindUplink } from "../network/workload-facts";
import type { Payloads } from "./documents";
import { checkDeclared } from "./findings";
import { checkGeneration, checkSize } from "./group-checks";
import type { StreetStack } from "./street-stack";
import { type GroupInterface, type GroupWalls, VmGroup } from "./vm-group";

export interface EdgeFirewallProps {
  /** @default VmSize.SMALL */
  readonly size?: VmSize;
  /** Generation of single members: `{ 2: 1 }`. Raising it replaces that member. @default 1 for both */
  readonly generations?: Readonly<Partial<Record<1 | 2, number>>>;
}

const MEMBERS = [1, 2] as const;

/**
 * The front door of a street (H-05): a pair of servers that is the gateway of each of its networks, so that no
 * client's change touches another client's firewall.
 *
 * ```
 *   site's uplink ──┬── edge-1 ──┬── development
 *      (router)     │     ║sync  ├── test
 *                   └── edge-2 ──┼── acceptance
 *                                └── production
 * ```
 *
 * It has a leg in all four environments' networks, also of stages that are not declared yet: network cards are
 * matched by position, and a card inserted later would shift the others of a running firewall.
 */
export class EdgeFirewall extends VmGroup {
  private readonly stack: StreetStack;

  constructor(stack: StreetStack, id: string, props: EdgeFirewallProps) {
    const { site, client } = stack;
    const { plan } = client;
    const generations = props.generations ?? {};
    const path = `${stack.path}/${id}`;
    const size = checkDeclared(stack, props, (check) => checkProps(props, check), path);
    // It serves production too, so it is patched with it.
    const patches = patchPlan({
      group: id,
      stage: Stage.PRODUCTION,
      window: client.maintenance,
      members: MEMBERS.length,
    });

    const { uplink } = site;
    const uplinks = uplink.network6 && plan.block6 ? [uplink.network, uplink.network6] : [uplink.network];
    const legs = Stage.ALL.map((stage): GroupInterface => {
      const zone = plan.zone(stage.name);
      return {
        zone: zone.name,
        portGroupId: stack.portGroupId(zone.name),
        networks: zone.networks,
        addresses: zone.gateway,
        hasVirtual: true,
        gateways: [],
      };
    });
    const sync = plan.zone("sync");
    super(stack, id, {
      hostNamePrefix: `${client.name}-${id}`,
      role: "edge",
      stage: undefined,
      runs: undefined,
      size,
      dataGib: undefined,
      members: MEMBERS,
      generationOf: (member) => generations[member as 1 | 2] ?? 1,
      interfaces: [
        {
          zone: "uplink",
          portGroupId: stack.lookups.portGroupId(uplink.portGroup),
          networks: uplinks,
          addresses: plan.uplink,
          hasVirtual: true,
          gateways: uplinks.map((network) => network.at(UPLINK_OFFSET.router)),
        },
        {
          zone: "sync",
          portGroupId: stack.portGroupId("sync"),
          networks: sync.networks,
          addresses: sync.gateway,
          hasVirtual: false,
          gateways: [],
        },
        ...legs,
      ],
      placement: stack.placement,
      guest: {
        labels: { client: client.name, stage: "street", class: client.classification.level },
        logFiles: [],
        patches,
        patchPeers: [],
      },
    });
    this.stack = stack;
  }

  override get walls(): Required<GroupWalls> {
    const { client, environments } = this.stack;
    return { forward: compileEdge(environments, client), ...compileEdgeItself(this.record, client) };
  }

  protected override ownPayloads(): Payloads {
    return { keepalived: keepalivedDocument(this.record) };
  }

  /** By country, port, address and protocol, in both directions. */
  protected override ownPromises(): readonly PromiseId[] {
    return ["H-05", "H-06"];
  }

  protected override renderFirewall(): string {
    const { client, environments } = this.stack;
    const { plan } = client;
    const { forward, ...self } = this.walls;
    const cards = ["uplink", ...plan.zones.map(({ name }) => name)];
    const vrrp = cards
      .map((zone) => memberAddresses(this.record, zone))
      .reduce((all, some) => all.union(some));
    const inward = environments.flatMap((environment) => inwardOf(environment, client));
    const outward = environments.map((environment) => outwardOf(environment, client));
    const inCluster = environments
      .flatMap(({ workloads }) => workloads.map(addressesBehindUplink))
      .reduce(join, Addresses.NONE);
    const title = this.record.path;
    return renderEdge({ title, forward, self, vrrp, plan, inCluster, inward, outward });
  }
}

function checkProps({ size = VmSize.SMALL, generations = {} }: EdgeFirewallProps, check: Mistakes): VmSize {
  for (const [member, generation] of Object.entries(generations)) {
    check.attempt(`edge.generations.${member}`, () => checkGeneration(Number(member), generation, MEMBERS));
  }
  return check.attempt("edge.size", () => checkSize(size)) ?? VmSize.SMALL;
}
