import type { ModelFile } from "../../../model/model-file";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { onceFor } from "../../once-for";
import { stackRule } from "../../rule";
import { type Part, partsOf } from "../../secrets/parts";

/** V-02, B-07: a key need not have a look or a name by which `no-secret-anywhere` knows it. */
export const noRandomText = stackRule<Part>({
  id: "no-random-text",
  info: "no text of a stack, a model file or what servers are told looks drawn by lot, but for public keys and digests",
  explanation:
    "Keys and tokens of most services have no look of their own, but for this one. Whoever reads the repository or a server's guestinfo has them.",
  remedy:
    "take it out and replace it if it is a key; declare a waiver for what only looks like one, such as the version of a list",
  promises: ["V-02", "V-03", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: partsOf,
  judge({ suspicions }, _, house) {
    const open = publicKeysOf(house);
    const random = suspicions.filter(({ token }) => token !== undefined && !open.has(token));
    return [...new Set(random.map(({ where, what }) => `it${where} holds ${what}`))];
  },
});

/** Public halves of WireGuard's keys, which look like the private ones: those that model files name as such. */
const publicKeysOf = onceFor((house: House): ReadonlySet<string> => new Set(house.models.flatMap(keysOf)));

function keysOf({ site, backupSite, admins }: ModelFile): readonly string[] {
  const gateways = [site, backupSite].flatMap((one) => one?.vpn.publicKey ?? []);
  return [...gateways, ...admins.map(({ wireguardKey }) => wireguardKey)];
}
