import type { SiteRecord } from "../../../model/model-file";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { referred } from "../../subjects/names";
import { problemsOf, unless } from "../../subjects/problems";
import { type DeclaredServer, declaredServers, machineOf } from "../../subjects/servers";
import type { Resource } from "../../terraform/resource";
import type { StackOutput } from "../../terraform/stack-output";

/** H-04: disks are on the storage of the site, where the model file says. */
export const disksWhereDeclared = stackRule<DeclaredServer>({
  id: "disks-where-declared",
  info: "every server has all its disks on the site's storage, where the model file says",
  explanation:
    "Which members share an array is judged by where the model file says their disks are. A disk elsewhere may be on the array of another member, or on one that nobody keeps apart.",
  remedy:
    "leave datastore_id and datastore_cluster_id to RedundantVms, and name the site's storage in stacks/sites",
  promises: ["H-04"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: declaredServers,
  judge(declared, stack) {
    const { resource } = machineOf(declared, stack);
    const { storage } = stack.model.site;
    const elsewhere = stack.kind === "synth" ? disksElsewhere(resource) : [];
    return problemsOf(
      storage.kind === "datastores"
        ? wrongDatastore(declared, resource, stack, storage.names)
        : wrongCluster(resource, stack, storage),
      elsewhere,
    );
  },
});

function wrongDatastore(
  { server: { datastore } }: DeclaredServer,
  resource: Resource,
  stack: StackOutput,
  names: readonly string[],
): readonly string[] {
  const name = referred(stack, resource.values.datastore_id, "vsphere_datastore").text("name");
  return problemsOf(
    unless(name === datastore, `it is on ${name}, and the model file says ${datastore ?? "nothing"}`),
    unless(names.includes(name), `${name} is not a datastore of ${stack.model.site.name}`),
    unless(!resource.has("datastore_cluster_id"), "it names a datastore cluster too"),
  );
}

function wrongCluster(
  resource: Resource,
  stack: StackOutput,
  storage: Extract<SiteRecord["storage"], { kind: "datastore-cluster" }>,
): readonly string[] {
  const cluster = referred(stack, resource.values.datastore_cluster_id, "vsphere_datastore_cluster");
  const name = cluster.text("name");
  // A plan also has the datastore that vSphere chose.
  const isPinned = stack.kind === "synth" && resource.has("datastore_id");
  return problemsOf(
    unless(
      name === storage.name,
      `it is in ${name}, and the storage of ${stack.model.site.name} is ${storage.name}`,
    ),
    unless(!isPinned, "it names a datastore too, which no rule keeps apart from the other members'"),
  );
}

function disksElsewhere(resource: Resource): readonly string[] {
  return resource
    .blocks("disk")
    .filter((disk) => disk.has("datastore_id"))
    .map((disk) => `${disk.text("label")} is a disk with a datastore of its own`);
}
