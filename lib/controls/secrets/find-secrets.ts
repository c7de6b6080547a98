import { isSecret } from "../../model/secrets/assignments";
import { unpack } from "../guest/decode";
import { type FrozenFile, readFrozenFiles } from "../guest/frozen-files";
import { recent } from "../guest/recent";
import { isObject } from "../terraform/fields";
import { Unreadable } from "../unreadable";
import { type Suspicion, scan } from "./scan";

/** A suspicion, and where it stands. */
export interface PlacedSuspicion extends Suspicion {
  /** Such as `.extra_config.guestinfo.userdata.runcmd[0]`. */
  readonly where: string;
}

const BUNDLE = "guestinfo.straat-files.";
const CLOUD_CONFIG = "#cloud-config\n";
/** How gzip begins, in base64. */
const PACKED = "H4sI";

/**
 * What may be a secret in any text of a value, however deep, names of attributes among them. What is packed is unpacked,
 * and what is JSON within a text is looked into.
 *
 * @param name of the attribute the value stands under
 */
export function findSecrets(value: unknown, name = ""): readonly PlacedSuspicion[] {
  if (typeof value === "string") return value.startsWith(PACKED) ? inPacked(value) : inText(value, name);
  if (Array.isArray(value)) return inList(value, name);
  return isObject(value) ? inObject(value) : NONE;
}

/** There are millions of texts in a house, and next to none of them is found: nothing is made for those. */
const NONE: readonly PlacedSuspicion[] = [];

function inList(items: readonly unknown[], name: string): readonly PlacedSuspicion[] {
  let all = NONE;
  for (const [index, item] of items.entries()) {
    const found = findSecrets(item, name);
    if (found.length > 0) all = [...all, ...placed(`[${index}]`, found)];
  }
  return all;
}

function inObject(object: Readonly<Record<string, unknown>>): readonly PlacedSuspicion[] {
  const bundle = bundleIn(object);
  let all = bundle === undefined ? NONE : inBundle(bundle);
  for (const name of Object.keys(object)) {
    if (bundle !== undefined && name.startsWith(BUNDLE)) continue;
    const byName = scan(name);
    const found = findSecrets(object[name], saysOtherwise(name, object) ? "" : name);
    if (byName.length + found.length === 0) continue;
    all = [...all, ...placed(`.${name}, the name,`, byName), ...placed(`.${name}`, found)];
  }
  return all;
}

/** Why a safe default is left, by the name of the default. */
const OPT_OUT = "straat/opt-out.";
/** Which value of a secret pods were started with, by the name of the secret. */
const REVISION_OF = "straat/secret.";

/** Names that sound like a secret's and are not: of a reason, and of the entry under which a store's secret is kept. */
function saysOtherwise(name: string, object: Readonly<Record<string, unknown>>): boolean {
  if (name.startsWith(REVISION_OF)) return /^revision \d+$/.test(String(object[name]));
  return name.startsWith(OPT_OUT) || (name === "secretKey" && isObject(object.remoteRef));
}

function inText(text: string, name: string): readonly PlacedSuspicion[] {
  const parsed = objectIn(text);
  if (parsed !== undefined) return findSecrets(parsed);
  const found = scan(text);
  if (isSecret(name, text)) return placed("", [...found, { what: "a secret, by its name" }]);
  return found.length === 0 ? NONE : placed("", found);
}

/** A value that does not unpack is looked at as it is, and looks like a key. */
const inPacked = recent(256, (value: string): readonly PlacedSuspicion[] => {
  try {
    return inText(unpack(value), "");
  } catch (error) {
    if (error instanceof Unreadable) return inText(value, "");
    throw error;
  }
});

const judged = new WeakMap<ReadonlyMap<string, FrozenFile>, readonly PlacedSuspicion[]>();

/** The files of a first boot, which servers of a role share. */
function inBundle(files: ReadonlyMap<string, FrozenFile>): readonly PlacedSuspicion[] {
  const found =
    judged.get(files) ?? [...files].flatMap(([path, { text }]) => placed(`, the file ${path},`, scan(text)));
  judged.set(files, found);
  return found;
}

/** The files that are spread over several values of an object. Where they do not unpack, each value is looked at. */
function bundleIn(object: Readonly<Record<string, unknown>>): ReadonlyMap<string, FrozenFile> | undefined {
  if (!Object.keys(object).some((key) => key.startsWith(BUNDLE))) return undefined;
  try {
    return readFrozenFiles(object);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function objectIn(text: string): unknown {
  const json = text.startsWith(CLOUD_CONFIG) ? text.slice(CLOUD_CONFIG.length) : text;
  if (!/^\s*[{[]/.test(json)) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function placed(where: string, found: readonly (Suspicion | PlacedSuspicion)[]): readonly PlacedSuspicion[] {
  return found.map((one) => ({ ...one, where: `${where}${"where" in one ? one.where : ""}` }));
}
