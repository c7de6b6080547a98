import { interfaceName } from "../../model/interface-names";
import type { IpAddress, IpFamily } from "../../model/ip";
import type { GroupRecord, InterfaceRecord, ServerRecord } from "../../model/model-file";
import { type KeepalivedDocument, readKeepalivedDocument } from "../guest/keepalived-document";
import { recent } from "../guest/recent";
import type { Machine } from "../machine";
import type { StackOutput } from "../terraform/stack-output";
import { Unreadable } from "../unreadable";
import { type Group, groups } from "./groups";

/** Groups that have addresses which move between members: all but those of platforms. */
export function groupsThatMove(stack: StackOutput): readonly Group[] {
  return groups(stack).filter(({ record: { role } }) => role === "server" || role === "edge");
}

/** Members are told the same, one after the other. */
const read = recent(8, readKeepalivedDocument);

/** Which addresses a member may take over. @throws Unreadable */
export function keepalivedOf(machine: Machine): KeepalivedDocument {
  return read(machine.document("keepalived"));
}

/** How Linux names a server's card in a network. @throws Unreadable when it has none there */
export function cardNameOf({ name, interfaces }: ServerRecord, zone: InterfaceRecord["zone"]): string {
  const index = interfaces.findIndex((card) => card.zone === zone);
  if (index < 0) throw new Unreadable(`${name} has no card in ${zone}`);
  return interfaceName(index);
}

/** A server's own address in a network. @throws Unreadable when it has none of the family */
export function addressOf(
  { name, interfaces }: ServerRecord,
  zone: InterfaceRecord["zone"],
  family: IpFamily,
): IpAddress {
  const addresses = interfaces.filter((card) => card.zone === zone).flatMap((card) => card.addresses);
  const found = addresses.find((address) => address.family === family);
  if (found !== undefined) return found;
  throw new Unreadable(`${name} has no IPv${family} address in ${zone}`);
}

/** Networks in which a group has to have an address that moves: an edge's link of its own is no way to it. */
export function movingZonesOf({ role, servers }: GroupRecord): readonly InterfaceRecord["zone"][] {
  const zones = new Set(servers.flatMap(({ interfaces }) => interfaces.map(({ zone }) => zone)));
  return [...zones].filter((zone) => role !== "edge" || zone !== "sync");
}
