import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { constants, gunzipSync } from "node:zlib";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Bodies = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Json>>>>>>;

/** What a synth wrote for one stack. */
interface StackJson {
  readonly resource?: Bodies;
  readonly data?: Bodies;
  readonly provider: Json;
  readonly terraform: Json;
}

const MANIFEST = "manifest.json";
/** How gzip's header begins in base64. */
const ZIPPED = "H4sI";
const ADDRESS = /\b(?:data\.)?[a-z]+_[a-z_]+\.[A-Za-z0-9_-]+/g;

/**
 * Proves that two synths make the same Terraform: the same stacks that depend on each other in the same way, and in
 * each stack the same resources and data sources with the same attributes. Only the names by which resources are
 * known inside Terraform may differ. A reference is compared by what it points at, so that it cannot point elsewhere.
 *
 * @throws Error with every attribute that one has and the other has not
 */
export function proveSameOutput(straat: string, plain: string): void {
  const [ofStraat, ofPlain] = [linesOf(straat), linesOf(plain)];
  const difference = [
    ...without(ofStraat, ofPlain).map((line) => ({ line, side: "only straat" })),
    ...without(ofPlain, ofStraat).map((line) => ({ line, side: "only plain " })),
  ].sort((a, b) => (a.line < b.line ? -1 : 1));
  if (difference.length === 0) return;
  const text = difference.map(({ line, side }) => `${side}  ${line}`).join("\n");
  throw new Error(`${text}\n\nThe variants do not make the same Terraform: comparing them means nothing.`);
}

/** Number of resources and data sources that a synth made. */
export function countResources(outdir: string): number {
  const count = (bodies: Bodies = {}) =>
    Object.values(bodies).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
  return stackNames(outdir)
    .map((name) => readStack(outdir, name))
    .reduce((sum, { resource, data }) => sum + count(resource) + count(data), 0);
}

/** A synth as lines, one for each attribute, that say where they stand. */
function linesOf(outdir: string): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(outdir, MANIFEST), "utf8")) as {
    readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
  };
  return stackNames(outdir).flatMap((name) => [
    ...(manifest.stacks[name]?.dependencies ?? []).map((path) => `${name}: depends on ${basename(path)}`),
    ...stackLines(readStack(outdir, name)).map((line) => `${name}: ${line}`),
  ]);
}

function stackLines(stack: StackJson): readonly string[] {
  const bodies = [...bodiesOf("", stack.resource), ...bodiesOf("data.", stack.data)];
  const named = bodies.filter(({ body }) => titleOf(body) !== undefined);
  const titles = new Map(named.map(({ address, type, body }) => [address, `${type}(${titleOf(body)})`]));
  const pointed = (value: Json) => withTitles(value, titles);
  const described = bodies.map(({ type, body }) => {
    const whole = pointed(body);
    // What has no name of its own, such as a restart priority, is known by all that is in it.
    return { head: `${type}(${titleOf(body) ?? JSON.stringify(sorted(whole))})`, whole };
  });
  const twice = described.find(({ head }, index) => described.findIndex((it) => it.head === head) < index);
  if (twice !== undefined) throw new Error(`two resources in one stack are both ${twice.head}`);
  return [
    ...described.flatMap(({ head, whole }) => flatten(head, whole)),
    ...flatten("provider", stack.provider),
    ...flatten("terraform", stack.terraform),
  ];
}

function bodiesOf(prefix: string, bodies: Bodies = {}) {
  return Object.entries(bodies).flatMap(([type, ofType]) =>
    Object.entries(ofType).map(([name, { "//": _metadata, ...body }]) => ({
      address: `${prefix}${type}.${name}`,
      type: `${prefix}${type}`,
      body,
    })),
  );
}

/** How people know the thing a body describes. */
function titleOf(body: Readonly<Record<string, Json>>): string | undefined {
  const title = body.name ?? body.path;
  return title === undefined ? undefined : String(title);
}

/** A value in which addresses are replaced by what they point at; one that points at nothing stays, and shows. */
function withTitles(value: Json, titles: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") {
    return value.replace(ADDRESS, (address) => titles.get(address) ?? address);
  }
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: Json) => withTitles(item, titles));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTitles(item, titles)]));
}

function flatten(head: string, value: Json): readonly string[] {
  if (value === null || typeof value !== "object") return [`${head} = ${JSON.stringify(readable(value))}`];
  const entries = Object.entries(value);
  if (entries.length === 0) return [`${head} = ${Array.isArray(value) ? "[]" : "{}"}`];
  return entries.flatMap(([key, item]) => flatten(`${head} ${key}`, item));
}

/**
 * Texts for servers are zipped; what differs in them has to show. One that is cut over several values is read as far as
 * its first goes, and the others are compared as they are.
 */
function readable(value: Json): Json {
  if (typeof value !== "string" || !value.startsWith(ZIPPED)) return value;
  return gunzipSync(Buffer.from(value, "base64"), { finishFlush: constants.Z_SYNC_FLUSH }).toString();
}

function sorted(value: Json): Json {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}

function stackNames(outdir: string): readonly string[] {
  return readdirSync(join(outdir, "stacks")).sort();
}

function readStack(outdir: string, name: string): StackJson {
  return JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"));
}
