import { vpnDocument } from "../guest/access/vpn";
import { patchPlan } from "../guest/patching/patch-plan";
import { MaintenanceWindow } from "../model/maintenance-window";
import type { Mistakes } from "../model/mistake";
import { UPLINK_OFFSET } from "../model/site";
import { Stage } from "../model/stage";
import { GroupAddresses } from "../model/street-plan";
import { VmSize } from "../model/vm-size";
import { compileVpnGateway } from "../network/compile-platform";
import { renderGateway } from "../network/nftables";
import type { Payloads } from "./documents";
import { checkDeclared } from "./findings";
import { checkGeneration, checkSize } from "./group-checks";
import type { House } from "./house";
import { platformGuest } from "./platform-guest";
import type { SitePlatform } from "./site-platform";
import { type GroupWalls, VmGroup } from "./vm-group";

export interface VpnGatewayProps {
  /** @default VmSize.SMALL */
  readonly size?: VmSize;
  /** Raising it replaces the gateway; the other site's carries administrators meanwhile. @default 1 */
  readonly generation?: number;
}

/**
 * A site's WireGuard gateway (V-07, H-15). One server a site: what stands in for it is the gateway of the other
 * site, with a key and an address pool of its own, so the two share no secret and no network.
 */
export class VpnGateway extends VmGroup {
  private readonly platform: SitePlatform;

  constructor(platform: SitePlatform, id: string, props: VpnGatewayProps) {
    const { uplink, name } = platform.site;
    const path = `${platform.path}/${id}`;
    const size = checkDeclared(platform, props, (check) => checkProps(props, check), path);
    const networks = uplink.network6 ? [uplink.network, uplink.network6] : [uplink.network];
    super(platform, id, {
      hostNamePrefix: `${id}-${name}`,
      role: "vpn-gateway",
      stage: undefined,
      runs: undefined,
      size,
      dataGib: undefined,
      members: [1],
      generationOf: () => props.generation ?? 1,
      interfaces: [
        {
          zone: "uplink",
          portGroupId: platform.lookups.portGroupId(uplink.portGroup),
          networks,
          addresses: new GroupAddresses(networks, UPLINK_OFFSET.vpnGateway),
          hasVirtual: false,
          gateways: networks.map((network) => network.at(UPLINK_OFFSET.router)),
        },
      ],
      placement: platform.placement,
      guest: { ...platformGuest(platform.site), ...gatewayPatches(`${id}-${name}`, platform) },
    });
    this.platform = platform;
  }

  override get walls(): Required<GroupWalls> {
    const { forward, self } = compileVpnGateway(this.record, this.platform.site, this.platform.otherSites);
    return { forward, ...self };
  }

  protected override ownPayloads({ admins }: House): Payloads {
    return { vpn: vpnDocument({ admins, site: this.platform.site }) };
  }

  protected override renderFirewall(): string {
    const { forward, ...self } = this.walls;
    return renderGateway(this.record.path, forward, self);
  }
}

/** The gateways of all sites are never down together: each has its own night, by the order of the sites' names. */
function gatewayPatches(group: string, { site, otherSites }: SitePlatform) {
  const names = [site, ...otherSites].map(({ name }) => name).sort();
  const among = { all: names.length, before: names.indexOf(site.name) };
  return {
    patches: patchPlan({
      group,
      stage: Stage.PRODUCTION,
      window: MaintenanceWindow.SHEET,
      members: 1,
      among,
    }),
    patchPeers: otherSites.map(({ uplink }) => uplink.network.at(UPLINK_OFFSET.vpnGateway + 1)),
  };
}

function checkProps({ size = VmSize.SMALL, generation = 1 }: VpnGatewayProps, check: Mistakes): VmSize {
  check.attempt("generation", () => checkGeneration(1, generation, [1]));
  return check.attempt("size", () => checkSize(size)) ?? VmSize.SMALL;
}
