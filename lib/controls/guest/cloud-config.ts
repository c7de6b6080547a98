import { Unreadable } from "../unreadable";
import { told, unpackValue } from "./decode";
import { recent } from "./recent";

/** JSON that is an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** An account that cloud-init makes. A bare name, such as `default`, has no settings. */
export interface CloudUser {
  readonly name: string;
  readonly settings: JsonObject;
}

/** What cloud-init does on a server's first boot, as far as it is judged. */
export interface UserData {
  /** Undefined where nothing is said, and cloud-init makes its default user. */
  readonly users: readonly CloudUser[] | undefined;
  /** Whether passwords open SSH. Undefined: as the template has it. */
  readonly sshPasswords: boolean | undefined;
  /** Whether root is kept out. Undefined: cloud-init's default. */
  readonly disableRoot: boolean | undefined;
  readonly packages: readonly string[];
  /** All that is said, by its key; a key that no rule knows is there too. */
  readonly settings: JsonObject;
}

const HEAD = "#cloud-config\n";
const ENCODING = "gzip+base64";

/**
 * The user data of a server, from its `extra_config`.
 *
 * @throws Unreadable when it is not there, is no cloud-config in JSON, or says one of these things in another way
 */
export function readUserData(extraConfig: JsonObject): UserData {
  return told("the user data", () => userDataIn(encoded(extraConfig, "guestinfo.userdata")));
}

/** Servers with the same packages are told the same, in all of a house. */
const userDataIn = recent(64, (text): UserData => {
  if (!text.startsWith(HEAD)) throw new Unreadable("is no cloud-config");
  const settings = parseObject(text.slice(HEAD.length));
  return {
    users: usersIn(settings),
    sshPasswords: flag(settings, "ssh_pwauth"),
    disableRoot: flag(settings, "disable_root"),
    packages: settings.packages === undefined ? [] : texts(settings, "packages"),
    settings,
  };
});

/**
 * The text of a key that says in another how it is encoded. `guestinfo.metadata` and `guestinfo.userdata` do.
 *
 * @throws Unreadable when one of the two is not there, or it is encoded in another way
 */
export function encoded(extraConfig: JsonObject, key: string): string {
  if (extraConfig[`${key}.encoding`] !== ENCODING) throw new Unreadable(`is not said to be ${ENCODING}`);
  return unpackValue(key, extraConfig[key]);
}

/** @throws Unreadable when the text is no JSON, or no object */
export const parseObject: (text: string) => JsonObject = recent(64, (text) => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unreadable("is not JSON");
  }
  return objectIn(value, "the whole");
});

/** @throws Unreadable unless the value is an object */
export function objectIn(value: unknown, what: string): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Unreadable(`has ${what} that is no object`);
}

/** @throws Unreadable unless the value of the key is true, false or not there */
export function flag(object: JsonObject, key: string): boolean | undefined {
  const value = object[key];
  if (value === undefined || typeof value === "boolean") return value;
  throw new Unreadable(`has ${key} ${JSON.stringify(value)}, which is neither true nor false`);
}

/** @throws Unreadable unless the value of the key is a text */
export function text(object: JsonObject, key: string): string {
  const value = object[key];
  if (typeof value === "string") return value;
  throw new Unreadable(`has no text ${key}`);
}

/** @throws Unreadable unless the value of the key is a list of texts */
export function texts(object: JsonObject, key: string): readonly string[] {
  const value = object[key];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new Unreadable(`has no list of texts ${key}`);
}

function usersIn(settings: JsonObject): readonly CloudUser[] | undefined {
  const { users } = settings;
  if (users === undefined) return undefined;
  if (!Array.isArray(users)) throw new Unreadable("has users that are no list");
  return users.map((user: unknown): CloudUser => {
    if (typeof user === "string") return { name: user, settings: {} };
    const own = objectIn(user, "a user");
    return { name: text(own, "name"), settings: own };
  });
}
