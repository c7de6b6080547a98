import type { SiteRecord } from "../../../model/model-file";
import { Port } from "../../../model/port";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { filesOf, textIn } from "../../subjects/frozen";
import { vpnGateways } from "../../subjects/gateways";
import { PROGRAMS, wrongAlarm, wrongRecurring } from "../../subjects/recurring";
import { isEnabled, shellSettings } from "../../subjects/served-files";
import { wordsOf } from "../../subjects/settings";

const TUNNEL = "/etc/wireguard/wg0.conf";
const SETTINGS = "/etc/straat/vpn";
/** How often a gateway tells who has a tunnel, in minutes. */
const WATCH_MINUTES = 1;

/** V-07, H-15: a gateway's tunnel is made with the site's pools and a key of its own, and takes nobody by itself. */
export const vpnTunnelIsTheSites = stackRule({
  id: "vpn-tunnel-is-the-sites",
  info: "a gateway's tunnel has the site's pools, a key that is made on it, and no peers of its own, and it tells who is in it",
  explanation:
    "A peer in the gateway's own file is taken whatever the list of administrators says, and a key that is in a file here is known to everybody who reads this repository.",
  remedy: "leave the tunnel to VpnGateway; who may connect goes into the platform's admins",
  promises: ["V-07", "H-15", "V-01"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would open the house's one way in" },
  subjects: vpnGateways,
  judge: (machine, { model: { site } }) => {
    const files = filesOf(machine);
    const settings = shellSettings(files, SETTINGS);
    const wanted = Object.entries(settingsOf(site));
    const lines = wordsOf(textIn(files, TUNNEL));
    const expected = tunnelOf(site);
    return [
      ...lines.filter((line) => !expected.includes(line)).map((line) => `${TUNNEL} says ${line}`),
      ...expected.filter((line) => !lines.includes(line)).map((line) => `${TUNNEL} does not say ${line}`),
      ...wanted
        .filter(([name, value]) => settings.get(name) !== value)
        .map(([name, value]) => `${SETTINGS} has ${name} ${settings.get(name)}, and it is ${value}`),
      ...(isEnabled(files, "wg-quick@wg0.service")
        ? []
        : ["wg-quick@wg0.service is not started by the first boot"]),
      ...wrongAlarm(files, "wg-quick@wg0.service"),
      ...wrongRecurring(files, { unit: "straat-vpn-watch", program: "vpn-watch", atMost: WATCH_MINUTES }),
    ];
  },
});

function poolsOf({ vpn: { pool, pool6 } }: SiteRecord) {
  return pool6 === undefined ? [pool] : [pool, pool6];
}

function tunnelOf(site: SiteRecord): readonly string[] {
  const addresses = poolsOf(site).map((pool) => `${pool.at(1)}/${pool.prefix}`);
  return [
    "[Interface]",
    `Address = ${addresses.join(", ")}`,
    `ListenPort = ${Port.WIREGUARD.first}`,
    `PreUp = ${PROGRAMS}/make-vpn-key`,
    `PostUp = ${PROGRAMS}/documents/vpn start`,
  ];
}

function settingsOf(site: SiteRecord): Readonly<Record<string, string>> {
  return {
    interface: "wg0",
    port: `${Port.WIREGUARD.first}`,
    pool: `${site.vpn.pool}`,
    pool6: `${site.vpn.pool6 ?? ""}`,
    own: poolsOf(site)
      .map((pool) => pool.at(1))
      .join(" "),
  };
}
