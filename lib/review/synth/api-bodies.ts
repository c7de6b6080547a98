import { FOR_TERRAFORM } from "../../controls/kubernetes/kinds";
import { objectOf } from "../../controls/kubernetes/kubernetes-object";
import type { StackOutput } from "../../controls/terraform/stack-output";
import { Unreadable } from "../../controls/unreadable";
import type { Body, Json } from "./bodies";

/** What of a resource is told to Terraform alone, beside what {@link FOR_TERRAFORM} says of all of them. */
const OF_TERRAFORM = new Set([
  ...Object.keys(FOR_TERRAFORM),
  "lifecycle",
  "depends_on",
  "computed_fields",
  "field_manager",
  "wait",
  "wait_for",
]);

/**
 * What two states of a resource in a cluster are compared by: the object as the API server is sent it, and beside it what is for
 * Terraform. Undefined where one of the two cannot be read, so that the blocks themselves are compared.
 */
export function apiBodies(
  before: { readonly stack: StackOutput; readonly body: Body },
  after: { readonly stack: StackOutput; readonly body: Body },
): { readonly before: Json; readonly after: Json } | undefined {
  const [one, other] = [before, after].map(({ stack, body }) => apiBodyOf(stack, body));
  return one === undefined || other === undefined ? undefined : { before: one, after: other };
}

/**
 * An object as the API server is sent it, with what is for Terraform beside it; undefined for what nobody here can read. */
export function apiBodyOf(stack: StackOutput, { address, type, isData, json }: Body): Json | undefined {
  const resource = stack.at(address);
  if (resource === undefined || isData || !type.startsWith("kubernetes_")) return undefined;
  const ours = Object.entries(json).filter(([key]) => OF_TERRAFORM.has(key));
  try {
    const { body } = objectOf(stack, resource);
    // What a Secret keeps is hidden where it stands in its resource, by the resource's type.
    return body.kind === "Secret" ? undefined : { ...body, ...Object.fromEntries(ours) };
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
