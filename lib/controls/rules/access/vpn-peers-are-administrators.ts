import { Admin } from "../../../model/admin";
import type { SiteRecord } from "../../../model/model-file";
import { readVpnDocument } from "../../guest/vpn-document";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { administratorsOf, differences } from "../../subjects/administrators";
import { vpnGateways } from "../../subjects/gateways";

/** V-07, H-15, H-16: who opens a tunnel is an administrator, with one address that is theirs alone. */
export const vpnPeersAreAdministrators = stackRule({
  id: "vpn-peers-are-administrators",
  info: "a VPN gateway takes exactly the site's administrators, each with their own key and their own address in the pool",
  explanation:
    "Servers know a person in the VPN by an address. Somebody else's tunnel, or one with a wider network in it, comes from addresses that are not theirs, and the log names the wrong person.",
  remedy: "let the document vpn be made of the platform's admins; take out what was added by hand",
  promises: ["V-07", "H-15", "H-16", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would open the house's one way in to somebody whom no list names" },
  subjects: vpnGateways,
  judge: (machine, stack, house) =>
    differences(
      readVpnDocument(machine.document("vpn")).map(({ login, until, publicKey, addresses }) =>
        lineOf(login, until, publicKey, addresses.map(String)),
      ),
      administratorsOf(stack, house).map(({ login, until, wireguardKey }) =>
        lineOf(login, until, wireguardKey, addressesOf(login, stack.model.site)),
      ),
      {
        extra: (line) => `takes ${line}, whom the list of the site does not have so`,
        missing: (line) => `does not take ${line}, who is in the list of the site`,
      },
    ),
});

function addressesOf(login: string, { vpn }: SiteRecord): readonly string[] {
  const pools = vpn.pool6 === undefined ? [vpn.pool] : [vpn.pool, vpn.pool6];
  return pools.map((pool) => `${Admin.addressIn(pool, login)}/${pool.family === 4 ? 32 : 128}`);
}

function lineOf(login: string, until: unknown, key: string, addresses: readonly string[]): string {
  return `${login} until ${until} with ${key} at ${[...addresses].sort().join(" and ")}`;
}
