import { isObject } from "../../controls/terraform/fields";
import type { StackOutput } from "../../controls/terraform/stack-output";
import { attributeChanges } from "../attributes/attribute-changes";
import { isWithin } from "../attributes/path";
import type { Redactor } from "../redaction/redactor";
import type { AttributeChange, ResourceChange } from "../stack-review";
import { apiBodies } from "./api-bodies";
import { type Body, isSame, type Json, withoutComment } from "./bodies";
import { asNote, withCosmetic } from "./cosmetic";
import { isLeftAlone, withFrozen } from "./frozen";
import { replacePathsOf } from "./replacing";

/** A resource in the stack it belongs to. */
export interface Side {
  readonly stack: StackOutput;
  readonly body: Body;
}

/** How Terraform goes about a resource, which is nothing that the provider is told. */
const HANDLING = ["lifecycle", "depends_on"];

/**
 * What becomes of a resource that is there before and after; nothing where both say the same.
 *
 * @param previousAddress where it was, when a `moved` block says that it is the same one
 * @param importing the id by which it is taken over, when an `import` block says so
 */
export function bodyChange(
  before: Side,
  after: Side,
  redactor: Redactor,
  previousAddress: string | undefined,
  importing: string | undefined,
): readonly ResourceChange[] {
  const { address, type, isData } = after.body;
  const attributes = attributesOf(before, after, redactor);
  if (attributes.length === 0 && previousAddress === undefined) return [];
  const told = (text: string | undefined) => (text === undefined ? undefined : redactor.name(text));
  const ignored = textsIn(after.body.json.lifecycle, "ignore_changes");
  const replacePaths = isData ? [] : replacePathsOf(type, attributes, ignored);
  return [
    {
      address: redactor.name(address),
      type,
      ...doneWith(after.body, attributes, replacePaths, ignored, previousAddress),
      previousAddress: told(previousAddress),
      importing: told(importing),
      replacePaths,
      // One that is made anew is told everything anew.
      attributes: replacePaths.length > 0 ? attributes : withFrozen(attributes, ignored),
      isCosmetic: previousAddress === undefined && attributes.every(({ isCosmetic }) => isCosmetic),
    },
  ];
}

/** What Terraform does, and why. */
function doneWith(
  body: Body,
  attributes: readonly AttributeChange[],
  replacePaths: readonly string[],
  ignored: readonly string[],
  previousAddress: string | undefined,
): Pick<ResourceChange, "action" | "reason"> {
  if (replacePaths.length > 0) {
    return { action: createsFirst(body) ? "replace-after" : "replace", reason: replacedBy(replacePaths) };
  }
  const reason = whyNothing(attributes, ignored, previousAddress);
  if (reason !== undefined) return { action: "no-op", reason };
  return { action: body.isData ? "read" : "update", reason: undefined };
}

function attributesOf(before: Side, after: Side, redactor: Redactor): readonly AttributeChange[] {
  const { type } = after.body;
  const comment = [before, after].map(({ body }) => commentOf(body)) as [Json, Json];
  const notes = attributeChanges(...comment, redactor).map(asNote);
  const [was, is] = [withoutComment(before.body), withoutComment(after.body)];
  if (isSame(was, is)) return notes;
  const sent = apiBodies(before, after);
  if (sent !== undefined) {
    const own = withCosmetic(
      attributeChanges(sent.before, sent.after, redactor, { type }),
      sent.before,
      sent.after,
    );
    if (own.length > 0) return [...own, ...notes];
    // The API server is sent the same, so it is only written in another way.
    return [
      ...attributeChanges(was, is, redactor, { type }).map((change) => ({ ...change, isCosmetic: true })),
      ...notes,
    ];
  }
  return [...withCosmetic(attributeChanges(was, is, redactor, { type }), was, is), ...notes];
}

function commentOf({ json }: Body): Json {
  return json["//"] === undefined ? {} : { "//": json["//"] };
}

/** Why nothing is done, in a sentence; undefined where something is. */
function whyNothing(
  attributes: readonly AttributeChange[],
  ignored: readonly string[],
  previousAddress: string | undefined,
): string | undefined {
  const telling = attributes.filter(({ isCosmetic }) => !isCosmetic);
  if (telling.length === 0) {
    return previousAddress === undefined
      ? "only comments, order or spelling change"
      : "a moved block says that it is the same one under another address";
  }
  const rest = telling.filter(({ path }) => !HANDLING.some((key) => isWithin(path, key)));
  if (rest.length === 0) return "only how Terraform goes about it changes";
  if (rest.every(({ path }) => isLeftAlone(path, ignored))) {
    return "Terraform leaves alone what changes (ignore_changes): it counts when the thing is made anew";
  }
  return undefined;
}

function replacedBy(paths: readonly string[]): string {
  return paths.includes("replace_trigger")
    ? "its generation changes (replace_trigger), so it is made anew"
    : `${paths.join(", ")} cannot change in place`;
}

function createsFirst({ json }: Body): boolean {
  const { lifecycle } = json;
  return isObject(lifecycle) && lifecycle.create_before_destroy === true;
}

/** Texts in a list of the `lifecycle` block; a text alone is one of them. */
function textsIn(lifecycle: unknown, key: string): readonly string[] {
  const value = isObject(lifecycle) ? lifecycle[key] : undefined;
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}
