import type { GroupRecord } from "../../../model/model-file";
import type { ConnectionSync } from "../../guest/conntrackd-config";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Group, groupsWithPeers } from "../../subjects/groups";
import { addressOf, cardNameOf, keepalivedOf } from "../../subjects/moving";
import { problemsOf, unless } from "../../subjects/problems";

/** The port that conntrackd has for itself. */
const PORT = 3780;

/** H-03, B-06: visitors notice nothing when an edge's member fails. */
export const connectionsOutliveAMember = stackRule<Group>({
  id: "connections-outlive-a-member",
  info: "members of an edge tell each other which connections there are, over a link of their own",
  explanation:
    "An edge passes what belongs to a connection it knows. A member that takes over without knowing them cuts off everybody who is in.",
  remedy: "leave the document keepalived of the edge to the library",
  promises: ["H-03", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => groupsWithPeers(stack).filter(({ record }) => record.role === "edge"),
  judge({ record }, stack) {
    const told = new Set(Machine.ofGroup(stack, record).map((machine) => keepalivedOf(machine).connections));
    return [...told].flatMap((sync) =>
      sync === undefined ? "its members do not tell each other of connections" : wrongSync(sync, record),
    );
  },
});

function wrongSync({ card, port, sources, destinations, ignored }: ConnectionSync, { servers }: GroupRecord) {
  const hosts = servers.map(({ name }) => name);
  const own = servers.flatMap(({ interfaces }) => interfaces.flatMap(({ addresses }) => addresses));
  return problemsOf(
    unless(port === PORT, `they tell on port ${port}, and walls let them on ${PORT}`),
    [...sources.keys(), ...destinations.keys()]
      .filter((host) => !hosts.includes(host))
      .map((host) => `${host} is told of connections, and is no member`),
    servers.flatMap((server) => {
      const [link, address] = [cardNameOf(server, "sync"), addressOf(server, "sync", 4)];
      const [source, target] = [sources.get(server.name), destinations.get(server.name)];
      const others = servers.filter((other) => other !== server).map((other) => addressOf(other, "sync", 4));
      return problemsOf(
        unless(card === link, `${server.name} tells over ${card}, and its link is ${link}`),
        unless(
          source?.equals(address) ?? false,
          `${server.name} tells from ${source ?? "nowhere"}, and is at ${address}`,
        ),
        unless(
          others.some((other) => target?.equals(other)),
          `${server.name} tells ${target ?? "nobody"}, and its peer is at ${others.join(" or ")}`,
        ),
      );
    }),
    own
      .filter((address) => !ignored.some((one) => one.equals(address)))
      .map((address) => `connections of ${address} itself are told, and end with it`),
  );
}
