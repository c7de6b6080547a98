import type { SiteRecord } from "../../../model/model-file";
import { SSHD_CONFIG } from "../../guest/sshd-config";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { filesOf } from "../../subjects/frozen";
import { sshdSettings } from "../../subjects/ssh-config";

/** V-07, V-09, H-15: sshd itself asks where somebody comes from, should a wall ever be open. */
export const sshListensToTheVpnOnly = stackRule({
  id: "ssh-listens-to-the-vpn-only",
  info: "sshd lets people in from the pools of the sites' VPN gateways, and from nowhere else",
  explanation:
    "The firewall keeps others from port 22. When it fails or is opened by mistake, this is what is left between the internet and a login.",
  remedy: "leave AllowUsers to the library; the pools stand in the site files",
  promises: ["V-07", "V-09", "H-15"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would let people in past the VPN" },
  subjects: Machine.in,
  judge(machine, { model }, house) {
    const [value, ...more] = sshdSettings(filesOf(machine)).get("allowusers") ?? [];
    if (value === undefined || more.length > 0) return `${SSHD_CONFIG} does not say AllowUsers once`;
    const patterns = value.split(/\s+/);
    const pools = poolsOf(house);
    const own = poolPatterns(model.site);
    return [
      ...patterns
        .filter((pattern) => !pools.has(pattern))
        .map((pattern) => `${SSHD_CONFIG} lets in ${pattern}, which is the pool of no VPN gateway`),
      ...own
        .filter((pattern) => !patterns.includes(pattern))
        .map((pattern) => `${SSHD_CONFIG} does not let in ${pattern}, the pool of its own site`),
    ];
  },
});

const known = new WeakMap<House, ReadonlySet<string>>();

/** Of all sites that the house knows of. */
function poolsOf(house: House): ReadonlySet<string> {
  const pools =
    known.get(house) ??
    new Set(
      house.models.flatMap(({ site, backupSite }) =>
        [site, ...(backupSite ? [backupSite] : [])].flatMap(poolPatterns),
      ),
    );
  known.set(house, pools);
  return pools;
}

function poolPatterns({ vpn: { pool, pool6 } }: SiteRecord): readonly string[] {
  return [pool, pool6].flatMap((block) => (block === undefined ? [] : [`*@${block}`]));
}
