import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { referred } from "../../subjects/names";
import { folderOf } from "../../subjects/places";
import { problemsOf, unless } from "../../subjects/problems";
import type { Resource } from "../../terraform/resource";
import type { StackOutput } from "../../terraform/stack-output";

/** B-09, V-03: who may do what in vSphere is given by folder. */
export const ownFolder = stackRule<Machine>({
  id: "own-folder",
  info: "every server is in the folder of its client and stage, which its own stack makes",
  explanation:
    "Rights in vSphere are given by folder. A server in another's folder can be stopped, or its console opened, by people of another client or stage.",
  remedy: "declare servers through RedundantVms, which puts them in straat/<client>/<stage>",
  promises: ["B-09", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => Machine.in(stack),
  judge({ resource }, stack) {
    const wanted = folderOf(stack.model);
    const path = pathOf(resource, stack);
    const made = stack.of("vsphere_folder").find((folder) => folder.text("path") === wanted);
    // Two data centres may both have a folder of this name.
    if (made !== undefined) referred(stack, made.values.datacenter_id, "vsphere_datacenter");
    return problemsOf(
      unless(path === wanted, `it is in the folder ${path} where ${wanted} belongs`),
      unless(made !== undefined, `its stack does not make the folder ${wanted}`),
      unless(made === undefined || made.text("type") === "vm", `${wanted} is not a folder for servers`),
    );
  },
});

/** By reference in a synth, by its path in a plan. */
function pathOf(resource: Resource, stack: StackOutput): string {
  const written = resource.text("folder");
  return stack.tryResolve(written)?.text("path") ?? written;
}
