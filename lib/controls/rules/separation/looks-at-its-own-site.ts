import type { SiteRecord } from "../../../model/model-file";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import type { Resource } from "../../terraform/resource";
import type { StackOutput } from "../../terraform/stack-output";

/** What a site calls its objects, by the type that looks them up. */
const NAMES: Readonly<Record<string, (site: SiteRecord) => readonly string[]>> = {
  vsphere_datacenter: ({ datacenter }) => [datacenter],
  vsphere_compute_cluster: ({ cluster }) => [cluster],
  vsphere_host: ({ hosts }) => hosts,
  vsphere_datastore: ({ storage }) => (storage.kind === "datastores" ? storage.names : []),
  vsphere_datastore_cluster: ({ storage }) => (storage.kind === "datastore-cluster" ? [storage.name] : []),
  vsphere_distributed_virtual_switch: ({ distributedSwitch }) => [distributedSwitch],
  vsphere_virtual_machine: ({ template }) => [template],
};

/** A datacenter is at the top; everything else is looked for in it. */
const DATACENTER = "vsphere_datacenter";

interface LookUp extends Subject {
  readonly resource: Resource;
}

/** B-16, H-08: a stack that finds another site's cluster puts both halves of a pair, or data and its backup, in one building. */
export const looksAtItsOwnSite = stackRule<LookUp>({
  id: "looks-at-its-own-site",
  info: "a stack looks up hosts, storage, switch and template of its own site alone",
  explanation:
    "Names decide in which building a server stands. With the other site's, a client's servers run beside their own backups, and one fire takes both.",
  remedy: "declare stacks with the site they belong to; mend a name in stacks/sites",
  promises: ["B-16", "H-08", "H-02"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a stack in another building is another stack" },
  subjects: (stack) =>
    Object.keys(NAMES)
      .flatMap((type) => stack.dataOf(type))
      .map((resource) => ({ id: stack.subjectId(resource.address), resource })),
  judge: ({ resource }, stack) => [...wrongName(resource, stack), ...wrongPlace(resource, stack)],
});

function wrongName(resource: Resource, { model: { site } }: StackOutput): readonly string[] {
  const names = NAMES[resource.type]?.(site) ?? [];
  const name = resource.text("name");
  return names.includes(name) ? [] : [`${site.name} has no ${name}, it has ${names.join(", ") || "none"}`];
}

function wrongPlace(resource: Resource, stack: StackOutput): readonly string[] {
  if (resource.type === DATACENTER) return [];
  const place = stack.resolve(resource.text("datacenter_id"));
  return place.type === DATACENTER ? [] : [`it is looked for in ${place.address}, which is no datacenter`];
}
