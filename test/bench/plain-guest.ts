// Compressing what servers read is the same work in both variants, so both do it with the same function.
import { gzipSync } from "fflate";
import { FILES_KEY, readGuestIndex, readGuestText } from "./guest-texts";
import type { SiteStack } from "./plain-site";

/** A network card: its addresses with prefix length, and the way out, if it is one. */
export interface Card {
  readonly addresses: readonly string[];
  readonly gateways?: readonly string[];
}

const CARD_NAMES = ["ens192", "ens224", "ens256", "ens161", "ens193", "ens225"];
/** What VMware hands to a guest under one key. */
const VALUE_MAX = 65_536;

/** What all servers of a group are given to read, from the files beside the code, as `guestinfo` carries it. */
export function guestTexts(stack: SiteStack, group: string): Record<string, string> {
  const folder: string = stack.node.getContext("guestTexts");
  const values: Record<string, string> = { "guestinfo.userdata.encoding": "gzip+base64" };
  for (const [key, digest] of Object.entries(readGuestIndex(folder, group))) {
    const value = zippedText(folder, digest);
    if (key === FILES_KEY) Object.assign(values, cut(value));
    else values[key] = value;
  }
  return values;
}

/** Who a server is and how it is connected, as cloud-init reads it. */
export function metadata({ site }: SiteStack, name: string, cards: readonly Card[]): Record<string, string> {
  const ethernets = cards.map(({ addresses, gateways = [] }, index) => {
    const routes = gateways.map((via) => ({ to: via.includes(":") ? "::/0" : "0.0.0.0/0", via }));
    const wayOut = routes.length > 0 ? { routes, nameservers: { addresses: site.dns } } : {};
    return [CARD_NAMES[index], { dhcp4: false, dhcp6: false, "accept-ra": false, addresses, ...wayOut }];
  });
  const data = {
    "instance-id": `${name}-1`,
    "local-hostname": name,
    "wait-on-network": { ipv4: false, ipv6: false },
    network: { version: 2, ethernets: Object.fromEntries(ethernets) },
  };
  return {
    "guestinfo.metadata": zip(JSON.stringify(data)),
    "guestinfo.metadata.encoding": "gzip+base64",
  };
}

/** Groups share most of their texts, so each is compressed once. */
const zipped = new Map<string, string>();

function zippedText(folder: string, digest: string): string {
  const value = zipped.get(digest) ?? zip(readGuestText(folder, digest));
  zipped.set(digest, value);
  return value;
}

function zip(text: string): string {
  const bytes = gzipSync(new TextEncoder().encode(text), { level: 9, mtime: 0 });
  return Buffer.from(bytes).toString("base64");
}

/** A value that is too large for one key, over keys with a number. */
function cut(value: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (let start = 0; start < value.length; start += VALUE_MAX) {
    values[`${FILES_KEY}.${1 + start / VALUE_MAX}`] = value.slice(start, start + VALUE_MAX);
  }
  return values;
}
