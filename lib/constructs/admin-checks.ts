import { Admin, type AdminProps } from "../model/admin";
import type { Cidr } from "../model/cidr";
import { InvalidError, type Mistakes } from "../model/mistake";
import { FIGURES } from "../model/promises/figures";
import type { Site } from "../model/site";

/** Everyone with administrator access, each told apart by login, keys and address (H-16, V-03). */
export function checkAdmins(admins: readonly AdminProps[], site: Site, check: Mistakes): readonly Admin[] {
  const made = admins.map((admin, index) => check.attempt(`admins[${index}]`, () => Admin.of(admin)));
  const people = made.filter((admin) => admin !== undefined);
  for (const property of ["login", "sshKey", "wireguardKey"] as const) {
    check.attempt("admins", () => checkShared(people, property));
  }
  check.attempt("admins", () => checkAddresses(people, site.vpn.pool));
  if (admins.length > FIGURES.maximumAdmins) {
    check.add({
      property: "admins",
      value: String(admins.length),
      problem: `a limited number of people has administrator access: at most ${FIGURES.maximumAdmins} (H-16)`,
      remedy: "remove who no longer needs it",
    });
  }
  return people;
}

function checkShared(people: readonly Admin[], property: "login" | "sshKey" | "wireguardKey"): void {
  for (const [index, person] of people.entries()) {
    const other = people
      .slice(0, index)
      .find((earlier) => String(earlier[property]) === String(person[property]));
    if (other === undefined) continue;
    throw new InvalidError({
      value: `${property} of ${other.login} and ${person.login}`,
      problem: "two people share what has to tell them apart (V-03)",
      remedy: "give each person a login and keys of their own",
    });
  }
}

/** An address follows from a login, and two logins may meet; then neither address would tell whose it is. */
function checkAddresses(people: readonly Admin[], pool: Cidr): void {
  const holders = new Map<string, string>();
  for (const { login } of people) {
    const address = `${Admin.addressIn(pool, login)}`;
    const holder = holders.get(address);
    holders.set(address, login);
    if (holder === undefined || holder === login) continue;
    throw new InvalidError({
      value: `${holder} and ${login}`,
      problem: `both logins get ${address} in the VPN, which has to tell them apart (H-16)`,
      remedy: "give one of them another login",
    });
  }
}
