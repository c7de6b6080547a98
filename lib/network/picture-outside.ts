import type { AddressList } from "../model/address-list";
import type { WhitelistEntry } from "../model/whitelist-entry";
import { arrow, type Look, type Markup, node, stack } from "./dot";
import { LOOK, large, small } from "./picture-look";
import { count, lines, sentenceOf, sentencesOf } from "./picture-text";
import { byNode, type Scene } from "./scene";
import type { OutsidePeer } from "./street-facts";

/** Everyone outside, who is met in several flows once, and the arrows on both sides of each gate. */
export function outsideLines(scenes: readonly Scene[]): readonly string[] {
  const gates = scenes.flatMap((scene) => scene.gates);
  const peers = new Map(gates.map(({ outside }) => [JSON.stringify(outside), outside]));
  const keys = [...peers.keys()];
  const nodeOf = (outside: OutsidePeer) => `outside ${keys.indexOf(JSON.stringify(outside))}`;
  return [
    ...[...peers.values()].map((outside) => node(nodeOf(outside), outsideLook(outside))),
    ...byNode(gates).flatMap((sharing) => {
      const [{ node: gate, outside, inward }] = sharing;
      const dir = inward ? "forward" : "back";
      return [
        arrow(nodeOf(outside), gate, { ...LOOK.outerPassage, dir, tooltip: sentencesOf(sharing) }),
        ...sharing.map(({ inside, flow }) =>
          arrow(gate, inside, { ...LOOK.innerPassage, dir, tooltip: sentenceOf(flow) }),
        ),
      ];
    }),
  ];
}

function outsideLook(outside: OutsidePeer): Look {
  const { title, rows, tooltip } = outsideText(outside);
  return { ...LOOK.outside, label: stack([large(title), ...rows]), tooltip };
}

interface OutsideText {
  readonly title: string;
  readonly rows: readonly Markup[];
  readonly tooltip: string;
}

function outsideText(outside: OutsidePeer): OutsideText {
  switch (outside.kind) {
    case "internet":
      return { title: "Internet", rows: lines("everyone"), tooltip: "every address outside this house" };
    case "vpn":
      return { title: "VPN", rows: lines("administrators"), tooltip: "every administrator" };
    case "admins":
      return listText("VPN", outside.logins);
    case "whitelist":
      return whitelistText(outside.entries);
    case "networks":
      return listText("Networks", outside.networks);
    case "country":
      return listText("Countries", outside.codes);
    case "checkpoints":
      return addressListText("Checkpoints", outside.list);
    case "scanners":
      return addressListText("Scanners", outside.list);
    case "service":
      return { title: outside.name, rows: lines("service of the site"), tooltip: outside.name };
  }
}

/** Networks, people or entries of a whitelist that a box tells one by one; of more it tells how many there are. */
const TOLD_MAX = 12;

function listText(title: string, items: readonly unknown[]): OutsideText {
  const all = items.join(", ");
  const told = items.length <= TOLD_MAX ? items : [...items.slice(0, TOLD_MAX - 1), othersThan(items)];
  return { title, rows: lines(told.join(", ")), tooltip: all };
}

function othersThan(items: readonly unknown[]): string {
  return `and ${items.length - TOLD_MAX + 1} more`;
}

function whitelistText(entries: readonly WhitelistEntry[]): OutsideText {
  const owners = [...new Set(entries.map(({ owner }) => owner))];
  const rows = owners.flatMap((owner) => {
    const own = entries.filter((entry) => entry.owner === owner);
    return [...lines(owner), ...(entries.length <= TOLD_MAX ? each(own) : [together(own)])];
  });
  const tooltip = entries.map(({ network, owner, reason }) => `${network}: ${owner}, ${reason}`).join("; ");
  return { title: "Whitelist", rows, tooltip };
}

function each(entries: readonly WhitelistEntry[]): readonly Markup[] {
  return entries.map(({ network, until }) => small(`${network} until ${until}`));
}

function together(entries: readonly WhitelistEntry[]): Markup {
  const [first, ...others] = [...new Set(entries.map(({ until }) => `${until}`))].sort();
  const until = others.length === 0 ? `until ${first}` : `until ${first} or later`;
  return small(`${count(entries, "network")} ${until}`);
}

/** A published list runs to hundreds of addresses: told are whose they are, how many, and of which day. */
function addressListText(title: string, { name, networks, source, date }: AddressList): OutsideText {
  const rows = [...lines(name), small(`${count(networks, "network")}, of ${date}`)];
  return { title, rows, tooltip: `${name}, from ${source}` };
}
