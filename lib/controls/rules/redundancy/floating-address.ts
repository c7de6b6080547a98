import type { IpAddress } from "../../../model/ip";
import type { GroupRecord, InterfaceRecord } from "../../../model/model-file";
import type { KeepalivedDocument, VrrpInstance } from "../../guest/keepalived-document";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import type { Group } from "../../subjects/groups";
import { addressOf, cardNameOf, groupsThatMove, keepalivedOf, movingZonesOf } from "../../subjects/moving";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

/** H-03, B-06: when a member fails, another takes over the address at which the group is asked. */
export const floatingAddress = stackRule<Group>({
  id: "floating-address",
  info: "every group has an address in each of its networks that moves to a member which works",
  explanation:
    "A second member is of no use while everybody asks the first. Members that do not know each other both take the address, or neither.",
  remedy: "leave the document keepalived to the library; it follows from the group's members",
  promises: ["H-03", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: groupsThatMove,
  judge({ record }, stack) {
    const zones = record.virtual.map(({ zone }) => zone);
    const wanted = movingZonesOf(record);
    const told = new Set(Machine.ofGroup(stack, record).map(keepalivedOf));
    return problemsOf(
      wanted.filter((zone) => !zones.includes(zone)).map((zone) => `it has no address that moves in ${zone}`),
      record.role === "edge" ? notGateway(record, stack) : [],
      [...told].flatMap((document) => wrongDocument(document, record, stack)),
    );
  },
});

/** Servers of a stage leave by its gateway, so that is what has to move between the edge's members. */
function notGateway({ virtual }: GroupRecord, { model }: StackOutput): readonly string[] {
  return model.zones
    .filter(({ name }) => name !== "sync")
    .filter(({ name, gateway }) => {
      const own = virtual.find(({ zone }) => zone === name)?.addresses ?? [];
      return `${own}` !== `${gateway.virtual}`;
    })
    .map(({ name, gateway }) => `it is not at ${gateway.virtual.join(" and ")}, the gateway of ${name}`);
}

function wrongDocument(
  document: KeepalivedDocument,
  record: GroupRecord,
  stack: StackOutput,
): readonly string[] {
  if (record.servers.length === 1) return wrongAlone(document, record);
  const names = document.instances.map(({ name }) => name);
  const cards = record.virtual.flatMap((card) => card.addresses.map((address) => ({ card, address })));
  const of = (address: IpAddress) =>
    document.instances.filter(({ virtualAddresses }) => virtualAddresses.some((one) => one.equals(address)));
  const strangers = document.instances
    .flatMap(({ virtualAddresses }) => virtualAddresses)
    .filter((address) => !cards.some((known) => known.address.equals(address)));
  return problemsOf(
    unless(document.staticAddresses.length === 0, "each of its members has the address all the time"),
    strangers.map((address) => `${address} moves, and is not the group's`),
    names
      .filter((name) => !document.together.includes(name))
      .map((name) => `${name} moves without the others`),
    cards.flatMap(({ card, address }) => {
      const [instance, ...more] = of(address);
      if (instance === undefined || more.length > 0)
        return `${address} is told ${more.length ? "twice" : "to nobody"}`;
      return wrongInstance(instance, card, address, record);
    }),
    record.role === "edge" ? wrongEdge(document) : wrongServers(document, record, stack),
  );
}

/** A group of one has the address for good. */
function wrongAlone(
  { instances, staticAddresses }: KeepalivedDocument,
  record: GroupRecord,
): readonly string[] {
  const [server] = record.servers;
  if (server === undefined) return [];
  const met = staticAddresses.map(({ address, card }) => `${address} on ${card}`).sort();
  const wanted = record.virtual
    .flatMap(({ zone, addresses }) => addresses.map((address) => `${address} on ${cardNameOf(server, zone)}`))
    .sort();
  return problemsOf(
    unless(instances.length === 0, "it waits for members that are not there"),
    unless(
      `${met}` === `${wanted}`,
      `it has ${met.join(", ") || "no address"} where ${wanted.join(", ")} belongs`,
    ),
  );
}

function wrongInstance(
  { name, card, sources }: VrrpInstance,
  { zone }: InterfaceRecord,
  { family }: IpAddress,
  { servers }: GroupRecord,
): readonly string[] {
  const hosts = servers.map((server) => server.name);
  return problemsOf(
    [...sources.keys()]
      .filter((host) => !hosts.includes(host))
      .map((host) => `${host} of ${name} is no member`),
    servers.flatMap((server) => {
      const own = addressOf(server, zone, family);
      const [met, wanted] = [sources.get(server.name), cardNameOf(server, zone)];
      return problemsOf(
        unless(
          met?.equals(own) ?? false,
          `${server.name} speaks from ${met ?? "nowhere"} in ${name}, and is at ${own}`,
        ),
        unless(card === wanted, `${name} is on the card ${card}, and ${zone} is on ${wanted}`),
      );
    }),
  );
}

/** Members of an edge agree at once who goes first, and whoever comes back does not interrupt the other. */
function wrongEdge({ instances }: KeepalivedDocument): readonly string[] {
  return instances.flatMap(({ name, stays, priorities }) =>
    problemsOf(
      unless(stays, `a member that comes back interrupts the other in ${name}`),
      unless(new Set(priorities.values()).size === priorities.size, `no member goes first in ${name}`),
    ),
  );
}

/** Other members are equals, of which one that does not listen hands over to one that does. */
function wrongServers(
  { instances, listens }: KeepalivedDocument,
  { path }: GroupRecord,
  { model }: StackOutput,
): readonly string[] {
  const asked = model.flows
    .filter(({ to }) => to.kind === "group" && to.path === path)
    .filter(({ port }) => port.protocol === "tcp" && port.first === port.last)
    .map(({ port }) => port.first);
  const wanted = [...new Set(asked)].sort((one, other) => one - other);
  const met = listens?.ports ?? [];
  return problemsOf(
    unless(
      `${met}` === `${wanted}`,
      `members have to listen on ${met.join(", ") || "nothing"}, and are asked on ${wanted.join(", ") || "nothing"}`,
    ),
    instances.flatMap(({ name, stays, priorities }) =>
      problemsOf(
        unless(!stays, `a member that does not listen keeps the address in ${name}`),
        unless(new Set(priorities.values()).size === 1, `members are not equals in ${name}`),
      ),
    ),
  );
}
