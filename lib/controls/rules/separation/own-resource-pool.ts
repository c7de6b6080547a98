import type { ModelFile } from "../../../model/model-file";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { referred } from "../../subjects/names";
import { poolOf } from "../../subjects/places";
import { problemsOf, unless } from "../../subjects/problems";
import type { Resource } from "../../terraform/resource";
import { Unreadable } from "../../unreadable";

/** B-09, B-06: a busy stage takes no processor or memory time from a more important one. */
export const ownResourcePool = stackRule<Machine>({
  id: "own-resource-pool",
  info: "every server is in the resource pool of its client and stage, with the shares of its stage and no limit",
  explanation:
    "Without a pool of its own a load test in development competes with production on equal terms, and one client's peak with another client.",
  remedy: "declare servers through RedundantVms; shares are low, low, normal and high along the street",
  promises: ["B-09", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => Machine.in(stack),
  judge({ resource }, stack) {
    const pool = referred(stack, resource.values.resource_pool_id, "vsphere_resource_pool");
    if (pool.isData) throw new Unreadable(`${pool.address} is another stack's`);
    referred(stack, pool.values.parent_resource_pool_id, "vsphere_compute_cluster");
    const [name, wanted] = [pool.text("name"), poolOf(stack.model)];
    return problemsOf(
      unless(name === wanted, `it is in the pool ${name} where ${wanted} belongs`),
      ["cpu", "memory"].flatMap((kind) => wrongShares(pool, kind, sharesOf(stack.model))),
    );
  },
});

/** Edges and gateways carry production too. */
function sharesOf({ stage }: ModelFile): string {
  if (stage === undefined) return "high";
  return { development: "low", test: "low", acceptance: "normal", production: "high" }[stage.name];
}

function wrongShares(pool: Resource, kind: string, wanted: string): readonly string[] {
  const level = pool.text(`${kind}_share_level`);
  // vSphere's word for no limit is -1.
  const isLimited = pool.has(`${kind}_limit`) && pool.number(`${kind}_limit`) !== -1;
  return problemsOf(
    unless(level === wanted, `${pool.address} has ${level} shares of ${kind} where ${wanted} belongs`),
    unless(!isLimited, `${pool.address} has a limit of ${kind}`),
  );
}
