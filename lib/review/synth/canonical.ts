import { parseAllDocuments } from "yaml";
import { told, unpack } from "../../controls/guest/decode";
import { readDocument } from "../../controls/guest/live-document";
import type { Statement } from "../../controls/guest/nft-statement";
import { type Ruleset, readRuleset } from "../../controls/guest/nftables";
import { isObject } from "../../controls/terraform/fields";
import { Unreadable } from "../../controls/unreadable";

/**
 * Lists in which order means nothing: sets in the schema of the provider, or in the API of Kubernetes. A list that is not
 * named here keeps its order, since uplinks, routes and arguments have one.
 */
const SETS = new Set([
  "tags",
  "depends_on",
  "ignore_changes",
  "replace_triggered_by",
  "virtual_machine_ids",
  "host_system_ids",
  "associable_types",
  "verbs",
  "resources",
  "api_groups",
  "apiGroups",
  "resource_names",
  "resourceNames",
  "policy_types",
  "policyTypes",
  "access_modes",
  "accessModes",
  "drop",
  "finalizers",
]);

const FIREWALL = "guestinfo.straat.firewall";
const PACKED = /^H4sI[A-Za-z0-9+/]+={0,2}$/;

/**
 * A value as one text in which all of its spellings are equal: order of keys and of sets, white space of JSON, comments
 * and numbering in a ruleset, how well something is packed. Two values with one text mean the same to whoever reads them.
 *
 * @param key under which it stands, such as `tags` or `guestinfo.straat.firewall`
 */
export function canonical(value: unknown, key = ""): string {
  return JSON.stringify(plain(value, key)) ?? "undefined";
}

function plain(value: unknown, key: string): unknown {
  if (typeof value === "string") return plainText(value, key);
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item, ""));
    return SETS.has(key) ? items.map((item) => JSON.stringify(item)).sort() : items;
  }
  if (!isObject(value)) return value;
  const keys = Object.keys(value).filter((name) => value[name] !== undefined);
  return keys.sort().map((name) => [name, plain(value[name], name)]);
}

function plainText(text: string, key: string): unknown {
  if (key === FIREWALL) return rulesetIn(text, key) ?? text;
  // How well it is packed tells nothing; what a server unpacks does.
  if (PACKED.test(text)) return plainText(unpacked(text), "");
  return jsonIn(text) ?? (/\.ya?ml$/.test(key) ? yamlIn(text) : undefined) ?? text;
}

function unpacked(text: string): string {
  try {
    return `unpacked ${unpack(text)}`;
  } catch (error) {
    if (error instanceof Unreadable) return `packed ${text}`;
    throw error;
  }
}

/** Rules as nft would load them; undefined for what is not understood, which is then compared as it is. */
function rulesetIn(text: string, key: string): unknown {
  try {
    const { revision, payload } = readDocument(key, text);
    const ruleset = told(key, () => readRuleset(payload));
    return { revision, chains: chainsOf(ruleset), includesCountries: ruleset.includesCountries };
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function chainsOf({ chains }: Ruleset): unknown {
  return [...chains].map(([hook, { type, priority, policy, statements }]) => [
    hook,
    { type, priority, policy, statements: inAnyOrder(statements) },
  ]);
}

/** Rules that only accept stand in any order among themselves; between others the order decides. */
function inAnyOrder(statements: readonly Statement[]): readonly string[] {
  const runs: string[][] = [];
  let wasFlow = false;
  for (const statement of statements) {
    const isFlow = statement.kind === "flow";
    const text = statementText(statement);
    if (isFlow && wasFlow) runs.at(-1)?.push(text);
    else runs.push([text]);
    wasFlow = isFlow;
  }
  return runs.flatMap((run) => run.sort());
}

function statementText(statement: Statement): string {
  // Which flow it was made of, and why, stands in the comment: packets do not read it.
  const { id: _, why: __, ...rule } = { id: "", why: "", ...statement };
  return JSON.stringify(rule, (_name, value) => (typeof value === "bigint" ? `${value}n` : value));
}

/** Numbers of so many digits are not read exactly, so texts with one in them are compared as they are. */
const LONG_NUMBER = /\d{15}/;

function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text) || LONG_NUMBER.test(text)) return undefined;
  try {
    return ["JSON", plain(JSON.parse(text), "")];
  } catch {
    return undefined;
  }
}

/** What YAML says to readers of both versions, and as it is spelt: `010`, `yes` and `0o10` are not the same to all of them. */
function yamlIn(text: string): unknown {
  if (LONG_NUMBER.test(text)) return undefined;
  const readings = (["yaml-1.1", "core", "failsafe"] as const).map((schema) =>
    parseAllDocuments(text, { schema }),
  );
  const documents = readings.flat();
  if (documents.some(({ errors }) => errors.length > 0)) return undefined;
  return ["YAML", documents.map((document) => plain(document.toJS(), ""))];
}
