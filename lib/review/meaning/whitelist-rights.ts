import type { ModelFile } from "../../model/model-file";
import type { PeerRecord } from "../../model/peer";
import type { WhitelistEntry } from "../../model/whitelist-entry";
import type { Right } from "./right";

/** Entries of clients' whitelists, and of lists that one flow or one host name lets in (V-09). */
export function whitelistRights(models: readonly ModelFile[]): readonly Right[] {
  return models.flatMap((model) => {
    const where = model.client?.name ?? model.stack;
    return entriesIn(model).map((entry) => rightOf(entry, where));
  });
}

function entriesIn({ client, audience, flows, kubernetes }: ModelFile): readonly WhitelistEntry[] {
  const peers = [
    ...(audience === undefined ? [] : [audience]),
    ...flows.flatMap(({ from, to }) => [from, to]),
    ...(kubernetes?.exposures ?? []).map(({ from }) => from),
  ];
  const listed = (peer: PeerRecord) => (peer.kind === "whitelist" ? peer.entries : []);
  return [...(client?.whitelist ?? []), ...peers.flatMap(listed)];
}

function rightOf({ network, owner, until, list }: WhitelistEntry, where: string): Right {
  return {
    what: "whitelist",
    where,
    who: owner,
    may: list === undefined ? `${network}` : `${network} (list ${list})`,
    owner,
    until: `${until}`,
    known: JSON.stringify([owner, `${network}`]),
  };
}
