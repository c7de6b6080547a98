import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { problemsOf } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

/** H-03, H-04: what redundancy is counted by is there. */
export const siteIsLookedUp = stackRule<Subject>({
  id: "site-is-looked-up",
  info: "a platform looks up every host and all storage that its site says it has",
  explanation:
    "How many members a group may have is counted by the site's hosts and datastores. With a host that is no longer there, two members share one, or one of them does not start.",
  remedy:
    "name the hosts and datastores in stacks/sites as vCenter has them, and leave the look-ups to SitePlatform",
  promises: ["H-03", "H-04"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: ({ name, model }) => (model.kind === "platform" ? [{ id: name }] : []),
  judge(_, stack) {
    const { hosts, storage } = stack.model.site;
    return problemsOf(
      missing(stack, "vsphere_host", hosts),
      storage.kind === "datastores"
        ? missing(stack, "vsphere_datastore", storage.names)
        : missing(stack, "vsphere_datastore_cluster", [storage.name]),
    );
  },
});

/** What is looked up and is not of the site has a rule of its own. */
function missing(stack: StackOutput, type: string, names: readonly string[]): readonly string[] {
  const met = stack.dataOf(type).map((source) => source.text("name"));
  return names.filter((name) => !met.includes(name)).map((name) => `${name} of its site is not looked up`);
}
