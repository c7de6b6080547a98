import { ADDRESS_BITS, IpAddress } from "../../model/ip";
import { Unreadable } from "../unreadable";
import { encoded, flag, type JsonObject, objectIn, parseObject, text, texts } from "./cloud-config";
import { told } from "./decode";
import { valueIn } from "./lines";

/** A network card, as netplan sets it up. */
export interface CloudInterface {
  readonly card: string;
  readonly addresses: readonly { readonly address: IpAddress; readonly prefix: number }[];
  /** The way out, at most one in each family. */
  readonly gateways: readonly IpAddress[];
  readonly dns: readonly IpAddress[];
  /** Whether it asks somebody else for an address, or takes one that is announced. */
  readonly asks: boolean;
}

/** Who a server is, and where. */
export interface Metadata {
  /** Changes when the server is to be made anew. */
  readonly instanceId: string;
  readonly hostName: string;
  /** In the order of the cards. */
  readonly interfaces: readonly CloudInterface[];
}

/**
 * The metadata of a server, from its `extra_config`.
 *
 * @throws Unreadable when it is not there, or the network is set up in a way that is not understood
 */
export function readMetadata(extraConfig: JsonObject): Metadata {
  return told("the metadata", () => {
    const whole = parseObject(encoded(extraConfig, "guestinfo.metadata"));
    checkKeys(whole, ["instance-id", "local-hostname", "wait-on-network", "network"]);
    const network = objectIn(whole.network, "a network");
    checkKeys(network, ["version", "ethernets"]);
    if (network.version !== 2) throw new Unreadable("has a network of another version than 2");
    const ethernets = objectIn(network.ethernets, "ethernets");
    return {
      instanceId: text(whole, "instance-id"),
      hostName: text(whole, "local-hostname"),
      interfaces: Object.entries(ethernets).map(([card, value]) => interfaceIn(card, objectIn(value, card))),
    };
  });
}

function interfaceIn(card: string, facts: JsonObject): CloudInterface {
  checkKeys(facts, ["dhcp4", "dhcp6", "accept-ra", "addresses", "routes", "nameservers"]);
  const { nameservers } = facts;
  // What is not said is netplan's to choose, and it takes announced addresses.
  const asks = ["dhcp4", "dhcp6", "accept-ra"].some((key) => flag(facts, key) !== false);
  return {
    card,
    addresses: texts(facts, "addresses").map(addressWithPrefix),
    gateways: gatewaysIn(facts),
    dns: nameservers === undefined ? [] : dnsIn(objectIn(nameservers, "nameservers")),
    asks,
  };
}

function gatewaysIn({ routes = [] }: JsonObject): readonly IpAddress[] {
  if (!Array.isArray(routes)) throw new Unreadable("has routes that are no list");
  const gateways = routes.map((item: unknown) => {
    const route = objectIn(item, "a route");
    checkKeys(route, ["to", "via"]);
    const via = addressOf(text(route, "via"));
    if (text(route, "to") === (via.family === 4 ? "0.0.0.0/0" : "::/0")) return via;
    throw new Unreadable(`has a route to ${JSON.stringify(route.to)} by ${via}`);
  });
  if (new Set(gateways.map(({ family }) => family)).size === gateways.length) return gateways;
  throw new Unreadable("has two ways out of one family");
}

function dnsIn(nameservers: JsonObject): readonly IpAddress[] {
  checkKeys(nameservers, ["addresses"]);
  return texts(nameservers, "addresses").map(addressOf);
}

function addressWithPrefix(value: string) {
  const [, address = "", digits] = /^([^/]+)\/(0|[1-9]\d*)$/.exec(value) ?? [];
  const made = addressOf(address);
  const prefix = Number(digits);
  if (prefix <= ADDRESS_BITS[made.family]) return { address: made, prefix };
  throw new Unreadable(`has ${JSON.stringify(value)} for an address`);
}

function addressOf(value: string): IpAddress {
  return valueIn(value, () => IpAddress.parse(value));
}

function checkKeys(object: JsonObject, known: readonly string[]): void {
  const strange = Object.keys(object).find((key) => !known.includes(key));
  if (strange !== undefined) throw new Unreadable(`says ${JSON.stringify(strange)}, which is not understood`);
}
