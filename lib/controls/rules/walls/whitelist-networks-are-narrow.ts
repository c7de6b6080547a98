import { WARNING_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { type Listed, whitelistEntries } from "../../subjects/walls/whitelists";

/** An organisation's own network at most: shorter prefixes are providers', with all their customers. */
const SHORTEST = { 4: 16, 6: 32 } as const;

/** V-09: a whitelist names people, and not half of a provider. */
export const whitelistNetworksAreNarrow = houseRule<Listed>({
  id: "whitelist-networks-are-narrow",
  info: `no whitelist entry is wider than a /${SHORTEST[4]} in IPv4 or a /${SHORTEST[6]} in IPv6`,
  explanation: "A network that wide is a provider's, and lets in all of its customers.",
  remedy: "ask its owner for the addresses from which they come, and write those",
  promises: ["V-09"],
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: whitelistEntries,
  judge: ({ entry: { network, owner } }) =>
    network.prefix < SHORTEST[network.family] ? `${network} of ${owner} is a /${network.prefix}` : undefined,
});
