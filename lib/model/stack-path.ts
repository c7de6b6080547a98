import type { ModelFile } from "./model-file";

/** How a stack is asked for, and how what is in it is named: `verne/production`, `verne/street`, `platform-amsterdam`. */
export function stackPath({ client, stage, stack }: Pick<ModelFile, "client" | "stage" | "stack">): string {
  return client === undefined ? stack : `${client.name}/${stage?.name ?? "street"}`;
}
