import type { ModelFile } from "../../model/model-file";
import type { Resource } from "../terraform/resource";
import type { StackOutput } from "../terraform/stack-output";
import { Unreadable } from "../unreadable";

/** The client of a street or an environment. @throws Unreadable on a platform */
export function clientOf({ client, stack }: ModelFile): NonNullable<ModelFile["client"]> {
  if (client !== undefined) return client;
  throw new Unreadable(`${stack} is no client's`);
}

/** What a value refers to, which has to be of one of these types. @throws Unreadable when it is not */
export function referred(stack: StackOutput, value: unknown, ...types: readonly string[]): Resource {
  const resource = stack.resolve(value);
  if (types.includes(resource.type)) return resource;
  throw new Unreadable(`${resource.address} is not a ${types.join(" or ")}`);
}

/** Name in vSphere of a network of a stack's servers. */
export function networkName(model: ModelFile, zone: string): string {
  return zone === "uplink" ? model.site.uplink.portGroup : `${clientOf(model).name}-${zone}`;
}
