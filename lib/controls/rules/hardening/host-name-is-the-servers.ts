import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { metadataOf, userDataOf } from "../../subjects/cloud-data";
import type { Fields } from "../../terraform/fields";
import { Unreadable } from "../../unreadable";

/** B-07, B-13, H-22: who a server is, and whom it asks for names, as the model file says. */
export const hostNameIsTheServers = stackRule({
  id: "host-name-is-the-servers",
  info: "a server is told its own name and generation, and the site's resolvers",
  explanation:
    "Certificates, logs and backups go by a server's name: one with another's speaks for that one. Whoever answers its questions for names decides where it sends its logs and backups.",
  remedy: "leave guestinfo.metadata to the library; replace a server by raising its generation",
  promises: ["B-07", "B-13", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: Machine.in,
  judge(machine) {
    const { server, stack } = machine;
    if (server === undefined) throw new Unreadable("it is no server of the model file, so it has no name");
    const data = metadataOf(machine);
    const { name, generation } = server;
    const network = data.map("network");
    const cards = network.map("ethernets");
    const dns = stack.model.site.dns.map(String);
    return [
      ...same("local-hostname", data.text("local-hostname"), name),
      ...same("instance-id", data.text("instance-id"), `${name}-${generation}`),
      ...(userDataOf(machine).flag("preserve_hostname") ? ["it keeps the name of its template"] : []),
      ...same("network.version", String(network.number("version")), "2"),
      ...Object.keys(network.values)
        .filter((key) => !["version", "ethernets"].includes(key))
        .map((key) => `it is told of ${key} beside its cards`),
      ...Object.keys(cards.values).flatMap((card) => wrongCard(card, cards.map(card), dns)),
    ];
  },
});

function same(what: string, found: string, wanted: string): readonly string[] {
  return found === wanted ? [] : [`${what} is ${found} and not ${wanted}`];
}

/** Names are asked for over the card that is the way out. */
function wrongCard(name: string, card: Fields, dns: readonly string[]): readonly string[] {
  const offered = ["dhcp4", "dhcp6", "accept-ra"].filter((key) => card.flag(key));
  const resolvers = card.has("nameservers") ? card.map("nameservers").texts("addresses") : [];
  const wanted = card.has("routes") ? dns : [];
  return [
    ...offered.map((key) => `${name} has ${key}: it takes what its network offers`),
    ...resolvers
      .filter((address) => !wanted.includes(address))
      .map((address) => `${name} asks ${address} for names, no resolver of its site`),
    ...wanted
      .filter((address) => !resolvers.includes(address))
      .map((address) => `${name} does not ask ${address} for names, a resolver of its site`),
  ];
}
