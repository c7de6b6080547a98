import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { otherwise } from "../../subjects/everywhere";
import { vpnGateways } from "../../subjects/gateways";
import { planOf } from "../../subjects/patch-nights";

/** B-06, V-07: while one site's gateway is patched, administrators come in by the other's. */
export const gatewaysNotInOneNight = stackRule({
  id: "gateways-not-in-one-night",
  info: "the VPN gateways of the sites restart on different nights, and look for each other before they do",
  explanation:
    "Gateways stand in for each other. Patched in one night, a bad update closes both, and nobody can reach any server to mend it.",
  remedy: "tell each platform of the other sites (otherSites), from which its gateway's night follows",
  promises: ["B-06", "V-07", "H-15"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: vpnGateways,
  judge: (machine, _stack, house) => {
    const { members, peers, places } = planOf(machine);
    const nights = new Set(members.flatMap(({ full, restart }) => [...full.weekdays, ...restart.weekdays]));
    const parts = [
      ...[...nights].map((night) => `on ${night}`),
      ...members.map(({ place }) => `in part ${place + 1} of the night`),
    ];
    const others = gatewaysBeside(house, machine.group?.path);
    const unseen = others.filter((address) => !peers.some((peer) => `${peer}` === address));
    return [
      ...parts.flatMap((part) => {
        const other = otherwise(house, `the gateway that is patched ${part}`, machine.id, machine.id);
        return other === undefined ? [] : [`is patched ${part}, as ${other.where} is`];
      }),
      ...unseen.map((address) => `does not look whether the gateway at ${address} is there`),
      ...(places > others.length ? [] : [`has ${places} places for ${others.length + 1} gateways`]),
    ];
  },
});

/** Addresses at which the gateways of the other sites are seen. */
function gatewaysBeside({ platforms }: House, own: string | undefined): readonly string[] {
  const groups = platforms.flatMap(({ groups }) => groups);
  return groups
    .filter(({ role, path }) => role === "vpn-gateway" && path !== own)
    .flatMap(({ servers }) => servers.flatMap(({ interfaces }) => interfaces))
    .flatMap(({ addresses }) => addresses.filter(({ family }) => family === 4).map(String));
}
