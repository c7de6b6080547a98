import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { problemsOf, unless } from "../../subjects/problems";
import { lifecycleOf } from "../../terraform/lifecycle";

/** What is read when a server is made, and by nothing later. */
const FROZEN = [
  "clone",
  ...["metadata", "metadata.encoding", "userdata", "userdata.encoding"].map(settingNamed),
  ...[1, 2, 3, 4].map((part) => settingNamed(`straat-files.${part}`)),
];

/** H-03, B-07: a running server is replaced on purpose only, and hears everything that is meant for its life. */
export const firstBootIsFrozen = stackRule<Machine>({
  id: "first-boot-is-frozen",
  info: "changes of the template and of the first boot leave running servers alone, and all other changes reach them",
  explanation:
    "A new template would replace every server of the house in one apply, and a changed first boot restart them. A live document that is ignored leaves servers with yesterday's walls and administrators, and nobody sees it.",
  remedy:
    "leave lifecycle to the library: ignore_changes has clone and the keys of the first boot, and nothing more",
  promises: ["H-03", "B-07"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  notOnPlan: "a plan does not say what Terraform ignores",
  subjects: (stack) => Machine.in(stack),
  judge({ resource }, stack) {
    const ignored = resource.ignored ?? [];
    const { ignore_changes: _, ...others } = lifecycleOf(stack, resource);
    return problemsOf(
      FROZEN.filter((key) => !ignored.includes(key)).map((key) => `a change of ${key} is not ignored`),
      ignored.filter((key) => !FROZEN.includes(key)).map((key) => `changes of ${key} never reach it`),
      Object.keys(others).map((key) => `its lifecycle also says ${key}`),
      unless(!resource.flag("extra_config_reboot_required"), "each change of a live document restarts it"),
    );
  },
});

function settingNamed(name: string): string {
  return `extra_config["guestinfo.${name}"]`;
}
