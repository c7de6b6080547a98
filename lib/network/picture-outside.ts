import type { AddressList } from "../model/address-list";
import type { WhitelistEntry } from "../model/whitelist-entry";
import { arrow, type Look, type Markup, node, stack } from "./dot";
import { LOOK, large, small } from "./picture-look";
import { count, lines, sentenceOf } from "./picture-text";
import type { Scene } from "./scene";
import type { OutsidePeer } from "./street-facts";

/** Everyone outside, who is met in several flows once, and the arrows on both sides of each gate. */
export function outsideLines(scenes: readonly Scene[]): readonly string[] {
  const gates = scenes.flatMap((scene) => scene.gates);
  const peers = new Map(gates.map(({ outside }) => [JSON.stringify(outside), outside]));
  const keys = [...peers.keys()];
  const nodeOf = (outside: OutsidePeer) => `outside ${keys.indexOf(JSON.stringify(outside))}`;
  return [
    ...[...peers.values()].map((outside) => node(nodeOf(outside), outsideLook(outside))),
    ...gates.flatMap(({ node: gate, flow, outside, inside, inward }) => {
      const way = { dir: inward ? "forward" : "back", tooltip: sentenceOf(flow) };
      return [
        arrow(nodeOf(outside), gate, { ...LOOK.outerPassage, ...way }),
        arrow(gate, inside, { ...LOOK.innerPassage, ...way }),
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

function listText(title: string, items: readonly unknown[]): OutsideText {
  const all = items.join(", ");
  return { title, rows: lines(all), tooltip: all };
}

function whitelistText(entries: readonly WhitelistEntry[]): OutsideText {
  const owners = [...new Set(entries.map(({ owner }) => owner))];
  const rows = owners.flatMap((owner) => [
    ...lines(owner),
    ...entries
      .filter((entry) => entry.owner === owner)
      .map(({ network, until }) => small(`${network} until ${until}`)),
  ]);
  const tooltip = entries.map(({ network, owner, reason }) => `${network}: ${owner}, ${reason}`).join("; ");
  return { title: "Whitelist", rows, tooltip };
}

/** A published list runs to hundreds of addresses: told are whose they are, how many, and of which day. */
function addressListText(title: string, { name, networks, source, date }: AddressList): OutsideText {
  const rows = [...lines(name), small(`${count(networks, "network")}, of ${date}`)];
  return { title, rows, tooltip: `${name}, from ${source}` };
}
