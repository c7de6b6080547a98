import { Fields } from "../terraform/fields";
import type { Resource } from "../terraform/resource";
import type { StackOutput } from "../terraform/stack-output";
import { Unreadable } from "../unreadable";
import { KINDS, OUTDATED } from "./kinds";
import { readManifest } from "./manifest";
import { Place } from "./place";
import { type Json, readBlock } from "./read-block";
import { resolverOf } from "./references";

/** An object as the API server would be sent it. */
export interface KubernetesObject {
  /** Address of the resource that makes it. */
  readonly address: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined for an object of the whole cluster. */
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** All of it, with the API's own names: `apiVersion`, `kind`, `metadata` and so on. */
  readonly body: Json;
}

/** Resources that hold objects of Kubernetes, or say something of them. */
export function kubernetesResourcesOf(stack: StackOutput): readonly Resource[] {
  return stack.resources.filter(({ type, isData }) => !isData && type.startsWith("kubernetes_"));
}

/** All objects of a stack, in its order. @throws Unreadable for the first that cannot be read; see {@link objectOf} */
export function objectsOf(stack: StackOutput): readonly KubernetesObject[] {
  return kubernetesResourcesOf(stack).map((resource) => objectOf(stack, resource));
}

/**
 * The object a resource makes, with what Terraform's provider adds where nothing is written. What the API server adds
 * after that is not there.
 *
 * @throws Unreadable for a type, an attribute or a value that is not known: nothing is left out
 */
export function objectOf(stack: StackOutput, resource: Resource): KubernetesObject {
  const place = new Place(resource.address, resolverOf(stack));
  const { type, values, address } = resource;
  if (type === "kubernetes_manifest") return described(address, manifestIn(values, place));
  const newer = OUTDATED[type];
  if (newer !== undefined) {
    throw new Unreadable(`${address} speaks a version of the API that no server has any more: use ${newer}`);
  }
  const kind = KINDS[type];
  if (kind === undefined)
    throw new Unreadable(`${address} is of the type ${type}, which nobody here can read`);
  const body = readBlock(values, kind.shape, place);
  return described(address, { apiVersion: kind.apiVersion, kind: kind.kind, ...body });
}

/** What else stands in a manifest's resource is for Terraform alone: how to wait, who owns which field. */
const OF_A_MANIFEST = [
  "manifest",
  "object",
  "provider",
  "computed_fields",
  "field_manager",
  "timeouts",
  "wait",
  "wait_for",
];

function manifestIn(values: Json, place: Place): Json {
  const stranger = Object.keys(values).find((key) => !OF_A_MANIFEST.includes(key));
  if (stranger !== undefined) throw place.at(stranger).unreadable("is nothing that is known here");
  return readManifest(values.manifest, place.at("manifest"));
}

function described(address: string, body: Json): KubernetesObject {
  const fields = new Fields(body, address);
  const metadata = fields.map("metadata");
  return {
    address,
    apiVersion: fields.text("apiVersion"),
    kind: fields.text("kind"),
    name: metadata.text("name"),
    namespace: metadata.has("namespace") ? metadata.text("namespace") : undefined,
    labels: textsOf(metadata, "labels"),
    annotations: textsOf(metadata, "annotations"),
    body,
  };
}

function textsOf(metadata: Fields, key: string): Readonly<Record<string, string>> {
  if (!metadata.has(key)) return {};
  const found = metadata.map(key);
  return Object.fromEntries(Object.keys(found.values).map((name) => [name, found.text(name)]));
}

/** Whether something is an object of a kind, whatever version of the API it speaks. @param group such as `apps`; "" for the core's */
export function isOfKind(object: KubernetesObject, group: string, kind: string): boolean {
  const ofGroup = object.apiVersion.includes("/") ? object.apiVersion.split("/")[0] : "";
  return object.kind === kind && ofGroup === group;
}
