import { Admin } from "../../model/admin";
import { Cidr } from "../../model/cidr";
import type { GroupRecord, ModelFile } from "../../model/model-file";
import type { PeerRecord } from "../../model/peer";
import { Port } from "../../model/port";
import { parseAddresses } from "../../network/range-text";
import { isOutside } from "../../network/street-facts";
import { networks } from "../../network/written-networks";
import type { House } from "../house";
import { counted } from "../report/text";
import type { Grant } from "./access-grant";
import type { Scope } from "./scope";

/** Every administrator of a scope once, whatever number of platforms lists the person, with all that is open to them. */
export function administratorGrants(scope: Scope, house: House): readonly Grant[] {
  const platforms = scope.models.filter(({ kind }) => kind === "platform");
  const lists =
    platforms.length > 0 ? platforms : house.platforms.filter(({ stack }) => scope.includes(stack));
  const people = new Map(
    lists.flatMap(({ admins }) => admins.map((admin) => [keyOf(admin), admin] as const)),
  );
  return [...people.values()].map((admin) => {
    const listing = lists.filter(({ admins }) => admins.some((one) => keyOf(one) === keyOf(admin)));
    return {
      kind: "administrator",
      who: `${admin.person} (${admin.login})`,
      owner: admin.person,
      can: [...tunnels(admin, listing), ...logins(admin, scope, listing), ...flowsTo(admin, scope)],
      why: "administrator (H-16)",
      declaredBy: listing.map(({ stack }) => stack),
      until: admin.until,
      untilText: `${admin.until}`,
    };
  });
}

/** The same person with another end date elsewhere is told apart. */
function keyOf({ login, until }: Admin): string {
  return `${login} ${until}`;
}

/** The VPN gateways that know the person, and the address there. */
function tunnels({ login, sshKey }: Admin, listing: readonly ModelFile[]): readonly string[] {
  return [
    ...listing.map(
      ({ site }) =>
        `opens a tunnel of the VPN at ${site.name}, as ${Admin.addressIn(Cidr.parse(`${site.vpn.pool}`), login)}`,
    ),
    `logs in with the key ${sshKey.fingerprint} (${sshKey.type})`,
  ];
}

/** By SSH, and from there to root: the servers whose own wall lets the pools in, of sites that list the person. */
function logins({ login }: Admin, scope: Scope, listing: readonly ModelFile[]): readonly string[] {
  const sites = new Set(listing.map(({ site }) => site.name));
  return scope.models
    .filter(({ site }) => sites.has(site.name))
    .flatMap((model) => {
      const open = model.groups.filter((group) => isOpenTo(login, group, model, listing));
      const servers = open.reduce((sum, group) => sum + group.servers.length, 0);
      if (servers === 0) return [];
      const names = open.map(({ path }) => path.split("/").at(-1)).join(", ");
      return [`SSH and sudo on ${counted(servers, "server")} of ${scope.pathOf(model.stack)}: ${names}`];
    });
}

function isOpenTo(
  login: string,
  { path }: GroupRecord,
  { walls }: ModelFile,
  listing: readonly ModelFile[],
): boolean {
  const pools = listing
    .flatMap(({ site }) => [site.vpn.pool, site.vpn.pool6])
    .filter((pool) => pool !== undefined);
  const own = networks(...pools.map((pool) => Admin.addressIn(Cidr.parse(`${pool}`), login)).map(asNetwork));
  const rules = walls.filter(({ at, hook }) => at === path && hook === "input").flatMap((wall) => wall.rules);
  return rules.some(
    ({ port, from }) => Port.parse(port).includes("tcp", 22) && !parseAddresses(from).intersect(own).isEmpty,
  );
}

function asNetwork(address: ReturnType<typeof Admin.addressIn>): Cidr {
  return Cidr.parse(`${address}/${address.family === 4 ? 32 : 128}`);
}

/** What is declared to be open to administrators beside SSH: to the person, or to everybody in the VPN. */
function flowsTo({ login }: Admin, scope: Scope): readonly string[] {
  return scope.models.flatMap(({ flows }) =>
    flows
      .filter(({ from }) => names(from, login))
      .map(({ from, to, port, why }) => {
        const who = from.kind === "vpn" ? "as everybody in the VPN" : "by name";
        return `${port} of ${isOutside(to) ? to.kind : to.path}, ${who}: ${why}`;
      }),
  );
}

function names(from: PeerRecord, login: string): boolean {
  return from.kind === "vpn" || (from.kind === "admins" && from.logins.includes(login));
}
