import { stringify } from "yaml";
import { isObject } from "../terraform/fields";
import type { KubernetesObject } from "./kubernetes-object";
import type { Json } from "./read-block";

/** Stands in the place of every value of a Secret: what is exported is for other eyes. */
const NOT_EXPORTED = "not exported";

/** The order in which the API's own documentation writes an object; what else there is comes after, as it was. */
const FIRST = ["apiVersion", "kind", "metadata", "spec"];

/**
 * Objects as YAML, for other tools to judge: namespaces first, then by kind, namespace and name, whatever their order was. Texts
 * that another reader might take for something else, such as `on` or `0640`, are quoted. Values of Secrets are left out, their
 * keys are not.
 */
export function toYaml(objects: readonly KubernetesObject[]): string {
  const sorted = [...objects].sort((one, other) => compare(placeOf(one), placeOf(other)));
  return sorted.map((object) => `---\n${documentOf(object)}`).join("");
}

function documentOf({ body }: KubernetesObject): string {
  return stringify(withoutSecrets(inOrder(body)), {
    // Readers of YAML 1.1 are still many: there `yes`, `on` and 0640 are no texts.
    compat: "yaml-1.1",
    aliasDuplicateObjects: false,
    lineWidth: 0,
  });
}

function inOrder(body: Json): Json {
  const keys = [
    ...FIRST.filter((key) => key in body),
    ...Object.keys(body).filter((key) => !FIRST.includes(key)),
  ];
  return Object.fromEntries(keys.map((key) => [key, body[key]]));
}

function withoutSecrets(body: Json): Json {
  if (body.kind !== "Secret" || body.apiVersion !== "v1") return body;
  const hidden = (values: unknown, mark: string) =>
    isObject(values) ? Object.fromEntries(Object.keys(values).map((key) => [key, mark])) : mark;
  return {
    ...body,
    ...("data" in body ? { data: hidden(body.data, Buffer.from(NOT_EXPORTED).toString("base64")) } : {}),
    ...("stringData" in body ? { stringData: hidden(body.stringData, NOT_EXPORTED) } : {}),
  };
}

function placeOf({ kind, namespace, name, apiVersion }: KubernetesObject): readonly string[] {
  return [kind === "Namespace" ? "" : kind, namespace ?? "", name, apiVersion];
}

/** By code units, so that the order is the same on every machine. */
function compare(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const against = other[index] ?? "";
    if (part !== against) return part < against ? -1 : 1;
  }
  return 0;
}
