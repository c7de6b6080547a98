import { isObject } from "../../controls/terraform/fields";
import type { StackOutput } from "../../controls/terraform/stack-output";

export type Json = Readonly<Record<string, unknown>>;

/** A resource as it stands in `cdk.tf.json`, with everything that is for Terraform alone. */
export interface Body {
  readonly address: string;
  readonly type: string;
  readonly isData: boolean;
  readonly json: Json;
}

/** All resources and data sources of a synth by address, in their order. */
export function bodiesOf({ whole, resources }: StackOutput): ReadonlyMap<string, Body> {
  return new Map(
    resources.map(({ address, type, isData }) => {
      const name = address.slice(address.lastIndexOf(".") + 1);
      const json = [isData ? "data" : "resource", type, name].reduce<unknown>(
        (value, key) => (isObject(value) ? value[key] : undefined),
        whole,
      );
      return [address, { address, type, isData, json: isObject(json) ? json : {} }];
    }),
  );
}

/** A body without its comment: `//` is where the engine says which construct made it. */
export function withoutComment({ json }: Body): Json {
  const { "//": _, ...rest } = json;
  return rest;
}

/** Equal texts are equal values: everything here was parsed of JSON, where keys mostly keep their order. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
