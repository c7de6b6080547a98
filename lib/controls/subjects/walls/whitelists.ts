import type { AddressList } from "../../../model/address-list";
import type { ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import type { WhitelistEntry } from "../../../model/whitelist-entry";
import type { House } from "../../house";
import type { Subject } from "../../rule";

/** An entry of a client's whitelist, known as `verne/whitelist/198.51.100.16/28`. */
export interface Listed extends Subject {
  readonly entry: WhitelistEntry;
}

/** Every entry that some stack of a client lets in or tells of, each once. */
export function whitelistEntries(house: House): readonly Listed[] {
  const all = house.models.flatMap((model) => {
    const named = peersOf(model).flatMap((peer) => (peer.kind === "whitelist" ? peer.entries : []));
    return [...(model.client?.whitelist ?? []), ...named].map((entry) => ({
      id: `${model.client?.name}/whitelist/${entry.network}`,
      entry,
    }));
  });
  return distinct(all, ({ id, entry }) => `${id} ${JSON.stringify(entry)}`);
}

/** A list of addresses that a service publishes, known as `verne/list/Detectify`. */
export interface Published extends Subject {
  readonly list: AddressList;
}

/** Every published list that a flow names, each once a client. */
export function publishedLists(house: House): readonly Published[] {
  const all = house.models.flatMap((model) =>
    peersOf(model).flatMap((peer) =>
      peer.kind === "checkpoints" || peer.kind === "scanners"
        ? // A waiver names it without spaces.
          [{ id: `${model.client?.name}/list/${peer.list.name.replaceAll(/[\s,]+/g, "-")}`, list: peer.list }]
        : [],
    ),
  );
  return distinct(all, ({ id, list }) => `${id} ${JSON.stringify(list)}`);
}

function peersOf({ flows, audience }: ModelFile): readonly PeerRecord[] {
  return [...flows.flatMap(({ from, to }) => [from, to]), ...(audience === undefined ? [] : [audience])];
}

function distinct<T>(all: readonly T[], textOf: (one: T) => string): readonly T[] {
  return [...new Map(all.map((one) => [textOf(one), one])).values()];
}
