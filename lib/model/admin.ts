import { createHash } from "node:crypto";
import type { Cidr } from "./cidr";
import { Day } from "./day";
import type { IpAddress } from "./ip";
import { InvalidError, Mistakes } from "./mistake";
import { checkName } from "./name";
import { SshKey } from "./ssh-key";
import { checkText, textOf } from "./text";
import { checkWireguardKey } from "./wireguard-key";

export interface AdminProps {
  /** Login name on servers, for example `jdevries`. */
  readonly login: string;
  /** The person's full name; an administrator is never a group (V-03). */
  readonly person: string;
  /** The line of the person's `.pub` file. */
  readonly sshKey: string;
  /** The person's WireGuard public key. */
  readonly wireguardKey: string;
  /** Last day of access, YYYY-MM-DD. */
  readonly until: string;
}

/** A named person with administrator access through VPN and SSH, until a day (H-16, H-17, V-08). */
export class Admin {
  private constructor(
    readonly login: string,
    readonly person: string,
    readonly sshKey: SshKey,
    readonly wireguardKey: string,
    readonly until: Day,
  ) {}

  /** @throws InvalidError with every mistake in it. */
  static of(props: AdminProps): Admin {
    const mistakes = new Mistakes();
    const login = mistakes.attempt("login", () => checkLogin(textOf(props.login)));
    const person = mistakes.attempt("person", () => checkText("the person's name", props.person));
    const sshKey = mistakes.attempt("sshKey", () => SshKey.parse(textOf(props.sshKey)));
    const wireguard = mistakes.attempt("wireguardKey", () => checkWireguardKey(textOf(props.wireguardKey)));
    const until = mistakes.attempt("until", () => Day.parse(textOf(props.until)));
    mistakes.throwIfAny();
    return new Admin(login as string, person as string, sshKey as SshKey, wireguard as string, until as Day);
  }

  /**
   * The person's own address in a VPN gateway's pool. It follows from the login alone, so nobody's moves when somebody
   * comes or goes; two logins may meet, which is a mistake of the list of administrators.
   */
  static addressIn(pool: Cidr, login: string): IpAddress {
    const digest = createHash("sha256").update(login).digest();
    const places = pool.size > 65_536n ? 65_536n : pool.size;
    // The first address is the gateway's own, the last of an IPv4 pool nobody's.
    return pool.first.plus(2n + (BigInt(digest.readUInt32BE(0)) % (places - 3n)));
  }

  holdsOn(day: Day): boolean {
    return !day.isAfter(this.until);
  }

  toJSON() {
    return {
      login: this.login,
      person: this.person,
      sshKey: this.sshKey,
      wireguardKey: this.wireguardKey,
      until: this.until,
    };
  }
}

/** Accounts a Debian server has before any person. */
const SYSTEM_LOGINS =
  "root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc nobody sshd";

function checkLogin(text: string): string {
  const login = checkName("a login", text);
  if (!SYSTEM_LOGINS.split(" ").includes(login)) return login;
  throw new InvalidError({
    value: login,
    problem: "is an account of the system; an administrator is a named person (V-03)",
    remedy: "write the person's own login, for example jdevries",
  });
}
