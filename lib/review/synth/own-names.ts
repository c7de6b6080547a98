import { IpAddress } from "../../model/ip";
import type { ModelFile } from "../../model/model-file";
import { stackPath } from "../../model/stack-path";
import { shortName } from "./short-name";

/** A text with what is a stack's own in it put in general words. */
export type Generalise = (text: string) => string;

/** IPv4, and what might be IPv6: reading it tells. */
const ADDRESSES = /\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f:]*:[0-9a-f]{0,4}/g;
/** By which rules lead back to their flow; made of the paths of both of its ends. */
const FLOW_ID = /#[0-9a-f]{6}\b/g;

/**
 * Names of the stack, its client and its stage, ids of flows, and its own addresses put in general words: an address becomes the
 * server it is of, or the place it has in its network. Other addresses, and everything else, stay as they are, so that two texts
 * which come out the same say the same of their stacks.
 */
export function generaliserOf(model: ModelFile): Generalise {
  const known = new Map<string, string>();
  const servers = addressesOf(model);
  const general = (text: string) => {
    const found = known.get(text) ?? servers.get(text) ?? placeOf(text, model);
    known.set(text, found);
    return found;
  };
  const names = namesOf(model);
  return (text) =>
    names
      .reduce((result, [name, word]) => result.replace(name, word), text)
      .replace(FLOW_ID, "#‹flow›")
      .replace(ADDRESSES, general);
}

function namesOf(model: ModelFile): readonly (readonly [RegExp, string])[] {
  const { stack, client, stage } = model;
  return [
    [wordOf(stackPath(model)), "‹stack›"] as const,
    [wordOf(stack), "‹stack›"] as const,
    ...(client === undefined ? [] : [[wordOf(client.name), "‹client›"] as const]),
    ...(stage === undefined ? [] : [[wordOf(stage.name), "‹stage›"] as const]),
  ];
}

/** A name where it is a word of its own; the parts of a longer name are set apart by dashes, lines and slashes. */
function wordOf(name: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])${name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![A-Za-z0-9])`, "g");
}

function addressesOf(model: ModelFile): ReadonlyMap<string, string> {
  const own = stackPath(model);
  const fronts = (model.kubernetes?.workloads ?? []).flatMap(({ path, front }) =>
    front.map((address) => [`${address}`, `‹front of ${shortName(path, own)} ${address.family}›`] as const),
  );
  const ofServers = model.groups.flatMap(({ path, virtual, servers }) => {
    const group = shortName(path, own);
    const members = servers.map(({ member, interfaces }) => ({ member: `${member}`, interfaces }));
    return [...members, { member: "shared", interfaces: virtual }].flatMap(({ member, interfaces }) =>
      interfaces.flatMap(({ zone, addresses }) =>
        addresses.map((address) => {
          const network = zone === model.stage?.name ? "stage" : zone;
          return [`${address}`, `‹${group} ${member} ${network} ${address.family}›`] as const;
        }),
      ),
    );
  });
  return new Map([...fronts, ...ofServers]);
}

function placeOf(text: string, model: ModelFile): string {
  const address = IpAddress.read(text);
  if (address === undefined) return text;
  const own = networksOf(model).find(({ network }) => network.contains(address));
  if (own === undefined) return text;
  return `‹${own.word} ${address.family} +${address.value - own.network.first.value}›`;
}

/** Networks of the stack with what they are for, the narrow ones first. */
function networksOf({ kubernetes, zones, stage, client }: ModelFile) {
  const pods = kubernetes?.workloads.flatMap((workload) => workload.pods) ?? [];
  return [
    ...pods.map((network) => ({ word: "pods", network })),
    ...zones.flatMap(({ name, networks }) =>
      networks.map((network) => ({ word: name === stage?.name ? "stage" : name, network })),
    ),
    ...(client?.networks ?? []).map((network) => ({ word: "client", network })),
  ];
}
